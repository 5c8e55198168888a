/*
view: audit.red_share_benefit
chinese: 红股效益评估
title: 红股效益评估：一村一社一行的股本、红利、再投入、收益率、提留，规则结果和评定
columns:
  village_code: 村代码
  village_name: 村名
  township: 乡镇
  cooperative: 合作社
  first_year: 首个有记录的年度
  years: 有记录的年数
  capital: 股本（元）：最近一年的年末股本
  dividends: 累计实收红利（元）
  reinvested: 累计再投入（元）：按红利使用明细；没有明细的按登记台账的红利转增
  yield: 年均收益率：累计红利除以各年股本之和
  county_median: 全县年均收益率中位数
  yield_gap: 与中位数之差
  reserves: 累计提留（元）：公积金、公益金、风险基金
  hits: 命中的规则
  passed: 通过的规则数：本村的红利、股份、提留规则
  unassessable: 不可评估的规则
  flag_amount: 涉及金额（元）：待办疑点，提示不计，同一事实只计最大一笔
  grade: 评定：规范/需整改/不可评估
  reason: 理由
*/
with share_year as not materialized (
    select
        village_code,
        village_name,
        township,
        cooperative,
        year,
        opening_capital,
        closing_capital,
        reinvested,
        received,
        recorded
    from audit.red_share
),

stated_capital as (
    select
        village_code,
        cooperative,
        year,
        share_capital
    from core.dividend
),

latest as (
    select
        village_code,
        cooperative,
        closing_capital as capital
    from share_year
    qualify row_number() over (partition by village_code, cooperative order by year desc) = 1
),

total as not materialized (
    select
        s.village_code,
        s.village_name,
        s.township,
        s.cooperative,
        min(s.year) as first_year,
        count(*) filter (where s.recorded) as years,
        sum(s.received) as dividends,
        sum(s.reinvested) as registered_reinvestment,
        sum(case when s.received is not null then coalesce(d.share_capital, nullif(s.opening_capital, 0), s.closing_capital) end)
            as capital_years
    from share_year as s
    left join stated_capital as d
        on s.village_code = d.village_code and s.cooperative = d.cooperative and s.year = d.year
    group by s.village_code, s.village_name, s.township, s.cooperative
),

spending as (
    select
        village_code,
        cooperative,
        cast(coalesce(sum(amount) filter (where category = '再投入'), 0) as decimal(18, 2)) as reinvested
    from core.dividend_spending
    group by village_code, cooperative
),

reserve as (
    select
        village_code,
        cooperative,
        sum(coalesce(reserve_fund, 0) + coalesce(welfare_fund, 0) + coalesce(risk_fund, 0)) as reserves
    from core.coop_year
    where coalesce(reserve_fund, welfare_fund, risk_fund) is not null
    group by village_code, cooperative
),

yielding as not materialized (
    select
        t.village_code,
        t.cooperative,
        v.peers,
        cast(t.dividends as double) / cast(t.capital_years as double) as yield
    from total as t
    inner join core.village as v on t.village_code = v.village_code
    where t.capital_years > 0
),

middle as (
    select
        peers,
        median(yield) as county_median
    from yielding
    group by peers
),

-- which rows speak of which co-operative; uses that name none speak of all the village's that year
coop_row as (
    select
        row_id,
        village_code,
        cooperative
    from core.share_event
    union
    select
        row_id,
        village_code,
        trim(cooperative) as cooperative
    from ledger.coop_year
    union
    select
        row_id,
        village_code,
        trim(cooperative) as cooperative
    from ledger.dividend
    union
    select
        u.row_id,
        u.village_code,
        coalesce(d.cooperative, u.cooperative) as cooperative
    from core.dividend_spending as u
    left join core.dividend as d
        on u.cooperative = '合并' and u.village_code = d.village_code and u.year = d.year
),

flag as (
    select
        flag_id,
        rule_id,
        title,
        level,
        village_code
    from core.open_flag
    where is_pending and regexp_matches(rule_id, '^(RC|DR|DU|CP)[0-9]')
),

coop_flag as not materialized (
    select distinct
        f.flag_id,
        f.rule_id,
        f.title,
        f.level,
        r.village_code,
        r.cooperative
    from flag as f
    inner join result.flag_evidence as e on f.flag_id = e.flag_id
    inner join coop_row as r on e.row_id = r.row_id and f.village_code = r.village_code
),

money as not materialized (
    select
        village_code,
        cooperative,
        amount
    from core.flag_amount
    where scope = '合作社'
),

hit_rule as (
    select
        village_code,
        cooperative,
        rule_id,
        max(case when level in ('严重', '高', '中') then 1 else 0 end) as is_grave,
        min(title) as title
    from coop_flag
    group by village_code, cooperative, rule_id
),

hit as (
    select
        village_code,
        cooperative,
        string_agg(rule_id, '、' order by rule_id) as hits,
        string_agg(case when is_grave = 1 then rule_id || ' ' || title end, '、' order by rule_id) as grave
    from hit_rule
    group by village_code, cooperative
),

outcome as (
    select
        village_code,
        rule_id,
        outcome,
        coalesce(missing, '所缺资料') as missing
    from result.rule_result
    where regexp_matches(rule_id, '^(RC|DR|DU|CP)[0-9]')
),

village_outcome as (
    select
        village_code,
        count(*) filter (where outcome = '通过') as passed,
        string_agg(case when outcome = '不可评估' then rule_id end, '、' order by rule_id) as unassessable,
        count(*) filter (where rule_id in ('RC01', 'DR02', 'DU02') and outcome = '不可评估') as key_unknown,
        string_agg(
            case when rule_id in ('RC01', 'DR02', 'DU02') and outcome = '不可评估' then rule_id || ' 缺' || missing end,
            '；' order by rule_id
        ) as key_missing
    from outcome
    group by village_code
),

final as (
    select
        t.village_code,
        t.village_name,
        t.township,
        t.cooperative,
        cast(t.first_year as integer) as first_year,
        cast(t.years as integer) as years,
        cast(l.capital as decimal(18, 2)) as capital,
        cast(coalesce(t.dividends, 0) as decimal(18, 2)) as dividends,
        cast(coalesce(s.reinvested, t.registered_reinvestment, 0) as decimal(18, 2)) as reinvested,
        try_cast(y.yield as decimal(38, 6)) as yield,
        try_cast(m.county_median as decimal(38, 6)) as county_median,
        try_cast(y.yield - m.county_median as decimal(38, 6)) as yield_gap,
        cast(r.reserves as decimal(18, 2)) as reserves,
        h.hits,
        cast(coalesce(o.passed, 0) as integer) as passed,
        o.unassessable,
        cast(coalesce(f.amount, 0) as decimal(18, 2)) as flag_amount,
        case
            when h.grave is not null then '需整改'
            when coalesce(o.key_unknown, 1) > 0 then '不可评估'
            else '规范'
        end as grade,
        case
            when h.grave is not null then '待核：' || h.grave
            when o.village_code is null then '没有规则结果'
            when o.key_unknown > 0 then o.key_missing
            else '股本滚动、按股分红、再投入均相符，没有中级以上的疑点'
        end as reason
    from total as t
    inner join core.village as v on t.village_code = v.village_code
    left join middle as m on v.peers = m.peers
    inner join latest as l on t.village_code = l.village_code and t.cooperative = l.cooperative
    left join spending as s on t.village_code = s.village_code and t.cooperative = s.cooperative
    left join reserve as r on t.village_code = r.village_code and t.cooperative = r.cooperative
    left join yielding as y on t.village_code = y.village_code and t.cooperative = y.cooperative
    left join hit as h on t.village_code = h.village_code and t.cooperative = h.cooperative
    left join money as f on t.village_code = f.village_code and t.cooperative = f.cooperative
    left join village_outcome as o on t.village_code = o.village_code
)

select * from final
