/*
id: SVC10
title: 批复以后一直没有拨付
level: 中
status: stable
money: 受损
subject: village
description: "已过完的年度里，一村一种资金一个文件有批复或下达的金额，而一笔也没有拨付，村账上当年和次年也没有\
  这种资金的收入。专项资金由 SVC01 查，这里不重复。"
why: 批复给村里的钱没有拨，村里办不成事，钱也可能被滞留。
basis:
  - 《财政违法行为处罚处分条例》（国务院令第 427 号）第 6 条：滞留应当下拨的财政资金
looks_in:
  grant:
    - {amount: cover, by: [fund], days: any}
    - {cells: [amount]}
  cash_entry: {amount: cover, by: [fund], says: {income: '[1-9]'}, days: 366}
root_cause: 一村一年一种资金一个文件的批复与拨付为同一事实。
falsepositives:
  - 当年还没过完的不报。
  - 村账上当年或次年收到过这种资金的，钱已到村，不报；利息不算收到。
  - 专项资金按星级标准比，由 SVC01 查。
innocent: 项目取消，批复已作废，或钱由乡镇直接支付、没有登记拨付。
next_check: 调批复文件，问财政所没有拨付的原因。
clears: 拨付的回单，或批复作废、收回的文件。
related: [SVC01, SVC08, SVC09]
message: "{year} 年{subject}{said} {amount} 元，至今没有拨付，村账上也没有收到这种资金，待核。"
*/
with setting as (
    select as_of from meta.setting
),

received as (
    select distinct
        village_code,
        coalesce(fund, '') as fund,
        year(entry_date) as year
    from core.cash_entry
    where income > 0 and not is_opening and not regexp_matches(summary, '利息|结息')
),

unpaid as (
    select
        d.village_code,
        d.year,
        d.fund,
        d.document,
        d.subject,
        case when d.approved > 0 then '批复' else '下达' end as said,
        cast(case when d.approved > 0 then d.approved else d.sent_down end as decimal(18, 2)) as amount
    from core.grant_document as d
    cross join setting as s
    where
        d.paid = 0
        and (d.approved > 0 or d.sent_down > 0)
        and d.year < year(s.as_of)
        and d.fund <> '专项资金'
),

missed as (
    select
        u.village_code,
        u.year,
        u.fund,
        u.document,
        u.subject,
        u.said,
        u.amount
    from unpaid as u
    left join received as e
        on u.village_code = e.village_code and u.fund = e.fund and e.year between u.year and u.year + 1
    where e.year is null
),

-- income of which nobody knows whose money it is may be this
unclear as (
    select distinct
        m.village_code,
        m.subject,
        m.year
    from missed as m
    inner join received as e
        on m.village_code = e.village_code and e.fund = '' and e.year between m.year and m.year + 1
),

final as (
    select
        m.village_code,
        m.subject,
        make_date(m.year, 1, 1) as period,
        m.amount,
        g.row_id,
        '命中' as outcome,
        null as missing,
        concat_ws('·', '拨款文件', m.village_code, m.subject, cast(m.year as varchar)) as root_cause,
        m.year,
        m.fund,
        m.said
    from missed as m
    left join unclear as u on m.village_code = u.village_code and m.subject = u.subject and m.year = u.year
    inner join ledger."grant" as g
        on
            m.village_code = g.village_code
            and m.year = g.year
            and m.fund = g.fund
            and m.document = coalesce(trim(g.document_no), '')
    where coalesce(u.subject, '') = ''
    union all
    select
        village_code,
        subject,
        make_date(year, 1, 1) as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        cast(year as varchar) || ' 年收支明细账“资金类别”列' as missing,
        null as root_cause,
        year,
        null as fund,
        null as said
    from unclear
)

select * from final
