/*
id: RC10
title: 集体股权占比与份额不符
level: 中
status: stable
money: 手续
subject: cooperative
applies_to: 红色股份
description: "登记台账每一行填的占股比例（该次变动之后的累计占比），与累计股本除以该行所填合作社股金总额之比相差超过 0.5 个百分点。"
why: 分红按占股比例分，比例登记错了，年年都会分错。
basis:
  - 《湖南吉首：“红色股份”发展村级集体经济增强基层党组织“向心力”》（第三届全国基层党建创新案例，载《街办基层党建创新案例（5 篇）》网络汇编篇五）做法（六）：按照所占股资总额的比例分取红利
params: [share_ratio_gap]
looks_in:
  share_event:
    - {by: [cooperative], days: any}
    - {cells: [event_date]}
root_cause: 一社同日的登记为一个事实；不涉及金额。
falsepositives:
  - 年中增资：按该行登记时的合作社股金总额算，不用别的日期的总额。
  - 同日几笔变动分不出先后的，与这一笔最先时的累计数、当日终了的累计数有一个相符即可。
  - 登记台账里没有该社的初始投入，或有变动没有日期、分不出先后的，不可评估。
innocent: 登记的是认缴比例而不是实缴比例，或股金总额没有随增资更新。
next_check: 查合作社成员账户和章程所附出资清单，核对登记日的股金总额。
clears: 更正后的占股比例登记。
related: [RC07, DR02]
message: >-
  {cooperative}登记占股 {ratio:.2%}（登记日期：{event_day}）；累计股本 {capital} 元、合作社股金总额 {total} 元，
  按金额算为 {computed:.2%}，相差超过 {share_ratio_gap:.1%}，待核。
*/
with event as (
    select
        row_id,
        village_code,
        trim(cooperative) as cooperative,
        ratio,
        coop_total_shares
    from ledger.share_event
),

change as (
    select
        row_id,
        village_code,
        cooperative,
        event_day,
        event,
        change,
        count(event_day) over (partition by village_code, cooperative) as dated,
        count(*) over (partition by village_code, cooperative) as events,
        max(case when event = '初始投入' then 1 else 0 end) over (partition by village_code, cooperative) as has_initial
    from core.share_event
),

rolled as (
    select
        row_id,
        village_code,
        cooperative,
        event_day,
        dated,
        events,
        has_initial,
        change,
        sum(change) over (partition by village_code, cooperative, event_day) as changed_that_day,
        sum(change) over (partition by village_code, cooperative order by event_day) as capital
    from change
),

stated as (
    select
        e.row_id,
        e.village_code,
        e.cooperative,
        e.ratio,
        e.coop_total_shares,
        r.event_day,
        r.capital,
        -- changes of one day have no order: this one may have been the first of them
        r.capital - r.changed_that_day + r.change as capital_if_first,
        case
            when r.has_initial = 0 then '红色股份登记台账中' || e.cooperative || '的初始投入'
            when r.dated < r.events and r.events > 1 then '红色股份登记台账中' || e.cooperative || '各笔变动的日期'
        end as missing
    from event as e
    inner join rolled as r on e.row_id = r.row_id
    where e.coop_total_shares > 0
),

compared as (
    select
        s.row_id,
        s.village_code,
        s.cooperative,
        s.ratio,
        s.coop_total_shares,
        s.event_day,
        s.capital,
        s.missing,
        row_number() over (
            partition by s.village_code, s.cooperative, s.event_day order by s.row_id desc
        ) as latest
    from stated as s
    where
        abs(cast(s.ratio as decimal(38, 8)) * s.coop_total_shares - s.capital) > $share_ratio_gap * s.coop_total_shares
        and abs(cast(s.ratio as decimal(38, 8)) * s.coop_total_shares - s.capital_if_first) > $share_ratio_gap * s.coop_total_shares
),

final as (
    select
        village_code,
        cooperative as subject,
        event_day as period,
        cast(0 as decimal(18, 2)) as amount,
        row_id,
        '命中' as outcome,
        null as missing,
        concat_ws('|', 'RC10', village_code, cooperative, cast(event_day as varchar)) as root_cause,
        cooperative,
        event_day,
        ratio,
        cast(capital as decimal(18, 2)) as capital,
        coop_total_shares as total,
        try_cast(cast(capital as double) / cast(coop_total_shares as double) as decimal(38, 8)) as computed
    from compared
    where missing is null and latest = 1
    union all
    select
        village_code,
        cooperative as subject,
        event_day as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        missing,
        null as root_cause,
        cooperative,
        event_day,
        ratio,
        null as capital,
        coop_total_shares as total,
        null as computed
    from compared
    where missing is not null and latest = 1
)

select * from final
