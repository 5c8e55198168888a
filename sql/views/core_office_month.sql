/*
view: core.office_month
title: 任职月份：领取补贴的人一年里任职的各月；没有任职日期的按实际发放的月份，全年一次发的按全年
columns:
  village_code: 村代码
  year: 归属年度
  person: 领取人
  month: 月份
  is_whole: 是否应发整月：任职起止当月、当年未过完的不是
*/
with setting as (
    select as_of from meta.setting
),

calendar as (
    select
        year,
        month,
        first_day,
        last_day
    from fact.calendar_month
),

paid as (
    select
        village_code,
        year,
        month,
        person,
        since,
        until
    from core.allowance
    where pay_class not in ('误工补贴', '离任补贴', '公益岗位')
),

month_paid as (
    select distinct
        village_code,
        year,
        person,
        month
    from paid
    where month is not null
),

person_year as (
    select
        p.village_code,
        p.year,
        p.person,
        min(p.since) as since,
        min(p.until) as until,
        count(p.month) > 0 and p.year < year(s.as_of) as by_month
    from paid as p
    cross join setting as s
    group by p.village_code, p.year, p.person, year(s.as_of)
),

final as (
    select
        p.village_code,
        p.year,
        p.person,
        c.month,
        p.year < year(s.as_of)
        and coalesce(p.since <= c.first_day, true)
        and (p.since is null or coalesce(c.last_day < p.until, true)) as is_whole
    from person_year as p
    cross join setting as s
    inner join calendar as c on p.year = c.year
    left join month_paid as m
        on p.village_code = m.village_code and p.year = m.year and p.person = m.person and c.month = m.month
    where
        case
            when p.since is not null then p.since <= c.last_day and coalesce(c.first_day <= p.until, true)
            when p.by_month then m.month is not null
            else true
        end
)

select * from final
