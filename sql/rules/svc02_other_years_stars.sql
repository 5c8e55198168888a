/*
id: SVC02
title: 评定与拨付年度错配/降星未调整
level: 中
status: stable
subject: village
applies_to: 星级
description: "当年拨付的专项资金与当年星级的标准不符，却正好等于以前年度星级的标准，而那个星级当年已不适用。\
  当年评定的星级、上年末（10 月及以后）评定的星级都算适用。"
why: 星级每年评、能升能降，按旧星级拨款，降了星的多拿、升了星的少拿。
basis:
  - 基层服务型党组织评星定级的公开材料（题名未收录）：每年评定，动态降星、摘星（原文第 314、324 行）
  - 灵武市委党校课题组《灵武市构建从严治党长效机制的实践探析》（2015 年）：考核结果与专项资金补助标准挂钩（原文第 3600—3606 行）
needs: [grant, star_rating]
params:
  star_effective:
    default: same_year
    unit: same_year/next_year
    meaning: 星级从哪年起适用：same_year 当年；next_year 评定在次年初公布的，从次年起
    source: 本项目约定；默认，请县级确认
  star_year_end_month:
    default: 10
    unit: 月
    meaning: 从几月起评定的星级算年末评定，下一年也适用
    source: 本项目约定；默认，请县级确认
root_cause: 一村一年的专项资金拨付为同一事实，与 SVC01 合计金额时只取最大一笔。
falsepositives:
  - 评定在次年初公布的县：参数 star_effective 设为 next_year，上年的星级都适用。
  - 当年两次评星：与其中任一次的标准相符即通过。
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
        year,
        amount
    from ledger."grant"
    where fund = '专项资金'
),

granted as (
    select
        village_code,
        year,
        cast(sum(amount) as decimal(18, 2)) as granted
    from service_grant
    group by village_code, year
),

standard as (
    select
        village_code,
        name,
        year,
        try_cast(value as decimal(18, 2)) as standard
    from core.parameter_year
),

rating as (
    select
        r.row_id,
        r.village_code,
        r.year,
        r.stars,
        r.rated_on,
        s.standard
    from ledger.star_rating as r
    inner join standard as s
        on
            r.village_code = s.village_code
            and r.year = s.year
            and s.name = 'service_fund_standard.' || cast(r.stars as varchar)
    where s.standard is not null
),

current_rating as (
    select
        village_code,
        year,
        stars,
        standard
    from rating
    qualify
        row_number() over (
            partition by village_code, year
            order by rated_on desc nulls last, row_id asc
        ) = 1
),

agreed as (
    select distinct
        g.village_code,
        g.year
    from granted as g
    inner join rating as r on g.village_code = r.village_code and g.year = r.year and g.granted = r.standard
),

differing as (
    select
        g.village_code,
        g.year,
        g.granted,
        c.stars,
        c.standard
    from granted as g
    cross join setting as s
    inner join current_rating as c on g.village_code = c.village_code and g.year = c.year
    left join agreed as a on g.village_code = a.village_code and g.year = a.year
    where coalesce(a.year, 0) = 0 and (g.granted > c.standard or g.year < year(s.as_of))
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
            when r.year < d.year - 1 then '不适用'
            when $star_effective = 'next_year' then '适用'
            when year(r.rated_on) > r.year or month(r.rated_on) >= $star_year_end_month then '适用'
            when r.rated_on is not null then '不适用'
            else '不明'
        end as validity
    from differing as d
    inner join rating as r on d.village_code = r.village_code and d.year > r.year and d.granted = r.standard
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
    where j.applies = 0 and j.unknown = 0 and m.validity = '不适用'
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
    from rating
    union all
    select
        village_code,
        year,
        row_id
    from matched
),

unrated as (
    select
        g.village_code,
        g.year
    from granted as g
    left join current_rating as c on g.village_code = c.village_code and g.year = c.year
    where c.year is null
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

select
    village_code,
    subject,
    period,
    amount,
    row_id,
    outcome,
    missing,
    year,
    stars,
    standard,
    granted,
    old_year,
    old_stars
from final
