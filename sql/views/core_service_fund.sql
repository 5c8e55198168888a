/*
view: core.service_fund
title: 专项资金：一村一年的星级、标准、拨付和收支；账上有过专项资金的村，没有收支的年度照样结转
columns:
  village_code: 村代码
  year: 年度
  stars: 星级：按拨付日有效的星级，没有拨付的按年末有效的星级
  ratings: 当年星级的各步，按先后
  standard: 标准（元）：零星级没有标准
  granted: 拨付（元）
  received: 收到（元）：账上收入，不含期初结转和内部划转
  spent: 支出（元）：不含内部划转
  balance: 年末结存（元）：期初加历年收入减支出；期初由最早的账倒推
  idle_months: 闲置月数：有结存而没有支出的整月数
  spent_unapproved: 无决议编号的支出（元）
  spent_without_document: 白条、无票据或未填票据的支出（元）
*/
with setting as (
    select as_of from meta.setting
),

star as (
    select
        village_code,
        year,
        stars,
        standard,
        ratings,
        granted
    from core.star_grant
),

-- where a register repeats the journal's entry, it often says more
register as (
    select
        repeats_row_id,
        min(resolution_no) as resolution_no,
        min(document_type) as document_type
    from core.cash_entry
    where is_repeat
    group by repeats_row_id
),

entry as (
    select
        c.village_code,
        year(c.entry_date) as year,
        c.entry_date,
        c.is_opening,
        case when not c.is_opening and not c.is_internal then coalesce(c.income, 0) else 0 end as income,
        case when not c.is_opening and not c.is_internal then coalesce(c.expense, 0) else 0 end as expense,
        coalesce(c.resolution_no, r.resolution_no) as resolution_no,
        coalesce(c.document_type, r.document_type) as document_type
    from core.cash_entry as c
    left join register as r on c.row_id = r.repeats_row_id
    where c.fund = '专项资金' and not c.is_repeat
),

opening as (
    select
        village_code,
        opening
    from core.fund_opening
    where fund = '专项资金'
),

booked as (
    select
        e.village_code,
        e.year,
        sum(e.income) as received,
        sum(e.expense) as spent,
        coalesce(sum(e.expense) filter (where e.resolution_no is null), 0) as spent_unapproved,
        coalesce(sum(e.expense) filter (where coalesce(e.document_type, '无') in ('白条', '无')), 0)
            as spent_without_document,
        max(case when e.expense > 0 then e.entry_date end) as last_spent,
        min(case when e.income > 0 or e.is_opening then e.entry_date end) as first_received
    from entry as e
    group by e.village_code, e.year
),

recorded as (
    select
        village_code,
        year
    from star
    union
    select
        village_code,
        year
    from booked
),

village as (
    select
        village_code,
        peers
    from core.village
),

kept as (
    select
        village_code,
        min(year) as first_year
    from booked
    group by village_code
),

latest as (
    select
        v.peers,
        max(r.year) as year
    from recorded as r
    inner join village as v on r.village_code = v.village_code
    group by v.peers
),

calendar as (
    select distinct year from fact.calendar_month
),

village_year as (
    select
        village_code,
        year
    from recorded
    union
    select
        k.village_code,
        c.year
    from kept as k
    inner join village as v on k.village_code = v.village_code
    inner join latest as l on v.peers = l.peers
    inner join calendar as c on k.first_year < c.year and l.year >= c.year
),

rolled as (
    select
        y.village_code,
        y.year,
        s.stars,
        s.standard,
        s.ratings,
        s.granted,
        b.received,
        b.spent,
        coalesce(o.opening, 0) + sum(coalesce(b.received, 0) - coalesce(b.spent, 0)) over (
            partition by y.village_code order by y.year
        ) as balance,
        max(b.village_code) over (partition by y.village_code order by y.year) is not null as has_book,
        coalesce(
            max(b.last_spent) over (partition by y.village_code order by y.year),
            min(b.first_received) over (partition by y.village_code order by y.year)
        ) as idle_from,
        least(make_date(y.year, 12, 31), t.as_of) as idle_to,
        b.spent_unapproved,
        b.spent_without_document
    from village_year as y
    cross join setting as t
    left join star as s on y.village_code = s.village_code and y.year = s.year
    left join booked as b on y.village_code = b.village_code and y.year = b.year
    left join opening as o on y.village_code = o.village_code
),

final as (
    select
        village_code,
        cast(year as integer) as year,
        stars,
        ratings,
        standard,
        cast(granted as decimal(18, 2)) as granted,
        cast(received as decimal(18, 2)) as received,
        cast(spent as decimal(18, 2)) as spent,
        case when has_book then cast(balance as decimal(18, 2)) end as balance,
        case
            when has_book and balance > 0
                then
                    cast(
                        greatest(
                            (year(idle_to) - year(idle_from)) * 12 + month(idle_to) - month(idle_from)
                            - case when day(idle_to) < day(idle_from) then 1 else 0 end,
                            0
                        ) as integer
                    )
            when has_book then 0
        end as idle_months,
        cast(spent_unapproved as decimal(18, 2)) as spent_unapproved,
        cast(spent_without_document as decimal(18, 2)) as spent_without_document
    from rolled
)

select * from final
