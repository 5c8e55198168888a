/*
id: RC04
title: 股权量化到个人
level: 严重
status: stable
subject: cooperative
applies_to: 红色股份
description: 登记台账中持有人类型为个人，或有“量化到个人”的变动。
why: 红色股份属于村集体，不折股量化到个人。
basis:
  - 《湖南吉首：“红色股份”发展村级集体经济增强基层党组织“向心力”》（人民网—中国共产党新闻网，2015 年）做法（七）：股权不折股量化到个人（原文第 821 行）
  - 《农村集体经济组织法》（主席令第二十六号，2025 年 5 月 1 日起施行）第 36 条第（七）项：不得分割到成员个人
needs: [share_event]
root_cause: 同一持有人的同一份股权为一个事实。
falsepositives:
  - 受党支部委托以个人名义登记的（持有人类型为受托个人）不算，见 RC05。
innocent: 可能把受托登记的人误填为个人持有。
next_check: 查合作社成员账户、股权证和委托协议。
clears: 更正后的登记，股份记在村集体名下。
related: [RC05]
message: >-
  {subject}的红色股份 {amount} 元{finding}，待核。
*/
with event as (
    select
        row_id,
        village_code,
        cooperative,
        event_day,
        event,
        abs(amount) as amount,
        holder_name,
        holder_type
    from core.share_event
),

personal as (
    select
        row_id,
        village_code,
        concat_ws(' ', cooperative, holder_name) as subject,
        event_day,
        amount,
        case when event = '量化到个人' then '登记为量化到个人' else '登记在个人名下' end as finding
    from event
    where holder_type = '个人' or event = '量化到个人'
),

final as (
    select
        village_code,
        subject,
        event_day as period,
        cast(sum(amount) over (partition by village_code, subject, event_day) as decimal(18, 2)) as amount,
        row_id,
        max(finding) over (partition by village_code, subject, event_day) as finding
    from personal
)

select
    village_code,
    subject,
    period,
    amount,
    row_id,
    finding
from final
