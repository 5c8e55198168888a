/*
view: audit.village_profile
chinese: 村级画像
title: 村级画像：一村一行，各种资金的结存、各级疑点数、可能受损和手续不全的金额、名次
columns:
  village_code: 村代码
  village_name: 村名
  township: 乡镇
  service_fund: 专项资金结存（元）：没有账的为空
  collective_fund: 集体资金结存（元）
  care_fund: 关爱资金结存（元）
  office_fund: 办公经费结存（元）
  red_company_fund: 红色公司结存（元）
  red_capital: 红色股份股本（元）：各合作社最近一年的年末股本合计
  flags_severe: 严重疑点数
  flags_high: 高级疑点数
  flags_medium: 中级疑点数
  flags_low: 低级疑点数
  flags_hint: 提示疑点数
  flag_count: 疑点数：不含已消除、不属实
  facts: 事实数：同一事实引起的几条疑点算一个
  flag_amount: 涉及金额（元）：待办疑点，提示不计，同一事实只计最大一笔
  lost_amount: 其中可能受损（元）：少收、多付、重复付、去向不明的钱
  procedure_amount: 其中手续不全（元）：用途看得见而没有按规定办的钱
  priority: 优先序合计：同一事实只计一次，低和提示不计
  rank: 名次：在本县按优先序合计、涉及金额从高到低
  unassessable: 不可评估的规则数
*/
with village as (
    select
        village_code,
        village_name,
        township,
        peers
    from core.village
),

balance as (
    select
        village_code,
        sum(balance) filter (where fund = '专项资金') as service_fund,
        sum(balance) filter (where fund = '集体资金') as collective_fund,
        sum(balance) filter (where fund = '关爱资金') as care_fund,
        sum(balance) filter (where fund = '办公经费') as office_fund,
        sum(balance) filter (where fund = '红色公司') as red_company_fund
    from core.fund_balance
    group by village_code
),

latest_share as (
    select
        village_code,
        cooperative,
        closing_capital
    from audit.red_share
    qualify row_number() over (partition by village_code, cooperative order by year desc) = 1
),

capital as (
    select
        village_code,
        sum(closing_capital) as red_capital
    from latest_share
    group by village_code
),

flag as not materialized (
    select
        village_code,
        level,
        root_cause,
        priority
    from core.open_flag
),

level_count as (
    select
        village_code,
        count(*) filter (where level = '严重') as severe,
        count(*) filter (where level = '高') as high,
        count(*) filter (where level = '中') as medium,
        count(*) filter (where level = '低') as low,
        count(*) filter (where level = '提示') as hint,
        count(*) as flags
    from flag
    group by village_code
),

fact as (
    select
        village_code,
        root_cause,
        max(case when level in ('严重', '高', '中') then priority else 0 end) as priority
    from flag
    group by village_code, root_cause
),

fact_total as (
    select
        village_code,
        count(*) as facts,
        sum(priority) as priority
    from fact
    group by village_code
),

money as not materialized (
    select
        village_code,
        amount,
        lost_amount,
        procedure_amount
    from core.flag_amount
    where scope = '村'
),

unknown as (
    select
        village_code,
        count(*) as rules
    from result.rule_result
    where outcome = '不可评估'
    group by village_code
),

final as (
    select
        v.village_code,
        v.village_name,
        v.township,
        cast(b.service_fund as decimal(18, 2)) as service_fund,
        cast(b.collective_fund as decimal(18, 2)) as collective_fund,
        cast(b.care_fund as decimal(18, 2)) as care_fund,
        cast(b.office_fund as decimal(18, 2)) as office_fund,
        cast(b.red_company_fund as decimal(18, 2)) as red_company_fund,
        cast(c.red_capital as decimal(18, 2)) as red_capital,
        cast(coalesce(n.severe, 0) as integer) as flags_severe,
        cast(coalesce(n.high, 0) as integer) as flags_high,
        cast(coalesce(n.medium, 0) as integer) as flags_medium,
        cast(coalesce(n.low, 0) as integer) as flags_low,
        cast(coalesce(n.hint, 0) as integer) as flags_hint,
        cast(coalesce(n.flags, 0) as integer) as flag_count,
        cast(coalesce(f.facts, 0) as integer) as facts,
        cast(coalesce(a.amount, 0) as decimal(18, 2)) as flag_amount,
        cast(coalesce(a.lost_amount, 0) as decimal(18, 2)) as lost_amount,
        cast(coalesce(a.procedure_amount, 0) as decimal(18, 2)) as procedure_amount,
        cast(coalesce(f.priority, 0) as decimal(18, 3)) as priority,
        cast(
            rank() over (
                partition by v.peers
                order by coalesce(f.priority, 0) desc, coalesce(a.amount, 0) desc
            ) as integer
        ) as rank,
        cast(coalesce(u.rules, 0) as integer) as unassessable
    from village as v
    left join balance as b on v.village_code = b.village_code
    left join capital as c on v.village_code = c.village_code
    left join level_count as n on v.village_code = n.village_code
    left join fact_total as f on v.village_code = f.village_code
    left join money as a on v.village_code = a.village_code
    left join unknown as u on v.village_code = u.village_code
)

select * from final
