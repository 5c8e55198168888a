/*
view: core.star_grant
title: 星级与拨付：一村一年按拨付日有效的星级；没有拨付的按年末（当年按基准日）有效的星级
params: [
  service_fund_standard.1, service_fund_standard.2, service_fund_standard.3, service_fund_standard.4,
  service_fund_standard.5
]
columns:
  village_code: 村代码
  year: 年度
  row_id: 所依据的评定行
  place: 所依据的是当年第几步
  stars: 星级
  standard: 补助标准（元）：零星级没有标准
  ratings: 当年星级的各步，按先后
  steps: 当年有几步
  granted: 专项资金拨付（元）：没有拨付记录的为空
*/
with setting as (
    select as_of from meta.setting
),

step as (
    select
        row_id,
        village_code,
        year,
        place,
        event,
        stars,
        rated_on,
        holds_from,
        next_from,
        is_unclear
    from core.star_rating
),

parameter as (
    select
        village_code,
        name,
        year,
        try_cast(value as decimal(18, 2)) as standard
    from core.parameter_year
    where name like 'service_fund_standard.%'
),

granted as (
    select
        village_code,
        year,
        cast(sum(amount) as decimal(18, 2)) as granted,
        max(case when amount > 0 then paid_on end) as paid_on,
        count(case when amount > 0 and paid_on is null then 1 end) as undated
    from ledger."grant"
    where fund = '专项资金'
    group by village_code, year
),

listed as (
    select
        village_code,
        year,
        string_agg(
            concat_ws(' ', cast(rated_on as varchar), event, cast(stars as varchar) || ' 星'), '；' order by place
        ) as ratings,
        count(*) as steps
    from step
    where place > 0
    group by village_code, year
),

village_year as (
    select
        village_code,
        year
    from listed
    union
    select
        village_code,
        year
    from granted
),

-- the day that decides: unknown where a payment has none
asked as (
    select
        y.village_code,
        y.year,
        g.granted,
        case
            when g.granted > 0 and g.undated > 0 then null
            when g.granted > 0 then g.paid_on
            else least(make_date(y.year, 12, 31), t.as_of)
        end as day
    from village_year as y
    cross join setting as t
    left join granted as g on y.village_code = g.village_code and y.year = g.year
),

candidate as (
    select
        a.village_code,
        a.year,
        a.granted,
        s.row_id,
        s.place,
        s.stars,
        p.standard,
        case when s.stars = 0 then 0 else p.standard end as due
    from asked as a
    left join step as s
        on
            a.village_code = s.village_code
            and a.year = s.year
            and (
                s.is_unclear
                or a.day is null
                or (coalesce(a.day >= s.holds_from, true) and coalesce(a.day < s.next_from, true))
            )
    left join parameter as p
        on
            s.village_code = p.village_code
            and s.year = p.year
            and p.name = 'service_fund_standard.' || cast(s.stars as varchar)
),

-- where nobody can tell which step held: one that fits, else one that is not known, else the nearest
chosen as (
    select
        village_code,
        year,
        granted,
        row_id,
        place,
        stars,
        standard
    from candidate
    qualify
        row_number() over (
            partition by village_code, year
            order by
                coalesce(due = coalesce(granted, 0), false) desc,
                due is null desc,
                abs(coalesce(granted, 0) - due) asc,
                place desc
        ) = 1
),

final as (
    select
        c.village_code,
        c.year,
        c.row_id,
        c.place,
        c.stars,
        c.standard,
        l.ratings,
        coalesce(l.steps, 0) as steps,
        c.granted
    from chosen as c
    left join listed as l on c.village_code = l.village_code and c.year = l.year
)

select * from final
