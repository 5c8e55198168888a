/*
id: INV06
title: 付款超过票面或合同额
level: 高
status: stable
money: 受损
difference: true
subject: entry
description: "一笔付款超过所附票据的票面金额；或一个项目向承包方的累计付款超过合同金额（加变更金额）。超出 0.01 元以内不报。"
why: 付出去的比票面、合同多，多付的部分没有依据。
basis:
  - 审计实务：票面、付款、合同三方核对
params: [tolerance, contract_variation]
looks_in:
  project:
    - {any: [project_no], days: any}
    - {cells: [change_amount]}
  cash_entry: {amount: one, explains: [counterparty, summary], against: true, days: 366}
root_cause: 一笔支出为同一事实；一个项目的超额与 SVC05 为同一事实，合计金额时只取最大一笔。
falsepositives:
  - 补充协议、变更：合同金额加上变更金额再比；同一项目登记几行的，合同金额相加，内容相同的只算一次。
  - 质保金在合同额之内，按实际付款累计；税差使票面大于付款的不报。
  - 一笔付款附几张票的，票面金额可能只写了一张，不比票面；台账与日记账各记一次的只算一次。
  - 付给设计、监理、检测、招标等单位的，不计入合同付款；写明承包方的只计付给承包方的。
  - 红字冲销按负数计入累计付款。
innocent: 有补充协议没有登记，或票面金额录入有误。
next_check: 并列合同、发票、付款回单，查补充协议和变更签证。
clears: 补充协议、变更签证，或更正后的票面金额。
related: [INV03, SVC05]
message: >-
  {what}，{limit_name} {limit_amount} 元，付款 {paid} 元，超出 {amount} 元（容差 {tolerance} 元，
  合同容许超出 {contract_variation:.0%}），待核。
*/
with payment as (
    select
        row_id,
        village_code,
        entry_date,
        summary,
        amount,
        document_amount,
        subject,
        root_cause
    from core.payment
    where document_amount is not null
),

several_documents as (
    select row_id
    from fact.document_number
    group by row_id
    having count(*) > 1
),

over_face as (
    select
        row_id,
        village_code,
        entry_date,
        summary,
        amount,
        document_amount,
        subject,
        root_cause
    from payment
    where
        amount > document_amount + $tolerance
        and document_amount > 0
        and row_id not in (select s.row_id from several_documents as s)
),

party as (
    select
        written,
        name
    from fact.party_name
),

contract_line as (
    select distinct
        j.village_code,
        trim(j.project_no) as project_no,
        j.project_name,
        j.contract_no,
        j.contract_amount,
        coalesce(j.change_amount, 0) as change_amount,
        p.name as contractor
    from ledger.project as j
    left join party as p on j.contractor = p.written
    where j.contract_amount > 0
),

contract as (
    select
        village_code,
        project_no,
        min(project_name) as project_name,
        count(contractor) as contractors,
        cast(sum(contract_amount + change_amount) as decimal(18, 2)) as contract_amount
    from contract_line
    group by village_code, project_no
),

contractor as (
    select distinct
        village_code,
        project_no,
        contractor
    from contract_line
),

spent as (
    select
        e.row_id,
        e.village_code,
        trim(e.project_no) as project_no,
        e.entry_date,
        e.summary,
        e.expense,
        p.payee_name
    from core.cash_entry as e
    inner join fact.payee as p on e.row_id = p.row_id
    where not e.is_repeat and not e.is_internal and not e.is_opening
),

to_contractor as (
    select
        s.row_id,
        s.village_code,
        s.project_no,
        s.entry_date,
        s.expense
    from spent as s
    inner join contract as c on s.village_code = c.village_code and s.project_no = c.project_no
    left join contractor as r
        on s.village_code = r.village_code and s.project_no = r.project_no and s.payee_name = r.contractor
    where
        not regexp_matches(s.summary, '设计|监理|检测|招标|审计|造价|测绘|勘察|咨询|评审|公证')
        and (r.contractor is not null or c.contractors = 0)
),

start as (
    select
        village_code,
        project_no,
        min(entry_date) as first_day
    from spent
    group by village_code, project_no
),

paid as (
    select
        village_code,
        project_no,
        cast(sum(expense) as decimal(18, 2)) as paid
    from to_contractor
    group by village_code, project_no
),

over_contract as (
    select
        p.village_code,
        p.project_no,
        p.project_no || ' ' || c.project_name as subject,
        s.first_day,
        c.contract_amount,
        p.paid
    from paid as p
    inner join contract as c on p.village_code = c.village_code and p.project_no = c.project_no
    inner join start as s on p.village_code = s.village_code and p.project_no = s.project_no
    where p.paid > c.contract_amount * (1 + $contract_variation) + $tolerance
),

contract_evidence as (
    select
        village_code,
        project_no,
        row_id
    from to_contractor
    union all
    select
        village_code,
        trim(project_no) as project_no,
        row_id
    from ledger.project
    where contract_amount > 0
),

final as (
    select
        o.village_code,
        o.subject,
        make_date(year(o.entry_date), month(o.entry_date), 1) as period,
        cast(o.amount - o.document_amount as decimal(18, 2)) as amount,
        o.row_id,
        '命中' as outcome,
        null as missing,
        o.root_cause,
        '支付“' || o.summary || '”' as what,
        '票面金额' as limit_name,
        o.document_amount as limit_amount,
        o.amount as paid
    from over_face as o
    union all
    select
        o.village_code,
        o.subject,
        make_date(year(o.first_day), 1, 1) as period,
        cast(o.paid - o.contract_amount as decimal(18, 2)) as amount,
        e.row_id,
        '命中' as outcome,
        null as missing,
        concat_ws(
            '|', 'SVC', o.village_code, o.subject, cast(make_date(year(o.first_day), 1, 1) as varchar)
        ) as root_cause,
        '项目 ' || o.subject as what,
        '含变更的合同金额' as limit_name,
        o.contract_amount as limit_amount,
        o.paid
    from over_contract as o
    inner join contract_evidence as e on o.village_code = e.village_code and o.project_no = e.project_no
    union all
    select
        v.village_code,
        '票面和合同' as subject,
        null as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        '收支明细账“票面金额”列，或有付款的项目台账“合同金额”列' as missing,
        null as root_cause,
        null as what,
        null as limit_name,
        null as limit_amount,
        null as paid
    from core.village as v
    where
        v.village_code not in (select p.village_code from payment as p)
        and v.village_code not in (select d.village_code from paid as d)
)

select * from final
