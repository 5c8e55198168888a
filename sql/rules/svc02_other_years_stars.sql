/*
id: SVC02
title: 评定与拨付年度错配/降星未调整
level: 中
status: stable
money: 受损
difference: true
subject: village
units: 村
applies_to: 星级
description: "当年拨付的专项资金与当年星级的标准不符，却正好等于以前年度星级的标准，而那个星级当年已不适用。\
  拨付那天有效的星级、上年末（10 月及以后）评定的星级都算适用；当年已经降星、摘星的，原来的星级不再适用。"
why: 星级每年评、能升能降，按旧星级拨款，降了星的多拿、升了星的少拿。
basis:
  - 《新理念 新实践：宁夏组织工作创新成果选编》（中共宁夏区委组织部、宁夏党建研究会编，宁夏人民出版社，2016）星级创建一文：所有基层党组织每年评一次，工作出现重大问题的及时降星、摘星
  - 灵武市委党校课题组《灵武市构建从严治党长效机制的实践探析》（宁夏党建刊物 2015 年第 10 期，刊名不存）：考核结果与专项资金补助标准挂钩
params: [star_effective, star_year_end_month]
looks_in:
  grant: {amount: sum, says: {fund: 专项资金}}
  star_rating: {days: any}
root_cause: 一村一年的专项资金拨付为同一事实，与 SVC01 合计金额时只取最大一笔。
falsepositives:
  - 评定在次年初公布的县：参数 star_effective 设为 next_year，上年的星级都适用。
  - 当年几次评星：按最后一次拨付那天有效的；评星或拨付的日期不全的，与其中任一次的标准相符即通过。
  - 分次拨付还没拨完的当年，少拨的不报。
  - 当年没有评星记录的、上年星级没有评定日期而分不清是否年末评定的，不可评估。
innocent: 县里文件规定当年拨款按上年星级执行，或降星文件下达时已经拨款。
next_check: 核对各年星级文件的印发日期和拨款文件所依据的星级；按旧星级拨付有批复的请补附。
clears: 按旧星级拨付的批复，或调整拨款的文件。
related: [SVC01]
message: "{year} 年评定 {stars} 星、标准 {standard} 元，实际拨付 {granted} 元，正好是 {old_year} 年 {old_stars} 星的标准，\
  与当年标准相差 {amount} 元，待核。"
*/
with setting as (
    select as_of from meta.setting
),

service_grant as (
    select
        row_id,
        village_code,
        year
    from ledger."grant"
    where fund = '专项资金'
),

standard as (
    select
        village_code,
        name,
        year,
        try_cast(value as decimal(18, 2)) as standard
    from core.parameter_year
),

step as (
    select
        r.row_id,
        r.village_code,
        r.year,
        r.place,
        r.stars,
        r.rated_on,
        s.standard
    from core.star_rating as r
    inner join standard as s
        on
            r.village_code = s.village_code
            and r.year = s.year
            and s.name = 'service_fund_standard.' || cast(r.stars as varchar)
    where r.place > 0
),

current_rating as (
    select
        village_code,
        year,
        row_id,
        place,
        stars,
        granted,
        case when stars = 0 then 0 else standard end as standard
    from core.star_grant
    where granted > 0
),

differing as (
    select
        c.village_code,
        c.year,
        c.place,
        c.granted,
        c.stars,
        c.standard
    from current_rating as c
    cross join setting as s
    where c.granted > c.standard or (c.granted < c.standard and c.year < year(s.as_of))
),

-- what the amount paid would have been right for
matched as (
    select
        d.village_code,
        d.year,
        d.granted,
        d.stars,
        d.standard,
        r.row_id,
        r.year as old_year,
        r.stars as old_stars,
        case
            when r.year = d.year or r.year < d.year - 1 then '不适用'
            when $star_effective = 'next_year' then '适用'
            when year(r.rated_on) > r.year or month(r.rated_on) >= $star_year_end_month then '适用'
            when r.rated_on is not null then '不适用'
            else '不明'
        end as validity
    from differing as d
    inner join step as r
        on
            d.village_code = r.village_code
            and d.granted = r.standard
            and (d.year > r.year or (d.year = r.year and d.place > r.place))
),

judged as (
    select
        village_code,
        year,
        granted,
        stars,
        standard,
        max(case when validity = '适用' then 1 else 0 end) as applies,
        max(case when validity = '不明' then 1 else 0 end) as unknown,
        max(case when validity = '不适用' then old_year end) as old_year
    from matched
    group by village_code, year, granted, stars, standard
),

outdated as (
    select
        j.village_code,
        j.year,
        j.granted,
        j.stars,
        j.standard,
        j.old_year,
        max(m.old_stars) as old_stars
    from judged as j
    inner join matched as m on j.village_code = m.village_code and j.year = m.year and j.old_year = m.old_year
    where j.applies = 0 and j.unknown = 0
    group by j.village_code, j.year, j.granted, j.stars, j.standard, j.old_year
),

evidence as (
    select
        village_code,
        year,
        row_id
    from service_grant
    union all
    select
        village_code,
        year,
        row_id
    from current_rating
    union all
    select
        village_code,
        year,
        row_id
    from matched
),

unrated as (
    select
        village_code,
        year
    from current_rating
    where standard is null
),

final as (
    select
        o.village_code,
        '为民服务和发展专项资金' as subject,
        make_date(o.year, 1, 1) as period,
        cast(abs(o.granted - o.standard) as decimal(18, 2)) as amount,
        e.row_id,
        '命中' as outcome,
        null as missing,
        o.year,
        o.stars,
        o.standard,
        o.granted,
        o.old_year,
        o.old_stars
    from outdated as o
    inner join evidence as e on o.village_code = e.village_code and o.year = e.year
    union all
    select
        village_code,
        '为民服务和发展专项资金' as subject,
        make_date(year, 1, 1) as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        cast(year as varchar) || ' 年的星级评定或其补助标准' as missing,
        year,
        null as stars,
        null as standard,
        null as granted,
        null as old_year,
        null as old_stars
    from unrated
    union all
    select
        village_code,
        '为民服务和发展专项资金' as subject,
        make_date(year, 1, 1) as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        cast(year - 1 as varchar) || ' 年星级的评定日期' as missing,
        year,
        stars,
        standard,
        granted,
        null as old_year,
        null as old_stars
    from judged
    where applies = 0 and unknown = 1
)

select * from final
