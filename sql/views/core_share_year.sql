/*
view: core.share_year
title: 股本滚动：一村一社一年，年初股本、当年增减、年末股本；没有变动的年度照样结转，直到全县有记录的最后一年
columns:
  village_code: 村代码
  cooperative: 合作社
  year: 年度
  opening_capital: 年初股本（元）：没有登记台账的，取红利收取表最近所载的股本
  contributed: 新增投入（元）
  reinvested: 红利转增（元）
  reduced: 减少（元）
  closing_capital: 年末股本（元）
  coop_total_shares: 合作社股金总额（元）：登记台账所载
  events: 当年变动笔数
  recorded: 当年是否有变动、红利或盈余分配的记录：没有的为结转
*/
with setting as (
    select as_of from meta.setting
),

dividend as (
    select
        village_code,
        cooperative,
        year,
        share_capital
    from core.dividend
),

coop_year as (
    select
        village_code,
        trim(cooperative) as cooperative,
        year
    from ledger.coop_year
),

first_dividend as (
    select
        village_code,
        cooperative,
        min(year) as year
    from dividend
    group by village_code, cooperative
),

-- an event without any date counts from the first dividend on, the latest it can have happened
dated as (
    select
        e.village_code,
        e.cooperative,
        cast(coalesce(year(e.event_day), f.year, year(s.as_of)) as integer) as year,
        e.event,
        e.change,
        e.coop_total_shares
    from core.share_event as e
    cross join setting as s
    left join first_dividend as f on e.village_code = f.village_code and e.cooperative = f.cooperative
),

moved as (
    select
        village_code,
        cooperative,
        year,
        sum(change) filter (where event in ('初始投入', '追加投入', '配股扩股') and change > 0) as contributed,
        sum(change) filter (where event = '红利转增' and change > 0) as reinvested,
        sum(-change) filter (where change < 0) as reduced,
        sum(change) as change,
        max(coop_total_shares) as coop_total_shares,
        count(*) as events
    from dated
    group by village_code, cooperative, year
),

recorded as (
    select
        village_code,
        cooperative,
        year
    from dividend
    union
    select
        village_code,
        cooperative,
        year
    from coop_year
    union
    select
        village_code,
        cooperative,
        year
    from dated
),

village as (
    select
        village_code,
        peers
    from core.village
),

begun as (
    select
        village_code,
        cooperative,
        min(year) as first_year
    from recorded
    group by village_code, cooperative
),

latest as (
    select
        v.peers,
        max(r.year) as year
    from recorded as r
    inner join village as v on r.village_code = v.village_code
    group by v.peers
),

calendar as (
    select distinct year from fact.calendar_month
),

spine as (
    select
        village_code,
        cooperative,
        year
    from recorded
    union
    select
        b.village_code,
        b.cooperative,
        c.year
    from begun as b
    inner join village as v on b.village_code = v.village_code
    inner join latest as l on v.peers = l.peers
    inner join calendar as c on b.first_year < c.year and l.year >= c.year
),

rolled as (
    select
        s.village_code,
        s.cooperative,
        s.year,
        coalesce(m.contributed, 0) as contributed,
        coalesce(m.reinvested, 0) as reinvested,
        coalesce(m.reduced, 0) as reduced,
        coalesce(m.change, 0) as change,
        m.coop_total_shares,
        coalesce(m.events, 0) as events,
        r.year is not null as recorded,
        d.share_capital,
        sum(coalesce(m.change, 0)) over (partition by s.village_code, s.cooperative order by s.year) as closing,
        sum(coalesce(m.events, 0)) over (partition by s.village_code, s.cooperative) as all_events,
        count(d.share_capital) over (partition by s.village_code, s.cooperative order by s.year) as statements
    from spine as s
    left join moved as m
        on s.village_code = m.village_code and s.cooperative = m.cooperative and s.year = m.year
    left join recorded as r
        on s.village_code = r.village_code and s.cooperative = r.cooperative and s.year = r.year
    left join dividend as d
        on s.village_code = d.village_code and s.cooperative = d.cooperative and s.year = d.year
),

-- where no register is kept, the capital stated with the last dividend is all there is
held as (
    select
        village_code,
        cooperative,
        year,
        contributed,
        reinvested,
        reduced,
        change,
        coop_total_shares,
        events,
        recorded,
        case
            when all_events > 0 then closing
            else max(share_capital) over (partition by village_code, cooperative, statements)
        end as closing,
        case
            when all_events > 0 then closing - change
            else max(share_capital) over (partition by village_code, cooperative, statements)
        end as opening
    from rolled
),

final as (
    select
        village_code,
        cooperative,
        year,
        cast(opening as decimal(18, 2)) as opening_capital,
        cast(contributed as decimal(18, 2)) as contributed,
        cast(reinvested as decimal(18, 2)) as reinvested,
        cast(reduced as decimal(18, 2)) as reduced,
        cast(closing as decimal(18, 2)) as closing_capital,
        coop_total_shares,
        cast(events as integer) as events,
        recorded
    from held
    where recorded or closing <> 0
)

select * from final
