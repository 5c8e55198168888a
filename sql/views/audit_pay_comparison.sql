/*
view: audit.pay_comparison
chinese: 干部报酬对照
title: 干部报酬对照：一人一年的报酬与标准；县里报了补贴标准表的按表上本职务的标准，没有的按星级倍数（正职）
params: [
  cadre_multiple.1, cadre_multiple.2, cadre_multiple.3, cadre_multiple.4, cadre_multiple.5,
  cadre_multiple_base
]
columns:
  village_code: 村代码
  village_name: 村名
  township: 乡镇
  year: 年度
  person: 领取人
  post: 职务：一年内有几个职务的为空
  stars: 星级：按拨付日（没有拨付的按年末）有效的星级
  base: 上年人均收入（元）：星级倍数所乘的口径
  standard: 标准（元）：按任职月数折算；看不出标准的为空
  paid: 领取（元）：标准管全部报酬的为全部报酬，否则为职务补贴
  gap: 领取减标准（元）
  basis: 依据：补贴标准表和文号，或星级倍数
*/
with paid as (
    select
        village_code,
        year,
        person,
        post,
        is_chief,
        duty_pay,
        all_pay,
        months_high
    from core.duty_pay
    where all_pay is not null
),

due as (
    select
        village_code,
        year,
        person,
        item,
        is_whole_pay,
        due,
        basis
    from core.pay_due
    qualify row_number() over (partition by village_code, year, person order by is_whole_pay desc) = 1
),

village as (
    select
        village_code,
        village_name,
        township
    from core.village
),

rated as (
    select
        village_code,
        year,
        stars
    from core.star_grant
),

multiple as (
    select
        village_code,
        name,
        year,
        try_cast(value as decimal(9, 4)) as value
    from core.parameter_year
    where name like 'cadre_multiple.%'
),

income as (
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
        p.village_code,
        p.year,
        p.person,
        p.post,
        r.stars,
        i.income_per_head as base,
        case
            when d.person is not null then d.due
            when p.is_chief
                then
                    try_cast(
                        cast(m.value as double) * cast(i.income_per_head as double) * p.months_high / cast(12 as double)
                        as decimal(18, 2)
                    )
        end as standard,
        case when coalesce(d.is_whole_pay, false) then p.all_pay else coalesce(p.duty_pay, p.all_pay) end as paid,
        case
            when d.person is not null then concat_ws(' ', '补贴标准表', d.item, d.basis)
            when p.is_chief and m.value is not null and i.income_per_head is not null
                then cast(r.stars as varchar) || ' 星倍数 ' || cast(m.value as varchar)
        end as basis
    from paid as p
    left join due as d on p.village_code = d.village_code and p.year = d.year and p.person = d.person
    left join rated as r on p.village_code = r.village_code and p.year = r.year
    left join multiple as m
        on
            p.village_code = m.village_code
            and p.year = m.year
            and m.name = 'cadre_multiple.' || cast(r.stars as varchar)
    left join income as i on p.village_code = i.village_code and p.year = i.year + 1
),

final as (
    select
        c.village_code,
        v.village_name,
        v.township,
        c.year,
        c.person,
        c.post,
        c.stars,
        cast(c.base as decimal(18, 2)) as base,
        c.standard,
        cast(c.paid as decimal(18, 2)) as paid,
        cast(c.paid - c.standard as decimal(18, 2)) as gap,
        c.basis
    from compared as c
    inner join village as v on c.village_code = v.village_code
)

select * from final
