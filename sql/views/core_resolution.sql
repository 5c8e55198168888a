/*
view: core.resolution
title: 四议两公开事项：同一事项登记了几次的，取填得最全的一次，一样全的取后一行，空着的日期用别的几次补；党员大会的日期是审议日期，会议和人数先取别的会议
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
  period: 所在年份的第一天：一个日期都没有的为空
  subject: 名称：重报后不变，供疑点编号使用
  root_cause: 同一事实：这一事项
*/
with registered as (
    select
        row_id,
        village_code,
        resolution_no,
        matter,
        amount,
        meeting_type,
        proposed_on,
        consulted_on,
        case
            when meeting_type = '党员大会' then coalesce(deliberated_on, resolved_on)
            else deliberated_on
        end as deliberated_on,
        case when coalesce(meeting_type <> '党员大会', true) then resolved_on end as resolved_on,
        decision_published_on,
        result_published_on,
        due,
        present,
        agreed,
        is_emergency,
        supervisor_count,
        seal_count,
        source_row,
        coalesce(meeting_type = '党员大会', false) as is_of_party,
        period,
        subject,
        root_cause,
        case when proposed_on is not null then 1 else 0 end
        + case when consulted_on is not null then 1 else 0 end
        + case when deliberated_on is not null then 1 else 0 end
        + case when resolved_on is not null then 1 else 0 end
        + case when decision_published_on is not null then 1 else 0 end
        + case when due is not null then 1 else 0 end
        + case when present is not null then 1 else 0 end
        + case when agreed is not null then 1 else 0 end
        + case when supervisor_count is not null then 1 else 0 end as filled
    from core.resolution_line
),

fullest as (
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
        period,
        subject,
        root_cause
    from registered
    qualify
        row_number() over (
            partition by village_code, resolution_no, matter, period
            order by is_of_party asc, filled desc, source_row desc, row_id asc
        ) = 1
),

-- a matter with a row for each of its meetings has each day where that meeting stands
told as (
    select
        village_code,
        resolution_no,
        matter,
        period,
        min(proposed_on) as proposed_on,
        min(consulted_on) as consulted_on,
        min(deliberated_on) as deliberated_on,
        min(resolved_on) as resolved_on,
        min(decision_published_on) as decision_published_on,
        min(result_published_on) as result_published_on
    from registered
    group by village_code, resolution_no, matter, period
),

final as (
    select
        f.row_id,
        f.village_code,
        f.resolution_no,
        f.matter,
        f.amount,
        f.meeting_type,
        coalesce(f.proposed_on, t.proposed_on) as proposed_on,
        coalesce(f.consulted_on, t.consulted_on) as consulted_on,
        coalesce(f.deliberated_on, t.deliberated_on) as deliberated_on,
        coalesce(f.resolved_on, t.resolved_on) as resolved_on,
        coalesce(f.decision_published_on, t.decision_published_on) as decision_published_on,
        coalesce(f.result_published_on, t.result_published_on) as result_published_on,
        f.due,
        f.present,
        f.agreed,
        f.is_emergency,
        f.supervisor_count,
        f.seal_count,
        f.period,
        f.subject,
        f.root_cause
    from fullest as f
    inner join told as t
        on
            f.village_code = t.village_code
            and f.resolution_no is not distinct from t.resolution_no
            and f.matter is not distinct from t.matter
            and f.period is not distinct from t.period
)

select * from final
