/*
view: audit.star_history
chinese: 星级变动
title: 星级变动：一村一年每次评定或变动一行，星级、有效期、与上次相比的变化，以及随之而来的专项资金标准和干部补贴倍数
params: [
  cadre_multiple.1, cadre_multiple.2, cadre_multiple.3, cadre_multiple.4, cadre_multiple.5,
  cadre_multiple_base
]
columns:
  village_code: 村代码
  village_name: 村名
  township: 乡镇
  year: 年度
  place: 当年第几次
  event: 环节：评定/复核/降星/摘星
  rated_on: 评定日期
  stars: 星级：摘星为 0
  holds_from: 起算日：年度评定从当年年初算起，以后的从评定日期算起；分不清先后的为空
  holds_until: 截止日：当年没有再变动的为空
  previous_year: 上次评定年度
  previous_stars: 上次星级
  change: 变化：首次/升/降/平
  standard: 专项资金标准（元）：零星级没有标准；默认值请县级确认
  granted: 专项资金拨付（元）：当年合计，写在拨付时有效的那一次上；当年变动以前拨的写在第一次上
  granted_gap: 拨付减拨付时有效的标准（元）
  cadre_multiple: 干部补贴倍数：上年农村居民人均可支配收入的倍数；默认值请县级确认
  cadre_base: 上年农村居民人均可支配收入（元）
  cadre_standard: 正职年职务补贴标准（元）：倍数乘以收入基数
*/
with step as (
    select
        village_code,
        year,
        place,
        event,
        rated_on,
        stars,
        case when is_unclear then null else coalesce(holds_from, make_date(year, 1, 1)) end as holds_from,
        case when is_unclear then null else cast(next_from - interval 1 day as date) end as holds_until
    from core.star_rating
    where place > 0
),

fund as (
    select
        village_code,
        year,
        greatest(place, 1) as place,
        granted,
        case when stars = 0 then 0 else standard end as due
    from core.star_grant
),

village as (
    select
        village_code,
        village_name,
        township
    from core.village
),

parameter as not materialized (
    select
        village_code,
        name,
        year,
        try_cast(value as decimal(18, 4)) as value
    from core.parameter_year
),

base as (
    select
        i.village_code,
        i.year,
        i.income_per_head
    from core.income_base as i
    inner join core.parameter as p
        on i.village_code = p.village_code and i.base = p.value and p.name = 'cadre_multiple_base'
),

compared as (
    select
        village_code,
        year,
        place,
        event,
        rated_on,
        stars,
        holds_from,
        holds_until,
        lag(year) over (partition by village_code order by year, place) as previous_year,
        lag(stars) over (partition by village_code order by year, place) as previous_stars
    from step
),

final as (
    select
        c.village_code,
        v.village_name,
        v.township,
        c.year,
        cast(c.place as integer) as place,
        c.event,
        c.rated_on,
        c.stars,
        c.holds_from,
        c.holds_until,
        c.previous_year,
        c.previous_stars,
        case
            when c.previous_stars is null then '首次'
            when c.stars > c.previous_stars then '升'
            when c.stars < c.previous_stars then '降'
            else '平'
        end as change,
        cast(s.value as decimal(18, 2)) as standard,
        f.granted,
        cast(f.granted - f.due as decimal(18, 2)) as granted_gap,
        m.value as cadre_multiple,
        b.income_per_head as cadre_base,
        cast(m.value * cast(b.income_per_head as decimal(38, 2)) as decimal(18, 2)) as cadre_standard
    from compared as c
    inner join village as v on c.village_code = v.village_code
    left join fund as f on c.village_code = f.village_code and c.year = f.year and c.place = f.place
    left join parameter as s
        on
            c.village_code = s.village_code
            and c.year = s.year
            and s.name = 'service_fund_standard.' || cast(c.stars as varchar)
    left join parameter as m
        on
            c.village_code = m.village_code
            and c.year = m.year
            and m.name = 'cadre_multiple.' || cast(c.stars as varchar)
    left join base as b on c.village_code = b.village_code and c.year = b.year + 1
)

select * from final
