/*
view: core.pay_due
title: 补贴标准：一人一年按补贴标准表应领多少；只看写成金额或上限、按月按年、不分任职年限的标准，几条都合的取最高
columns:
  village_code: 村代码
  year: 归属年度
  person: 领取人
  item: 补贴项目：标准表写的
  is_whole_pay: 是否管全部报酬：写报酬、工资的和写成上限的；否则只管职务补贴
  standard: 全年标准（元）
  months: 任职月数：不满一月的算一月
  due: 按任职月数应领（元）
  basis: 依据：文号
  row_id: 标准表的行编号
*/
with standard as (
    select
        row_id,
        county,
        regexp_replace(post, '\s', '', 'g') as post,
        trim(item) as item,
        region_type,
        coalesce(amount, "limit") * case when per = '月' then 12 else 1 end as standard,
        amount is null or regexp_matches(item, '报酬|工资|薪') as is_whole_pay,
        valid_from,
        valid_to,
        basis
    from ledger.pay_standard
    where coalesce(amount, "limit") is not null and coalesce(per, '年') <> '日' and years_served is null and stars is null
),

village as (
    select
        village_code,
        county,
        region_type
    from core.village
),

person_year as (
    select
        village_code,
        year,
        person,
        regexp_replace(post, '\s', '', 'g') as post,
        is_chief,
        months_high
    from core.duty_pay
    where post is not null and months_high > 0
),

matched as (
    select
        d.village_code,
        d.year,
        d.person,
        d.months_high,
        s.row_id,
        s.item,
        s.standard,
        s.is_whole_pay,
        s.basis
    from person_year as d
    inner join village as v on d.village_code = v.village_code
    inner join standard as s
        on
            coalesce(v.county = s.county, true)
            and coalesce(v.region_type = s.region_type, true)
            and s.valid_from <= make_date(d.year, 12, 31)
            and coalesce(s.valid_to >= make_date(d.year, 1, 1), true)
            and (
                d.post = s.post
                or (d.is_chief and not regexp_matches(d.post, '一肩挑') and regexp_matches(s.post, '^村?(主要干部|正职)$'))
                or (d.is_chief and regexp_matches(d.post, '一肩挑|兼') and regexp_matches(s.post, '一肩挑'))
                or (not d.is_chief and regexp_matches(d.post, '^村?(委会)?副') and regexp_matches(s.post, '^村?副职$'))
            )
),

final as (
    select
        village_code,
        year,
        person,
        item,
        is_whole_pay,
        cast(standard as decimal(18, 2)) as standard,
        months_high as months,
        try_cast(cast(standard as double) * months_high / cast(12 as double) as decimal(18, 2)) as due,
        basis,
        row_id
    from matched
    qualify
        row_number() over (
            partition by village_code, year, person, is_whole_pay order by standard desc, row_id asc
        ) = 1
)

select * from final
