/*
id: CAD01
title: 职务补贴与星级倍数不符
level: 高
status: stable
money: 受损
difference: true
subject: official
units: 村
description: "一人一年的职务补贴，应等于上年农村居民人均可支配收入乘以各月有效星级的倍数、职务系数和任职月数（除以 12），\
  相差超过 12 元即报。只查补贴项目写明职务补贴的；当年未过完的只看是否多发；0 星或已摘星的没有倍数，不适用。"
why: 补贴随星级和收入定额，多发少发都说明核定或发放环节有误。
basis:
  - 灵武市委党校课题组《灵武市构建从严治党长效机制的实践探析》（宁夏党建刊物 2015 年第 10 期，刊名不存）：一至五星的村，村干部年职务补贴分别按上年全市农村居民人均可支配收入的 1.5、2、2.2、2.5、3 倍执行
params: [
  cadre_multiple.1, cadre_multiple.2, cadre_multiple.3, cadre_multiple.4, cadre_multiple.5,
  cadre_multiple_base, cadre_tolerance
]
looks_in:
  allowance: {any: [name=subject]}
  star_rating:
  official: {any: [name=subject], days: any}
  income_base: {by: [year=base_year], days: any}
root_cause: 一人一年的补贴为同一事实，与 CAD02、CAD03 合计时只取最大一笔。
falsepositives:
  - 副职按系数：村党组织书记、村委会主任、一肩挑系数为 1，其他职务须县里在参数表填 post_coefficient.职务，没填的不可评估。
  - 任职不满年按月：花名册有任职、离任日期的按月数，起止当月算或不算都认可；没有日期的按实际发放的月数。
  - 补发跨年：按归属年度，不按发放日期。
  - 一年评两次星：变动以前各月按原星级，以后各月按新星级，变动当月两种都认可；评定日期不全的，与其中任一次相符即通过。
  - 县里没有上年人均可支配收入、村没有当年评星的不可评估；收入基数表只有纯收入的不拿来代替。
innocent: 县里另有核定文件，或含考核增减。
next_check: 对照组织部门核定表，查补贴发放表和任职文件。
clears: 组织部门的补贴核定表或考核文件。
related: [CAD02, CAD03, SVC01]
message: >-
  {year} 年{subject}（{post}）职务补贴实发 {paid} 元，按上年人均{base} {income} 元、{rated}、
  系数 {coefficient:g}、{months} 个月计算应为 {expected} 元，
  {direction} {amount} 元（按月取整容许一年相差 {cadre_tolerance} 元），待核。
*/
with duty as (
    select
        village_code,
        year,
        person,
        post,
        is_chief,
        duty_pay
    from core.duty_pay
    where duty_pay is not null
),

parameter as (
    select
        village_code,
        name,
        year,
        try_cast(value as decimal(9, 4)) as value
    from core.parameter_year
),

income as (
    select
        village_code,
        year,
        written,
        income_per_head,
        row_id
    from core.income_base
    where base = $cadre_multiple_base
),

step as (
    select
        s.row_id,
        s.village_code,
        s.year,
        s.place,
        s.stars,
        s.holds_from,
        s.next_from,
        s.is_unclear,
        p.value as multiple
    from core.star_rating as s
    left join parameter as p
        on
            s.village_code = p.village_code
            and s.year = p.year
            and p.name = 'cadre_multiple.' || cast(s.stars as varchar)
),

-- in the month of a change both the old and the new stars will do
star_month as (
    select
        s.village_code,
        s.year,
        c.month,
        min(s.multiple) as multiple_low,
        max(s.multiple) as multiple_high,
        min(s.stars) as stars,
        count(*) - count(s.multiple) as without_multiple
    from step as s
    inner join fact.calendar_month as c on s.year = c.year
    where
        s.is_unclear
        or (coalesce(s.holds_from <= c.last_day, true) and coalesce(c.first_day < s.next_from, true))
    group by s.village_code, s.year, c.month
),

-- twelfths of a year's pay, so that nothing is divided before it is compared
due as (
    select
        o.village_code,
        o.year,
        o.person,
        cast(sum(case when o.is_whole then m.multiple_low else 0 end) as decimal(9, 4)) as twelfths_low,
        cast(sum(m.multiple_high) as decimal(9, 4)) as twelfths_high,
        count(*) filter (where o.is_whole) as months_low,
        count(*) as months_high,
        count(*) filter (where m.stars = 0) as starless,
        count(*) - count(m.stars) as unrated,
        max(case when m.without_multiple > 0 then m.stars end) as without_multiple
    from core.office_month as o
    left join star_month as m on o.village_code = m.village_code and o.year = m.year and o.month = m.month
    group by o.village_code, o.year, o.person
),

computed as (
    select
        d.village_code,
        d.year,
        d.person,
        d.post,
        d.duty_pay,
        i.written as base,
        i.income_per_head as income,
        i.row_id as income_row_id,
        cast(case when d.is_chief then 1 else c.value end as decimal(38, 6)) as coefficient,
        u.twelfths_low,
        u.twelfths_high,
        u.months_low,
        u.months_high,
        u.starless > 0 as is_starless,
        u.unrated > 0 as is_unrated,
        u.without_multiple
    from duty as d
    inner join due as u on d.village_code = u.village_code and d.year = u.year and d.person = u.person
    left join income as i on d.village_code = i.village_code and d.year = i.year + 1
    left join parameter as c
        on d.village_code = c.village_code and d.year = c.year and c.name = 'post_coefficient.' || d.post
),

bounded as (
    select
        village_code,
        year,
        person,
        post,
        duty_pay,
        base,
        income,
        income_row_id,
        coefficient,
        months_low,
        months_high,
        income * coefficient * twelfths_low as due_low,
        income * coefficient * twelfths_high as due_high
    from computed
    where not is_starless and not is_unrated and without_multiple is null
),

differing as (
    select
        village_code,
        year,
        person,
        post,
        duty_pay,
        base,
        income,
        income_row_id,
        coefficient,
        case when duty_pay * 12 > due_high then months_high else months_low end as months,
        case when duty_pay * 12 > due_high then '多' else '少' end as direction,
        try_cast(
            cast(case when duty_pay * 12 > due_high then due_high else due_low end as double) / cast(12 as double)
            as decimal(18, 2)
        ) as expected
    from bounded
    where duty_pay * 12 > due_high + $cadre_tolerance * 12 or duty_pay * 12 < due_low - $cadre_tolerance * 12
),

lacking as (
    select
        village_code,
        year,
        person,
        case
            when income is null then cast(year - 1 as varchar) || ' 年的农村居民人均' || $cadre_multiple_base
            when is_unrated then cast(year as varchar) || ' 年的星级评定'
            when without_multiple is not null then cast(without_multiple as varchar) || ' 星的补贴倍数'
            when post is null then '干部补贴发放表“职务”列（或一年内职务有变动）'
            else '职务“' || post || '”的系数（参数 post_coefficient.' || post || '）'
        end as missing
    from computed
    where
        not is_starless
        and (income is null or is_unrated or without_multiple is not null or coefficient is null)
),

starless as (
    select village_code
    from computed
    group by village_code
    having min(case when is_starless then 1 else 0 end) = 1
),

steps as (
    select
        village_code,
        year,
        count(*) as steps
    from step
    group by village_code, year
),

told as (
    select
        s.village_code,
        s.year,
        string_agg(
            case
                when n.steps > 1 and not s.is_unclear then cast(coalesce(month(s.holds_from), 1) as varchar) || ' 月起 '
                else ''
            end
            || cast(s.stars as varchar) || ' 星 ' || regexp_replace(cast(s.multiple as varchar), '[.]?0+$', '') || ' 倍',
            '、' order by s.place
        ) as rated
    from step as s
    inner join steps as n on s.village_code = n.village_code and s.year = n.year
    group by s.village_code, s.year
),

evidence as (
    select
        village_code,
        year,
        person,
        row_id
    from core.allowance
    where pay_class = '职务补贴'
    union all
    select
        d.village_code,
        d.year,
        d.person,
        s.row_id
    from differing as d
    inner join step as s on d.village_code = s.village_code and d.year = s.year
    union all
    select
        village_code,
        year,
        person,
        income_row_id as row_id
    from differing
),

final as (
    select
        d.village_code,
        d.person as subject,
        make_date(d.year, 1, 1) as period,
        cast(abs(d.duty_pay - d.expected) as decimal(18, 2)) as amount,
        e.row_id,
        '命中' as outcome,
        null as missing,
        d.year,
        d.post,
        d.duty_pay as paid,
        d.base,
        d.income,
        t.rated,
        cast(d.coefficient as double) as coefficient,
        d.months,
        d.expected,
        d.direction,
        d.year - 1 as base_year
    from differing as d
    inner join told as t on d.village_code = t.village_code and d.year = t.year
    inner join evidence as e on d.village_code = e.village_code and d.year = e.year and d.person = e.person
    union all
    select
        village_code,
        person as subject,
        make_date(year, 1, 1) as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        missing,
        year,
        null as post,
        null as paid,
        null as base,
        null as income,
        null as rated,
        null as coefficient,
        null as months,
        null as expected,
        null as direction,
        null as base_year
    from lacking
    union all
    select
        village_code,
        '职务补贴' as subject,
        null as period,
        null as amount,
        null as row_id,
        '不适用' as outcome,
        '0 星或已摘星，没有补贴倍数' as missing,
        null as year,
        null as post,
        null as paid,
        null as base,
        null as income,
        null as rated,
        null as coefficient,
        null as months,
        null as expected,
        null as direction,
        null as base_year
    from starless
)

select * from final
