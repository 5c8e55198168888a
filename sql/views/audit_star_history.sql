/*
view: audit.star_history
chinese: 星级变动
title: 星级变动：一村一年的星级、与上次相比的变化，以及随之而来的专项资金标准和干部补贴倍数
params:
  cadre_multiple.1: {default: 1.5, unit: 倍, meaning: 一星村正职全年职务补贴为上年农村居民人均可支配收入的倍数, source: "灵武市委党校课题组《灵武市构建从严治党长效机制的实践探析》（宁夏党建刊物 2015 年第 10 期，刊名不存）；默认，请县级确认"}
  cadre_multiple.2: {default: 2, unit: 倍, meaning: 二星村的倍数, source: "灵武市委党校课题组《灵武市构建从严治党长效机制的实践探析》（宁夏党建刊物 2015 年第 10 期，刊名不存）；默认，请县级确认"}
  cadre_multiple.3: {default: 2.2, unit: 倍, meaning: 三星村的倍数, source: "灵武市委党校课题组《灵武市构建从严治党长效机制的实践探析》（宁夏党建刊物 2015 年第 10 期，刊名不存）；默认，请县级确认"}
  cadre_multiple.4: {default: 2.5, unit: 倍, meaning: 四星村的倍数, source: "灵武市委党校课题组《灵武市构建从严治党长效机制的实践探析》（宁夏党建刊物 2015 年第 10 期，刊名不存）；默认，请县级确认"}
  cadre_multiple.5: {default: 3, unit: 倍, meaning: 五星村的倍数, source: "灵武市委党校课题组《灵武市构建从严治党长效机制的实践探析》（宁夏党建刊物 2015 年第 10 期，刊名不存）；默认，请县级确认"}
columns:
  village_code: 村代码
  village_name: 村名
  township: 乡镇
  year: 年度
  stars: 星级
  previous_year: 上次评定年度
  previous_stars: 上次星级
  change: 变化：首次/升/降/平
  standard: 专项资金标准（元）：零星级没有标准；默认值请县级确认
  granted: 专项资金拨付（元）：当年
  granted_gap: 拨付减标准（元）
  cadre_multiple: 干部补贴倍数：上年农村居民人均可支配收入的倍数；默认值请县级确认
  cadre_base: 上年农村居民人均可支配收入（元）
  cadre_standard: 正职年职务补贴标准（元）：倍数乘以收入基数
*/
with fund as (
    select
        village_code,
        year,
        stars,
        standard,
        granted
    from core.service_fund
    where stars is not null
),

village as (
    select
        village_code,
        village_name,
        township,
        county
    from core.village
),

multiple as (
    select
        village_code,
        name,
        year,
        try_cast(value as decimal(9, 4)) as multiple
    from core.parameter_year
    where name like 'cadre_multiple.%'
),

income_base as not materialized (
    select
        county,
        year,
        max(income_per_head) as income_per_head
    from ledger.income_base
    group by county, year
),

counted as (
    select
        year,
        count(*) as counties,
        max(income_per_head) as income_per_head
    from income_base
    group by year
),

compared as (
    select
        village_code,
        year,
        stars,
        standard,
        granted,
        lag(year) over (partition by village_code order by year) as previous_year,
        lag(stars) over (partition by village_code order by year) as previous_stars
    from fund
),

final as (
    select
        c.village_code,
        v.village_name,
        v.township,
        c.year,
        c.stars,
        c.previous_year,
        c.previous_stars,
        case
            when c.previous_stars is null then '首次'
            when c.stars > c.previous_stars then '升'
            when c.stars < c.previous_stars then '降'
            else '平'
        end as change,
        c.standard,
        c.granted,
        cast(c.granted - c.standard as decimal(18, 2)) as granted_gap,
        m.multiple as cadre_multiple,
        -- where the register names no county, the only county that published its income is meant
        coalesce(b.income_per_head, case when n.counties = 1 and v.county is null then n.income_per_head end) as cadre_base,
        cast(
            m.multiple
            * coalesce(b.income_per_head, case when n.counties = 1 and v.county is null then n.income_per_head end)
            as decimal(18, 2)
        ) as cadre_standard
    from compared as c
    inner join village as v on c.village_code = v.village_code
    left join multiple as m
        on
            c.village_code = m.village_code
            and c.year = m.year
            and m.name = 'cadre_multiple.' || cast(c.stars as varchar)
    left join income_base as b on v.county = b.county and c.year = b.year + 1
    left join counted as n on c.year = n.year + 1
)

select
    village_code,
    village_name,
    township,
    year,
    stars,
    previous_year,
    previous_stars,
    change,
    standard,
    granted,
    granted_gap,
    cadre_multiple,
    cadre_base,
    cadre_standard
from final
