/*
id: BUD01
title: 无预算支出
level: 中
status: stable
money: 手续
subject: village
description: "某种资金某项用途全年支出达到 1,000 元，而本村当年的预算表上这种资金没有这项用途。\
  一村一年一种资金一项用途一条；当年没有预算表的不可评估。"
why: 不编预算就花的钱，没有人事先问过该不该花。
basis:
  - 《街办基层党建创新案例（5 篇）》网络汇编篇二（原题名不存，讲的是乡镇财政财务：乡镇按此，村作参照）“问题”部分（一）：预算外资金游离于预算编制之外
  - 《农村集体经济组织法》（主席令第二十六号，2025 年 5 月 1 日起施行）第 26 条：年度财务预算由成员大会决定
params: [unbudgeted_min]
looks_in:
  budget:
    - {by: [fund]}
    - {cells: [supplement]}
  resolution: {any: [resolution_no], days: any}
  cash_entry:
    - {amount: one, explains: [counterparty, summary], against: true, days: 366}
    - {amount: cover, of: [beyond], by: [fund], any: [category], says: {expense: '-'}}
    - {cells: [resolution_no, category]}
root_cause: 一村一年一种资金一项用途为一个事实。
falsepositives:
  - 应急支出：所附决议在四议两公开台账中标明应急的，不计入。
  - 写法不同：预算里有同类用途（如预算“办公费”、账上“水电费”都属工作经费）的，算有预算。
  - 预备费：同一资金有预备费、机动经费、不可预见费，无预算支出合计不超过它的不报。
  - 看不出用途的支出不报；类别全由摘要推断而非填报的只作提示。
  - 内部划转不是支出；红字冲销抵减；台账重登的只计一次。
innocent: 当年追加过预算，追加的文件没有登记。
next_check: 查追加预算的决议和批复，补登预算表。
clears: 追加预算的决议和批复。
related: [BUD02]
message: >-
  {year} 年{fund}用于“{category}”{payments} 笔共 {amount} 元，
  当年预算表上没有这项用途（全年不足 {unbudgeted_min:,} 元的不计），待核。
*/
with spending as (
    select
        row_id,
        village_code,
        year,
        fund,
        category,
        is_inferred,
        expense,
        resolution_no
    from core.budget_spending
    where not is_unclear
),

emergency as (
    select distinct
        village_code,
        trim(resolution_no) as resolution_no
    from ledger.resolution
    where emergency = '是'
),

budget as (
    select
        village_code,
        year,
        fund,
        category,
        amount,
        supplement,
        is_reserve
    from core.budget_row
),

budgeted as (
    select distinct
        village_code,
        year,
        fund,
        category
    from budget
),

reserve as (
    select
        village_code,
        year,
        fund,
        sum(amount + supplement) as reserve
    from budget
    where is_reserve
    group by village_code, year, fund
),

unplanned as (
    select
        s.row_id,
        s.village_code,
        s.year,
        s.fund,
        s.category,
        s.is_inferred,
        s.expense
    from spending as s
    left join emergency as e on s.village_code = e.village_code and s.resolution_no = e.resolution_no
    left join budgeted as b
        on s.village_code = b.village_code and s.year = b.year and s.fund = b.fund and s.category = b.category
    where coalesce(e.resolution_no, '') = '' and b.category is null
),

fund_total as (
    select
        village_code,
        year,
        fund,
        sum(expense) as total
    from unplanned
    group by village_code, year, fund
),

unbudgeted as (
    select
        u.village_code,
        u.year,
        u.fund,
        u.category,
        cast(sum(u.expense) as decimal(18, 2)) as amount,
        count(*) as payments,
        bool_and(u.is_inferred) as is_inferred
    from unplanned as u
    group by u.village_code, u.year, u.fund, u.category
    having sum(u.expense) >= $unbudgeted_min
),

budget_year as (
    select distinct
        village_code,
        year
    from budgeted
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
        u.village_code,
        concat_ws(' ', u.fund, u.category) as subject,
        make_date(u.year, 1, 1) as period,
        u.amount,
        p.row_id,
        '命中' as outcome,
        null as missing,
        case when u.is_inferred then '提示' end as level,
        u.year,
        u.fund,
        u.category,
        u.payments,
        u.amount - $unbudgeted_min as beyond
    from unbudgeted as u
    inner join fund_total as f on u.village_code = f.village_code and u.year = f.year and u.fund = f.fund
    left join reserve as r on u.village_code = r.village_code and u.year = r.year and u.fund = r.fund
    inner join unplanned as p
        on u.village_code = p.village_code and u.year = p.year and u.fund = p.fund and u.category = p.category
    where f.total > coalesce(r.reserve, 0)
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
        null as payments,
        null as beyond
    from without_budget
)

select * from final
