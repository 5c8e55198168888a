/*
id: DR02
title: 红利与持股比例不符
level: 高
status: stable
money: 受损
difference: true
subject: cooperative
applies_to: 红色股份
description: 村里的红利与合作社按股分红总额乘以村股本占总股本的比例相差超过 1%（且超过 100 元）。
why: 红色股份按股分取红利，少分是集体吃亏，多分可能是约定的固定回报。
basis:
  - 《湖南吉首：“红色股份”发展村级集体经济增强基层党组织“向心力”》（第三届全国基层党建创新案例，载《街办基层党建创新案例（5 篇）》网络汇编篇五）做法（六）：每年按照所占股资总额的比例分取红利
params: [dividend_gap_ratio, dividend_gap_amount, guaranteed_dividend]
looks_in:
  dividend: {by: [cooperative]}
  coop_year:
    - {by: [cooperative]}
    - {cells: [red_shares]}
  share_event:
    - {by: [cooperative], days: any}
    - {cells: [event_date]}
root_cause: 一村一社一年的应分红利为同一事实。
falsepositives:
  - 保底分红合同：参数 guaranteed_dividend 设为 1 的乡镇不核对。
  - 年中入股：按日加权计算的数与按全年计算的数之间的都算相符。
  - 按股分红总额未填时，取可分配盈余减盈余返还；仍缺的不可评估，不以可分配盈余全额代替。
  - 有应得红利的按应得数比较，未填的按实收数比较；已报应得未收足由其他规则提示。
innocent: 合同可能约定保底分红，或年中入股按天计算。
next_check: 查合作社盈余分配决议、成员账户和入股合同。
clears: 补差的到账回单，或约定分红办法的合同、决议。
related: [DR04]
message: >-
  {year} 年{subject}按股分红 {distributed} 元，村股本 {village_shares} 元、总股本 {total_shares} 元，
  按比例应分 {expected} 元，红利为 {dividend} 元，
  相差 {amount} 元（容许相差 {dividend_gap_amount:,} 元或 {dividend_gap_ratio:.0%}），待核。
*/
with dividend as (
    select
        village_code,
        cooperative,
        year,
        coalesce(declared, received) as dividend
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

share_dividend as (
    select
        village_code,
        cooperative,
        year,
        total_shares,
        village_shares,
        distributed,
        expected,
        row_id
    from core.share_dividend
),

joined_in_year as (
    select
        village_code,
        cooperative,
        year(event_date) as year,
        sum(change) as change,
        sum(change * (date_diff('day', make_date(year(event_date), 1, 1), event_date))) as idle_share_days
    from core.share_event
    where change > 0
    group by village_code, cooperative, year(event_date)
),

compared as (
    select
        d.village_code,
        d.cooperative,
        d.year,
        d.dividend,
        s.total_shares,
        s.village_shares,
        s.distributed,
        s.expected,
        s.row_id,
        try_cast(
            cast(s.expected as double)
            * (
                1
                - cast(coalesce(j.idle_share_days, 0) as double)
                / nullif(
                    cast(s.village_shares as double)
                    * date_diff('day', make_date(d.year, 1, 1), make_date(d.year + 1, 1, 1)),
                    0
                )
            ) as decimal(18, 2)
        ) as weighted
    from dividend as d
    left join share_dividend as s
        on d.village_code = s.village_code and d.cooperative = s.cooperative and d.year = s.year
    left join joined_in_year as j
        on d.village_code = j.village_code and d.cooperative = j.cooperative and d.year = j.year
),

gapped as (
    select
        village_code,
        cooperative,
        year,
        dividend,
        total_shares,
        village_shares,
        distributed,
        expected,
        row_id,
        abs(dividend - expected) as amount
    from compared
    where
        dividend > expected + greatest(expected * $dividend_gap_ratio, $dividend_gap_amount)
        or dividend < least(expected, weighted) - greatest(expected * $dividend_gap_ratio, $dividend_gap_amount)
),

evidence as (
    select
        village_code,
        cooperative,
        year,
        row_id
    from gapped
    union all
    select
        village_code,
        cooperative,
        year,
        row_id
    from dividend_row
),

final as (
    select
        g.village_code,
        g.cooperative as subject,
        make_date(g.year, 1, 1) as period,
        cast(g.amount as decimal(18, 2)) as amount,
        e.row_id,
        '命中' as outcome,
        null as missing,
        concat_ws('|', 'DR', g.village_code, g.cooperative, cast(g.year as varchar)) as root_cause,
        g.year,
        g.dividend,
        g.total_shares,
        g.village_shares,
        g.distributed,
        g.expected
    from gapped as g
    inner join evidence as e
        on g.village_code = e.village_code and g.cooperative = e.cooperative and g.year = e.year
    where $guaranteed_dividend = 0
    union all
    select
        village_code,
        cooperative as subject,
        make_date(year, 1, 1) as period,
        cast(null as decimal(18, 2)) as amount,
        null as row_id,
        '不可评估' as outcome,
        cast(year as varchar) || ' 年' || cooperative || '的总股本、村股本或按股分红总额' as missing,
        null as root_cause,
        year,
        dividend,
        total_shares,
        village_shares,
        distributed,
        expected
    from compared
    where expected is null
)

select * from final
