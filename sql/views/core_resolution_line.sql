/*
view: core.resolution_line
title: 四议两公开台账的每一行，附所属的年份、事项的名称
columns:
  row_id: 行编号
  village_code: 村代码
  resolution_no: 决议编号
  matter: 议题
  amount: 涉及金额（元）
  meeting_type: 会议类型
  proposed_on: 提议日期
  consulted_on: 商议日期
  deliberated_on: 审议日期
  resolved_on: 决议日期
  decision_published_on: 决议公开日期
  result_published_on: 结果公开日期
  due: 应到人数
  present: 实到人数
  agreed: 同意人数
  is_emergency: 是否应急
  supervisor_count: 监委会签字人数
  seal_count: 五牙子章盖了几枚
  source_row: 在表上的行号
  period: 所在年份的第一天：一个日期都没有的为空
  subject: 名称：重报后不变，供疑点编号使用
  root_cause: 同一事实：这一事项
*/
with dated as (
    select
        row_id,
        village_code,
        trim(resolution_no) as resolution_no,
        trim(subject) as matter,
        amount,
        meeting_type,
        proposed_on,
        consulted_on,
        deliberated_on,
        resolved_on,
        decision_published_on,
        result_published_on,
        due,
        present,
        agreed,
        coalesce(emergency = '是', false) as is_emergency,
        supervisor_count,
        seal_count,
        source_row,
        make_date(
            year(coalesce(resolved_on, deliberated_on, consulted_on, proposed_on, decision_published_on)), 1, 1
        ) as period
    from ledger.resolution
),

final as (
    select
        row_id,
        village_code,
        resolution_no,
        matter,
        amount,
        meeting_type,
        proposed_on,
        consulted_on,
        deliberated_on,
        resolved_on,
        decision_published_on,
        result_published_on,
        due,
        present,
        agreed,
        is_emergency,
        supervisor_count,
        seal_count,
        source_row,
        period,
        concat_ws(' ', '决议', resolution_no, matter) as subject,
        concat_ws('·', '决议事项', village_code, resolution_no, matter, cast(period as varchar)) as root_cause
    from dated
)

select * from final
