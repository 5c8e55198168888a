/*
id: LED04
title: 凭证断号
level: 中
status: stable
money: 手续
subject: voucher
description: 同村、同资金、同凭证字、同月的凭证号，从最小号到最大号之间缺号的，每月一条，列出缺号。
why: 凭证应连续编号；缺号可能是抽走了凭证，或有账没有入册。
basis:
  - 《会计法》（2024 年修正）第 14、15 条：凭证审核，账簿连续编号
  - 审计实务：断号测试
params: [gap_share, gap_months]
looks_in:
  voucher_line: {any: [voucher_no=listed], at: [first_day, last_day], due: true}
  cash_entry: {by: [fund], any: [voucher_no=listed], due: true}
root_cause: 一村一种资金一月的凭证编号为同一事实。
falsepositives:
  - "按月或按年重新编号：自动判断。默认每月各自编号，只查当月最小号与最大号之间；\
    全年各月一直递增的按年连续编号。"
  - 几种资金共用一套编号：各资金的号码互不重复时合在一起看。
  - 报了记账凭证（序时账）的月份：凭证号以各账和记账凭证合起来看，转账凭证占号；同年别的月份报了、这个月没有报的，不可评估。
  - 现金账和银行账共用一套编号：两本账合在一起看；这个月只报了其中一本的不查。
  - 写明作废的行占号；没有金额而没有装载的行也占号。
  - 缺号比现有的号还多，说明不是连续编号，不报。
  - 一行写几个号（5-7）的，都算有。
innocent: 作废的凭证没有登记，或转账凭证不在现金、银行账上。
next_check: 要求提供缺号的凭证或作废登记，没有的说明去向。
clears: 作废凭证的登记，或补报的缺号凭证。
related: [LED05]
message: "{month}{fund}{word}凭证从 {first} 号到 {last} 号，缺 {gaps} 号：{listed}，待核。"
*/
with cash_entry as (
    select
        village_code,
        account_kind,
        year(entry_date) as year
    from core.cash_entry
),

number as (
    select
        row_id,
        kind,
        village_code,
        coalesce(fund, '') as fund,
        account_kind,
        word,
        make_date(year(day), month(day), 1) as month,
        year(day) as year,
        number,
        last_number
    from fact.voucher
),

-- years in which transfers are told too
journal_year as (
    select distinct
        village_code,
        year
    from number
    where kind = 'voucher_line'
),

-- several funds of which no two ever have the same number share one numbering
fund_of_number as (
    select
        village_code,
        word,
        year,
        number,
        count(distinct fund) as funds,
        min(fund) as first_fund,
        max(fund) as last_fund
    from number
    where kind = 'cash_entry' and row_id is not null
    group by village_code, word, year, month, number
),

shared as (
    select
        village_code,
        word,
        year,
        max(funds) = 1 and min(first_fund) <> max(last_fund) as is_shared
    from fund_of_number
    group by village_code, word, year
),

-- a village's list of vouchers has them all, of every fund, the transfers too
listed_month as (
    select distinct
        village_code,
        month
    from number
    where kind = 'voucher_line'
),

numbered as (
    select
        n.row_id,
        n.kind,
        n.village_code,
        case when s.is_shared or m.village_code is not null then '' else n.fund end as fund,
        n.account_kind,
        n.word,
        n.month,
        n.year,
        n.number,
        n.last_number
    from number as n
    left join shared as s on n.village_code = s.village_code and n.word = s.word and n.year = s.year
    left join listed_month as m on n.village_code = m.village_code and n.month = m.month
),

-- a book of which nothing was loaded is one of the village's all the same
kind_of_book as (
    select
        village_code,
        year,
        account_kind
    from cash_entry
    union
    select
        s.village_code,
        c.year,
        s.account as account_kind
    from fact.sheet_part as s
    inner join cash_entry as c on s.village_code = c.village_code
    where s.kind = 'cash_entry'
),

-- the vouchers of a month are all there when every book of the village's year is
book as (
    select
        village_code,
        year,
        count(distinct account_kind) as kinds
    from kind_of_book
    group by village_code, year
),

complete as (
    select
        n.village_code,
        n.fund,
        n.word,
        n.month
    from numbered as n
    left join book as b on n.village_code = b.village_code and n.year = b.year
    where n.row_id is not null
    group by n.village_code, n.fund, n.word, n.month
    having
        max(case when n.account_kind is null then 1 else 0 end) = 1
        or count(distinct n.account_kind) >= max(coalesce(b.kinds, 0))
        or regexp_matches(n.word, '^[现银]')
),

month_span as (
    select
        village_code,
        fund,
        word,
        year,
        month,
        min(number) as first,
        max(last_number) as last
    from numbered
    where row_id is not null
    group by village_code, fund, word, year, month
),

rising as (
    select
        village_code,
        fund,
        word,
        year,
        first > lag(last) over (partition by village_code, fund, word, year order by month) as follows
    from month_span
),

continuous as (
    select
        village_code,
        fund,
        word,
        year
    from rising
    group by village_code, fund, word, year
    having min(case when follows then 1 when follows is null then 1 else 0 end) = 1 and count(*) >= $gap_months
),

series as (
    select
        n.row_id,
        n.village_code,
        n.fund,
        n.word,
        n.month,
        n.number,
        n.last_number,
        case when c.year is null then n.month else make_date(n.year, 1, 1) end as numbered_from
    from numbered as n
    inner join complete as o
        on n.village_code = o.village_code and n.fund = o.fund and n.word = o.word and n.month = o.month
    left join continuous as c
        on n.village_code = c.village_code and n.fund = c.fund and n.word = c.word and n.year = c.year
    where n.row_id is not null
),

series_span as (
    select
        village_code,
        fund,
        word,
        numbered_from,
        min(number) as first,
        max(last_number) as last,
        min(month) as first_month,
        max(month) as last_month
    from series
    group by village_code, fund, word, numbered_from
),

-- the number of a row that was not loaded may be one of any series, but begins and ends none
taken as (
    select
        row_id,
        village_code,
        fund,
        word,
        month,
        number,
        last_number,
        numbered_from
    from series
    union all
    select
        n.row_id,
        s.village_code,
        s.fund,
        s.word,
        n.month,
        n.number,
        n.last_number,
        s.numbered_from
    from numbered as n
    inner join series_span as s
        on
            n.village_code = s.village_code
            and n.word = s.word
            and n.month between s.first_month and s.last_month
            and n.number between s.first and s.last
    where n.row_id is null
),

placed as (
    select
        row_id,
        village_code,
        fund,
        word,
        month,
        number,
        numbered_from,
        max(last_number) over (
            partition by village_code, fund, word, numbered_from
            order by number, last_number, row_id
            rows between unbounded preceding and 1 preceding
        ) as before
    from taken
),

gap as (
    select
        village_code,
        fund,
        word,
        month,
        numbered_from,
        before,
        number as after,
        before + 1 as gap_from,
        number - 1 as gap_to
    from placed
    where number > before + 1
),

-- the vouchers on both sides of a gap, in every book that has them
neighbour as (
    select distinct
        g.village_code,
        g.fund,
        g.word,
        g.month,
        s.row_id
    from gap as g
    inner join series as s
        on
            g.village_code = s.village_code
            and g.fund = s.fund
            and g.word = s.word
            and g.numbered_from = s.numbered_from
    where s.row_id is not null and (s.last_number = g.before or s.number = g.after)
),

gap_month as (
    select
        village_code,
        fund,
        word,
        month,
        min(before) as before,
        sum(gap_to - gap_from + 1) as gaps,
        string_agg(
            case when gap_from = gap_to then cast(gap_from as varchar) else gap_from || '-' || gap_to end,
            '、' order by gap_from
        ) as listed
    from gap
    group by village_code, fund, word, month
),

present as (
    select
        village_code,
        fund,
        word,
        month,
        min(number) as first,
        max(last_number) as last,
        count(distinct number) as numbers
    from series
    group by village_code, fund, word, month
),

-- with the numbers that were not loaded: how many there are, and how many are missing up to those beyond the rest
extent as (
    select
        p.village_code,
        p.fund,
        p.word,
        p.month,
        p.numbers + count(distinct n.number) as numbers,
        greatest(p.last, coalesce(max(n.number), p.last)) - p.last
        + p.first - least(p.first, coalesce(min(n.number), p.first))
        - count(distinct case when n.number not between p.first and p.last then n.number end) as beyond
    from present as p
    left join numbered as n
        on p.village_code = n.village_code and p.word = n.word and p.month = n.month and n.row_id is null
    group by p.village_code, p.fund, p.word, p.month, p.first, p.last, p.numbers
),

final as (
    select
        g.village_code,
        concat_ws(' ', nullif(g.fund, ''), g.word || '凭证') as subject,
        g.month as period,
        cast(null as decimal(18, 2)) as amount,
        s.row_id,
        '命中' as outcome,
        null as missing,
        year(g.month) || ' 年 ' || month(g.month) || ' 月' as month,
        g.fund,
        g.word,
        least(p.first, g.before) as first,
        p.last,
        g.gaps,
        g.listed,
        case when j.year is not null then g.month end as first_day,
        case when j.year is not null then cast(g.month + interval 1 month - interval 1 day as date) end as last_day
    from gap_month as g
    inner join present as p
        on g.village_code = p.village_code and g.fund = p.fund and g.word = p.word and g.month = p.month
    inner join extent as t
        on g.village_code = t.village_code and g.fund = t.fund and g.word = t.word and g.month = t.month
    left join neighbour as s
        on g.village_code = s.village_code and g.fund = s.fund and g.word = s.word and g.month = s.month
    left join journal_year as j on g.village_code = j.village_code and year(g.month) = j.year
    where g.gaps <= p.numbers * $gap_share and g.gaps + t.beyond <= t.numbers * $gap_share
    union all
    select
        village_code,
        '凭证' as subject,
        null as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        '全部账册的凭证号（各本账或记账凭证）' as missing,
        null as month,
        null as fund,
        null as word,
        null as first,
        null as last,
        null as gaps,
        null as listed,
        null as first_day,
        null as last_day
    from core.village
    where village_code not in (select s.village_code from series as s)
)

select * from final
