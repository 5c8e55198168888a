/*
id: RC08
title: 村级总控不符
level: 中
status: stable
money: 手续
subject: county
description: 各村登记的红色股份（初始投入＋追加投入）村数、金额与公布的总额不符。
why: 公布的总额是全县的总控，少了的村就是没有看到的村。
basis:
  - 《湖南吉首：“红色股份”发展村级集体经济增强基层党组织“向心力”》（第三届全国基层党建创新案例，载《街办基层党建创新案例（5 篇）》网络汇编篇五）成效：试点已推广到 17 个村，整合股本资本金 345 万元
params: [red_share_control_villages, red_share_control_capital, red_share_control_tolerance]
looks_in:
  share_event: {days: any, county: true}
root_cause: 全县的公布总额为一个事实。
falsepositives:
  - 部分村未上报的按“未覆盖”列示，级别为提示，不计违规。
  - 红利转增不计入：公布的是投入的资本金。
innocent: 有的村尚未报送登记台账。
next_check: 催报未覆盖的村，与农经部门的登记核对。
clears: 补报的村级登记台账。
related: [RC01]
message: >-
  {place}公布的红色股份为 {control_villages} 个村、{control_capital} 元，各村登记台账有 {villages} 个村、{capital} 元，
  {finding} {gap} 个村、{amount} 元（公布以万元为单位，相差 {red_share_control_tolerance:,} 元以内不算）。
*/
with county as (
    select
        peers,
        name
    from core.county
),

event as (
    select
        e.row_id,
        e.village_code,
        e.amount,
        v.peers
    from core.share_event as e
    inner join core.village as v on e.village_code = v.village_code
    where e.event in ('初始投入', '追加投入')
),

registered as (
    select
        c.peers,
        nullif(c.name, '全县') as place,
        cast(count(distinct e.village_code) as integer) as villages,
        cast(coalesce(sum(e.amount), 0) as decimal(18, 2)) as capital,
        cast($red_share_control_villages as integer) as control_villages,
        cast($red_share_control_capital as decimal(18, 2)) as control_capital
    from county as c
    left join event as e on c.peers = e.peers
    group by c.peers, c.name
),

final as (
    select
        r.peers as village_code,
        concat_ws('', r.place, '红色股份公布总额') as subject,
        cast(null as date) as period,
        cast(abs(r.control_capital - r.capital) as decimal(18, 2)) as amount,
        e.row_id,
        case
            when r.villages < r.control_villages and r.capital <= r.control_capital + $red_share_control_tolerance then '提示'
        end as level,
        r.control_villages,
        r.control_capital,
        r.villages,
        r.capital,
        case
            when r.villages < r.control_villages and r.capital <= r.control_capital + $red_share_control_tolerance
                then '未覆盖'
            else '相差'
        end as finding,
        abs(r.control_villages - r.villages) as gap,
        coalesce(r.place, '') as place
    from registered as r
    left join event as e on r.peers = e.peers
    where
        abs(r.control_capital - r.capital) > $red_share_control_tolerance
        or r.villages != r.control_villages
)

select * from final
