/*
view: audit.rule_result
chinese: 规则结果
title: 规则结果：每条规则对每个村的结果：命中、通过、不可评估或不适用
columns:
  rule_id: 规则编号
  village_code: 村代码
  village_name: 村名
  township: 乡镇
  outcome: 结果：命中/通过/不可评估/不适用
  missing: 缺少的表或列：不可评估的，也写没有装载的行、要设的参数
  reason: 不适用的原因
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
    reason,
    hits,
    amount
from result.rule_result
