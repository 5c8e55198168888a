/*
id: CAD01
title: 职务补贴与星级倍数不符
level: 高
status: stable
subject: official
description: "一人一年的职务补贴，应等于上年农村居民人均收入乘以当年星级的倍数、职务系数和任职月数（除以 12），\
  相差超过 12 元即报。只查补贴项目写明职务补贴的；当年未过完的只看是否多发。"
why: 补贴随星级和收入定额，多发少发都说明核定或发放环节有误。
basis:
  - 灵武市委党校课题组《灵武市构建从严治党长效机制的实践探析》（2015 年）：一至五星的村，村干部年职务补贴分别按上年全市农村居民人均可支配收入的 1.5、2、2.2、2.5、3 倍执行（原文第 3606—3618 行）
needs: [allowance, star_rating, income_base]
params:
  cadre_multiple.1:
    default: 1.5
    unit: 倍
    meaning: 一星村干部职务补贴为上年人均收入的倍数
    source: 宁夏灵武市：灵武市委党校课题组文章（2015 年），原文第 3606—3618 行；默认，请县级确认
  cadre_multiple.2:
    default: 2
    unit: 倍
    meaning: 二星村干部职务补贴为上年人均收入的倍数
    source: 宁夏灵武市：灵武市委党校课题组文章（2015 年），原文第 3606—3618 行；默认，请县级确认
  cadre_multiple.3:
    default: 2.2
    unit: 倍
    meaning: 三星村干部职务补贴为上年人均收入的倍数
    source: 宁夏灵武市：灵武市委党校课题组文章（2015 年），原文第 3606—3618 行；默认，请县级确认
  cadre_multiple.4:
    default: 2.5
    unit: 倍
    meaning: 四星村干部职务补贴为上年人均收入的倍数
    source: 宁夏灵武市：灵武市委党校课题组文章（2015 年），原文第 3606—3618 行；默认，请县级确认
  cadre_multiple.5:
    default: 3
    unit: 倍
    meaning: 五星村干部职务补贴为上年人均收入的倍数
    source: 宁夏灵武市：灵武市委党校课题组文章（2015 年），原文第 3606—3618 行；默认，请县级确认
  cadre_tolerance:
    default: 12
    unit: 元/年
    meaning: 职务补贴按月取整（1 元/月）允许的差额
    source: 本项目约定
root_cause: 一人一年的补贴为同一事实，与 CAD02、CAD03 合计时只取最大一笔。
falsepositives:
  - 副职按系数：村党组织书记、村委会主任、一肩挑系数为 1，其他职务须县里在参数表填 post_coefficient.职务，没填的不可评估。
  - 任职不满年按月：花名册有任职、离任日期的按月数，起止当月算或不算都认可；没有日期的按实际发放的月数。
  - 补发跨年：按归属年度，不按发放日期。
  - 一年评两次星：与其中任一次相符即通过；0 星没有倍数，不可评估。
  - 县里没有上年收入基数、村没有当年评星的不可评估。
innocent: 县里另有核定文件，或含考核增减。
next_check: 对照组织部门核定表，查补贴发放表和任职文件。
clears: 组织部门的补贴核定表或考核文件。
related: [CAD02, CAD03, SVC01]
message: "{year} 年{subject}（{post}）职务补贴实发 {paid} 元，按上年人均收入 {income} 元、{stars} 星 {multiple:g} 倍、\
  系数 {coefficient:g}、{months} 个月计算应为 {expected} 元，{direction} {amount} 元，待核。"
*/
with duty as (
    select
        village_code,
        year,
        person,
        post,
        is_chief,
        duty_pay,
        months_low,
        months_high,
        income
    from core.duty_pay
    where duty_pay is not null
),

parameter as (
    select
        village_code,
        name,
        year,
        try_cast(value as decimal(18, 4)) as value
    from core.parameter_year
),

rating as (
    select
        row_id,
        village_code,
        year,
        stars,
        rated_on
    from ledger.star_rating
),

rated as (
    select
        r.row_id,
        r.village_code,
        r.year,
        r.stars,
        p.value as multiple,
        row_number() over (
            partition by r.village_code, r.year
            order by r.rated_on is not null desc, r.rated_on desc, r.row_id asc
        ) as latest
    from rating as r
    left join parameter as p
        on
            r.village_code = p.village_code
            and r.year = p.year
            and p.name = 'cadre_multiple.' || cast(r.stars as varchar)
),

computed as (
    select
        d.village_code,
        d.year,
        d.person,
        d.post,
        d.duty_pay,
        d.income,
        r.stars,
        r.multiple,
        r.latest,
        case when d.is_chief then 1 else c.value end as coefficient,
        d.months_low,
        d.months_high
    from duty as d
    left join rated as r on d.village_code = r.village_code and d.year = r.year
    left join parameter as c
        on d.village_code = c.village_code and d.year = c.year and c.name = 'post_coefficient.' || d.post
),

-- twelfths, so that nothing is divided before it is compared
bounded as (
    select
        village_code,
        year,
        person,
        post,
        duty_pay,
        income,
        stars,
        multiple,
        latest,
        coefficient,
        months_low,
        months_high,
        income * multiple * coefficient as yearly,
        duty_pay * 12 > income * multiple * coefficient * months_high + $cadre_tolerance * 12 as over,
        duty_pay * 12 < income * multiple * coefficient * months_low - $cadre_tolerance * 12 as under
    from computed
),

agreed as (
    select distinct
        village_code,
        year,
        person
    from bounded
    where not over and not under
),

differing as (
    select
        b.village_code,
        b.year,
        b.person,
        b.post,
        b.duty_pay,
        b.income,
        b.stars,
        b.multiple,
        b.coefficient,
        case when b.over then b.months_high else b.months_low end as months,
        case when b.over then '多' else '少' end as direction,
        cast(
            cast(b.yearly as double) * case when b.over then b.months_high else b.months_low end
            / cast(12 as double) as decimal(18, 2)
        ) as expected
    from bounded as b
    left join agreed as a on b.village_code = a.village_code and b.year = a.year and b.person = a.person
    where b.latest = 1 and (b.over or b.under) and coalesce(a.person, '') = ''
),

lacking as (
    select
        village_code,
        year,
        person,
        case
            when income is null then cast(year - 1 as varchar) || ' 年的农村居民收入基数'
            when stars is null then cast(year as varchar) || ' 年的星级评定'
            when multiple is null then cast(stars as varchar) || ' 星的补贴倍数'
            when post is null then '干部补贴发放表“职务”列（或一年内职务有变动）'
            else '职务“' || post || '”的系数（参数 post_coefficient.' || post || '）'
        end as missing
    from computed
    where coalesce(latest, 1) = 1 and (income is null or multiple is null or coefficient is null)
),

evidence as (
    select
        village_code,
        year,
        person,
        row_id
    from core.allowance
    where contains(item, '职务补贴')
    union all
    select
        d.village_code,
        d.year,
        d.person,
        r.row_id
    from differing as d
    inner join rating as r on d.village_code = r.village_code and d.year = r.year
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
        d.income,
        d.stars,
        cast(d.multiple as double) as multiple,
        cast(d.coefficient as double) as coefficient,
        d.months,
        d.expected,
        d.direction
    from differing as d
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
        null as income,
        null as stars,
        null as multiple,
        null as coefficient,
        null as months,
        null as expected,
        null as direction
    from lacking
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
    post,
    paid,
    income,
    stars,
    multiple,
    coefficient,
    months,
    expected,
    direction
from final
