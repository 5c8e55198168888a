/*
id: DR03
title: 保底/固定回报迹象
level: 中
status: stable
money: 手续
subject: cooperative
applies_to: 红色股份
description: "同一合作社连续 3 年的红利正好是股本的 6%、8% 或 10%，或连续 2 年以上全县同年有 3 个以上合作社、3 个以上村同一比例；\
  并且红利不随合作社盈余变化（相关系数小于 0.2）。盈余没有报全的只作低级别提示。"
why: 年年一个整数比例、与盈亏无关的“红利”，像是借款利息，不是利益共享、风险共担的股份。
basis:
  - 《湖南吉首：“红色股份”发展村级集体经济增强基层党组织“向心力”》（第三届全国基层党建创新案例，载《街办基层党建创新案例（5 篇）》网络汇编篇五）做法（六）：股权平等，利益共享，风险共担，积累共有
  - 本项目约定：整点比例和相关系数的界限
params: [
  fixed_yield_1, fixed_yield_2, fixed_yield_3, fixed_yield_years, fixed_yield_villages,
  fixed_yield_correlation, guaranteed_dividend, tolerance
]
looks_in:
  dividend: {by: [cooperative], days: any}
  coop_year: {by: [cooperative], days: any}
root_cause: 一村一社连续几年的固定回报为一个事实。
falsepositives:
  - 单年不报：一年正好是整数比例很平常。
  - 合同约定保底而合法的（参数 guaranteed_dividend 设为 1 的乡镇）只作提示。
  - 几个村入同一个合作社，当年比例相同是按股分红的结果，所以跨村时合作社也要有 3 个。
  - 盈余每年一样多的，红利一样多不足为奇，不报；红利随盈余增减的不报。
innocent: 合作社为求稳妥按固定比例分红，多余的盈余留作公积金。
next_check: 查入股合同有没有保底条款，对照合作社各年利润表和分配决议。
clears: 入股合同（没有保底条款的）和各年分配决议。
related: [DR04, DR07]
message: >-
  {subject} {first_year} 年至 {last_year} 年每年红利都正好是股本的 {rate:.0%}（容差 {tolerance} 元），
  合计 {amount} 元，{finding}（整点比例指 {fixed_yield_1:.0%}、{fixed_yield_2:.0%}、{fixed_yield_3:.0%}，
  连续 {fixed_yield_years} 年，或连续两年而同年有 {fixed_yield_villages} 个村；
  红利与盈余的相关系数不到 {fixed_yield_correlation:g}），待核。
*/
with fixed as (
    select cast($fixed_yield_1 as decimal(9, 6)) as rate
    union
    select cast($fixed_yield_2 as decimal(9, 6)) as rate
    union
    select cast($fixed_yield_3 as decimal(9, 6)) as rate
),

village as (
    select
        village_code,
        peers
    from core.village
),

dividend as (
    select
        village_code,
        cooperative,
        year,
        share_capital,
        received
    from core.dividend
    where share_capital > 0
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
        net_surplus
    from core.coop_year
),

round_yield as (
    select
        d.village_code,
        d.cooperative,
        d.year,
        d.received,
        f.rate,
        v.peers
    from dividend as d
    inner join village as v on d.village_code = v.village_code
    inner join fixed as f on abs(d.received - cast(d.share_capital as decimal(38, 2)) * f.rate) < $tolerance
    where d.received > 0
),

widespread as (
    select
        peers,
        year,
        rate
    from round_yield
    group by peers, year, rate
    having
        count(distinct village_code) >= $fixed_yield_villages and count(distinct cooperative) >= $fixed_yield_villages
),

numbered as (
    select
        r.village_code,
        r.cooperative,
        r.year,
        r.received,
        r.rate,
        case when w.year is not null then 1 else 0 end as wide,
        r.year - row_number() over (partition by r.village_code, r.cooperative, r.rate order by r.year) as run
    from round_yield as r
    left join widespread as w on r.peers = w.peers and r.year = w.year and r.rate = w.rate
),

run as (
    select
        n.village_code,
        n.cooperative,
        n.rate,
        n.run,
        min(n.year) as first_year,
        max(n.year) as last_year,
        count(*) as years,
        cast(sum(n.received) as decimal(18, 2)) as amount,
        count(c.net_surplus) as surpluses,
        min(n.wide) as wide,
        cast(sum(n.received) as double) as sum_x,
        sum(cast(c.net_surplus as double)) as sum_y,
        sum(cast(n.received as double) * cast(n.received as double)) as sum_xx,
        sum(cast(c.net_surplus as double) * cast(c.net_surplus as double)) as sum_yy,
        sum(cast(n.received as double) * cast(c.net_surplus as double)) as sum_xy,
        min(n.received) = max(n.received) as level_dividend,
        min(c.net_surplus) = max(c.net_surplus) as level_surplus
    from numbered as n
    left join coop_year as c
        on n.village_code = c.village_code and n.cooperative = c.cooperative and n.year = c.year
    group by n.village_code, n.cooperative, n.rate, n.run
    having count(*) >= $fixed_yield_years or (count(*) > 1 and min(n.wide) = 1)
),

related as (
    select
        village_code,
        cooperative,
        rate,
        first_year,
        last_year,
        amount,
        surpluses = years as surplus_known,
        level_dividend,
        coalesce(level_surplus, false) as level_surplus,
        years * sum_xy - sum_x * sum_y as covariance,
        (years * sum_xx - sum_x * sum_x) * (years * sum_yy - sum_y * sum_y) as spread
    from run
),

judged as (
    select
        village_code,
        cooperative,
        rate,
        first_year,
        last_year,
        amount,
        surplus_known
    from related
    where
        not surplus_known
        or (
            not level_surplus
            and (
                level_dividend
                or covariance <= 0
                or covariance * covariance < cast($fixed_yield_correlation as double) * cast($fixed_yield_correlation as double) * spread
            )
        )
),

short as (
    select village_code
    from (
        select
            village_code,
            cooperative,
            count(distinct year) as years
        from dividend
        group by village_code, cooperative
    ) as by_cooperative
    group by village_code
    having max(years) < $fixed_yield_years
),

final as (
    select
        j.village_code,
        j.cooperative as subject,
        make_date(j.first_year, 1, 1) as period,
        j.amount,
        d.row_id,
        '命中' as outcome,
        null as missing,
        case when $guaranteed_dividend = 1 then '提示' when not j.surplus_known then '低' end as level,
        concat_ws('|', '固定回报', j.village_code, j.cooperative, cast(j.first_year as varchar)) as root_cause,
        j.first_year,
        j.last_year,
        j.rate,
        case when j.surplus_known then '与盈余增减无关' else '同期盈余没有报全' end as finding
    from judged as j
    inner join dividend_row as d
        on
            j.village_code = d.village_code
            and j.cooperative = d.cooperative
            and j.first_year <= d.year
            and j.last_year >= d.year
    union all
    select
        village_code,
        '红利' as subject,
        null as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        '足够年数的红利和股本' as missing,
        null as level,
        null as root_cause,
        null as first_year,
        null as last_year,
        null as rate,
        null as finding
    from short
)

select * from final
