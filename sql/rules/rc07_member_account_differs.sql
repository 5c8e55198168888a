/*
id: RC07
title: 投入期权益证明与合作社成员账户不一致
level: 高
status: stable
money: 受损
difference: true
subject: cooperative
applies_to: 红色股份
description: "红色公司的登记台账按事件滚动的红色股份，与合作社盈余分配表上的红色股份（成员账户）相差超过 0.01 元。\
  当年任何一天的数（到分配决议日为止）有一个相符即通过。"
why: 两边记的股本不一样，退社、分红和清算时就说不清集体有多少。
basis:
  - 《农民专业合作社法》（2017 年修订）第 43 条：成员账户记载出资额和公积金份额
params: [tolerance]
looks_in:
  share_event:
    - {by: [cooperative], days: any}
    - {cells: [event_date]}
  coop_year: {by: [cooperative]}
root_cause: 一村一社一年的股本为一个事实。
falsepositives:
  - 量化时点不同：年初、年内每次变动之后、年末、分配决议日的数，有一个相符即可。
  - 只填了年度、没有日期的变动，年内哪一天都可能，算入和不算入有一个相符即可。
  - 登记台账里没有该社的初始投入，或有看不出年份的变动，不可评估。
  - 村里两张表都只有一个合作社时，名称写法不同也算同一社。
innocent: 合作社把量化给村里的公积金、补助份额也计入了成员账户。
next_check: 与合作社对账，核对成员账户、股权证和每次投入的凭证，必要时取对账函。
clears: 与合作社核对一致的对账函。
related: [RC01, RC10]
message: >-
  {year} 年{subject}成员账户上的红色股份为 {red_shares} 元，登记台账滚动到年末为 {rolled} 元，
  相差 {amount} 元（容差 {tolerance} 元），待核。
*/
with event as (
    select
        row_id,
        village_code,
        cooperative,
        event_date,
        event_day,
        event,
        change
    from core.share_event
    where change <> 0
),

account as (
    select
        village_code,
        cooperative,
        year,
        red_shares,
        coalesce(greatest(decided_on, make_date(year, 12, 31)), make_date(year, 12, 31)) as seen_until,
        row_id
    from core.coop_year
    where red_shares is not null
),

sole as (
    select
        village_code,
        one_registered,
        one_reporting
    from core.sole_cooperative
),

paired as (
    select
        a.village_code,
        a.cooperative,
        a.year,
        a.red_shares,
        e.row_id,
        e.event,
        e.change,
        e.event_day,
        case
            when e.event_day is null and e.event = '初始投入' then '以前'
            when e.event_day is null then '不明'
            when year(e.event_day) < a.year then '以前'
            when coalesce(e.event_date <> e.event_day, true) and year(e.event_day) = a.year then '年内'
            when e.event_day <= a.seen_until then '期内'
            else '以后'
        end as place
    from account as a
    inner join sole as n on a.village_code = n.village_code
    inner join event as e
        on
            a.village_code = e.village_code
            and (a.cooperative = e.cooperative or (n.one_registered and n.one_reporting))
),

rolled as (
    select
        village_code,
        cooperative,
        year,
        sum(case when place = '以前' then change else 0 end) as opening,
        sum(case when place in ('以前', '年内') then change else 0 end) as with_undated,
        sum(
            case when place in ('以前', '年内') or year(event_day) = year then change else 0 end
        ) as closing,
        max(case when event = '初始投入' and place <> '以后' then 1 else 0 end) as has_initial,
        max(case when place = '不明' then 1 else 0 end) as has_undated
    from paired
    group by village_code, cooperative, year
),

-- the balance after each dated change that the statement may have seen
after_change as (
    select
        p.village_code,
        p.cooperative,
        p.year,
        sum(q.change) as moved
    from paired as p
    inner join paired as q
        on
            p.village_code = q.village_code
            and p.cooperative = q.cooperative
            and p.year = q.year
            and p.event_day >= q.event_day
    where q.place = '期内'
    group by p.village_code, p.cooperative, p.year, p.row_id
),

candidate as (
    select
        village_code,
        cooperative,
        year,
        opening as balance
    from rolled
    union all
    select
        village_code,
        cooperative,
        year,
        with_undated as balance
    from rolled
    union all
    select
        a.village_code,
        a.cooperative,
        a.year,
        r.opening + a.moved as balance
    from after_change as a
    inner join rolled as r on a.village_code = r.village_code and a.cooperative = r.cooperative and a.year = r.year
    union all
    select
        a.village_code,
        a.cooperative,
        a.year,
        r.with_undated + a.moved as balance
    from after_change as a
    inner join rolled as r on a.village_code = r.village_code and a.cooperative = r.cooperative and a.year = r.year
),

agreed as (
    select distinct
        c.village_code,
        c.cooperative,
        c.year
    from candidate as c
    inner join account as a on c.village_code = a.village_code and c.cooperative = a.cooperative and c.year = a.year
    where abs(c.balance - a.red_shares) <= $tolerance
),

compared as (
    select
        a.village_code,
        a.cooperative,
        a.year,
        a.red_shares,
        a.row_id,
        r.closing,
        case
            when coalesce(r.has_initial, 0) = 0 then '红色股份登记台账中' || a.cooperative || '的初始投入'
            when r.has_undated = 1 then '红色股份登记台账中' || a.cooperative || '各笔变动的日期'
        end as missing
    from account as a
    left join rolled as r on a.village_code = r.village_code and a.cooperative = r.cooperative and a.year = r.year
    left join agreed as g on a.village_code = g.village_code and a.cooperative = g.cooperative and a.year = g.year
    where g.year is null
),

evidence as (
    select
        village_code,
        cooperative,
        year,
        row_id
    from compared
    union all
    select
        village_code,
        cooperative,
        year,
        row_id
    from paired
    where place <> '以后'
),

final as (
    select
        c.village_code,
        c.cooperative as subject,
        make_date(c.year, 1, 1) as period,
        cast(abs(c.closing - c.red_shares) as decimal(18, 2)) as amount,
        e.row_id,
        '命中' as outcome,
        null as missing,
        concat_ws('|', 'RC07', c.village_code, c.cooperative, cast(c.year as varchar)) as root_cause,
        c.year,
        c.red_shares,
        cast(c.closing as decimal(18, 2)) as rolled
    from compared as c
    inner join evidence as e
        on c.village_code = e.village_code and c.cooperative = e.cooperative and c.year = e.year
    where c.missing is null
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
        red_shares,
        null as rolled
    from compared
    where missing is not null
)

select * from final
