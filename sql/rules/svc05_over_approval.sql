/*
id: SVC05
title: 项目支出超预算/超批复额度
level: 高
status: stable
money: 手续
difference: true
subject: project
description: "按项目编号汇总的付款超过批复额（批复金额加变更金额）。容许为 0%，超出即报：\
  超出不到或刚好 10% 的为提示，超过 10% 的为高。"
why: 超批复支付意味着没有钱的来源或没有审批。
basis:
  - 审计实务：预算执行合规测试
params: [tolerance, overrun_high]
looks_in:
  project:
    - {any: [project_no], days: any}
    - {cells: [change_amount]}
  cash_entry: {amount: one, explains: [counterparty, summary], against: true, days: 366}
root_cause: 一个项目的超额为同一事实。
falsepositives:
  - 变更签证：批复额加上变更金额再比。
  - 同一项目在两年的台账里各登记一次：内容相同的只算一次，内容不同的相加。
  - 红字冲销按负数计入付款。
  - 台账与日记账各记一次的付款只算一次。
innocent: 变更单已批准但没有登记到项目台账。
next_check: 核对批复文件、变更签证和付款回单。
clears: 变更批复、变更签证。
related: [INV06, PRC07]
message: >-
  项目 {subject}的批复额（含变更）{approved} 元，已付款 {paid} 元，超出 {amount} 元（容差 {tolerance} 元，
  超过 {overrun_high:.0%} 的为高），待核。
*/
with entry as (
    select
        row_id,
        village_code,
        trim(project_no) as project_no,
        entry_date,
        expense
    from core.cash_entry
    where expense is not null
),

repeated as (
    select row_id from fact.twice_booked
),

project as (
    select
        row_id,
        village_code,
        trim(project_no) as project_no,
        project_name,
        approved_amount,
        coalesce(change_amount, 0) as change_amount
    from ledger.project
    where approved_amount is not null
),

payment as (
    select
        e.row_id,
        e.village_code,
        e.project_no,
        e.entry_date,
        e.expense
    from entry as e
    where e.row_id not in (select r.row_id from repeated as r)
),

paid as (
    select
        village_code,
        project_no,
        cast(sum(expense) as decimal(18, 2)) as paid
    from payment
    group by village_code, project_no
),

distinct_approval as (
    select distinct
        village_code,
        project_no,
        project_name,
        approved_amount,
        change_amount
    from project
),

approved as (
    select
        village_code,
        project_no,
        min(project_name) as project_name,
        cast(sum(approved_amount + change_amount) as decimal(18, 2)) as approved
    from distinct_approval
    group by village_code, project_no
),

start as (
    select
        village_code,
        project_no,
        min(entry_date) as first_day
    from payment
    group by village_code, project_no
),

over as (
    select
        p.village_code,
        p.project_no,
        p.project_no || ' ' || a.project_name as subject,
        make_date(year(s.first_day), 1, 1) as period,
        a.approved,
        p.paid,
        cast(p.paid - a.approved as decimal(18, 2)) as amount
    from paid as p
    inner join approved as a on p.village_code = a.village_code and p.project_no = a.project_no
    inner join start as s on p.village_code = s.village_code and p.project_no = s.project_no
    where p.paid > a.approved + $tolerance
),

unmatched as (
    select p.village_code
    from paid as p
    left join approved as a on p.village_code = a.village_code and p.project_no = a.project_no
    group by p.village_code
    having count(a.project_no) = 0
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
    from project
),

final as (
    select
        o.village_code,
        o.subject,
        o.period,
        o.amount,
        e.row_id,
        '命中' as outcome,
        null as missing,
        case when o.amount > o.approved * $overrun_high then '高' else '提示' end as level,
        o.approved,
        o.paid
    from over as o
    inner join evidence as e on o.village_code = e.village_code and o.project_no = e.project_no
    union all
    select
        village_code,
        '项目' as subject,
        null as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        '与付款项目编号相符、填有批复金额的项目台账' as missing,
        null as level,
        null as approved,
        null as paid
    from unmatched
)

select * from final
