/*
id: PRC02
title: 程序倒置：先付款后决议
level: 严重
status: stable
money: 手续
subject: project
units: 村
description: "付款日早于所依据决议的决议日。依据哪个决议，看账上写的决议编号；没写编号的，\
  看议题是否写明该笔付款的项目名称。一个决议一条，金额为决议日以前付款的合计。"
why: 讨论决定方可办理；先付款后开会，会议只是补手续。
basis:
  - 《村民委员会组织法》（2018 年修正）第 24 条：经村民会议讨论决定方可办理
params: [emergency_days, year_slip_days, project_name_length]
looks_in:
  resolution:
    - {any: [resolution_no], days: any}
    - {when: {project_name: .}, any: [subject=project_name], days: any}
  project: {any: [project_no], days: any}
  cash_entry:
    - {amount: one, explains: [counterparty, summary], against: true, days: 366}
    - {cells: [resolution_no]}
root_cause: 一个决议事项为同一事实，与 PRC03、PRC04、PRC05 合计金额时只取最大一笔。
falsepositives:
  - 应急抢险：台账标明应急且付款后 7 天内补议的通过。
  - 录入笔误：决议日的年份正好大一年、减一年就在付款日前 60 天以内的，单列为提示。
  - 一个编号登记了几个决议，或几个决议都写明该项目的，按最早的决议日。
  - 编号里没有年份的（如“第 1 号”），只对同一年的付款。
  - 没写决议编号的勘察、设计、测绘、可行性研究等前期费用，不查。
  - 当天决议当天付款不算先付款；已红字冲销的、内部划转、台账与日记账重登的不算。
  - 各台账都没有合同签订日期，合同早于决议的查不出，不查。
innocent: 决议日期登记有误，或付款时已有会议决定，台账登记的是后来的会议。
next_check: 核对会议记录原件和签到表的日期，看付款凭证后附的决议。
clears: 应急审批和 7 天内的补议记录，或更正后的决议日期。
related: [PRC01, PRC03]
message: >-
  {subject}的决议日期为 {resolved_on}，在此以前已付款 {payments} 笔共 {amount} 元，
  最早一笔 {first_day}（应急抢险的应在 {emergency_days} 天内补议），{reason}待核。
*/
with payment as (
    select
        row_id,
        village_code,
        entry_date,
        amount,
        summary,
        project_no,
        resolution_no
    from core.payment
),

resolution as (
    select
        row_id,
        village_code,
        resolution_no,
        matter,
        resolved_on,
        is_emergency,
        period,
        subject,
        root_cause
    from core.resolution
    where resolved_on is not null
),

project as (
    select
        village_code,
        trim(project_no) as project_no,
        min(trim(project_name)) as project_name
    from ledger.project
    group by village_code, trim(project_no)
),

linked as (
    select
        p.row_id,
        r.row_id as resolution_row_id,
        null as project_name
    from payment as p
    inner join resolution as r on p.village_code = r.village_code and p.resolution_no = r.resolution_no
    where
        regexp_matches(r.resolution_no, '(19|20)[0-9][0-9]')
        or year(p.entry_date) = year(r.resolved_on)
    union
    select
        p.row_id,
        r.row_id as resolution_row_id,
        j.project_name
    from payment as p
    inner join project as j on p.village_code = j.village_code and p.project_no = j.project_no
    inner join resolution as r on p.village_code = r.village_code and contains(r.matter, j.project_name)
    where
        coalesce(p.resolution_no, '') = ''
        and length(j.project_name) >= $project_name_length
        and not regexp_matches(p.summary, '勘察|勘测|设计|测绘|测量|可行性|可研|预算编制|前期')
),

judged as (
    select
        p.row_id,
        p.village_code,
        p.entry_date,
        p.amount,
        r.row_id as resolution_row_id,
        l.project_name,
        r.resolved_on,
        r.is_emergency,
        date_diff('day', p.entry_date, r.resolved_on) as days,
        date_diff('day', cast(r.resolved_on - interval 1 year as date), p.entry_date) as days_from_year_before
    from linked as l
    inner join payment as p on l.row_id = p.row_id
    inner join resolution as r on l.resolution_row_id = r.row_id
    qualify row_number() over (partition by p.row_id order by r.resolved_on asc, r.row_id asc) = 1
),

early as (
    select
        row_id,
        village_code,
        entry_date,
        amount,
        resolution_row_id,
        project_name,
        days_from_year_before between 0 and $year_slip_days as is_year_slip
    from judged
    where days > 0 and not (is_emergency and days <= $emergency_days)
),

total as (
    select
        resolution_row_id,
        cast(sum(amount) as decimal(18, 2)) as amount,
        count(*) as payments,
        min(entry_date) as first_day,
        min(project_name) as project_name,
        bool_and(is_year_slip) as is_year_slip
    from early
    group by resolution_row_id
),

evidence as (
    select
        resolution_row_id,
        row_id
    from early
    union
    select
        resolution_row_id,
        resolution_row_id as row_id
    from early
),

unlinked as (
    select p.village_code
    from payment as p
    left join linked as l on p.row_id = l.row_id
    group by p.village_code
    having count(l.row_id) = 0
),

final as (
    select
        r.village_code,
        r.subject,
        r.period,
        t.amount,
        e.row_id,
        '命中' as outcome,
        null as missing,
        case when t.is_year_slip then '提示' end as level,
        r.root_cause,
        r.resolved_on,
        t.payments,
        t.first_day,
        case when t.is_year_slip then '决议日期的年份可能多写了一年，' else '' end as reason,
        t.project_name
    from total as t
    inner join resolution as r on t.resolution_row_id = r.row_id
    inner join evidence as e on t.resolution_row_id = e.resolution_row_id
    union all
    select
        village_code,
        '决议' as subject,
        null as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        '写明决议编号、能在四议两公开台账找到的支出' as missing,
        null as level,
        null as root_cause,
        null as resolved_on,
        null as payments,
        null as first_day,
        null as reason,
        null as project_name
    from unlinked
)

select * from final
