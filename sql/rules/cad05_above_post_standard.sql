/*
id: CAD05
title: 领取的报酬高于本职务的标准
level: 高
status: stable
money: 受损
difference: true
subject: official
units: 村
description: "一人一年领取的报酬，高于县里补贴标准表上这个职务当年有效的标准（按任职月数折算），超过 12 元即报。\
  标准写报酬、工资或上限的比全部报酬（不含误工、离任补贴、公益岗位），写职务补贴的只比职务补贴。\
  县里没有报送补贴标准表的、这个职务没有标准的不可评估；按星级倍数的由 CAD01 查。"
why: 标准是文件定的，多领的部分没有依据。
basis:
  - 《街办基层党建创新案例（5 篇）》网络汇编篇五（第三届全国基层党建创新案例，凤县）：基本补贴、奖励补贴、绩效补贴的结构补贴制度，村干部年报酬最高 13,800 元；2013 年以来村主要干部年报酬 18,122 元、“一肩挑”22,653 元、副职 14,498 元（本县标准以补贴标准表为准）
  - 《财政违法行为处罚处分条例》（国务院令第 427 号）第 6 条：提高开支标准
params: [cadre_tolerance]
looks_in:
  allowance: {any: [name=subject], says: {amount: '-'}}
  official: {any: [name=subject], days: any}
  pay_standard: {days: any}
root_cause: 一人一年的补贴为同一事实，与 CAD01、CAD02、CAD03 合计时只取最大一笔。
falsepositives:
  - 一年里标准改过的，按高的一个算；一个职务有几条标准的取最高。
  - 任职不满年按月折算，起止当月算一月；没有任职日期的按实际发放的月数。
  - 一年内职务有变动的不比。
  - 任职年限、星级不同而标准不同的，不在本规则内。
innocent: 考核奖励另有文件，或补发了以前年度的报酬。
next_check: 对照标准文件和发放表，问清多领的是哪一项。
clears: 考核奖励、补发的文件。
related: [CAD01, CAD03]
message: >-
  {year} 年{subject}（{post}）领取{what} {paid} 元，标准表上的全年标准为 {standard} 元，{months} 个月应为 {due} 元，
  多 {amount} 元（容许一年相差 {cadre_tolerance} 元），待核。
*/
with paid as (
    select
        village_code,
        year,
        person,
        post,
        duty_pay,
        all_pay
    from core.duty_pay
    where all_pay > 0
),

due as (
    select
        village_code,
        year,
        person,
        is_whole_pay,
        standard,
        months,
        due,
        row_id
    from core.pay_due
),

compared as (
    select
        p.village_code,
        p.year,
        p.person,
        p.post,
        d.is_whole_pay,
        case when d.is_whole_pay then p.all_pay else p.duty_pay end as paid,
        d.standard,
        d.months,
        d.due,
        d.row_id
    from paid as p
    inner join due as d on p.village_code = d.village_code and p.year = d.year and p.person = d.person
),

over as (
    select
        village_code,
        year,
        person,
        post,
        is_whole_pay,
        paid,
        standard,
        months,
        due,
        row_id
    from compared
    where paid > due + $cadre_tolerance
    qualify row_number() over (partition by village_code, year, person order by paid - due desc) = 1
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
        row_id
    from over
),

judged as (
    select distinct village_code
    from compared
),

final as (
    select
        o.village_code,
        o.person as subject,
        make_date(o.year, 1, 1) as period,
        cast(o.paid - o.due as decimal(18, 2)) as amount,
        e.row_id,
        '命中' as outcome,
        null as missing,
        o.year,
        o.post,
        case when o.is_whole_pay then '报酬' else '职务补贴' end as what,
        cast(o.paid as decimal(18, 2)) as paid,
        o.standard,
        o.months,
        o.due
    from over as o
    inner join evidence as e on o.village_code = e.village_code and o.year = e.year and o.person = e.person
    union all
    select distinct
        village_code,
        '报酬标准' as subject,
        null as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        '补贴标准表里本村领取人职务的标准（金额或上限）' as missing,
        null as year,
        null as post,
        null as what,
        null as paid,
        null as standard,
        null as months,
        null as due
    from paid
    where village_code not in (select j.village_code from judged as j)
)

select * from final
