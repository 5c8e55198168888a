/*
id: WK06
title: 工程变更占合同金额过多
level: 中
status: stable
money: 手续
subject: project
applies_to: 工程项目
description: "项目台账：一个项目的变更、签证金额合计，占合同金额的比例超过县里定的数。一个项目一条。县里没有定这个比例的，不可评估。"
why: 低价中标、变更加价，是抬高工程款的常见做法。
basis:
  - 审计实务：变更签证审查
params: [change_share]
looks_in:
  project: {any: [project_no], days: any}
root_cause: 一个项目的变更为同一事实。
falsepositives:
  - 同一变更登记了几次的，单号和金额相同的只算一次；减少的变更照减。
innocent: 设计漏项或地质条件变化，变更经过监理和村里同意。
next_check: 调变更单、签证单，看签字、日期和工程量，到现场对照。
clears: 变更签证和批准变更的会议记录。
related: [INV06, WK04]
message: "项目 {subject}的合同金额 {contracted} 元，变更、签证合计 {amount} 元（不超过合同金额的 {change_share:.0%}），待核。"
*/
with registered as (
    select
        row_id,
        village_code,
        trim(project_no) as project_no,
        trim(project_name) as project_name,
        trim(contract_no) as contract_no,
        nullif(contract_amount, 0) as contract_amount,
        trim(change_order_no) as change_order_no,
        coalesce(change_amount, 0) as change_amount,
        started_on
    from ledger.project
),

distinct_contract as (
    select distinct
        village_code,
        project_no,
        contract_no,
        contract_amount
    from registered
),

contracted as (
    select
        village_code,
        project_no,
        cast(sum(contract_amount) as decimal(18, 2)) as contracted
    from distinct_contract
    group by village_code, project_no
),

distinct_change as (
    select distinct
        village_code,
        project_no,
        change_order_no,
        change_amount
    from registered
),

changed as (
    select
        village_code,
        project_no,
        cast(sum(change_amount) as decimal(18, 2)) as changed
    from distinct_change
    group by village_code, project_no
),

project as (
    select
        village_code,
        project_no,
        min(project_name) as project_name,
        min(started_on) as started_on
    from registered
    group by village_code, project_no
),

final as (
    select
        j.village_code,
        j.project_no || ' ' || j.project_name as subject,
        make_date(year(j.started_on), 1, 1) as period,
        g.changed as amount,
        r.row_id,
        c.contracted
    from project as j
    inner join contracted as c on j.village_code = c.village_code and j.project_no = c.project_no
    inner join changed as g on j.village_code = g.village_code and j.project_no = g.project_no
    inner join registered as r on j.village_code = r.village_code and j.project_no = r.project_no
    where g.changed > c.contracted * $change_share
)

select * from final
