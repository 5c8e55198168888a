/*
id: CAD02
title: 正职补贴低于 1.5 倍底线
level: 中
status: stable
money: 手续
difference: true
subject: official
units: 村
description: "村党组织书记、村委会主任一年领取的补贴（不含误工），少于上年农民人均纯收入的 1.5 倍，按任职月数折算，\
  相差超过 12 元即报。当年未过完的不查。"
why: 补贴低于规定的底线，可能是没有足额发放，也可能被截留。
basis:
  - 自治区党委组织部组织一处《当前农村基层党建工作面临的难题及对策》（宁夏党建刊物 2015 年第 10 期，刊名不存）：村党组织书记和村委会主任的年任职补贴标准按不低于该县（区）上年农民人均纯收入的 1.5 倍执行
params: [cadre_floor, cadre_floor_base, cadre_tolerance]
looks_in:
  allowance: {any: [name=subject]}
  official: {any: [name=subject], days: any}
  income_base: {by: [year=base_year], days: any}
root_cause: 一人一年的补贴为同一事实，与 CAD01、CAD03 合计时只取最大一笔。
falsepositives:
  - 兼职、病假、任职不满年：按任职的整月数折算；没有任职日期的按实际发放的月数。
  - 分几个项目发放的加在一起比。
  - 文件的口径是人均纯收入；收入基数表有纯收入的按纯收入，那一年没有公布纯收入的按可支配收入，说明里写明按哪一种。
  - 副职、委员、报账员不查；没有上年收入基数的不可评估。
innocent: 部分补贴由县里直接打卡，没有列入发放表。
next_check: 对照组织部门核定表，问清是否另有渠道发放。
clears: 补发的发放单，或其他渠道已发足的证明。
related: [CAD01]
message: >-
  {year} 年{subject}（{post}）领取补贴 {paid} 元，上年人均{base} {income} 元，按 {cadre_floor:g} 倍、
  任职 {months} 个月计算不低于 {floor} 元，少 {amount} 元（按月取整容许一年相差 {cadre_tolerance} 元），待核。
*/
with income as (
    select
        village_code,
        year,
        written as base,
        income_per_head,
        row_id
    from core.income_base
    qualify row_number() over (partition by village_code, year order by base = $cadre_floor_base desc) = 1
),

chief as (
    select
        d.village_code,
        d.year,
        d.person,
        d.post,
        d.all_pay,
        d.months_low,
        i.base,
        i.income_per_head as income,
        i.row_id as income_row_id
    from core.duty_pay as d
    cross join meta.setting as s
    left join income as i on d.village_code = i.village_code and d.year = i.year + 1
    where d.is_chief and d.all_pay is not null and d.year < year(s.as_of)
),

short as (
    select
        village_code,
        year,
        person,
        post,
        all_pay,
        months_low,
        base,
        income,
        income_row_id,
        try_cast(
            cast(income as double) * $cadre_floor * months_low / cast(12 as double) as decimal(18, 2)
        ) as floor
    from chief
    where all_pay * 12 < income * $cadre_floor * months_low - $cadre_tolerance * 12
),

evidence as (
    select
        village_code,
        year,
        person,
        row_id
    from core.allowance
    where pay_class not in ('误工补贴', '离任补贴', '公益岗位')
    union all
    select
        village_code,
        year,
        person,
        income_row_id as row_id
    from short
),

final as (
    select
        s.village_code,
        s.person as subject,
        make_date(s.year, 1, 1) as period,
        cast(s.floor - s.all_pay as decimal(18, 2)) as amount,
        e.row_id,
        '命中' as outcome,
        null as missing,
        s.year,
        s.post,
        s.all_pay as paid,
        s.base,
        s.income,
        s.months_low as months,
        s.floor,
        s.year - 1 as base_year
    from short as s
    inner join evidence as e on s.village_code = e.village_code and s.year = e.year and s.person = e.person
    union all
    select distinct
        village_code,
        '收入基数' as subject,
        make_date(year, 1, 1) as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        cast(year - 1 as varchar) || ' 年的农村居民收入基数' as missing,
        year,
        null as post,
        null as paid,
        null as base,
        null as income,
        null as months,
        null as floor,
        null as base_year
    from chief
    where income is null
)

select * from final
