/*
id: RC03
title: 股权抵押/质押/内部转让
level: 严重
status: stable
money: 受损
subject: cooperative
applies_to: 红色股份
description: 登记台账中有质押（抵押）或转让的变动。县里允许质押的（参数 allow_pledge），质押不报，转让仍报。
why: 红色股份封闭运行，抵押或转让出去，集体的股本就可能收不回来。
basis:
  - 《湖南吉首：“红色股份”发展村级集体经济增强基层党组织“向心力”》（第三届全国基层党建创新案例，载《街办基层党建创新案例（5 篇）》网络汇编篇五）做法（七）：不能抵押及内部转让
params: [allow_pledge]
looks_in:
  share_event: {by: [cooperative], days: any}
root_cause: 一社同日同一变动为一个事实；转让又使股本减少（RC02）的，合计金额时只取最大一笔。
falsepositives:
  - 法律优先于地方试点：县文件允许质押的，把参数 allow_pledge 设为 1。
  - 已解除：同一合作社登记了金额为负的质押，冲完的不报，冲掉一部分的只报余下的。
innocent: 县里已有新文件允许股权质押贷款，或登记时选错了变动事项。
next_check: 查质押合同、担保登记和转让协议；已经解除的，请补登解除记录。
clears: 解除质押、撤销转让的登记，或县里允许质押的文件。
related: [RC02]
message: "{cooperative}的红色股份登记有{event}，涉及股本 {amount} 元，试点规定不能抵押及内部转让，待核。"
*/
with event as (
    select
        row_id,
        village_code,
        cooperative,
        event_day,
        event,
        amount
    from core.share_event
    where event = '转让' or (event = '质押' and $allow_pledge = 0)
),

released as (
    select
        village_code,
        cooperative,
        event,
        cast(sum(amount) as decimal(18, 2)) as outstanding
    from event
    group by village_code, cooperative, event
),

open_event as (
    select
        e.row_id,
        e.village_code,
        e.cooperative,
        e.event_day,
        e.event,
        r.outstanding,
        cast(sum(abs(e.amount)) over (
            partition by e.village_code, e.cooperative, e.event, e.event_day
        ) as decimal(18, 2)) as amount
    from event as e
    inner join released as r
        on e.village_code = r.village_code and e.cooperative = r.cooperative and e.event = r.event
    where e.event = '转让' or (e.amount > 0 and r.outstanding > 0)
),

final as (
    select
        village_code,
        concat_ws(' ', cooperative, event) as subject,
        event_day as period,
        case when event = '质押' then least(amount, outstanding) else amount end as amount,
        row_id,
        cooperative,
        event
    from open_event
)

select * from final
