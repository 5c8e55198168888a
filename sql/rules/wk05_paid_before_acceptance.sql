/*
id: WK05
title: 验收以前付款过多
level: 高
status: stable
money: 手续
subject: project
applies_to: 工程项目
description: "填了验收日期的项目，验收日期以前付给施工单位的，占合同金额（加变更金额）的比例超过县里定的数。一个项目一条。\
  没有验收的项目按完成进度比，由 PRC07 查。县里没有定这个比例的，不可评估。"
why: 没有验收就付了大头，工程不合格时村里没有钱可扣。
basis:
  - 审计实务：验收与付款核对
params: [before_acceptance_share]
looks_in:
  project:
    - {any: [project_no], days: any}
    - {cells: [change_amount]}
  cash_entry: {amount: one, explains: [counterparty, summary], against: true, days: 366}
root_cause: 一个项目的付款与 PRC07、INV06、SVC05 为同一事实，合计金额时只取最大一笔。
falsepositives:
  - 按合同分期、分段验收的，台账只填最后一次验收日期，看合同约定就能分清。
  - 付给设计、监理、检测等单位的不算；冲减的照减；验收当日付的算验收以后付的。
innocent: 合同约定按进度付款，并有阶段验收单。
next_check: 调合同的付款约定、各次验收单，与付款日期并列。
clears: 合同的付款条款和阶段验收单。
related: [PRC07, INV06]
message: >-
  项目 {subject}的合同金额（含变更）{contracted} 元，{accepted_on}验收以前已付给施工单位 {amount} 元（不超过合同金额的
  {before_acceptance_share:.0%}），待核。
*/
with registered as (
    select
        row_id,
        village_code,
        trim(project_no) as project_no,
        trim(project_name) as project_name,
        trim(contract_no) as contract_no,
        nullif(contract_amount, 0) as contract_amount,
        coalesce(change_amount, 0) as change_amount,
        accepted_on
    from ledger.project
),

distinct_contract as (
    select distinct
        village_code,
        project_no,
        contract_no,
        contract_amount,
        change_amount
    from registered
),

contracted as (
    select
        village_code,
        project_no,
        cast(sum(contract_amount + change_amount) as decimal(18, 2)) as contracted
    from distinct_contract
    group by village_code, project_no
),

project as (
    select
        village_code,
        project_no,
        min(project_name) as project_name,
        min(accepted_on) as accepted_on
    from registered
    group by village_code, project_no
),

early as (
    select
        p.row_id,
        p.village_code,
        p.project_no,
        p.entry_date,
        p.amount
    from core.work_payment as p
    inner join project as j on p.village_code = j.village_code and p.project_no = j.project_no
    where p.entry_date < j.accepted_on
),

paid as (
    select
        village_code,
        project_no,
        min(entry_date) as first_day,
        cast(sum(amount) as decimal(18, 2)) as paid
    from early
    group by village_code, project_no
),

over as (
    select
        p.village_code,
        p.project_no,
        p.project_no || ' ' || j.project_name as subject,
        make_date(year(p.first_day), 1, 1) as period,
        j.accepted_on,
        c.contracted,
        p.paid
    from paid as p
    inner join project as j on p.village_code = j.village_code and p.project_no = j.project_no
    inner join contracted as c on p.village_code = c.village_code and p.project_no = c.project_no
    where c.contracted > 0 and p.paid > c.contracted * $before_acceptance_share
),

evidence as (
    select
        village_code,
        project_no,
        row_id
    from early
    union all
    select
        village_code,
        project_no,
        row_id
    from registered
),

final as (
    select
        o.village_code,
        o.subject,
        o.period,
        o.paid as amount,
        e.row_id,
        concat_ws('|', 'SVC', o.village_code, o.subject, cast(o.period as varchar)) as root_cause,
        o.contracted,
        o.accepted_on
    from over as o
    inner join evidence as e on o.village_code = e.village_code and o.project_no = e.project_no
)

select * from final
