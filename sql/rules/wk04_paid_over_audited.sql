/*
id: WK04
title: 付款超过结算审定价
level: 严重
status: stable
money: 受损
difference: true
subject: project
applies_to: 合同
description: "合同台账填了审定金额的工程，按合同编号对上的项目，付给施工单位的累计超过审定金额。几份合同属一个项目的，审定金额相加。一个项目一条。"
why: 审定价是结算的上限，付得比它多，多付的部分没有依据。
basis:
  - 审计实务：结算审定价与付款核对
params: [tolerance]
looks_in:
  contract: {any: [contract_no], days: any}
  project: {any: [project_no], days: any}
  cash_entry: {amount: one, explains: [counterparty, summary], against: true, days: 366}
root_cause: 一个项目的超付与 INV06、SVC05 为同一事实，合计金额时只取最大一笔。
falsepositives:
  - 合同编号没有写在项目台账上的、项目有合同没有审定金额的，不比。
  - 付给设计、监理、检测、审计等单位的不算；施工单位退回的、冲减的照减；台账与日记账各记一次的只算一次。
innocent: 审定之后另有补充结算，没有登记；或付款里有退还的保证金。
next_check: 调结算审核报告，与合同、付款回单逐笔核对。
clears: 补充的结算审核报告，或多付部分已经退回的凭据。
related: [INV06, SVC05, PRC07]
message: "项目 {subject}的结算审定金额 {audited} 元，已付给施工单位 {paid} 元，超出 {amount} 元（容差 {tolerance} 元），待核。"
*/
with project as (
    select
        row_id,
        village_code,
        trim(project_no) as project_no,
        trim(project_name) as project_name,
        nullif(trim(contract_no), '') as contract_no
    from ledger.project
),

audited_contract as (
    select
        row_id,
        village_code,
        contract_no,
        nullif(audited_amount, 0) as audited_amount
    from core.contract
),

linked as (
    select distinct
        j.village_code,
        j.project_no,
        j.contract_no,
        c.row_id,
        c.audited_amount
    from project as j
    left join audited_contract as c on j.village_code = c.village_code and j.contract_no = c.contract_no
    where j.contract_no is not null
),

audited as (
    select
        village_code,
        project_no,
        cast(sum(audited_amount) as decimal(18, 2)) as audited
    from linked
    group by village_code, project_no
    having count(*) = count(audited_amount)
),

name as (
    select
        village_code,
        project_no,
        min(project_name) as project_name
    from project
    group by village_code, project_no
),

payment as (
    select
        row_id,
        village_code,
        project_no,
        entry_date,
        amount
    from core.work_payment
),

paid as (
    select
        village_code,
        project_no,
        min(entry_date) as first_day,
        cast(sum(amount) as decimal(18, 2)) as paid
    from payment
    group by village_code, project_no
),

over as (
    select
        p.village_code,
        p.project_no,
        p.project_no || ' ' || n.project_name as subject,
        make_date(year(p.first_day), 1, 1) as period,
        a.audited,
        p.paid
    from paid as p
    inner join audited as a on p.village_code = a.village_code and p.project_no = a.project_no
    inner join name as n on p.village_code = n.village_code and p.project_no = n.project_no
    where p.paid > a.audited + $tolerance
),

evidence as (
    select
        village_code,
        project_no,
        row_id
    from payment
    union all
    select
        village_code,
        project_no,
        row_id
    from linked
    union all
    select
        village_code,
        project_no,
        row_id
    from project
),

final as (
    select
        o.village_code,
        o.subject,
        o.period,
        cast(o.paid - o.audited as decimal(18, 2)) as amount,
        e.row_id,
        concat_ws('|', 'SVC', o.village_code, o.subject, cast(o.period as varchar)) as root_cause,
        o.audited,
        o.paid
    from over as o
    inner join evidence as e on o.village_code = e.village_code and o.project_no = e.project_no
)

select * from final
