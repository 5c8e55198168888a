/*
id: RC04
title: 股权量化到个人
level: 严重
status: stable
money: 受损
subject: cooperative
applies_to: 红色股份
description: 登记台账中持有人类型为个人，或有“量化到个人”的变动。
why: 红色股份属于村集体，不折股量化到个人。
basis:
  - 《湖南吉首：“红色股份”发展村级集体经济增强基层党组织“向心力”》（第三届全国基层党建创新案例，载《街办基层党建创新案例（5 篇）》网络汇编篇五）做法（七）：股权不折股量化到个人
  - 《农村集体经济组织法》（主席令第二十六号，2025 年 5 月 1 日起施行）第 36 条第（七）项：不得分割到成员个人
root_cause: 同一持有人的同一份股权为一个事实；全公司只登记在一人名下又没有委托协议号的，与 RC05 为同一事实。
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
        coalesce(red_company, cooperative) as company,
        event_day,
        event,
        abs(amount) as amount,
        holder_name,
        holder_type,
        mandate_no,
        case when holder_type = '个人' and event <> '量化到个人' then coalesce(holder_name, holder_type) end as holder
    from core.share_event
),

-- one person holds all of it and nothing says for whom: what RC05 says
held_alone as (
    select
        village_code,
        company
    from event
    group by village_code, company
    having count(mandate_no) = 0 and min(holder) = max(holder)
),

personal as (
    select
        e.row_id,
        e.village_code,
        concat_ws(' ', e.cooperative, e.holder_name) as subject,
        e.event_day,
        e.amount,
        case when e.event = '量化到个人' then '登记为量化到个人' else '登记在个人名下' end as finding,
        'RC05|' || h.village_code || '|' || h.company as root_cause
    from event as e
    left join held_alone as h on e.village_code = h.village_code and e.company = h.company and e.holder is not null
    where e.holder_type = '个人' or e.event = '量化到个人'
),

final as (
    select
        village_code,
        subject,
        event_day as period,
        cast(sum(amount) over (partition by village_code, subject, event_day) as decimal(18, 2)) as amount,
        row_id,
        max(finding) over (partition by village_code, subject, event_day) as finding,
        max(root_cause) over (partition by village_code, subject, event_day) as root_cause
    from personal
)

select * from final
