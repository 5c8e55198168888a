/*
id: RC12
title: 配股扩股以后集体的占股下降
level: 中
status: stable
money: 手续
subject: cooperative
applies_to: 红色股份
description: "登记台账上配股扩股的一笔，填的占股比例（变动之后的累计占比）比同一社前一次登记的占股比例低，\
  下降超过 0.5 个百分点。金额为按原来占比应有的股金与现在占比的股金之差；没有填合作社股金总额的金额为 0。"
why: 合作社扩股而集体没有按比例配到，占股就被稀释，以后的红利都少。
basis:
  - 《湖南吉首：“红色股份”发展村级集体经济增强基层党组织“向心力”》（第三届全国基层党建创新案例，载《街办基层党建创新案例（5 篇）》网络汇编篇五）做法（七）：在资产评估、股权设置、配股扩股和股本收益等方面促其严格按照法律法规进行，保证股权人主体地位和民主权利
params: [share_ratio_gap]
looks_in:
  share_event:
    - {by: [cooperative], days: any}
    - {cells: [event_date, ratio]}
root_cause: 一社一次配股扩股为同一事实，与 RC10 合计时只取最大一笔。
falsepositives:
  - 前一次没有登记占股比例、配股扩股没有日期的，不可评估。
  - 下降不超过 0.5 个百分点的，多半是取整，不报。
  - 同一天有几笔登记的，分不出先后，只与以前日期的比。
innocent: 村里经决议放弃了这次配股，或用别的资产另行入股，登记在后面。
next_check: 查成员大会扩股决议、村里放弃或认购的决议、扩股价格有没有评估。
clears: 村里关于放弃认购的决议，或按比例认购的股权证。
related: [RC10, RC11, RC02]
message: "{event_day}，{cooperative}配股扩股，集体占股由 {before:.2%} 降到 {after:.2%}（下降不超过 {share_ratio_gap:.1%} 的不报），\
  按原来占比少 {amount} 元股金，待核。"
*/
with event as (
    select
        row_id,
        village_code,
        cooperative,
        event_day,
        event,
        coop_total_shares
    from core.share_event
),

stated as (
    select
        row_id,
        ratio
    from ledger.share_event
    where ratio is not null
),

ratio_event as (
    select
        e.row_id,
        e.village_code,
        e.cooperative,
        e.event_day,
        e.event,
        e.coop_total_shares,
        s.ratio
    from event as e
    inner join stated as s on e.row_id = s.row_id
),

compared as (
    select
        n.row_id,
        n.village_code,
        n.cooperative,
        n.event_day,
        n.coop_total_shares,
        n.ratio as after,
        b.row_id as before_row_id,
        b.ratio as before
    from ratio_event as n
    inner join ratio_event as b
        on n.village_code = b.village_code and n.cooperative = b.cooperative and n.event_day > b.event_day
    where n.event = '配股扩股'
    qualify row_number() over (partition by n.row_id order by b.event_day desc, b.row_id desc) = 1
),

diluted as (
    select
        row_id,
        before_row_id,
        village_code,
        cooperative,
        event_day,
        cast(before as decimal(18, 8)) as before,
        cast(after as decimal(18, 8)) as after,
        cast(
            coalesce((cast(before as decimal(18, 8)) - cast(after as decimal(18, 8))) * coop_total_shares, 0) as decimal(18, 2)
        ) as amount
    from compared
    where cast(before as decimal(18, 8)) - cast(after as decimal(18, 8)) > $share_ratio_gap
    qualify row_number() over (partition by village_code, cooperative, event_day order by after, row_id) = 1
),

evidence as (
    select
        row_id,
        row_id as seen
    from diluted
    union all
    select
        row_id,
        before_row_id as seen
    from diluted
),

unknown as (
    select
        e.village_code,
        e.cooperative,
        e.event_day
    from event as e
    where e.event = '配股扩股' and e.row_id not in (select c.row_id from compared as c)
),

final as (
    select
        d.village_code,
        d.cooperative || ' 配股扩股' as subject,
        d.event_day as period,
        d.amount,
        e.seen as row_id,
        '命中' as outcome,
        null as missing,
        concat_ws('|', 'RC10', d.village_code, d.cooperative, cast(d.event_day as varchar)) as root_cause,
        d.cooperative,
        d.event_day,
        d.before,
        d.after
    from diluted as d
    inner join evidence as e on d.row_id = e.row_id
    union all
    select
        village_code,
        cooperative || ' 配股扩股（没有比的）' as subject,
        event_day as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        '红色股份登记台账中' || cooperative || '配股扩股前后的日期和占股比例' as missing,
        null as root_cause,
        cooperative,
        event_day,
        null as before,
        null as after
    from unknown
)

select * from final
