/*
id: RC14
title: 红股效益评估后的整改没有期限，或到期没有完成
level: 中
status: stable
money: 手续
subject: cooperative
applies_to: 红色股份
description: "评估处理为整改的，没有写整改期限；或到审计截止日已过期限，还没有写整改完成日期；或完成日期在期限之后。一社一年一条，不涉及金额。"
why: 评估指出的问题不按期整改，评估就白做了，集体的股本仍在风险里。
basis:
  - 《湖南吉首：“红色股份”发展村级集体经济增强基层党组织“向心力”》（第三届全国基层党建创新案例，载《街办基层党建创新案例（5 篇）》网络汇编篇五）做法（十）：对“红色股份”开展效益评估，对工作不够规范、成效不明显的责令其整改，直至给予处罚
looks_in:
  coop_year:
    - {by: [cooperative]}
    - {cells: [follow_up_due, follow_up_done]}
root_cause: 一社一年的评估处理为同一事实；不涉及金额。
falsepositives:
  - 评估处理为扶持、处罚、无的，和没有写评估处理的，不查。
  - 期限当天完成的、期限还没有到的，不报。
  - 没有写期限而已经写了完成日期的，不报。
innocent: 已经整改，台账没有补填完成日期，或经同意延期。
next_check: 查评估通报、整改报告和验收意见。
clears: 整改验收意见，或同意延期的文件。
related: [RC13, CP04]
message: "{year} 年{cooperative}评估处理为整改，{finding}，待核。"
*/
with setting as (
    select as_of from meta.setting
),

coop_year as (
    select
        row_id,
        village_code,
        cooperative,
        year,
        follow_up_due,
        follow_up_done
    from core.coop_year
    where follow_up = '整改'
),

judged as (
    select
        c.row_id,
        c.village_code,
        c.cooperative,
        c.year,
        case
            when c.follow_up_due is null and c.follow_up_done is null then '没有写整改期限'
            when c.follow_up_done is null and c.follow_up_due < s.as_of
                then '期限 ' || cast(c.follow_up_due as varchar) || ' 已过，没有写完成日期'
            when c.follow_up_done > c.follow_up_due
                then '期限 ' || cast(c.follow_up_due as varchar) || '，完成日期 '
                    || cast(c.follow_up_done as varchar) || ' 在期限之后'
        end as finding
    from coop_year as c
    cross join setting as s
),

final as (
    select
        village_code,
        cooperative || ' 评估处理' as subject,
        make_date(year, 1, 1) as period,
        cast(0 as decimal(18, 2)) as amount,
        row_id,
        concat_ws('|', 'RC14', village_code, cooperative, cast(year as varchar)) as root_cause,
        cooperative,
        year,
        finding
    from judged
    where finding is not null
)

select * from final
