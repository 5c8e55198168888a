/*
view: core.open_flag
title: 在册疑点：未消除、没有核查为不属实的疑点，附归属年度和是否待办
columns:
  flag_id: 疑点编号
  rule_id: 规则编号
  title: 规则名称
  level: 级别：严重/高/中/低/提示
  village_code: 村代码：空为全县性疑点
  township: 乡镇
  year: 年度：疑点所属期间的年份，不分期间的为空
  amount: 涉及金额（元）
  root_cause: 同一事实：相同者合计时只取最大一笔
  priority: 优先序
  is_pending: 是否待办：没有核查结论、要复核，或属实而没有整改
*/
with final as (
    select
        flag_id,
        rule_id,
        title,
        level,
        village_code,
        township,
        cast(year(period) as integer) as year,
        amount,
        root_cause,
        priority,
        status in ('待核', '复核', '证据待补', '核查中')
        or (status in ('属实', '部分属实') and coalesce(rectification, '') <> '已整改') as is_pending
    from result.flag
    where status not in ('已消除', '不属实')
)

select * from final
