/*
id: DU03
title: 用途合计与红利不符
level: 高
status: stable
money: 受损
difference: true
subject: cooperative
applies_to: 红色股份
description: 红利、用途合计、结余三者对不上：用途多于红利，或余下的红利超过 365 日仍未用，或填报的结余与计算不符。
why: 多支说明用了别的钱，少支说明有钱下落不明。
basis:
  - 《会计法》（2024 年修正）第 17 条：账账相符
params: [unspent_days, tolerance]
looks_in:
  dividend_use: {amount: cover, by: [cooperative], days: any}
  dividend: {amount: cover, days: any}
root_cause: 一村一社一年的红利为同一事实。
falsepositives:
  - 收到红利 365 日内的未用余额按结余看待，不报；没有到账日期的，从红利年度末起算。
  - 没有任何使用记录的：由 DU01 提示，本规则不可评估，不重复报；填报全部在结余中的除外。
  - 填报的未使用红利与计算相符的，365 日内按结余看待；超过 365 日仍未用的照报（本项目约定）。
  - 用上年结余：某年多支而以前年度有余的，先互相抵消。
innocent: 可能动用了上年结余，或有的用途尚未登记。
next_check: 逐笔核对使用明细、银行流水和红利结余。
clears: 逐笔的用途说明和凭证，或结余所在账户的余额。
related: [DU01, DU02]
message: >-
  {year} 年从{subject}实收红利 {dividend} 元，用途合计 {used} 元{rest}，
  {finding} {amount} 元（容差 {tolerance} 元），待核。
*/
with dividend_year as (
    select
        village_code,
        cooperative,
        year,
        root_cause,
        dividend,
        case when coalesce(unspent < dividend, true) then lacking end as lacking,
        unspent,
        counted_from,
        coalesce(used, 0) as used
    from core.dividend_year
),

gap as (
    select
        village_code,
        cooperative,
        year,
        overspent,
        left_over,
        untraced,
        in_hand
    from core.dividend_gap
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

compared as (
    select
        d.village_code,
        d.cooperative,
        d.year,
        d.root_cause,
        d.dividend,
        d.unspent,
        d.used,
        g.overspent,
        g.untraced,
        g.in_hand,
        d.unspent - d.dividend + d.used as misstated,
        date_diff('day', d.counted_from, s.as_of) > $unspent_days as is_late
    from dividend_year as d
    inner join gap as g on d.village_code = g.village_code and d.cooperative = g.cooperative and d.year = g.year
    cross join setting as s
    where coalesce(d.lacking, '') = ''
),

judged as (
    select
        village_code,
        cooperative,
        year,
        root_cause,
        dividend,
        unspent,
        used,
        case
            when overspent > $tolerance then '用途合计比红利多出'
            when untraced > $tolerance and unspent is not null then '此外未见去向'
            when untraced > $tolerance then '余下的过了 ' || cast($unspent_days as varchar) || ' 日未见去向'
            when abs(misstated) > $tolerance then '填报的未使用红利比红利减用途'
                || case when misstated > 0 then '多' else '少' end
            when is_late and in_hand > $tolerance then '过了 ' || cast($unspent_days as varchar) || ' 日仍未用'
        end as finding,
        case
            when overspent > $tolerance then overspent
            when untraced > $tolerance then untraced
            when abs(misstated) > $tolerance then abs(misstated)
            else in_hand
        end as amount
    from compared
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
        coalesce('，填报的未使用红利 ' || cast(j.unspent as varchar) || ' 元', '') as rest,
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
        '' as rest,
        null as finding
    from dividend_year
    where lacking is not null
)

select * from final
