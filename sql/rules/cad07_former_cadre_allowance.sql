/*
id: CAD07
title: 离任村干部生活补贴高于任职年限的标准
level: 中
status: stable
money: 受损
difference: true
subject: official
units: 村
description: "一人一年领取的离任村干部生活补贴，高于县里补贴标准表上按任职年限的标准。花名册看得出任职年限的，按满了的那一档；\
  看不出的，按标准表上最高的一档。县里没有报送按任职年限的标准的不可评估。"
why: 生活补贴按任职年限分档，多报年限、多领的钱没有依据。
basis:
  - 《街办基层党建创新案例（5 篇）》网络汇编篇五（第三届全国基层党建创新案例，凤县）：对 2010 年以前连续或累计担任村主要干部，以 30 年、20 年、15 年、10 年、5 年、1 年为节点，每人每年发放 800、600、480、360、240、120 元生活补贴（本县标准以补贴标准表为准）
params: [tolerance]
looks_in:
  allowance: {any: [name=subject], says: {amount: '-'}}
  official: {any: [name=subject], days: any}
  pay_standard: {days: any}
root_cause: 一人一年的离任补贴为同一事实。
falsepositives:
  - 花名册上有一段任职没有写起止日期的，看不出年限，按最高的一档比。
  - 标准改过的，按高的一个算；冲减的按负数计。
innocent: 补发了以前年度的补贴，或任职年限以档案为准、花名册不全。
next_check: 调任职档案，核对任职年限和审批表。
clears: 任职年限的审批表，或补发的说明。
related: [CAD03, CAD05]
message: "{year} 年{subject}领取离任村干部生活补贴 {paid} 元，{served}标准为 {due} 元，多 {amount} 元（容差 {tolerance} 元），待核。"
*/
with paid as (
    select
        row_id,
        village_code,
        year,
        name,
        person,
        amount
    from core.allowance
    where pay_class = '离任补贴'
),

person_year as (
    select
        village_code,
        year,
        person,
        min(name) as name,
        cast(sum(amount) as decimal(18, 2)) as paid
    from paid
    group by village_code, year, person
    having sum(amount) > 0
),

term as (
    select
        village_code,
        regexp_replace(name, '\s', '', 'g') as name,
        sum(date_diff('day', in_office_from, in_office_to) + 1) as days,
        count(in_office_from) = count(*) and count(in_office_to) = count(*) as is_dated
    from ledger.official
    group by village_code, regexp_replace(name, '\s', '', 'g')
),

standard as (
    select
        row_id,
        county,
        years_served,
        coalesce(amount, "limit") * case when per = '月' then 12 else 1 end as standard,
        valid_from,
        valid_to
    from ledger.pay_standard
    where years_served is not null
),

village as (
    select
        village_code,
        county
    from core.village
),

served as (
    select
        p.village_code,
        p.year,
        p.person,
        p.paid,
        -- as many whole years as the days hold, to the next day
        case when t.is_dated then date_diff('year', make_date(p.year, 1, 1), make_date(p.year, 1, 1) + cast(t.days as integer)) end
            as years
    from person_year as p
    left join term as t on p.village_code = t.village_code and p.name = t.name
),

matched as (
    select
        s.village_code,
        s.year,
        s.person,
        s.paid,
        s.years,
        cast(d.standard as decimal(18, 2)) as due,
        d.years_served,
        d.row_id
    from served as s
    inner join village as v on s.village_code = v.village_code
    inner join standard as d
        on
            coalesce(v.county = d.county, true)
            and d.valid_from <= make_date(s.year, 12, 31)
            and coalesce(d.valid_to >= make_date(s.year, 1, 1), true)
            and coalesce(s.years >= d.years_served, true)
    qualify row_number() over (partition by s.village_code, s.year, s.person order by d.standard desc, d.row_id asc) = 1
),

over as (
    select
        village_code,
        year,
        person,
        paid,
        years,
        due,
        years_served,
        row_id
    from matched
    where paid > due + $tolerance
),

evidence as (
    select
        village_code,
        year,
        person,
        row_id
    from paid
    union all
    select
        village_code,
        year,
        person,
        row_id
    from over
),

final as (
    select
        o.village_code,
        o.person as subject,
        make_date(o.year, 1, 1) as period,
        cast(o.paid - o.due as decimal(18, 2)) as amount,
        e.row_id,
        concat_ws('·', '离任补贴', o.village_code, o.person, cast(o.year as varchar)) as root_cause,
        o.year,
        o.paid,
        case
            when o.years is null then '看不出任职年限，按最高一档（满 ' || cast(o.years_served as varchar) || ' 年），'
            else '任职 ' || cast(o.years as varchar) || ' 年，满 ' || cast(o.years_served as varchar) || ' 年的'
        end as served,
        o.due
    from over as o
    inner join evidence as e on o.village_code = e.village_code and o.year = e.year and o.person = e.person
)

select * from final
