/*
id: RC01
title: 股本台账不连续
level: 严重
status: stable
money: 受损
difference: true
subject: cooperative
applies_to: 红色股份
description: 红利收取表上享有当年红利的股本，与登记台账按事件滚动的年末股本（期初＋投入＋再投入－减少）不符。
why: 股本封闭运行，对不上说明有钱进出没有登记。
basis:
  - 《湖南吉首：“红色股份”发展村级集体经济增强基层党组织“向心力”》（第三届全国基层党建创新案例，载《街办基层党建创新案例（5 篇）》网络汇编篇五）做法（六）、（七）：追加股本，封闭运行、封闭管理
params: [tolerance]
looks_in:
  share_event:
    - {by: [cooperative], days: any}
    - {cells: [event_date]}
  dividend: {by: [cooperative]}
root_cause: 一村一社一年的红利为同一事实，与 DU02 合计时只取最大一笔。
falsepositives:
  - 享有当年红利的股本是红利年度末、该年红利再投入之前的股本；当年登记的红利转增是上年还是当年的红利有时看不出，算入或不算入有一个相符即可。
  - 年中增资：按事件日期滚动；没有日期的按所属年度。
  - 台账里没有初始投入，或有变动看不出年份的，不可评估。
  - 村里两张表都只有一个合作社时，名称写法不同也算同一社。
innocent: 年中增资的时点不同，或台账少登了一笔。
next_check: 核对合作社成员账户和股权证。
clears: 合作社成员账户和股权证，与更正后的登记台账一致。
related: [DU02, DU08, RC02]
message: >-
  {year} 年红利收取表上{subject}的股本为 {share_capital} 元，登记台账滚动到该年末为 {rolled} 元，
  相差 {amount} 元（容差 {tolerance} 元），待核。
*/
with dividend as (
    select
        village_code,
        cooperative,
        year,
        share_capital
    from core.dividend
    where share_capital is not null
),

dividend_row as (
    select
        row_id,
        village_code,
        trim(cooperative) as cooperative,
        year
    from ledger.dividend
),

event as (
    select
        row_id,
        village_code,
        cooperative,
        event_day,
        event,
        change
    from core.share_event
    where change != 0
),

sole as (
    select
        village_code,
        one_registered,
        one_paying
    from core.sole_cooperative
),

paired as (
    select
        d.village_code,
        d.cooperative,
        d.year,
        d.share_capital,
        e.row_id,
        e.event,
        e.change,
        case
            when e.event_day is null and e.event = '初始投入' then '以前'
            when e.event_day is null then '不明'
            when year(e.event_day) > d.year then '以后'
            when year(e.event_day) = d.year and e.event = '红利转增' then '当年转增'
            else '以前'
        end as place
    from dividend as d
    inner join sole as n on d.village_code = n.village_code
    inner join event as e
        on
            d.village_code = e.village_code
            and (d.cooperative = e.cooperative or (n.one_registered and n.one_paying))
),

rolled as (
    select
        village_code,
        cooperative,
        year,
        share_capital,
        sum(case when place = '以前' then change else 0 end) as before_reinvestment,
        sum(case when place in ('以前', '当年转增') then change else 0 end) as after_reinvestment,
        max(case when event = '初始投入' and place = '以前' then 1 else 0 end) as has_initial,
        max(case when place = '不明' then 1 else 0 end) as has_undated
    from paired
    group by village_code, cooperative, year, share_capital
),

compared as (
    select
        d.village_code,
        d.cooperative,
        d.year,
        d.share_capital,
        r.after_reinvestment,
        least(abs(d.share_capital - r.before_reinvestment), abs(d.share_capital - r.after_reinvestment)) as amount,
        case
            when coalesce(r.has_initial, 0) = 0 then '红色股份登记台账中' || d.cooperative || '的初始投入'
            when r.has_undated = 1 then '红色股份登记台账中' || d.cooperative || '各笔变动的日期'
        end as missing
    from dividend as d
    left join rolled as r
        on d.village_code = r.village_code and d.cooperative = r.cooperative and d.year = r.year
),

evidence as (
    select
        village_code,
        cooperative,
        year,
        row_id
    from dividend_row
    union all
    select
        village_code,
        cooperative,
        year,
        row_id
    from paired
    where place != '以后'
),

final as (
    select
        c.village_code,
        c.cooperative as subject,
        make_date(c.year, 1, 1) as period,
        cast(c.amount as decimal(18, 2)) as amount,
        e.row_id,
        '命中' as outcome,
        null as missing,
        concat_ws('|', 'DU', c.village_code, c.cooperative, cast(c.year as varchar)) as root_cause,
        c.year,
        c.share_capital,
        cast(c.after_reinvestment as decimal(18, 2)) as rolled
    from compared as c
    inner join evidence as e
        on c.village_code = e.village_code and c.cooperative = e.cooperative and c.year = e.year
    where c.missing is null and c.amount > $tolerance
    union all
    select
        village_code,
        cooperative as subject,
        make_date(year, 1, 1) as period,
        cast(null as decimal(18, 2)) as amount,
        null as row_id,
        '不可评估' as outcome,
        missing,
        null as root_cause,
        year,
        share_capital,
        null as rolled
    from compared
    where missing is not null and coalesce(amount, $tolerance + 1) > $tolerance
)

select * from final
