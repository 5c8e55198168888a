/*
view: core.missing_report
title: 缺期：每村每本账期满而没有报的期间，是否过了报送期限；过了期限的就是缺报
columns:
  village_code: 村代码
  kind: 表种
  kind_title: 表名
  fund: 资金类别：空为不分资金或未注明
  period: 期间：所属期间的第一天
  period_kind: 期间类型：月/季/年
  period_end: 期末
  label: 期间名称
  in_use: 期末是否在本程序启用之后（之前的是历史账）
  is_overdue: 是否缺报：期末以后超过规定的工作日数仍没有报
*/
with missing as (
    select
        village_code,
        kind,
        kind_title,
        fund,
        period,
        period_kind,
        period_end,
        label,
        workdays,
        in_use
    from fact.missing_period
),

due as (
    select
        village_code,
        cast(value as integer) as workdays
    from core.parameter
    where name = 'due_workdays'
),

final as (
    select
        m.village_code,
        m.kind,
        m.kind_title,
        m.fund,
        m.period,
        m.period_kind,
        m.period_end,
        m.label,
        m.in_use,
        coalesce(m.workdays > d.workdays, false) as is_overdue
    from missing as m
    left join due as d on m.village_code = d.village_code
)

select * from final
