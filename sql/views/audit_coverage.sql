/*
view: audit.coverage
chinese: 账表完整性
title: 账表完整性：每村每表每种资金每本账每期是否都读了进来；没有读进来的行和金额
columns:
  county: 县市区
  village_code: 村代码
  village_name: 村名
  township: 乡镇
  kind: 表种：退回的为最像的表种
  kind_title: 表名
  fund: 资金类别：空为不分资金或未注明
  account: 账册：现金、银行或账号，空为不分
  period: 期间：所属期间的第一天；从未报送的为空
  period_kind: 期间类型：日/月/季/年/区间
  coverage: 完整/部分装载/退回/未报/跳过
  rows_loaded: 装载行数
  rows_set_aside: 没有装载的行数
  money_set_aside: 没有装载的金额（元）：退回的和没有读懂的
*/
with part as not materialized (
    select
        village_code,
        kind,
        fund,
        account,
        period,
        period_kind,
        state,
        rows_loaded,
        rows_set_aside,
        money_set_aside
    from fact.sheet_part
),

village as not materialized (
    select
        county,
        village_code,
        village_name,
        township
    from core.village
),

kind_name as not materialized (
    select
        kind,
        kind_title
    from fact.ledger_kind
    where kind <> 'village'
),

handed_in as (
    select
        village_code,
        kind,
        fund,
        account,
        period,
        period_kind,
        case
            when sum(case when state = '没有装载' then 1 else 0 end) > 0 then '部分装载'
            when max(case when state = '装载' then 1 else 0 end) = 1
                then case when sum(rows_set_aside) > 0 then '部分装载' else '完整' end
            when max(case when state = '退回' then 1 else 0 end) = 1 then '退回'
            else '跳过'
        end as coverage,
        cast(sum(rows_loaded) as integer) as rows_loaded,
        cast(sum(rows_set_aside) as integer) as rows_set_aside,
        cast(sum(money_set_aside) as decimal(18, 2)) as money_set_aside
    from part
    group by village_code, kind, fund, account, period, period_kind
),

absent as (
    select
        village_code,
        kind,
        fund,
        period,
        period_kind
    from audit.submission_status
    where status in ('未报', '逾期')
    union all
    select
        v.village_code,
        k.kind,
        cast(null as varchar) as fund,
        cast(null as date) as period,
        cast(null as varchar) as period_kind
    from village as v
    cross join kind_name as k
    left join part as p on v.village_code = p.village_code and k.kind = p.kind
    where p.kind is null
),

every as (
    select
        village_code,
        kind,
        fund,
        account,
        period,
        period_kind,
        coverage,
        rows_loaded,
        rows_set_aside,
        money_set_aside
    from handed_in
    union all
    select
        village_code,
        kind,
        fund,
        cast(null as varchar) as account,
        period,
        period_kind,
        '未报' as coverage,
        0 as rows_loaded,
        0 as rows_set_aside,
        cast(0 as decimal(18, 2)) as money_set_aside
    from absent
),

final as (
    select
        v.county,
        v.village_code,
        v.village_name,
        v.township,
        e.kind,
        k.kind_title,
        e.fund,
        e.account,
        e.period,
        e.period_kind,
        e.coverage,
        e.rows_loaded,
        e.rows_set_aside,
        e.money_set_aside
    from every as e
    inner join village as v on e.village_code = v.village_code
    inner join kind_name as k on e.kind = k.kind
)

select * from final
