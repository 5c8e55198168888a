/*
view: audit.systemic
chinese: 共性问题
title: 共性问题：命中的村超过可评估村五分之一（参数 prevalence_cap，至少 10 个村）的规则
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
*/
with judged as (
    select
        rule_id,
        village_name,
        township,
        hits,
        amount,
        case when outcome = '命中' then 1 else 0 end as is_hit,
        row_number() over (
            partition by rule_id
            order by case when outcome = '命中' then 0 else 1 end asc, amount desc, township asc, village_name asc
        ) as place
    from result.rule_result
    where village_code <> '' and outcome in ('命中', '通过')
),

summed as (
    select
        rule_id,
        count(*) as assessed,
        sum(is_hit) as villages,
        sum(hits) as flags,
        sum(amount) as amount,
        string_agg(
            township || village_name || ' ' || cast(amount as varchar) || ' 元', '；'
            order by place
        ) filter (where place <= 3 and is_hit = 1) as largest_three
    from judged
    group by rule_id
),

cap as (
    select cast(value as decimal(9, 4)) as share
    from meta.parameter
    where scope = '' and name = 'prevalence_cap'
),

least as (
    select cast(value as integer) as villages
    from meta.parameter
    where scope = '' and name = 'prevalence_min_villages'
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
        p.value || p.unit as tunable_value
    from summed as s
    inner join cap as c on s.villages > s.assessed * c.share
    inner join least as l on s.assessed >= l.villages
    inner join meta.rule as r on s.rule_id = r.rule_id
    left join meta.parameter as p on r.tunable = p.name and p.scope = ''
)

select * from final
