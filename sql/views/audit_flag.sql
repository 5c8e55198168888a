/*
view: audit.flag
chinese: 疑点
title: 疑点：一条疑点一行；同一事实引起的疑点，“同一事实”一栏相同
columns:
  flag_id: 疑点编号：同一事实永远相同
  rule_id: 规则编号
  title: 规则名称
  level: 级别：严重/高/中/低/提示
  village_code: 村代码
  village_name: 村名
  township: 乡镇
  subject: 对象
  period: 期间：所属期间的第一天
  covers: 涵盖期间：如 2024 年、2024-03、2024-03 至 2024-06；空为不分期间
  amount: 涉及金额（元）
  root_cause: 同一事实：相同者合计时只取最大一笔
  message: 说明
  basis: 依据
  innocent_explanation: 可能的正常情形
  next_check: 下一步核查
  status: 状态：待核/复核/证据待补（依据的行没有装载，或新报的表退回）/已消除，或核查结论
  conclusion: 核查结论：属实/部分属实/不属实/核查中；空为没有
  rectification: 整改：未整改/整改中/已整改/超期；不是属实的为空
  first_seen: 首次出现
  last_seen: 最近出现
  priority: 优先序：级别（严重 8、高 4、中 2、低 1、提示 0）× 可信度 × log10(金额+10)，同一事实取最高
  priority_reason: 排序说明：优先序是怎样算出来的
*/
select
    f.flag_id,
    f.rule_id,
    f.title,
    f.level,
    f.village_code,
    f.village_name,
    f.township,
    f.subject,
    f.period,
    p.covers,
    f.amount,
    f.root_cause,
    f.message,
    f.basis,
    f.innocent_explanation,
    f.next_check,
    f.status,
    f.conclusion,
    f.rectification,
    f.first_seen,
    f.last_seen,
    f.priority,
    f.priority_reason
from result.flag as f
left join core.flag_period as p on f.flag_id = p.flag_id
