/*
id: DU05
title: 支部活动经费占留用比过高
level: 低
status: stable
money: 手续
difference: true
subject: cooperative
applies_to: 红色股份
description: 党员活动支出超过留用红利（红利减应再投入）的一定比例（默认 50%），且不是小额。
why: 留用红利首先是给村民办公益的。
basis:
  - 本项目约定：试点材料没有设上限，比例由县里定
params: [activity_cap, activity_min_amount, reinvest_ratio]
root_cause: 一村一社一年的红利为同一事实，与 DU02 合计时只取最大一笔。
falsepositives:
  - 党员活动合计不足 5,000 元的不报。
innocent: 活动经费可能有经批准的预算。
next_check: 查看活动预算、审批和参加人员签到。
clears: 经批准的活动预算和参加人员签到。
related: [DU02, DU04]
message: >-
  {year} 年从{subject}实收红利 {dividend} 元，留用 {retained} 元（应再投入 {reinvest_ratio:.0%} 以外的部分），
  其中党员活动 {activity} 元，上限为留用的 {activity_cap:.0%}，即 {ceiling} 元，超过 {amount} 元（合计不足 {activity_min_amount:,} 元的不报），待核。
*/
with dividend_year as (
    select
        village_code,
        cooperative,
        year,
        root_cause,
        dividend,
        lacking,
        party_activity
    from core.dividend_year
),

gap as (
    select
        village_code,
        cooperative,
        year,
        retained
    from core.dividend_gap
),

evidence as (
    select
        village_code,
        cooperative,
        year,
        row_id
    from core.dividend_evidence
    where category in ('', '党员活动')
),

final as (
    select
        d.village_code,
        d.cooperative as subject,
        make_date(d.year, 1, 1) as period,
        cast(d.party_activity - g.retained * $activity_cap as decimal(18, 2)) as amount,
        e.row_id,
        '命中' as outcome,
        null as missing,
        d.root_cause,
        d.year,
        d.dividend,
        g.retained,
        cast(g.retained * $activity_cap as decimal(18, 2)) as ceiling,
        d.party_activity as activity
    from dividend_year as d
    inner join gap as g on d.village_code = g.village_code and d.cooperative = g.cooperative and d.year = g.year
    inner join evidence as e
        on d.village_code = e.village_code and d.cooperative = e.cooperative and d.year = e.year
    where
        d.party_activity > g.retained * $activity_cap
        and d.party_activity >= $activity_min_amount
    union all
    select
        village_code,
        cooperative as subject,
        make_date(year, 1, 1) as period,
        cast(null as decimal(18, 2)) as amount,
        null as row_id,
        '不可评估' as outcome,
        lacking as missing,
        root_cause,
        year,
        dividend,
        null as retained,
        null as ceiling,
        party_activity as activity
    from dividend_year
    where lacking is not null
)

select * from final
