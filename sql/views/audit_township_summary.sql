/*
view: audit.township_summary
chinese: 乡镇汇总
title: 乡镇汇总：一县一乡镇一年一行的资金、红利和疑点；疑点不分期间的，年度为空；全县性疑点的乡镇为空
columns:
  county: 县市区：空为没有写明，或全县性疑点
  township: 乡镇：空为全县性疑点
  year: 年度：空为不分期间的疑点
  villages: 村数：该乡镇登记的村
  granted: 专项资金拨付（元）
  received: 专项资金收到（元）
  spent: 专项资金支出（元）
  all_spent: 各类资金支出（元）：不含内部划转，同一笔只计一次
  dividends: 实收红利（元）
  reinvested: 红利再投入（元）：按使用明细
  villages_flagged: 有疑点的村数
  flags_severe: 严重疑点数
  flags_high: 高级疑点数
  flags_medium: 中级疑点数
  flags_low: 低级疑点数
  flags_hint: 提示疑点数
  flag_count: 疑点数：不含已消除、不属实
  facts: 事实数：同一事实引起的几条疑点算一个，涉及几个村的也算一个
  flag_amount: 涉及金额（元）：待办疑点，提示不计，同一事实只计最大一笔
  lost_amount: 其中可能受损（元）：少收、多付、重复付、去向不明的钱
  procedure_amount: 其中手续不全（元）：用途看得见而没有按规定办的钱
*/
with village as not materialized (
    select
        village_code,
        coalesce(county, '') as county,
        township
    from core.village
),

township as (
    select
        county,
        township,
        count(*) as villages
    from village
    group by county, township
),

service as not materialized (
    select
        v.county,
        v.township,
        s.year,
        sum(s.granted) as granted,
        sum(s.received) as received,
        sum(s.spent) as spent
    from core.service_fund as s
    inner join village as v on s.village_code = v.village_code
    where coalesce(s.stars, s.granted, s.received) is not null
    group by v.county, v.township, s.year
),

spending as not materialized (
    select
        v.county,
        v.township,
        cast(year(a.date) as integer) as year,
        sum(a.amount) as all_spent
    from audit.spending as a
    inner join village as v on a.village_code = v.village_code
    where a.counts = '计入' and a.nature = '支出'
    group by v.county, v.township, year(a.date)
),

dividend as not materialized (
    select
        v.county,
        v.township,
        d.year,
        sum(d.dividend) as dividends,
        sum(d.reinvested) as reinvested
    from core.dividend_year as d
    inner join village as v on d.village_code = v.village_code
    group by v.county, v.township, d.year
),

flag as not materialized (
    select
        coalesce(v.county, '') as county,
        coalesce(o.township, '') as township,
        o.year,
        o.village_code,
        o.level,
        o.root_cause
    from core.open_flag as o
    left join village as v on o.village_code = v.village_code
),

level_count as not materialized (
    select
        county,
        township,
        year,
        count(distinct nullif(village_code, '')) as villages_flagged,
        count(*) filter (where level = '严重') as severe,
        count(*) filter (where level = '高') as high,
        count(*) filter (where level = '中') as medium,
        count(*) filter (where level = '低') as low,
        count(*) filter (where level = '提示') as hint,
        count(*) as flags,
        count(distinct root_cause) as facts
    from flag
    group by county, township, year
),

money as not materialized (
    select
        county,
        township,
        year,
        amount,
        lost_amount,
        procedure_amount
    from core.flag_amount
    where scope = '乡镇年度'
),

spine as (
    select
        county,
        township,
        year
    from service
    union
    select
        county,
        township,
        year
    from spending
    union
    select
        county,
        township,
        year
    from dividend
    union
    select
        county,
        township,
        year
    from level_count
),

final as (
    select
        p.county,
        p.township,
        p.year,
        cast(coalesce(t.villages, 0) as integer) as villages,
        cast(s.granted as decimal(18, 2)) as granted,
        cast(s.received as decimal(18, 2)) as received,
        cast(s.spent as decimal(18, 2)) as spent,
        cast(a.all_spent as decimal(18, 2)) as all_spent,
        cast(d.dividends as decimal(18, 2)) as dividends,
        cast(d.reinvested as decimal(18, 2)) as reinvested,
        cast(coalesce(n.villages_flagged, 0) as integer) as villages_flagged,
        cast(coalesce(n.severe, 0) as integer) as flags_severe,
        cast(coalesce(n.high, 0) as integer) as flags_high,
        cast(coalesce(n.medium, 0) as integer) as flags_medium,
        cast(coalesce(n.low, 0) as integer) as flags_low,
        cast(coalesce(n.hint, 0) as integer) as flags_hint,
        cast(coalesce(n.flags, 0) as integer) as flag_count,
        cast(coalesce(n.facts, 0) as integer) as facts,
        cast(coalesce(m.amount, 0) as decimal(18, 2)) as flag_amount,
        cast(coalesce(m.lost_amount, 0) as decimal(18, 2)) as lost_amount,
        cast(coalesce(m.procedure_amount, 0) as decimal(18, 2)) as procedure_amount
    from spine as p
    left join township as t on p.county = t.county and p.township = t.township
    left join service as s on p.county = s.county and p.township = s.township and p.year = s.year
    left join spending as a on p.county = a.county and p.township = a.township and p.year = a.year
    left join dividend as d on p.county = d.county and p.township = d.township and p.year = d.year
    left join level_count as n on p.county = n.county and p.township = n.township and p.year is not distinct from n.year
    left join money as m on p.county = m.county and p.township = m.township and p.year is not distinct from m.year
)

select * from final
