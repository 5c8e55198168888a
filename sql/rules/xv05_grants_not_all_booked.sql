/*
id: XV05
title: 县级拨付与村账收入不等
level: 高
status: stable
money: 受损
difference: true
subject: village
description: "一村一种资金一年，县、乡拨付表上拨给本村的合计，与村账上该资金的收入合计不等。\
  只比专项资金、办公经费、关爱资金；少入账看全部收入（利息、捐款等除外），多入账只看写明拨款、财政的收入。"
why: 拨出去的钱没有全部进村账，就有一部分不知去向。
basis:
  - 审计实务：拨付与入账核对
params: [transit_workdays, tolerance]
looks_in:
  cash_entry:
    - {amount: sum, by: [fund], at: [first_paid, last_paid], days: 60, due: true}
    - {when: {direction: 少}, amount: cover, by: [fund], at: [first_paid, last_paid], days: 60}
  grant: {amount: sum, by: [fund], days: 60}
root_cause: 一村一种资金一年的拨付与入账为同一事实。
falsepositives:
  - 在途：拨付后 5 个工作日之内的不要求已入账；年底拨付、次年 5 个工作日之内入账的算在拨付年。
  - 村账只报到某一天的，之后的拨付不比；该资金当年没有村账的不可评估。
  - 利息、捐款、党费、退款、租金、内部划转、期初结转不是拨款收入；台账与日记账各记一次的只算一次。
  - 县里收回多拨的，拨付表写负数、村账另记退回的，不算村账多。
  - 拨付表没有拨付日期的，按所填年度，村账报到当年 12 月才比。
innocent: 拨款记到了另一种资金，或由乡镇代管没有下到村账。
next_check: 对照拨款文件、回单和村账收入，逐笔核对。
clears: 拨款回单与村账收入逐笔对应的对账单。
related: [SVC01, BK02]
message: >-
  {year} 年{fund}拨付 {granted} 元，村账收入 {booked} 元，
  {direction} {amount} 元（拨付后 {transit_workdays} 个工作日之内的视为在途，容差 {tolerance} 元），待核。
*/
with setting as (
    select as_of from meta.setting
),

workday as (
    select
        day,
        number
    from fact.workday
),

today as (
    select w.number
    from workday as w
    inner join setting as s on w.day = s.as_of
),

paid as (
    select
        g.row_id,
        g.village_code,
        g.fund,
        g.amount,
        g.paid_on,
        coalesce(year(g.paid_on), g.year) as year,
        w.number
    from ledger."grant" as g
    left join workday as w on g.paid_on = w.day
    where g.fund in ('专项资金', '办公经费', '关爱资金')
),

entry as (
    select
        e.row_id,
        e.village_code,
        e.fund,
        e.entry_date,
        e.income,
        regexp_matches(e.summary || coalesce(e.counterparty, ''), '拨|财政|下达|上级') as is_grant
    from core.cash_entry as e
    where
        e.income <> 0
        and not e.is_opening
        and not e.is_internal
        and not e.is_repeat
        and not regexp_matches(
            e.summary || coalesce(e.counterparty, ''), '利息|结息|捐|党费|退|租金|罚款|赔偿|借款|自筹|红利|分红|保证金'
        )
),

village_book as (
    select
        village_code,
        max(entry_date) as last_day
    from core.cash_entry
    group by village_code
),

-- a book that declares its year covers all of it, as far as the village has handed in anything
book as (
    select
        e.village_code,
        e.fund,
        greatest(
            max(e.entry_date),
            max(case when e.period_kind = '年' then least(make_date(year(e.period), 12, 31), v.last_day) end)
        ) as last_day
    from ledger.cash_entry as e
    inner join village_book as v on e.village_code = v.village_code
    group by e.village_code, e.fund
),

fund_year as (
    select distinct
        village_code,
        fund,
        year(entry_date) as year
    from core.cash_entry
),

-- paid in the last days of December, booked in the first of January
booked_late as (
    select e.row_id
    from paid as p
    inner join entry as e on p.village_code = e.village_code and p.fund = e.fund and p.amount = e.income
    inner join workday as w on e.entry_date = w.day
    where
        year(e.entry_date) = p.year + 1
        and w.number - p.number between 0 and $transit_workdays
    qualify row_number() over (partition by e.row_id order by p.paid_on desc, p.row_id asc) = 1
),

income as (
    select
        e.row_id,
        e.village_code,
        e.fund,
        e.income,
        e.is_grant,
        year(e.entry_date) - case when l.row_id is not null then 1 else 0 end as year
    from entry as e
    left join booked_late as l on e.row_id = l.row_id
),

booked as (
    select
        village_code,
        fund,
        year,
        cast(sum(income) as decimal(18, 2)) as booked,
        cast(coalesce(sum(income) filter (where is_grant), 0) as decimal(18, 2)) as booked_grants
    from income
    group by village_code, fund, year
),

due as (
    select
        p.row_id,
        p.village_code,
        p.fund,
        p.year,
        p.amount,
        p.paid_on,
        coalesce(
            t.number - p.number > $transit_workdays
            and coalesce(l.number, t.number) - p.number > $transit_workdays
            and p.paid_on < b.last_day,
            coalesce(p.paid_on >= b.last_day, true) and b.last_day >= make_date(p.year, 12, 1)
        ) as is_due
    from paid as p
    left join book as b on p.village_code = b.village_code and p.fund = b.fund
    left join today as t on p.number is not null
    left join workday as l on b.last_day = l.day
),

granted as (
    select
        village_code,
        fund,
        year,
        -- where a day is not known it may have been any of the year
        case when count(*) = count(paid_on) then min(paid_on) end as first_paid,
        case when count(*) = count(paid_on) then max(paid_on) end as last_paid,
        cast(sum(amount) as decimal(18, 2)) as granted,
        -- what the county takes back the village has booked before, and pays out again
        cast(coalesce(sum(amount) filter (where amount > 0), 0) as decimal(18, 2)) as before_return,
        cast(coalesce(sum(amount) filter (where is_due), 0) as decimal(18, 2)) as due
    from due
    group by village_code, fund, year
),

compared as (
    select
        g.village_code,
        g.fund,
        g.year,
        g.granted,
        g.first_paid,
        g.last_paid,
        coalesce(b.booked, 0) as booked,
        coalesce(b.booked_grants, 0) as booked_grants,
        g.due - coalesce(b.booked, 0) as short,
        coalesce(b.booked_grants, 0) - g.before_return as over,
        f.year is not null as has_book
    from granted as g
    left join booked as b on g.village_code = b.village_code and g.fund = b.fund and g.year = b.year
    left join fund_year as f on g.village_code = f.village_code and g.fund = f.fund and g.year = f.year
),

evidence as (
    select
        village_code,
        fund,
        year,
        row_id
    from paid
    union all
    select
        village_code,
        fund,
        year,
        row_id
    from income
),

final as (
    select
        c.village_code,
        c.fund as subject,
        make_date(c.year, 1, 1) as period,
        cast(greatest(c.short, c.over) as decimal(18, 2)) as amount,
        e.row_id,
        '命中' as outcome,
        null as missing,
        c.year,
        c.fund,
        c.granted,
        cast(case when c.short > $tolerance then c.booked else c.booked_grants end as decimal(18, 2)) as booked,
        case when c.short > $tolerance then '村账少' else '村账多' end as direction,
        c.first_paid,
        c.last_paid
    from compared as c
    inner join evidence as e on c.village_code = e.village_code and c.fund = e.fund and c.year = e.year
    where c.has_book and greatest(c.short, c.over) > $tolerance
    union all
    select
        village_code,
        fund as subject,
        make_date(year, 1, 1) as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        cast(year as varchar) || ' 年' || fund || '的收支明细账' as missing,
        year,
        fund,
        granted,
        null as booked,
        null as direction,
        null as first_paid,
        null as last_paid
    from compared
    where not has_book
)

select * from final
