/*
view: audit.flag_history
chinese: 疑点经过
title: 疑点经过：每条疑点从首次发现起的每次变动：事实有变、核查结论、复核、消除，和起因；只增不删
columns:
  flag_id: 疑点编号
  rule_id: 规则编号
  title: 规则名称
  village_code: 村代码
  village_name: 村名
  township: 乡镇
  batch_id: 批次编号
  date: 数据截止日
  event: 变动：首次发现/再次出现/证据待补/证据补齐/事实有变/核查结论/结论撤回/复核/已消除
  cause: 起因：数据/参数/程序版本/日期；只是核查结论有变的为核查
  detail: 起因说明
  status: 变动后的状态
  level: 级别
  amount: 涉及金额（元）
  message: 说明
  decided: 采用的核查结论
  explanation: 不属实原因
  amount_found: 查实金额（元）
  amount_recovered: 追回金额（元）
  referred_to: 移送单位
  rectify_by: 整改期限
  rectified_on: 整改完成日期
  inspector: 核查人
  note: 核查说明
  decided_on: 核查日期
  source_file: 核查结论的来源文件
*/
with event as (
    select
        flag_id,
        batch_id,
        batch_number,
        as_of,
        event,
        cause,
        detail,
        status,
        level,
        amount,
        message,
        decided,
        explanation,
        amount_found,
        amount_recovered,
        referred_to,
        rectify_by,
        rectified_on,
        inspector,
        note,
        decided_on,
        source_file
    from result.flag_event
),

flag as (
    select
        flag_id,
        rule_id,
        title,
        village_code,
        village_name,
        township
    from result.flag
),

final as (
    select
        e.flag_id,
        f.rule_id,
        f.title,
        f.village_code,
        f.village_name,
        f.township,
        e.batch_id,
        e.as_of as date,
        e.event,
        e.cause,
        e.detail,
        e.status,
        e.level,
        e.amount,
        e.message,
        e.decided,
        e.explanation,
        e.amount_found,
        e.amount_recovered,
        e.referred_to,
        e.rectify_by,
        e.rectified_on,
        e.inspector,
        e.note,
        e.decided_on,
        e.source_file
    from event as e
    inner join flag as f on e.flag_id = f.flag_id
)

select * from final
