/*
view: core.flag_amount
title: 涉及金额：待办疑点的金额，提示不计，同一事实只计最大一笔；各处的涉及金额都取自这里
columns:
  scope: 口径：全部/乡镇/村/乡镇年度/规则/乡镇规则/级别/乡镇级别/专项资金/合作社
  county: 县市区：空为不分
  township: 乡镇：空为不分，或全县性疑点
  village_code: 村代码：空为不分
  cooperative: 合作社：空为不分
  year: 年度：空为不分，或不分期间的疑点
  rule_id: 规则编号：空为不分
  level: 级别：空为不分
  amount: 涉及金额（元）
  lost_amount: 其中可能受损（元）：少收、多付、重复付、去向不明的钱
  procedure_amount: 其中手续不全（元）：用途看得见，而审批、票据、公开、登记或账务没有按规定办的钱
*/
with flag as (
    select
        o.flag_id,
        o.rule_id,
        o.level,
        coalesce(v.county, '') as county,
        coalesce(o.township, '') as township,
        coalesce(o.village_code, '') as village_code,
        o.year,
        o.root_cause,
        o.amount,
        case when m.money = '受损' then o.amount else 0 end as lost
    from core.open_flag as o
    left join core.village as v on o.village_code = v.village_code
    left join meta.rule as m on o.rule_id = m.rule_id
    where o.is_pending and o.level <> '提示'
),

service_row as (
    select
        row_id,
        village_code,
        cast(year(entry_date) as integer) as year
    from core.cash_entry
    where fund = '专项资金'
    union all
    select
        row_id,
        village_code,
        year
    from ledger."grant"
    where fund = '专项资金'
    union all
    select
        row_id,
        village_code,
        year
    from ledger.star_rating
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

part as (
    select '全部' as scope
    union all
    select '乡镇' as scope
    union all
    select '村' as scope
    union all
    select '乡镇年度' as scope
    union all
    select '规则' as scope
    union all
    select '乡镇规则' as scope
    union all
    select '级别' as scope
    union all
    select '乡镇级别' as scope
),

scoped as (
    select
        p.scope,
        case when p.scope = '乡镇年度' then f.county else '' end as county,
        case when p.scope in ('乡镇', '乡镇年度', '乡镇规则', '乡镇级别') then f.township else '' end as township,
        case when p.scope = '村' then f.village_code else '' end as village_code,
        '' as cooperative,
        case when p.scope = '乡镇年度' then f.year end as year,
        case when p.scope in ('规则', '乡镇规则') then f.rule_id else '' end as rule_id,
        case when p.scope in ('级别', '乡镇级别') then f.level else '' end as level,
        f.root_cause,
        f.amount,
        f.lost
    from flag as f
    cross join part as p
    union all
    select
        '专项资金' as scope,
        '' as county,
        '' as township,
        f.village_code,
        '' as cooperative,
        r.year,
        '' as rule_id,
        '' as level,
        f.root_cause,
        f.amount,
        f.lost
    from flag as f
    inner join result.flag_evidence as e on f.flag_id = e.flag_id
    inner join service_row as r on e.row_id = r.row_id and f.village_code = r.village_code
    union all
    select
        '合作社' as scope,
        '' as county,
        '' as township,
        f.village_code,
        r.cooperative,
        cast(null as integer) as year,
        '' as rule_id,
        '' as level,
        f.root_cause,
        f.amount,
        f.lost
    from flag as f
    inner join result.flag_evidence as e on f.flag_id = e.flag_id
    inner join coop_row as r on e.row_id = r.row_id and f.village_code = r.village_code
    where regexp_matches(f.rule_id, '^(RC|DR|DU|CP)[0-9]')
),

fact as (
    select
        scope,
        county,
        township,
        village_code,
        cooperative,
        year,
        rule_id,
        level,
        root_cause,
        max(amount) as amount,
        max(lost) as lost
    from scoped
    group by scope, county, township, village_code, cooperative, year, rule_id, level, root_cause
),

final as (
    select
        scope,
        county,
        township,
        village_code,
        cooperative,
        year,
        rule_id,
        level,
        cast(sum(amount) as decimal(18, 2)) as amount,
        cast(sum(lost) as decimal(18, 2)) as lost_amount,
        cast(sum(amount - lost) as decimal(18, 2)) as procedure_amount
    from fact
    group by scope, county, township, village_code, cooperative, year, rule_id, level
)

select * from final
