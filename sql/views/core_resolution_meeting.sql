/*
view: core.resolution_meeting
title: 四议两公开事项开的会：一个事项一种会议一行，同一会议登记了几次的，取人数填得最全的一次，一样全的取后一行
columns:
  row_id: 行编号
  village_code: 村代码
  amount: 涉及金额（元）
  meeting_type: 会议类型：没有填的不在这里
  due: 应到人数
  present: 实到人数
  agreed: 同意人数
  period: 所在年份的第一天：一个日期都没有的为空
  subject: 名称：与这一事项相同
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
        due,
        present,
        agreed,
        source_row,
        period,
        subject,
        root_cause,
        case when due is not null then 1 else 0 end
        + case when present is not null then 1 else 0 end
        + case when agreed is not null then 1 else 0 end as filled
    from core.resolution_line
    where meeting_type is not null
),

final as (
    select
        row_id,
        village_code,
        amount,
        meeting_type,
        due,
        present,
        agreed,
        period,
        subject,
        root_cause
    from registered
    qualify
        row_number() over (
            partition by village_code, resolution_no, matter, period, meeting_type
            order by filled desc, source_row desc, row_id asc
        ) = 1
)

select * from final
