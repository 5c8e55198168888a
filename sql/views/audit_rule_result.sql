/*
view: audit.rule_result
chinese: 规则结果
title: 规则结果：每条规则对每个村的结果：命中、通过或不可评估
columns:
  rule_id: 规则编号
  village_code: 村代码
  village_name: 村名
  township: 乡镇
  outcome: 结果：命中/通过/不可评估
  missing: 缺少的表或列
  hits: 疑点数
  amount: 命中金额（元）：本批命中的，同一事实只计一次，取最大
*/
select
    rule_id,
    village_code,
    village_name,
    township,
    outcome,
    missing,
    hits,
    amount
from result.rule_result
