/*
id: DR04
title: 收益率离群
level: 低
status: stable
money: 手续
tunable: yield_z_limit
subject: cooperative
applies_to: 红色股份
description: 红利除以股本的收益率与全县同年各村相比明显偏离（修正 z 值不小于 3.5，且与中位数相差不小于 2 个百分点）。
why: 过低可能是少分，过高可能是约定的固定回报或套取。
basis:
  - 审计实务：修正 z 值离群测试（Iglewicz、Hoaglin，1993 年）
params: [yield_z_limit, yield_z_scale, yield_min_gap, yield_min_count, yield_low, yield_high]
root_cause: 一村一社一年的应分红利为同一事实，与 DR02 合计时只取最大一笔。
falsepositives:
  - 可比的收益率不足 10 个的，只报低于 2% 或高于 20% 的，其余不可评估。
  - 各村收益率几乎相同（离散度为零）时不作统计，不可评估。
innocent: 合作社当年经营好坏不同。
next_check: 查合作社盈余分配表和经营说明。
clears: 合作社当年的经营说明和盈余分配表。
example: "全县 11 个村 2024 年的收益率（红利除以股本）：10 个村都在 7% 上下，中位数为 7%；\
  村 11 的股本 100,000 元、红利 20,000 元，收益率 20%，比中位数高 13 个百分点，\
  修正 z 值也超过 3.5，报一条“低”，金额为按中位数计算的差额 13,000 元。若只有 4 个村，\
  作不了统计，只报低于 2% 和高于 20% 的：收益率 1.5% 的报，按 2% 计算差 500 元。"
related: [DR02]
relative: true
message: >-
  {year} 年{subject}的收益率为 {yield:.2%}，{finding} {reference:.2%}，
  按此计算红利相差 {amount} 元（可比的满 {yield_min_count} 个时以修正 z 值 {yield_z_limit:g}、
  相差 {yield_min_gap:.0%} 为界，不满时以 {yield_low:.0%}、{yield_high:.0%} 为界），待核。
*/
with yield as (
    select
        d.village_code,
        d.cooperative,
        d.year,
        d.received,
        d.share_capital,
        cast(d.received as double) / cast(d.share_capital as double) as yield,
        v.peers
    from core.dividend as d
    inner join core.village as v on d.village_code = v.village_code
    where d.share_capital > 0
),

dividend_row as (
    select
        row_id,
        village_code,
        trim(cooperative) as cooperative,
        year
    from ledger.dividend
),

middle as (
    select
        peers,
        year,
        count(*) as n,
        median(yield) as median_yield
    from yield
    group by peers, year
),

spread as (
    select
        y.peers,
        y.year,
        median(abs(y.yield - m.median_yield)) as mad
    from yield as y
    inner join middle as m on y.peers = m.peers and y.year = m.year
    group by y.peers, y.year
),

judged as (
    select
        y.village_code,
        y.cooperative,
        y.year,
        y.received,
        y.share_capital,
        y.yield,
        m.n,
        case
            when m.n < $yield_min_count and y.yield < $yield_low then $yield_low
            when m.n < $yield_min_count and y.yield > $yield_high then $yield_high
            when
                m.n >= $yield_min_count
                and s.mad > 0
                and $yield_z_scale * abs(y.yield - m.median_yield) >= $yield_z_limit * s.mad
                and abs(y.yield - m.median_yield) >= $yield_min_gap
                then m.median_yield
        end as reference,
        case
            when m.n < $yield_min_count then '同年可比的收益率（只有 ' || cast(m.n as varchar) || ' 个）'
            when s.mad = 0 then '同年收益率的差异（离散度为零）'
        end as missing,
        case
            when m.n >= $yield_min_count then '同年各村中位数为'
            when y.yield < $yield_low then '低于'
            else '高于'
        end as finding
    from yield as y
    inner join middle as m on y.peers = m.peers and y.year = m.year
    inner join spread as s on y.peers = s.peers and y.year = s.year
),

final as (
    select
        j.village_code,
        j.cooperative as subject,
        make_date(j.year, 1, 1) as period,
        case
            when j.reference is not null
                then try_cast(abs(cast(j.received as double) - cast(j.share_capital as double) * j.reference) as decimal(18, 2))
        end as amount,
        case when j.reference is not null then d.row_id end as row_id,
        case when j.reference is not null then '命中' else '不可评估' end as outcome,
        case when j.reference is null then j.missing end as missing,
        concat_ws('|', 'DR', j.village_code, j.cooperative, cast(j.year as varchar)) as root_cause,
        j.year,
        cast(j.yield as decimal(18, 6)) as yield,
        cast(j.reference as decimal(18, 6)) as reference,
        j.finding
    from judged as j
    inner join dividend_row as d
        on j.village_code = d.village_code and j.cooperative = d.cooperative and j.year = d.year
    where j.reference is not null or j.missing is not null
)

select * from final
