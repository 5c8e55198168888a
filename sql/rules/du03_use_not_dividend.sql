/*
id: DU03
title: 用途合计与红利不符
level: 高
status: stable
subject: cooperative
applies_to: 红色股份
description: 红利、用途合计、结余三者对不上：用途多于红利，或余下的红利超过 365 日仍未用，或填报的结余与计算不符。
why: 多支说明用了别的钱，少支说明有钱下落不明。
basis:
  - 《会计法》（2024 年修正）第 17 条：账账相符
needs: [dividend]
adds_up: [dividend_use]
params:
  unspent_days:
    default: 365
    unit: 日
    meaning: 收到红利后多少日内，未用的余额按结余看待
    source: 本项目约定
  tolerance:
    default: 0.01
    unit: 元
    meaning: 金额比较的容差
    source: 本项目约定：容许一分
root_cause: 一村一社一年的红利为同一事实。
falsepositives:
  - 收到红利 365 日内的未用余额按结余看待，不报；没有到账日期的，从红利年度末起算。
  - 填报的未使用红利与计算相符的，365 日内按结余看待；超过 365 日仍未用的照报（本项目约定）。
  - 用上年结余：某年多支而以前年度有余的，先互相抵消。
innocent: 可能动用了上年结余，或有的用途尚未登记。
next_check: 逐笔核对使用明细、银行流水和红利结余。
clears: 逐笔的用途说明和凭证，或结余所在账户的余额。
related: [DU01, DU02]
message: >-
  {year} 年从{subject}实收红利 {dividend} 元，用途合计 {used} 元，{finding}，相差 {amount} 元，待核。
*/
with dividend_year as (
    select
        village_code,
        cooperative,
        year,
        root_cause,
        dividend,
        lacking,
        unspent,
        counted_from,
        coalesce(used, 0) as used
    from core.dividend_year
),

evidence as (
    select
        village_code,
        cooperative,
        year,
        row_id
    from core.dividend_evidence
),

setting as (
    select as_of from meta.setting
),

assessed as (
    select
        d.village_code,
        d.cooperative,
        d.year,
        d.root_cause,
        d.dividend,
        d.unspent,
        d.used,
        date_diff('day', d.counted_from, s.as_of) as days,
        greatest(d.dividend - d.used, 0) as remainder,
        greatest(d.used - d.dividend, 0) as excess
    from dividend_year as d
    cross join setting as s
    where coalesce(d.lacking, '') = '' or (d.dividend is not null and d.unspent is not null)
),

-- a year that spends more than its dividend first draws on what earlier years left over
carried as (
    select
        village_code,
        cooperative,
        year,
        root_cause,
        dividend,
        unspent,
        used,
        days,
        remainder,
        excess,
        sum(remainder) over (partition by village_code, cooperative order by year) as remainder_to_date,
        sum(excess) over (partition by village_code, cooperative order by year) as excess_to_date,
        sum(excess) over (partition by village_code, cooperative) as excess_in_all
    from assessed
),

covered as (
    select
        village_code,
        cooperative,
        year,
        root_cause,
        dividend,
        unspent,
        used,
        days,
        remainder,
        excess,
        remainder_to_date,
        excess_in_all,
        greatest(
            max(excess_to_date - remainder_to_date) over (partition by village_code, cooperative order by year), 0
        ) as uncovered_to_date
    from carried
),

-- what one year overspent is said once; what later years leave over does not go to make it up
overspent as (
    select
        village_code,
        cooperative,
        year,
        root_cause,
        dividend,
        unspent,
        used,
        days,
        remainder,
        excess,
        remainder_to_date,
        excess_in_all,
        uncovered_to_date
        - coalesce(lag(uncovered_to_date) over (partition by village_code, cooperative order by year), 0) as beyond
    from covered
),

judged as (
    select
        village_code,
        cooperative,
        year,
        root_cause,
        dividend,
        used,
        case
            when beyond > $tolerance then '用途合计多于红利'
            when unspent is not null and abs(unspent - remainder + excess) > $tolerance then '填报的未使用红利与计算不符'
            when days > $unspent_days and least(remainder, remainder_to_date - excess_in_all) > $tolerance
                then '余下的红利超过规定期限未用或没有去向'
        end as finding,
        case
            when beyond > $tolerance then beyond
            when abs(unspent - remainder + excess) > $tolerance then abs(unspent - remainder + excess)
            else least(remainder, remainder_to_date - excess_in_all)
        end as amount
    from overspent
),

final as (
    select
        j.village_code,
        j.cooperative as subject,
        make_date(j.year, 1, 1) as period,
        cast(j.amount as decimal(18, 2)) as amount,
        e.row_id,
        '命中' as outcome,
        null as missing,
        j.root_cause,
        j.year,
        j.dividend,
        j.used,
        j.finding
    from judged as j
    inner join evidence as e
        on j.village_code = e.village_code and j.cooperative = e.cooperative and j.year = e.year
    where j.finding is not null
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
        used,
        null as finding
    from dividend_year
    where lacking is not null and (dividend is null or unspent is null)
)

select
    village_code,
    subject,
    period,
    amount,
    row_id,
    outcome,
    missing,
    root_cause,
    year,
    dividend,
    used,
    finding
from final
