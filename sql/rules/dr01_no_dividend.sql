/*
id: DR01
title: 有股本无红利/连续未分红
level: 中
status: stable
money: 受损
subject: cooperative
applies_to: 红色股份
description: "持股满 12 个月（年初已在册）的一年，红利为 0 或红利收取表上没有。\
  Y 年的红利最迟在 Y+1 年末前收到，未到期不报。连续两年没有红利的，后一年升为高。\
  只在看得出“没有”的年度判断：本村报过红利收取表而全县当年有红利收取记录，或本村报了该社当年的盈余分配表；\
  本村从未报送红利收取表的，看全县有红利收取记录的年度（全县都没有的，看最近一个到期的年度），写明未报送。"
why: 红色股份每年按股分红，有股本而没有红利，可能是没有分、分了没有入账，或股本已经不在。
basis:
  - 《湖南吉首：“红色股份”发展村级集体经济增强基层党组织“向心力”》（第三届全国基层党建创新案例，载《街办基层党建创新案例（5 篇）》网络汇编篇五）做法（六）：每年按照所占股资总额的比例分取红利
params: [dividend_due_months]
looks_in:
  dividend:
    - {by: [cooperative]}
    - {unlike: [cooperative=registered]}
  coop_year: {by: [cooperative], due: true}
  share_event:
    - {by: [cooperative], days: any}
    - {cells: [event_date]}
root_cause: 一村一社一年的应分红利为同一事实，与 DR02、DR05 合计时只取最大一笔。
falsepositives:
  - 初建期：当年 1 月 2 日及以后才投入的股本，当年不算持股满 12 个月。
  - 亏损年：合作社盈余分配表的本年盈余或可分配盈余为 0 或负数的年度不报。
  - 未到期：年度终了未满 12 个月的不报。
  - 没有登记台账的村，上年和当年红利收取表都填了股本的，才算持股满 12 个月。
  - 日期不明的股份变动看不出持股多久，不报。
  - 村里两张表都只有一个合作社时，名称写法不同也算同一社；有几个社、名称又对不上的年度不报。
innocent: 合作社当年决议不分红、盈余转为股本，或红利并入下一年发放。
next_check: 查合作社当年盈余分配决议（董事会、成员大会）和村账，问清当年红利的去向。
clears: 董事会、成员大会关于当年不分红的决议，或补发红利的到账回单。
related: [DR05, DR02, RC02]
relative: true
message: >-
  {subject}有村股本 {capital} 元，{year} 年{finding}（年度终了后 {dividend_due_months} 个月内应收到），{estimate}，
  待核。
*/
with setting as (
    select as_of from meta.setting
),

village as (
    select
        village_code,
        peers
    from core.village
),

event as (
    select
        village_code,
        cooperative,
        -- a change dated by its year alone may have come on the last day of it
        coalesce(event_date, make_date(year(event_day), 12, 31)) as event_day,
        change,
        row_id
    from core.share_event
    where change <> 0
),

dividend as (
    select
        village_code,
        cooperative,
        year,
        share_capital,
        received
    from core.dividend
),

dividend_row as (
    select
        row_id,
        village_code,
        trim(cooperative) as cooperative,
        year
    from ledger.dividend
),

coop_year as (
    select
        village_code,
        cooperative,
        year,
        net_surplus,
        distributable,
        row_id
    from core.coop_year
),

registered as (
    select
        village_code,
        count(distinct cooperative) as cooperatives,
        string_agg(distinct cooperative, '、' order by cooperative) as listed
    from event
    group by village_code
),

paying as (
    select
        village_code,
        count(distinct cooperative) as cooperatives
    from dividend
    group by village_code
),

reporting as (
    select
        village_code,
        count(distinct cooperative) as cooperatives
    from coop_year
    group by village_code
),

sole as (
    select
        village_code,
        one_registered,
        one_reporting
    from core.sole_cooperative
),

collected as (
    select distinct
        v.peers,
        d.year
    from dividend as d
    inner join village as v on d.village_code = v.village_code
),

holding as (
    select distinct
        e.village_code,
        e.cooperative,
        v.peers
    from event as e
    inner join village as v on e.village_code = v.village_code
),

-- where nobody of a county has handed in dividends: the last year whose dividend is due
last_due as (
    select
        p.peers,
        year(s.as_of) - 1
        - case when month(s.as_of) > $dividend_due_months then 0 else 1 end
        - case when month(s.as_of) + 12 > $dividend_due_months then 0 else 1 end
        - case when month(s.as_of) + 12 + 12 > $dividend_due_months then 0 else 1 end as year
    from setting as s
    cross join (select distinct v.peers from village as v) as p
    where p.peers not in (select c.peers from collected as c)
),

-- a year is judged where its dividend would be seen: dividends of it are handed in, or the co-operative's statement
judged_year as (
    select
        h.village_code,
        h.cooperative,
        c.year
    from holding as h
    inner join (
        select
            peers,
            year
        from collected
        union
        select
            peers,
            year
        from last_due
    ) as c on h.peers = c.peers
    union
    select
        h.village_code,
        h.cooperative,
        y.year
    from holding as h
    inner join sole as n on h.village_code = n.village_code
    inner join coop_year as y on h.village_code = y.village_code
    where h.cooperative = y.cooperative or (n.one_registered and n.one_reporting)
),

held_by_register as (
    select
        j.village_code,
        j.cooperative,
        j.year,
        sum(e.change) as capital
    from judged_year as j
    inner join event as e on j.village_code = e.village_code and j.cooperative = e.cooperative
    where coalesce(e.event_day <= make_date(j.year, 1, 1), false)
    group by j.village_code, j.cooperative, j.year
),

held_by_statement as (
    select
        d.village_code,
        d.cooperative,
        d.year,
        least(d.share_capital, b.share_capital) as capital
    from dividend as d
    inner join dividend as b
        on d.village_code = b.village_code and d.cooperative = b.cooperative and d.year = b.year + 1
    left join registered as r on d.village_code = r.village_code
    where coalesce(r.village_code, '') = '' and d.share_capital > 0 and b.share_capital > 0
),

held as (
    select
        village_code,
        cooperative,
        year,
        capital
    from held_by_register
    where capital > 0
    union all
    select
        village_code,
        cooperative,
        year,
        capital
    from held_by_statement
),

received as (
    select
        h.village_code,
        h.cooperative,
        h.year,
        h.capital,
        sum(d.received) as received
    from held as h
    left join registered as r on h.village_code = r.village_code
    left join paying as p on h.village_code = p.village_code
    left join dividend as d
        on
            h.village_code = d.village_code
            and h.year = d.year
            and (h.cooperative = d.cooperative or (r.cooperatives = 1 and p.cooperatives = 1))
    group by h.village_code, h.cooperative, h.year, h.capital
),

loss as (
    select distinct
        h.village_code,
        h.cooperative,
        h.year
    from held as h
    inner join coop_year as y on h.village_code = y.village_code and h.year = y.year
    left join registered as r on h.village_code = r.village_code
    left join reporting as n on h.village_code = n.village_code
    where
        (h.cooperative = y.cooperative or (coalesce(r.cooperatives, 1) = 1 and n.cooperatives = 1))
        and (y.net_surplus <= 0 or y.distributable <= 0)
),

-- a dividend under a name that the register lacks may be that of any of its co-operatives
stray as (
    select distinct
        d.village_code,
        d.year
    from dividend as d
    inner join registered as r on d.village_code = r.village_code
    left join holding as h on d.village_code = h.village_code and d.cooperative = h.cooperative
    where d.received > 0 and coalesce(h.cooperative, '') = ''
),

yield as (
    select
        v.peers,
        d.year,
        median(cast(d.received as double) / cast(d.share_capital as double)) as yield
    from dividend as d
    inner join village as v on d.village_code = v.village_code
    where d.received > 0 and d.share_capital > 0
    group by v.peers, d.year
),

unpaid as (
    select
        v.village_code,
        v.cooperative,
        v.year,
        v.capital,
        v.received,
        lag(v.year) over (partition by v.village_code, v.cooperative order by v.year) as year_before,
        try_cast(cast(v.capital as double) * y.yield as decimal(18, 2)) as amount
    from received as v
    inner join village as p on v.village_code = p.village_code
    cross join setting as s
    left join loss as l on v.village_code = l.village_code and v.cooperative = l.cooperative and v.year = l.year
    left join stray as a on v.village_code = a.village_code and v.year = a.year
    left join yield as y on p.peers = y.peers and v.year = y.year
    where
        coalesce(v.received, 0) = 0
        and coalesce(l.year, 0) = 0
        and coalesce(a.year, 0) = 0
        and (year(s.as_of) - v.year) * 12 + month(s.as_of) - 12 > $dividend_due_months
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
        u.village_code,
        u.cooperative,
        u.year,
        e.row_id
    from unpaid as u
    inner join event as e
        on
            u.village_code = e.village_code
            and u.cooperative = e.cooperative
            and coalesce(e.event_day <= make_date(u.year, 1, 1), false)
    union all
    select
        village_code,
        cooperative,
        year,
        row_id
    from coop_year
),

seen as (
    select village_code from judged_year
    union
    select village_code from dividend
    where share_capital > 0
),

final as (
    select
        u.village_code,
        u.cooperative as subject,
        make_date(u.year, 1, 1) as period,
        coalesce(u.amount, cast(0 as decimal(18, 2))) as amount,
        e.row_id,
        '命中' as outcome,
        null as missing,
        case when u.year_before = u.year - 1 then '高' end as level,
        concat_ws('|', 'DR', u.village_code, u.cooperative, cast(u.year as varchar)) as root_cause,
        u.year,
        cast(u.capital as decimal(18, 2)) as capital,
        case
            when u.village_code not in (select p.village_code from paying as p) then '红利收取表未报送，没有红利收取记录'
            when u.received is null then '没有红利收取记录'
            else '红利为 0'
        end
        || case when u.year_before = u.year - 1 then '，连续两年没有红利' else '' end as finding,
        case
            when u.amount is null then '当年没有可比的收益率，未估算金额'
            else '按全县当年收益率的中位数估算约 ' || replace(cast(u.amount as varchar), '.00', '') || ' 元'
        end as estimate,
        r.listed as registered
    from unpaid as u
    left join registered as r on u.village_code = r.village_code
    left join evidence as e
        on u.village_code = e.village_code and u.cooperative = e.cooperative and u.year = e.year
    union all
    select
        v.village_code,
        '股本' as subject,
        null as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        '红色股份登记台账及红利收取表，或合作社盈余分配表' as missing,
        null as level,
        null as root_cause,
        null as year,
        null as capital,
        null as finding,
        null as estimate,
        null as registered
    from village as v
    left join seen as s on v.village_code = s.village_code
    where s.village_code is null
)

select * from final
