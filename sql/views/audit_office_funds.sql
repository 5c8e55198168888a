/*
view: audit.office_funds
chinese: 办公经费
title: 办公经费：一村（社区）一年的标准、预算、收到、支出和缺口；收到取账上收入与拨付表中较大的
params: [office_population, office_floor_large, office_floor_small, office_community_plain, office_community_hill]
columns:
  village_code: 村代码
  village_name: 村名
  township: 乡镇
  year: 年度
  standard: 标准（元）：社区按川区、山区，村按人口的通行标准；默认值请县级确认，缺人口或区域的为空
  budget: 预算（元）：预算表上的办公经费，含追加
  received: 收到（元）：不含内部划转和期初结转
  spent: 支出（元）
  gap: 缺口（元）：标准减收到，收到够的为 0
  consent: 集体列支的同意：从集体资金列支的，四议两公开台账里有没有相关议题；没有列支的为空
*/
with village as not materialized (
    select
        village_code,
        village_name,
        township,
        unit_kind,
        region_type
    from core.village
),

people as (
    select
        village_code,
        max(population) as population
    from ledger.village
    group by village_code
),

parameter as not materialized (
    select
        village_code,
        name,
        try_cast(value as decimal(18, 2)) as value
    from core.parameter
    where name like 'office_%'
),

entry as not materialized (
    select
        village_code,
        cast(year(entry_date) as integer) as year,
        coalesce(income, 0) as income,
        coalesce(expense, 0) as expense,
        regexp_matches(summary || coalesce(counterparty, ''), '集体(经济|资金|收入|账)') and income > 0 as is_collective
    from core.cash_entry
    where fund = '办公经费' and not is_opening and not is_internal and not is_repeat
),

booked as not materialized (
    select
        village_code,
        year,
        sum(income) as received,
        sum(expense) as spent,
        max(case when is_collective then 1 else 0 end) = 1 as is_collective
    from entry
    group by village_code, year
),

granted as not materialized (
    select
        village_code,
        year,
        sum(amount) as granted
    from ledger."grant"
    where fund = '办公经费'
    group by village_code, year
),

planned as not materialized (
    select
        village_code,
        year,
        sum(amount + coalesce(supplement, 0)) as budget
    from ledger.budget
    where fund = '办公经费'
    group by village_code, year
),

decided as (
    select distinct village_code
    from ledger.resolution
    where regexp_matches(subject, '办公经费|运转经费|工作经费')
),

known as (
    select
        village_code,
        year
    from booked
    union
    select
        village_code,
        year
    from granted
    union
    select
        village_code,
        year
    from planned
),

standard as (
    select
        v.village_code,
        max(
            case
                when v.unit_kind = '社区' and v.region_type = '川区' and p.name = 'office_community_plain' then p.value
                when v.unit_kind = '社区' and v.region_type = '山区' and p.name = 'office_community_hill' then p.value
                when v.unit_kind = '村' and n.population >= t.value and p.name = 'office_floor_large' then p.value
                when v.unit_kind = '村' and n.population < t.value and p.name = 'office_floor_small' then p.value
            end
        ) as standard
    from village as v
    inner join parameter as p on v.village_code = p.village_code
    inner join parameter as t on v.village_code = t.village_code and t.name = 'office_population'
    left join people as n on v.village_code = n.village_code
    group by v.village_code
),

final as (
    select
        k.village_code,
        v.village_name,
        v.township,
        k.year,
        s.standard,
        cast(b.budget as decimal(18, 2)) as budget,
        cast(greatest(coalesce(e.received, 0), coalesce(g.granted, 0)) as decimal(18, 2)) as received,
        cast(e.spent as decimal(18, 2)) as spent,
        case
            when s.standard is not null
                then
                    cast(
                        greatest(s.standard - greatest(coalesce(e.received, 0), coalesce(g.granted, 0)), 0)
                        as decimal(18, 2)
                    )
        end as gap,
        case
            when e.is_collective and d.village_code is not null then '台账有相关议题'
            when e.is_collective then '台账没有相关议题'
        end as consent
    from known as k
    inner join village as v on k.village_code = v.village_code
    inner join standard as s on k.village_code = s.village_code
    left join booked as e on k.village_code = e.village_code and k.year = e.year
    left join granted as g on k.village_code = g.village_code and k.year = g.year
    left join planned as b on k.village_code = b.village_code and k.year = b.year
    left join decided as d on k.village_code = d.village_code
)

select * from final
