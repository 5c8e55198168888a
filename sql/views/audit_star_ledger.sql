/*
view: audit.star_ledger
chinese: 星级管理台账
title: 星级管理台账：一村一步一行，从自评、申报、审核、考评、测评到评定，以及复核、提醒、降星、摘星，前后的星级和专项资金标准
params: [
  service_fund_standard.1, service_fund_standard.2, service_fund_standard.3, service_fund_standard.4,
  service_fund_standard.5
]
columns:
  village_code: 村代码
  village_name: 村名
  township: 乡镇
  year: 年度：评定年度
  day: 日期：没有写的为空
  event: 环节：自评/申报/审核/考评/测评/评定/复核/提醒/降星/摘星
  stars: 这一步写明的星级：没有写的为空
  stars_before: 以前的星级：这一步以前有效的
  stars_after: 以后的星级：评定、复核、降星、摘星改变星级，别的各步照旧
  reason: 原因
  document_no: 文号
  standard_before: 以前的专项资金标准（元）：零星级没有标准
  standard_after: 以后的专项资金标准（元）；默认值请县级确认
  in_force_until: 有效到哪天：改变星级的各步，到下一次改变的前一天；还有效的为空
*/
with step as (
    select
        row_id,
        village_code,
        year,
        rated_on,
        coalesce(event, '评定') as event,
        case when event = '摘星' then 0 else stars end as stars,
        reason,
        document_no
    from ledger.star_rating
),

placed as (
    select
        row_id,
        village_code,
        year,
        rated_on,
        event,
        stars,
        reason,
        document_no,
        event in ('评定', '复核', '降星', '摘星') and stars is not null as is_change,
        -- what has no day stands where the procedure puts it: a rating before what changes it
        row_number() over (
            partition by village_code
            order by
                year,
                coalesce(rated_on, case when event in ('评定', '自评', '申报', '审核', '考评', '测评') then make_date(year, 1, 1) end)
                nulls last,
                case event
                    when '自评' then '1'
                    when '申报' then '2'
                    when '审核' then '3'
                    when '考评' then '4'
                    when '测评' then '5'
                    else '6'
                end,
                row_id
        ) as place
    from step
),

counted as not materialized (
    select
        row_id,
        village_code,
        year,
        rated_on,
        event,
        stars,
        reason,
        document_no,
        is_change,
        sum(case when is_change then 1 else 0 end) over (partition by village_code order by place) as changes
    from placed
),

told as (
    select
        c.village_code,
        c.year,
        c.rated_on,
        c.event,
        c.stars,
        c.reason,
        c.document_no,
        b.stars as stars_before,
        case when c.is_change then c.stars else b.stars end as stars_after,
        case
            when c.is_change then cast(coalesce(n.rated_on, make_date(n.year, 1, 1)) - interval 1 day as date)
        end as in_force_until
    from counted as c
    left join counted as b
        on
            c.village_code = b.village_code
            and c.changes - case when c.is_change then 1 else 0 end = b.changes
            and b.is_change
    left join counted as n on c.village_code = n.village_code and c.changes + 1 = n.changes and n.is_change
),

village as (
    select
        village_code,
        village_name,
        township
    from core.village
),

standard as not materialized (
    select
        village_code,
        name,
        year,
        try_cast(value as decimal(18, 2)) as value
    from core.parameter_year
    where name like 'service_fund_standard.%'
),

final as (
    select
        t.village_code,
        v.village_name,
        v.township,
        t.year,
        t.rated_on as day,
        t.event,
        t.stars,
        t.stars_before,
        t.stars_after,
        t.reason,
        t.document_no,
        b.value as standard_before,
        a.value as standard_after,
        t.in_force_until
    from told as t
    inner join village as v on t.village_code = v.village_code
    left join standard as b
        on
            t.village_code = b.village_code
            and t.year = b.year
            and b.name = 'service_fund_standard.' || cast(t.stars_before as varchar)
    left join standard as a
        on
            t.village_code = a.village_code
            and t.year = a.year
            and a.name = 'service_fund_standard.' || cast(t.stars_after as varchar)
)

select * from final
