/*
view: core.parameter_year
title: 按年的标准（专项资金、补贴倍数和系数、红利的再投入和使用期限）：各村各年的取值，以年末有效的为准
columns:
  village_code: 村代码
  name: 参数名
  year: 年度
  value: 采用值
*/
with year as (
    select year from ledger.star_rating
    union
    select year from ledger."grant"
    union
    select year from ledger.allowance
    union
    select year from ledger.dividend
    union
    select year from ledger.dividend_use
    union
    select cast(year(entry_date) as integer) as year from ledger.cash_entry
),

parameter as (
    select
        village_code,
        name,
        value
    from core.parameter
    where
        name like 'service_fund_standard.%'
        or name like 'cadre_multiple.%'
        or name like 'post_coefficient.%'
        or name in ('reinvest_ratio', 'reinvest_cumulative', 'dividend_use_days', 'unspent_days', 'tolerance')
),

era as (
    select
        village_code,
        name,
        valid_from,
        value
    from core.parameter_era
),

dated as (
    select
        e.village_code,
        e.name,
        y.year,
        e.value
    from era as e
    inner join year as y on e.valid_from <= make_date(y.year, 12, 31)
    qualify row_number() over (partition by e.village_code, e.name, y.year order by e.valid_from desc) = 1
),

final as (
    select
        p.village_code,
        p.name,
        cast(y.year as integer) as year,
        case when d.name is null then p.value else d.value end as value
    from parameter as p
    cross join year as y
    left join dated as d on p.village_code = d.village_code and p.name = d.name and y.year = d.year
    where y.year is not null
)

select * from final
