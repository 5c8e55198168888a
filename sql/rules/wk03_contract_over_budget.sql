/*
id: WK03
title: 合同金额超过批复或预算
level: 高
status: stable
money: 手续
difference: true
subject: project
applies_to: 工程项目
description: "项目台账：一个项目的合同金额（几份合同相加）超过批复金额；没有填批复金额的，超过预算金额。一个项目一条。"
why: 合同签得比批下来的多，多出的部分没有钱的来源，往往挤占别的资金。
basis:
  - 《街办基层党建创新案例（5 篇）》网络汇编篇二（原题名不存，讲的是乡镇财政财务：乡镇按此，村作参照）“问题”部分（一）：预算约束力弱化
  - 审计实务：批复、预算、合同三方核对
params: [tolerance]
looks_in:
  project:
    - {any: [project_no], days: any}
    - {cells: [approved_amount]}
root_cause: 一个项目的合同超额为同一事实。
falsepositives:
  - 同一项目登记了几次的，内容相同的只算一次，内容不同的相加。
  - 变更另有变更金额，不算在合同金额里；付款超过批复由 SVC05 查，付款超过合同由 INV06 查。
innocent: 追加的批复、预算没有登记到项目台账。
next_check: 并列批复文件、预算和合同，查有没有追加的批复。
clears: 追加的批复、预算文件。
related: [SVC05, INV06]
message: "项目 {subject}的合同金额 {contracted} 元，{limit_name} {limit_amount} 元，超出 {amount} 元（容差 {tolerance} 元），待核。"
*/
with registered as (
    select
        row_id,
        village_code,
        trim(project_no) as project_no,
        trim(project_name) as project_name,
        trim(contract_no) as contract_no,
        nullif(contract_amount, 0) as contract_amount,
        nullif(approved_amount, 0) as approved_amount,
        nullif(budget, 0) as budget,
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

distinct_approval as (
    select distinct
        village_code,
        project_no,
        approved_amount
    from registered
),

approval as (
    select
        village_code,
        project_no,
        cast(sum(approved_amount) as decimal(18, 2)) as approved
    from distinct_approval
    group by village_code, project_no
),

distinct_budget as (
    select distinct
        village_code,
        project_no,
        budget
    from registered
),

budgeted as (
    select
        village_code,
        project_no,
        cast(sum(budget) as decimal(18, 2)) as budget
    from distinct_budget
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

judged as (
    select
        j.village_code,
        j.project_no,
        j.project_no || ' ' || j.project_name as subject,
        j.started_on,
        c.contracted,
        case when a.approved is null then '预算金额' else '批复金额' end as limit_name,
        coalesce(a.approved, b.budget) as limit_amount
    from project as j
    inner join contracted as c on j.village_code = c.village_code and j.project_no = c.project_no
    inner join approval as a on j.village_code = a.village_code and j.project_no = a.project_no
    inner join budgeted as b on j.village_code = b.village_code and j.project_no = b.project_no
),

final as (
    select
        d.village_code,
        d.subject,
        make_date(year(d.started_on), 1, 1) as period,
        cast(d.contracted - d.limit_amount as decimal(18, 2)) as amount,
        r.row_id,
        d.contracted,
        d.limit_name,
        d.limit_amount
    from judged as d
    inner join registered as r on d.village_code = r.village_code and d.project_no = r.project_no
    where d.contracted > d.limit_amount + $tolerance
)

select * from final
