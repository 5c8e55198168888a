/*
view: core.duty_pay
title: 干部年度领取：一人一年一行，职务补贴和全部补贴，任职月数的上下限，上年人均收入
columns:
  village_code: 村代码
  year: 归属年度
  person: 领取人
  post: 职务：一年内有几个职务的为空
  posts: 一年内的职务数
  is_chief: 是否正职：村党组织书记、村委会主任、一肩挑
  duty_pay: 职务补贴合计（元）
  all_pay: 全部补贴合计（元）：不含误工
  months_low: 应发月数下限：只算整月；当年未过完为 0
  months_high: 应发月数上限：不满一月的算一月
  income: 上年农村居民人均收入（元）：没有为空
*/
with setting as (
    select as_of from meta.setting
),

paid as (
    select
        village_code,
        year,
        month,
        person,
        post,
        item,
        amount,
        since,
        until
    from core.allowance
),

person_year as (
    select
        village_code,
        year,
        person,
        min(post) as post,
        count(distinct post) as posts,
        sum(amount) filter (where contains(item, '职务补贴')) as duty_pay,
        sum(amount) filter (where not regexp_matches(item, '误工|务工|劳务|用工')) as all_pay,
        count(distinct month) filter (where not regexp_matches(item, '误工|务工|劳务|用工')) as months_paid,
        min(since) as since,
        min(until) as until
    from paid
    group by village_code, year, person
),

spanned as (
    select
        village_code,
        year,
        person,
        post,
        posts,
        duty_pay,
        all_pay,
        months_paid,
        since,
        until,
        greatest(since, make_date(year, 1, 1)) as first_day,
        least(coalesce(until, make_date(year, 12, 31)), make_date(year, 12, 31)) as last_day
    from person_year
),

counted as (
    select
        s.village_code,
        s.year,
        s.person,
        s.post,
        s.posts,
        s.duty_pay,
        s.all_pay,
        case
            when s.year >= year(t.as_of) then 0
            when s.since is null and s.months_paid > 0 then s.months_paid
            when s.since is null then 12
            else greatest(
                month(s.last_day) - month(s.first_day) + 1
                - case when s.first_day > make_date(s.year, month(s.first_day), 1) then 1 else 0 end
                - case when s.until is not null and year(s.until) = s.year then 1 else 0 end,
                0
            )
        end as months_low,
        case
            when s.since is null and s.months_paid > 0 and s.year < year(t.as_of) then s.months_paid
            when s.since is null then 12
            when s.first_day > s.last_day then 0
            else month(s.last_day) - month(s.first_day) + 1
        end as months_high
    from spanned as s
    cross join setting as t
),

place as (
    select
        village_code,
        county
    from core.village
),

base as (
    select
        county,
        year,
        max(income_per_head) as income
    from ledger.income_base
    group by county, year
),

only_county as (
    select max(county) as county
    from base
    having count(distinct county) = 1
),

final as (
    select
        c.village_code,
        c.year,
        c.person,
        case when c.posts = 1 then c.post end as post,
        c.posts,
        coalesce(
            c.posts = 1
            and not regexp_matches(c.post, '副|第一书记|监|妇联|治保|调解|民兵|助理|团支部|兼职')
            and regexp_matches(
                c.post,
                '一肩挑|^(村|社区)?(党组织|党支部|党总支|党委|支部|总支|支|两委)?书记(、|兼|兼任|和|$)|^(村|社区)?(委会|村委会|村民委员会|村委|居委会|居民委员会)?主任(、|兼|兼任|和|$)'
            ),
            false
        ) as is_chief,
        cast(c.duty_pay as decimal(18, 2)) as duty_pay,
        cast(c.all_pay as decimal(18, 2)) as all_pay,
        c.months_low,
        c.months_high,
        b.income
    from counted as c
    inner join place as p on c.village_code = p.village_code
    left join only_county as o on p.county is null
    left join base as b on coalesce(p.county, o.county) = b.county and c.year - 1 = b.year
)

select
    village_code,
    year,
    person,
    post,
    posts,
    is_chief,
    duty_pay,
    all_pay,
    months_low,
    months_high,
    income
from final
