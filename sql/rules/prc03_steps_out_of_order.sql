/*
id: PRC03
title: 四议顺序错误或间隔为零
level: 中
status: stable
money: 手续
subject: project
units: 村
description: "四议两公开台账里，后一环节的日期早于前一环节（提议、商议、审议、决议、决议公开依次不得倒置），\
  或提议、商议、审议、决议四个会都在同一天。缺的日期不比（由 PRC01 查），结果公开日期不在本规则内。"
why: 顺序颠倒或一天开完四个会，议事多半没有真开，是事后补的记录。
basis:
  - 审计实务：各地公开的四议两公开工作流程，提议、商议、审议、决议、公开依次进行
params: [merge_1_2]
looks_in:
  resolution: {any: [resolution_no], days: any}
root_cause: 一个决议事项为同一事实，与 PRC02、PRC04、PRC05 合计金额时只取最大一笔。
falsepositives:
  - 一肩挑的村，提议和商议同一天开会：相邻两个日期相同不算倒置，本就通过；参数 merge_1_2 设为“是”的，两个日期不比先后。
  - 应急事项当天开完四个会的，不报。
  - 同一事项登记了几次的，只看填得最全的一次。
  - 四个会的日期没有填全的，不判断是否同一天。
innocent: 台账登记时把日期填错栏，或几个环节确实连着开会。
next_check: 调会议记录原件、签到表和照片，核对各次会议的日期和到会人。
clears: 会议记录原件和签到表，或对日期填错的说明。
related: [PRC01, PRC02, PRC04]
message: "{subject}的日期依次为：{steps}，{reason}，待核。"
*/
with matter as (
    select
        row_id,
        village_code,
        amount,
        proposed_on,
        consulted_on,
        deliberated_on,
        resolved_on,
        decision_published_on,
        is_emergency,
        period,
        subject,
        root_cause
    from core.resolution
),

dated as (
    select
        row_id,
        case when proposed_on is not null then 1 else 0 end
        + case when consulted_on is not null then 1 else 0 end
        + case when deliberated_on is not null then 1 else 0 end
        + case when resolved_on is not null then 1 else 0 end
        + case when decision_published_on is not null then 1 else 0 end as dates
    from matter
),

judged as (
    select
        m.row_id,
        concat_ws(
            '、',
            case when $merge_1_2 <> '是' and m.consulted_on < m.proposed_on then '商议早于提议' end,
            case
                when m.deliberated_on < m.consulted_on then '审议早于商议'
                when m.deliberated_on < m.proposed_on then '审议早于提议'
            end,
            case
                when m.resolved_on < m.deliberated_on then '决议早于审议'
                when m.resolved_on < m.consulted_on then '决议早于商议'
                when m.resolved_on < m.proposed_on then '决议早于提议'
            end,
            case
                when m.decision_published_on < m.resolved_on then '公开早于决议'
                when m.decision_published_on < m.deliberated_on then '公开早于审议'
                when m.decision_published_on < m.consulted_on then '公开早于商议'
                when m.decision_published_on < m.proposed_on then '公开早于提议'
            end,
            case
                when
                    not m.is_emergency
                    and m.proposed_on = m.consulted_on
                    and m.consulted_on = m.deliberated_on
                    and m.deliberated_on = m.resolved_on
                    then '四个会在同一天'
            end
        ) as reason,
        concat_ws(
            '，',
            '提议 ' || cast(m.proposed_on as varchar),
            '商议 ' || cast(m.consulted_on as varchar),
            '审议 ' || cast(m.deliberated_on as varchar),
            '决议 ' || cast(m.resolved_on as varchar),
            '决议公开 ' || cast(m.decision_published_on as varchar)
        ) as steps
    from matter as m
),

undated as (
    select m.village_code
    from matter as m
    inner join dated as d on m.row_id = d.row_id
    group by m.village_code
    having max(d.dates) <= 1
),

final as (
    select
        m.village_code,
        m.subject,
        m.period,
        m.amount,
        m.row_id,
        '命中' as outcome,
        null as missing,
        m.root_cause,
        j.steps,
        j.reason
    from matter as m
    inner join judged as j on m.row_id = j.row_id
    where j.reason <> ''
    union all
    select
        village_code,
        '决议' as subject,
        null as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        '四议两公开台账里各环节的日期（每个事项至少两个）' as missing,
        null as root_cause,
        null as steps,
        null as reason
    from undated
)

select * from final
