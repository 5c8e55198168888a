/*
view: audit.care_funds
chinese: 关爱资金
title: 关爱资金：一村一年按来源分的收入，发放表、签领和账上支出，结存和受助人数
columns:
  village_code: 村代码
  village_name: 村名
  township: 乡镇
  year: 年度
  party_dues: 党费划拨（元）
  fiscal: 财政（元）
  collective: 集体经济划转（元）
  members: 党员捐款（元）
  departments: 部门帮扶（元）
  village_supplement: 村集体补充（元）
  society: 社会赞助（元）
  other: 利息和看不出来源的（元）
  listed: 发放表合计（元）
  signed: 其中签领（元）
  booked: 账上支出（元）：不含内部划转
  balance: 年末结存（元）：期初加历年收入减支出；没有账的为空
  persons: 受助人数
*/
with source as not materialized (
    select
        village_code,
        year,
        sum(case when source = '党费划拨' then income end) as party_dues,
        sum(case when source = '财政' then income end) as fiscal,
        sum(case when source = '集体经济划转' then income end) as collective,
        sum(case when source = '党员捐款' then income end) as members,
        sum(case when source = '部门帮扶' then income end) as departments,
        sum(case when source = '村集体补充' then income end) as village_supplement,
        sum(case when source = '社会赞助' then income end) as society,
        sum(case when source in ('利息', '其他') then income end) as other,
        sum(income) as received
    from core.care_source
    group by village_code, year
),

spending as not materialized (
    select
        village_code,
        cast(year(entry_date) as integer) as year,
        sum(expense) as booked
    from core.care_entry
    where expense <> 0 and not is_opening and not is_internal
    group by village_code, year(entry_date)
),

aid as not materialized (
    select
        a.village_code,
        cast(a.year as integer) as year,
        sum(a.amount) as listed,
        sum(case when nullif(trim(p.signed), '') is not null then a.amount end) as signed,
        count(distinct a.person) as persons
    from core.care_aid as a
    inner join ledger.aid_payment as p on a.row_id = p.row_id
    group by a.village_code, a.year
),

opening as (
    select
        village_code,
        opening
    from core.fund_opening
    where fund = '关爱资金'
),

known as (
    select
        village_code,
        year
    from source
    union
    select
        village_code,
        year
    from spending
    union
    select
        village_code,
        year
    from aid
),

village as (
    select
        village_code,
        village_name,
        township
    from core.village
),

rolled as (
    select
        k.village_code,
        k.year,
        s.party_dues,
        s.fiscal,
        s.collective,
        s.members,
        s.departments,
        s.village_supplement,
        s.society,
        s.other,
        a.listed,
        a.signed,
        e.booked,
        a.persons,
        coalesce(o.opening, 0) + sum(coalesce(s.received, 0) - coalesce(e.booked, 0)) over (
            partition by k.village_code order by k.year
        ) as balance,
        max(coalesce(s.village_code, e.village_code)) over (partition by k.village_code order by k.year) is not null
            as has_book
    from known as k
    left join source as s on k.village_code = s.village_code and k.year = s.year
    left join spending as e on k.village_code = e.village_code and k.year = e.year
    left join aid as a on k.village_code = a.village_code and k.year = a.year
    left join opening as o on k.village_code = o.village_code
),

final as (
    select
        r.village_code,
        v.village_name,
        v.township,
        r.year,
        cast(r.party_dues as decimal(18, 2)) as party_dues,
        cast(r.fiscal as decimal(18, 2)) as fiscal,
        cast(r.collective as decimal(18, 2)) as collective,
        cast(r.members as decimal(18, 2)) as members,
        cast(r.departments as decimal(18, 2)) as departments,
        cast(r.village_supplement as decimal(18, 2)) as village_supplement,
        cast(r.society as decimal(18, 2)) as society,
        cast(r.other as decimal(18, 2)) as other,
        cast(r.listed as decimal(18, 2)) as listed,
        cast(r.signed as decimal(18, 2)) as signed,
        cast(r.booked as decimal(18, 2)) as booked,
        case when r.has_book then cast(r.balance as decimal(18, 2)) end as balance,
        cast(r.persons as integer) as persons
    from rolled as r
    inner join village as v on r.village_code = v.village_code
)

select * from final
