/*
id: DR07
title: 股金分红超过可分配盈余的法定上限
level: 中
status: stable
money: 手续
difference: true
subject: cooperative
applies_to: 合作社
description: 合作社当年按股金分红的总额超过可分配盈余的 40%（1 减去盈余返还的下限 60%）。
why: 按股分红没有盈余支撑，可能是约定的固定回报，也可能动用了股本。
basis:
  - 《农民专业合作社法》（2017 年修订）第 44 条：返还不低于百分之六十，剩余部分才按出资和量化份额分配
params: [patronage_min_rate, capital_cooperatives, tolerance]
looks_in:
  coop_year: {by: [cooperative]}
root_cause: 一村一社一年的盈余分配为同一事实，与 CP02 合计时只取最大一笔。
falsepositives:
  - 与盈余返还不足（CP02）是同一事实的两面，金额只计一次。
  - 在参数 capital_cooperatives 中登记说明的资本型合作社不查。
  - 亏损年度没有分红的不报；亏损年度仍分红的，全部为超出。
innocent: 分红可能含以前年度未分配的盈余。
next_check: 查盈余分配方案、成员大会决议和以前年度未分配盈余。
clears: 更正后的分配方案，或含以前年度未分配盈余的分配决议。
related: [CP02, DR03]
message: >-
  {subject} {year} 年可分配盈余 {distributable} 元，
  返还 {patronage_min_rate:.0%} 以后按股分红最多 {upper_limit} 元，实际分红 {share_dividend} 元，
  超出 {amount} 元（容差 {tolerance} 元），待核。
*/
with coop_year as (
    select
        village_code,
        cooperative,
        year,
        distributable,
        share_dividend,
        row_id
    from core.coop_year
    where not contains($capital_cooperatives, cooperative)
),

compared as (
    select
        village_code,
        cooperative,
        year,
        distributable,
        share_dividend,
        row_id,
        cast(greatest(distributable, 0) * (1 - $patronage_min_rate) as decimal(18, 2)) as upper_limit
    from coop_year
    where distributable is not null
),

final as (
    select
        village_code,
        cooperative as subject,
        make_date(year, 1, 1) as period,
        cast(share_dividend - upper_limit as decimal(18, 2)) as amount,
        row_id,
        '命中' as outcome,
        null as missing,
        concat_ws('|', 'CP', village_code, cooperative, cast(year as varchar)) as root_cause,
        year,
        distributable,
        upper_limit,
        share_dividend
    from compared
    where share_dividend - upper_limit > $tolerance
    union all
    select
        village_code,
        cooperative as subject,
        make_date(year, 1, 1) as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        cast(year as varchar) || ' 年' || cooperative || '的可分配盈余或股金分红总额' as missing,
        null as root_cause,
        year,
        distributable,
        null as upper_limit,
        share_dividend
    from coop_year
    where distributable is null or share_dividend is null
)

select * from final
