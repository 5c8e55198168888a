/*
view: audit.handover
chinese: 离任交接清单
title: 离任交接清单：填了离任日期的两委、合作社、报账人员，任期内的事到离任时还没有了结的一事一行；只供交接核对，不说明是谁的责任
columns:
  village_code: 村代码
  village_name: 村名
  township: 乡镇
  official: 离任人
  post: 职务
  in_office_from: 任职日期：没有填的为空，不限起点
  in_office_to: 离任日期
  item: 未了事项：收款合同/付款合同/债权/债务/白条抵库/未完工程/未还备用金
  matter: 内容
  party: 对方
  incurred_on: 发生日期
  amount: 金额（元）：合同总额、债权债务原额、工程合同额（没有的取批复、预算）、领用的备用金
  outstanding: 未了金额（元）：看不出的为空
  state: 状态
  row_id: 行编号
*/
with village as (
    select
        village_code,
        village_name,
        township
    from core.village
),

leaver as (
    select
        village_code,
        trim(name) as official,
        trim(post) as post,
        in_office_from,
        in_office_to
    from ledger.official
    where in_office_to is not null and coalesce(body, '两委') <> '监委会'
),

event as (
    select
        row_id,
        village_code,
        coalesce(side, '收款') || '合同' as item,
        concat_ws(' ', contract_no, matter) as matter,
        counterparty as party,
        cast(null as varchar) as person,
        signed_on as incurred_on,
        ends_on as done_on,
        value as amount,
        case when side = '收款' then cast(value - coalesce(received, 0) as decimal(18, 2)) end as outstanding,
        case when ends_on is null then '没有写到期日期' else '到期日期 ' || cast(ends_on as varchar) end as state
    from core.contract
    union all
    select
        row_id,
        village_code,
        direction as item,
        purpose as matter,
        written as party,
        null as person,
        incurred_on,
        null as done_on,
        amount,
        owed as outstanding,
        '还欠' as state
    from core.debt
    where owed <> 0
    union all
    select
        row_id,
        village_code,
        '未完工程' as item,
        concat_ws(' ', project_no, project_name) as matter,
        contractor as party,
        null as person,
        started_on as incurred_on,
        accepted_on as done_on,
        coalesce(contract_amount, approved_amount, budget) as amount,
        null as outstanding,
        case when accepted_on is null then '没有写验收日期' else '验收日期 ' || cast(accepted_on as varchar) end as state
    from ledger.project
    union all
    select
        row_id,
        village_code,
        '白条抵库' as item,
        '盘点时库里的白条' as matter,
        null as party,
        null as person,
        counted_on as incurred_on,
        null as done_on,
        iou_amount as amount,
        iou_amount as outstanding,
        '盘点时在库' as state
    from ledger.cash_count
    where iou_amount > 0
    union all
    select
        row_id,
        village_code,
        '未还备用金' as item,
        summary as matter,
        person as party,
        person,
        taken_on as incurred_on,
        null as done_on,
        taken as amount,
        outstanding,
        '账上没有报销、交回' as state
    from audit.petty_cash
    where outstanding > 0
),

-- a count shows what was in the till on its day: only the last one before a person left tells of it
left_open as (
    select
        o.village_code,
        o.official,
        o.post,
        o.in_office_from,
        o.in_office_to,
        e.item,
        e.matter,
        e.party,
        e.incurred_on,
        e.amount,
        e.outstanding,
        e.state,
        e.row_id
    from leaver as o
    inner join event as e
        on
            o.village_code = e.village_code
            and coalesce(o.in_office_from <= e.incurred_on, true)
            and o.in_office_to >= e.incurred_on
            and coalesce(o.in_office_to < e.done_on, true)
            and coalesce(o.official = e.person, true)
    qualify
        e.item <> '白条抵库'
        or row_number() over (
            partition by o.village_code, o.official, o.post, o.in_office_to, e.item
            order by e.incurred_on desc, e.row_id asc
        ) = 1
),

final as (
    select
        o.village_code,
        v.village_name,
        v.township,
        o.official,
        o.post,
        o.in_office_from,
        o.in_office_to,
        o.item,
        o.matter,
        o.party,
        o.incurred_on,
        o.amount,
        o.outstanding,
        o.state,
        o.row_id
    from left_open as o
    inner join village as v on o.village_code = v.village_code
)

select * from final
