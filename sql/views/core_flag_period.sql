/*
view: core.flag_period
title: 疑点涵盖的期间：年、月，或从哪月到哪月
columns:
  flag_id: 疑点编号
  covers: 涵盖期间：如 2024 年、2024-03、2024-03 至 2024-06；空为不分期间
*/
with evidence_span as (
    select
        flag_id,
        min(date) as first_day,
        max(date) as last_day
    from result.flag_evidence
    group by flag_id
),

dated as (
    select
        f.flag_id,
        f.period,
        greatest(f.period, e.first_day) as since,
        greatest(f.period, e.last_day) as until,
        -- A rule on a whole year says in its message which year, and no month of it.
        month(f.period) = 1 and day(f.period) = 1 and regexp_matches(
            f.message, cast(year(f.period) as varchar) || ' ?年( ?[^ 0-9]|$)'
        ) as is_year
    from result.flag as f
    left join evidence_span as e on f.flag_id = e.flag_id
),

monthly as (
    select
        flag_id,
        period,
        is_year,
        left(cast(period as varchar), length('0000-00')) as month,
        left(cast(since as varchar), length('0000-00')) as since,
        left(cast(until as varchar), length('0000-00')) as until
    from dated
),

final as (
    select
        flag_id,
        case
            when period is null then null
            when is_year then cast(year(period) as varchar) || ' 年'
            when since = until then since
            when since is null then month
            else since || ' 至 ' || until
        end as covers
    from monthly
)

select * from final
