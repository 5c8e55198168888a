/*
view: core.duty_pay
title: 干部年度领取：一人一年一行，职务补贴和全部补贴，任职月数的上下限
columns:
  village_code: 村代码
  year: 归属年度
  person: 领取人
  post: 职务：一年内有几个职务的为空
  posts: 一年内的职务数
  is_chief: 是否正职：村党组织书记、村委会主任、一肩挑
  duty_pay: 职务补贴合计（元）
  all_pay: 全部补贴合计（元）：不含误工、离任补贴和公益岗位
  months_low: 应发月数下限：只算整月；当年未过完为 0
  months_high: 应发月数上限：不满一月的算一月
*/
with person_year as (
    select
        village_code,
        year,
        person,
        min(post) as post,
        count(distinct post) as posts,
        sum(amount) filter (where pay_class = '职务补贴') as duty_pay,
        sum(amount) as all_pay
    from core.allowance
    where pay_class not in ('误工补贴', '离任补贴', '公益岗位')
    group by village_code, year, person
),

office as (
    select
        village_code,
        year,
        person,
        count(*) filter (where is_whole) as months_low,
        count(*) as months_high
    from core.office_month
    group by village_code, year, person
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
        coalesce(o.months_low, 0) as months_low,
        coalesce(o.months_high, 0) as months_high
    from person_year as c
    left join office as o on c.village_code = o.village_code and c.year = o.year and c.person = o.person
)

select * from final
