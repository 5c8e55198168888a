/*
id: BUD02
title: 超预算支出
level: 中
status: stable
money: 手续
difference: true
subject: village
description: "某种资金某项用途全年支出超过预算额（含年末以前批准的追加）；超过 10% 的为高。\
  一村一年一种资金一项用途一条，疑点依据为预算行和首次超出的那一笔。"
why: 预算是村民会议批的数，超了没有追加，就是没有批准的开支。
basis:
  - 《街办基层党建创新案例（5 篇）》网络汇编篇二（原题名不存，讲的是乡镇财政财务：乡镇按此，村作参照）“建议”部分（三）：以年度预算为依据，按照先重点后一般的原则分配
  - 《农村集体经济组织法》（主席令第二十六号，2025 年 5 月 1 日起施行）第 26 条：年度财务预算由成员大会决定
params: [budget_tolerance, budget_overrun_high]
looks_in:
  budget:
    - {amount: cover, by: [fund]}
    - {cells: [supplement]}
  cash_entry:
    - {amount: cover, by: [fund], any: [category], says: {expense: '-'}}
    - {when: {may_merge: 是}, by: [fund], unlike: [category]}
root_cause: 一村一年一种资金一项用途为一个事实。
falsepositives:
  - 追加预算按批准日期生效：年末以前批准的（没有写批准日期的也算）都计入，年末以后批准的不算；先花后追加的不报。
  - 写法不同而属同类用途的，预算和支出都按类合在一起比。
  - 看不出用途的支出不报；内部划转不是支出；红字冲销抵减；台账重登的只计一次。
innocent: 追加预算的决议没有登记到预算表。
next_check: 从首次超出的那一笔查起，看有没有追加预算的决议。
clears: 追加预算的决议和批复。
related: [BUD01, SVC05]
message: >-
  {year} 年{fund}“{category}”预算 {budget} 元（其中追加 {supplement} 元），支出 {spent} 元，
  超出 {amount} 元（允许超出 {budget_tolerance:.0%}，超过 {budget_overrun_high:.0%} 的为高）；首次超出的一笔：
  {first_day}“{first_summary}”，待核。
*/
with spending as (
    select
        row_id,
        village_code,
        year,
        fund,
        category,
        entry_date,
        summary,
        expense
    from core.budget_spending
    where not is_unclear
),

budget_row as (
    select
        row_id,
        village_code,
        year,
        fund,
        category,
        amount,
        supplement,
        may_merge
    from core.budget_row
),

budget as (
    select
        village_code,
        year,
        fund,
        category,
        cast(sum(amount + supplement) as decimal(18, 2)) as budget,
        cast(sum(supplement) as decimal(18, 2)) as supplement,
        bool_or(may_merge) as may_merge
    from budget_row
    group by village_code, year, fund, category
),

rolled as (
    select
        s.row_id,
        s.village_code,
        s.year,
        s.fund,
        s.category,
        s.entry_date,
        s.summary,
        b.budget,
        b.supplement,
        b.may_merge,
        cast(sum(s.expense) over (
            partition by s.village_code, s.year, s.fund, s.category order by s.entry_date, s.row_id
        ) as decimal(18, 2)) as spent_to_date,
        cast(sum(s.expense) over (partition by s.village_code, s.year, s.fund, s.category) as decimal(18, 2)) as spent
    from spending as s
    inner join budget as b
        on s.village_code = b.village_code and s.year = b.year and s.fund = b.fund and s.category = b.category
),

over as (
    select
        row_id,
        village_code,
        year,
        fund,
        category,
        entry_date,
        summary,
        budget,
        supplement,
        may_merge,
        spent
    from rolled
    where
        spent > budget * (1 + $budget_tolerance) and spent_to_date > budget * (1 + $budget_tolerance)
    qualify
        row_number() over (
            partition by village_code, year, fund, category order by entry_date, row_id
        ) = 1
),

evidence as (
    select
        village_code,
        year,
        fund,
        category,
        row_id
    from over
    union all
    select
        village_code,
        year,
        fund,
        category,
        row_id
    from budget_row
),

budget_year as (
    select distinct
        village_code,
        year
    from budget
),

without_budget as (
    select distinct
        c.village_code,
        year(c.entry_date) as year
    from ledger.cash_entry as c
    left join budget_year as b on c.village_code = b.village_code and year(c.entry_date) = b.year
    where c.expense > 0 and c.fund is not null and b.year is null
),

final as (
    select
        o.village_code,
        concat_ws(' ', o.fund, o.category) as subject,
        make_date(o.year, 1, 1) as period,
        cast(o.spent - o.budget as decimal(18, 2)) as amount,
        e.row_id,
        '命中' as outcome,
        null as missing,
        case when o.spent - o.budget > o.budget * $budget_overrun_high then '高' end as level,
        o.year,
        o.fund,
        o.category,
        o.budget,
        o.supplement,
        o.spent,
        o.entry_date as first_day,
        o.summary as first_summary,
        case when o.may_merge then '是' end as may_merge
    from over as o
    inner join evidence as e
        on o.village_code = e.village_code and o.year = e.year and o.fund = e.fund and o.category = e.category
    union all
    select
        village_code,
        '预算表' as subject,
        make_date(year, 1, 1) as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        cast(year as varchar) || ' 年的预算表' as missing,
        null as level,
        year,
        null as fund,
        null as category,
        null as budget,
        null as supplement,
        null as spent,
        null as first_day,
        null as first_summary,
        null as may_merge
    from without_budget
)

select * from final
