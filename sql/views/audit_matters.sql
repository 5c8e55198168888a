/*
view: audit.matters
chinese: 四议两公开事项
title: 四议两公开事项：一个事项一行，六个日期、到会和表决人数、盖章和监督、决议金额与写明编号的付款；一个事项开了几个会、各登一行的，人数取作出决议的会，其余写在其他会议
columns:
  village_code: 村代码
  village_name: 村名
  township: 乡镇
  resolution_no: 决议编号
  matter: 议题
  proposed_on: 提议日期
  consulted_on: 商议日期
  deliberated_on: 审议日期
  resolved_on: 决议日期
  decision_published_on: 决议公开日期
  result_published_on: 结果公开日期
  meeting: 会议类型
  due: 应到人数
  present: 实到人数
  agreed: 同意人数
  other_meetings: 其他会议：会议类型和应到、实到、同意人数
  seal_count: 五牙子章（枚）
  supervisors: 监委会签字人数
  resolved_amount: 决议金额（元）：没有写的为空
  paid: 已付款（元）：账上写明这个编号的，退回的抵减；一个编号有几个事项的，写在每一行
  first_paid_on: 首次付款日期
  missing_steps: 缺的环节：台账没有填日期的
*/
with matter as not materialized (
    select
        row_id,
        village_code,
        resolution_no,
        matter,
        proposed_on,
        consulted_on,
        deliberated_on,
        resolved_on,
        decision_published_on,
        result_published_on,
        meeting_type,
        due,
        present,
        agreed,
        seal_count,
        supervisor_count,
        amount,
        root_cause,
        case when not regexp_matches(resolution_no, '(19|20)[0-9][0-9]') then year(period) end as year
    from core.resolution
),

village as (
    select
        village_code,
        village_name,
        township
    from core.village
),

paid as (
    select
        village_code,
        resolution_no,
        year,
        sum(amount) as paid,
        min(case when amount > 0 then entry_date end) as first_paid_on
    from core.resolution_payment
    group by village_code, resolution_no, year
),

other as (
    select
        m.village_code,
        m.root_cause,
        string_agg(
            concat_ws(
                ' ',
                o.meeting_type,
                '应到 ' || cast(o.due as varchar),
                '实到 ' || cast(o.present as varchar),
                '同意 ' || cast(o.agreed as varchar)
            ), '；' order by o.meeting_type desc
        ) as meetings
    from matter as m
    inner join core.resolution_meeting as o
        on
            m.village_code = o.village_code
            and m.root_cause = o.root_cause
            and m.row_id <> o.row_id
            and coalesce(m.meeting_type <> o.meeting_type, true)
    group by m.village_code, m.root_cause
),

final as (
    select
        m.village_code,
        v.village_name,
        v.township,
        m.resolution_no,
        m.matter,
        m.proposed_on,
        m.consulted_on,
        m.deliberated_on,
        m.resolved_on,
        m.decision_published_on,
        m.result_published_on,
        m.meeting_type as meeting,
        m.due,
        m.present,
        m.agreed,
        o.meetings as other_meetings,
        m.seal_count,
        m.supervisor_count as supervisors,
        m.amount as resolved_amount,
        cast(p.paid as decimal(18, 2)) as paid,
        p.first_paid_on,
        concat_ws(
            '、',
            case when m.proposed_on is null then '提议' end,
            case when m.consulted_on is null then '商议' end,
            case when m.deliberated_on is null then '审议' end,
            case when m.resolved_on is null then '决议' end,
            case when m.decision_published_on is null then '决议公开' end,
            case when m.result_published_on is null then '结果公开' end
        ) as missing_steps
    from matter as m
    inner join village as v on m.village_code = v.village_code
    left join other as o on m.village_code = o.village_code and m.root_cause = o.root_cause
    left join paid as p
        on m.village_code = p.village_code and m.resolution_no = p.resolution_no and m.year is not distinct from p.year
)

select * from final
