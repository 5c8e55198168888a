/*
view: audit.systemic
chinese: 共性问题
title: 共性问题：一县之内命中的村超过可评估村五分之一（参数 prevalence_cap，至少 10 个村）的规则
columns:
  rule_id: 规则编号
  title: 规则名称
  level: 级别：规则的级别
  villages: 命中的村数
  assessed: 可评估的村数
  flags: 疑点数
  amount: 命中金额（元）：各村命中的合计，一村之内同一事实只计一次
  largest_three: 金额最大的三个村
  tunable: 可调的参数：门槛和统计类规则才有；有的，疑点只作提示，请先核对参数
  tunable_value: 参数现值
  county: 县市区：登记了几个县的，各县各算各的；只登记了一个县的为空
*/
with judged as (
    select
        r.rule_id,
        v.peers,
        r.village_name,
        r.township,
        r.hits,
        r.amount,
        case when r.outcome = '命中' then 1 else 0 end as is_hit,
        row_number() over (
            partition by r.rule_id, v.peers
            order by case when r.outcome = '命中' then 0 else 1 end asc, r.amount desc, r.township asc, r.village_name asc
        ) as place
    from result.rule_result as r
    inner join core.village as v on r.village_code = v.village_code
    where r.outcome in ('命中', '通过')
),

summed as (
    select
        rule_id,
        peers,
        count(*) as assessed,
        sum(is_hit) as villages,
        sum(hits) as flags,
        sum(amount) as amount,
        string_agg(
            township || village_name || ' ' || cast(amount as varchar) || ' 元', '；'
            order by place
        ) filter (where place <= 3 and is_hit = 1) as largest_three
    from judged
    group by rule_id, peers
),

cap as (
    select
        village_code as peers,
        cast(value as decimal(9, 4)) as share
    from core.parameter
    where name = 'prevalence_cap'
),

least as (
    select
        village_code as peers,
        cast(value as integer) as villages
    from core.parameter
    where name = 'prevalence_min_villages'
),

tunable as (
    select
        village_code as peers,
        name,
        value
    from core.parameter
),

final as (
    select
        s.rule_id,
        r.title,
        r.level,
        cast(s.villages as integer) as villages,
        cast(s.assessed as integer) as assessed,
        cast(s.flags as integer) as flags,
        cast(s.amount as decimal(18, 2)) as amount,
        s.largest_three,
        nullif(r.tunable, '') as tunable,
        p.value || d.unit as tunable_value,
        s.peers as county
    from summed as s
    inner join cap as c on s.peers = c.peers and s.villages > s.assessed * c.share
    inner join least as l on s.peers = l.peers and s.assessed >= l.villages
    inner join meta.rule as r on s.rule_id = r.rule_id
    left join tunable as p on s.peers = p.peers and r.tunable = p.name
    left join meta.parameter_default as d on r.tunable = d.name
)

select * from final
