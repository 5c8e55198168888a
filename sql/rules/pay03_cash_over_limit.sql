/*
id: PAY03
title: 库存现金超限
level: 中
status: stable
money: 手续
difference: true
tunable: cash_limit
subject: village
description: "一村一种资金的日终库存现金，超过限额连续 3 天以上。限额取 5,000 元与 5 天日均现金支出中的大者，\
  山区村按 15 天；日均按当年现金支出除以现金账首末笔之间的天数。同日几笔只看日终，同日几本账取最低。"
why: 大量现金留在个人手里不存银行，容易被挪借，也容易用白条顶替。
basis:
  - 《现金管理暂行条例》（国务院令第 12 号，2011 年修订）第 9、10 条：限额为三至五天零星开支，边远地区不超过十五天
  - 审计实务：村级库存现金限额常见为 5,000 元（各地制度不同，请县级确认）
params: [cash_limit, cash_limit_days, cash_limit_days_remote, cash_over_days]
looks_in:
  village: {days: any}
root_cause: 一次连续超限为同一事实。
falsepositives:
  - 年底发放前提现：三天之内回到限额以下的不报。
  - 边远地区：村情登记表填山区的按 15 天计。
  - 没有余额的现金账不评估；外币不计。
innocent: 有批准的更高限额，或集中发放遇节假日顺延。
next_check: 盘点库存现金，看限额批文，查有无白条顶库。
clears: 库存限额的批文，或存入银行的送存单。
related: [LED06, PAY02]
message: >-
  {first_day}至 {last_day}{fund}日终库存现金连续 {days} 天超过限额 {ceiling} 元（不低于 {cash_limit:,} 元，
  按 {cash_limit_days} 天、山区 {cash_limit_days_remote} 天的日均支出计；超过 {cash_over_days} 天才算），
  最高 {peak} 元，超出限额 {amount} 元，待核。
*/
with cash_line as (
    select
        village_code,
        book,
        position,
        kind,
        row_id,
        entry_date,
        moved,
        balance
    from fact.book_line
    where account_kind = '现金'
),

entry as (
    select
        row_id,
        coalesce(fund, '') as fund,
        expense,
        is_internal
    from core.cash_entry
),

place as (
    select
        village_code,
        coalesce(region_type = '山区', false) as is_remote
    from core.village
),

rolled as (
    select
        book,
        position,
        balance,
        cast(sum(moved) over (partition by book order by position) as decimal(38, 2)) as moved_to_date
    from cash_line
),

book_opening as (
    select
        book,
        balance - moved_to_date as opening
    from rolled
    where balance is not null
    qualify row_number() over (partition by book order by position) = 1
),

line as (
    select
        c.village_code,
        c.book,
        e.fund,
        c.row_id,
        c.entry_date,
        c.moved,
        case
            when c.kind <> '明细' then greatest(-c.moved, 0)
            when e.expense > 0 and not e.is_internal then e.expense
            else 0
        end as spent
    from cash_line as c
    inner join entry as e on c.row_id = e.row_id
    where c.kind in ('明细', '未装载')
),

book_day as (
    select
        village_code,
        book,
        min(fund) as fund,
        entry_date,
        sum(moved) as moved
    from line
    group by village_code, book, entry_date
),

book_closing as (
    select
        d.village_code,
        d.fund,
        d.entry_date,
        o.opening + sum(d.moved) over (partition by d.book order by d.entry_date) as closing
    from book_day as d
    inner join book_opening as o on d.book = o.book
),

closing as (
    select
        village_code,
        fund,
        entry_date,
        min(closing) as closing
    from book_closing
    group by village_code, fund, entry_date
),

spent_in_year as (
    select
        village_code,
        fund,
        year(entry_date) as year,
        sum(spent) as spent,
        date_diff('day', min(entry_date), max(entry_date)) + 1 as days
    from line
    group by village_code, fund, year(entry_date)
),

cash_limit as (
    select
        s.village_code,
        s.fund,
        s.year,
        greatest(
            cast($cash_limit as decimal(18, 2)),
            try_cast(
                cast(s.spent as double)
                * case when p.is_remote then $cash_limit_days_remote else $cash_limit_days end
                / cast(s.days as double) as decimal(18, 2)
            )
        ) as most
    from spent_in_year as s
    inner join place as p on s.village_code = p.village_code
),

judged as (
    select
        c.village_code,
        c.fund,
        c.entry_date,
        c.closing,
        c.closing - l.most as excess,
        l.most,
        coalesce(
            lead(c.entry_date) over (partition by c.village_code, c.fund order by c.entry_date), c.entry_date
        ) as until,
        sum(case when c.closing > l.most then 0 else 1 end) over (
            partition by c.village_code, c.fund order by c.entry_date
        ) as episode
    from closing as c
    inner join cash_limit as l
        on c.village_code = l.village_code and c.fund = l.fund and year(c.entry_date) = l.year
),

episode as (
    select
        village_code,
        fund,
        episode,
        min(entry_date) as first_day,
        max(until) as last_day,
        date_diff('day', min(entry_date), max(until)) as days,
        max(closing) as peak,
        max(excess) as excess,
        min(most) as most
    from judged
    where excess > 0
    group by village_code, fund, episode
    having date_diff('day', min(entry_date), max(until)) > $cash_over_days
),

unknown as (
    select b.village_code
    from fact.book_line as b
    left join book_opening as o on b.book = o.book
    group by b.village_code
    having count(o.book) = 0
),

final as (
    select
        e.village_code,
        concat_ws(' ', nullif(e.fund, ''), '库存现金', cast(e.first_day as varchar) || ' 起') as subject,
        make_date(year(e.first_day), month(e.first_day), 1) as period,
        cast(e.excess as decimal(18, 2)) as amount,
        l.row_id,
        '命中' as outcome,
        null as missing,
        e.fund,
        e.first_day,
        e.last_day,
        e.days,
        cast(e.peak as decimal(18, 2)) as peak,
        e.most as ceiling
    from episode as e
    inner join judged as j
        on e.village_code = j.village_code and e.fund = j.fund and e.episode = j.episode and j.excess > 0
    inner join line as l
        on j.village_code = l.village_code and j.fund = l.fund and j.entry_date = l.entry_date
    union all
    select
        village_code,
        '库存现金' as subject,
        null as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        '有余额的现金日记账' as missing,
        null as fund,
        null as first_day,
        null as last_day,
        null as days,
        null as peak,
        null as ceiling
    from unknown
)

select * from final
