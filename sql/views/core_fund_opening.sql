/*
view: core.fund_opening
title: 资金期初：一村一种资金最早的账上原有多少钱
columns:
  village_code: 村代码
  fund: 资金类别
  opened_on: 最早一本账的起始日
  opening: 期初结存（元）：由最早几本账的第一个余额倒推，没有余额的取期初结转行
  row_id: 最早一本账的一行
*/
with line as (
    select
        book,
        position,
        kind,
        row_id,
        period,
        moved,
        balance
    from fact.book_line
),

entry as (
    select
        row_id,
        village_code,
        book_fund as fund,
        account_kind,
        entry_date,
        is_opening,
        is_repeat
    from core.cash_entry
),

joined as (
    select
        l.book,
        l.position,
        l.period,
        l.moved,
        l.balance,
        e.row_id,
        e.village_code,
        e.fund,
        e.account_kind,
        e.entry_date,
        e.is_opening and l.kind = '明细' as is_opening,
        e.is_repeat
    from line as l
    inner join entry as e on l.row_id = e.row_id
),

bound as (
    select
        book,
        min(case when balance is not null then position end) as first_position,
        min(entry_date) as first_day
    from joined
    group by book
),

-- a sheet of several funds with one balance says nothing of any one fund; what a long book
-- carries from year to year is there already
book as (
    select
        j.book,
        j.village_code,
        case when count(*) = count(j.fund) and min(j.fund) = max(j.fund) then min(j.fund) end as fund,
        coalesce(min(j.account_kind), '') as account_kind,
        coalesce(min(j.period), min(j.entry_date)) as opened_on,
        max(case when j.position = b.first_position then j.balance end)
        - sum(case when j.position <= b.first_position then j.moved else 0 end) as stated,
        sum(case when j.is_opening and j.entry_date = b.first_day then j.moved else 0 end) as carried,
        min(j.row_id) as row_id,
        max(case when j.is_repeat then 1 else 0 end) as is_register
    from joined as j
    inner join bound as b on j.book = b.book
    group by j.book, j.village_code
),

numbered as (
    select
        village_code,
        fund,
        opened_on,
        coalesce(stated, 0) + carried as opening,
        row_id,
        rank() over (partition by village_code, fund, account_kind order by opened_on) as place
    from book
    where fund is not null and is_register = 0
),

mixed as (
    select
        j.village_code,
        j.fund,
        j.entry_date as opened_on,
        j.moved as opening,
        j.row_id,
        rank() over (partition by j.village_code, j.fund order by j.entry_date) as place
    from joined as j
    inner join book as b on j.book = b.book
    where b.fund is null and j.fund is not null and j.is_opening and not j.is_repeat
),

opened as (
    select
        village_code,
        fund,
        opened_on,
        opening,
        row_id
    from numbered
    where place = 1
    union all
    select
        village_code,
        fund,
        opened_on,
        opening,
        row_id
    from mixed
    where place = 1
),

final as (
    select
        village_code,
        fund,
        min(opened_on) as opened_on,
        cast(sum(opening) as decimal(18, 2)) as opening,
        min(row_id) as row_id
    from opened
    group by village_code, fund
)

select * from final
