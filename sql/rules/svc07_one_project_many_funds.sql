/*
id: SVC07
title: 一项目多源重复列支
level: 高
status: stable
money: 受损
subject: project
description: "同一村里，同一张发票或同一个项目在两种以上资金里付款，合计超过票面（发票的票面金额；项目的合同额加变更，\
  没有合同额时为各张发票票面之和）。发票没有填票面的，只有各种资金付的一样多才报，一份视为票面。"
why: 一件事在两个口袋里各报一次，多出来的钱就被套走了。
basis:
  - 审计实务：跨资金来源重复列支核对
params: [tolerance]
looks_in:
  project: {any: [project_no], days: any}
  cash_entry: {amount: one, explains: [counterparty, summary], against: true, days: 366}
root_cause: 同一张发票与 INV03 为同一事实；同一项目与 SVC05 为同一事实；合计金额时只取最大一笔。
falsepositives:
  - 合法配套：几种资金按分摊各付一部分，合计不超过票面的通过。
  - 同一笔付款在台账和日记账各记一次的只算一次；已用红字冲销的不算；资金类别没有填的不算一个来源。
  - 项目没有合同额、付款又没有全部填票面的，看不出总价，不报。
  - 只有 8 位号码的发票须同一开票人才算同一张。
innocent: 有经批准的分摊协议而台账没有登记，或发票号录入有误。
next_check: 调阅各来源付款所附发票原件和资金分摊表，核对是否同一事项。
clears: 经批准的资金分摊协议。
related: [INV03, SVC05]
message: >-
  {matter}在{funds}中都有付款，合计 {total} 元，票面或合同 {face} 元，重叠 {amount} 元（容差 {tolerance} 元），
  待核。
*/
with payment as (
    select
        row_id,
        village_code,
        fund,
        entry_date,
        amount,
        document_amount,
        project_no
    from core.payment
    where fund is not null
),

numbered as (
    select
        row_id,
        number,
        document_key
    from fact.document_number
),

project as (
    select
        village_code,
        trim(project_no) as project_no,
        min(project_name) as project_name,
        max(contract_amount + coalesce(change_amount, 0)) as contract
    from ledger.project
    group by village_code, trim(project_no)
),

invoice_line as (
    select
        p.row_id,
        p.village_code,
        p.fund,
        p.entry_date,
        p.amount,
        p.document_amount,
        n.number,
        n.document_key
    from payment as p
    inner join numbered as n on p.row_id = n.row_id
),

by_fund as (
    select
        village_code,
        document_key,
        fund,
        min(number) as number,
        min(entry_date) as first_day,
        cast(sum(amount) as decimal(18, 2)) as paid,
        max(document_amount) as face
    from invoice_line
    group by village_code, document_key, fund
),

invoice as (
    select
        village_code,
        document_key,
        min(number) as number,
        min(first_day) as first_day,
        string_agg(fund, '、' order by fund) as funds,
        cast(sum(paid) as decimal(18, 2)) as total,
        -- without a face value, two funds that paid the same each paid the whole
        coalesce(max(face), case when min(paid) = max(paid) then max(paid) end) as face
    from by_fund
    group by village_code, document_key
    having count(*) > 1
),

project_line as (
    select
        p.row_id,
        p.village_code,
        p.fund,
        p.entry_date,
        p.amount,
        p.document_amount,
        p.project_no,
        n.document_key
    from payment as p
    left join numbered as n on p.row_id = n.row_id
    where p.project_no is not null
),

project_document as (
    select
        village_code,
        project_no,
        sum(face) as face
    from (
        select
            village_code,
            project_no,
            document_key,
            max(document_amount) as face
        from project_line
        group by village_code, project_no, document_key
    ) as by_document
    group by village_code, project_no
    having count(*) = count(document_key) and count(*) = count(face)
),

project_payment as (
    select distinct
        row_id,
        village_code,
        project_no,
        fund,
        entry_date,
        amount
    from project_line
),

project_fund as (
    select
        village_code,
        project_no,
        fund,
        min(entry_date) as first_day,
        cast(sum(amount) as decimal(18, 2)) as paid
    from project_payment
    group by village_code, project_no, fund
),

paid_project as (
    select
        village_code,
        project_no,
        string_agg(fund, '、' order by fund) as funds,
        min(first_day) as first_day,
        cast(sum(paid) as decimal(18, 2)) as total
    from project_fund
    group by village_code, project_no
    having count(*) > 1
),

priced_project as (
    select
        p.village_code,
        p.project_no,
        p.funds,
        p.first_day,
        p.total,
        j.project_name,
        coalesce(j.contract, d.face) as face
    from paid_project as p
    left join project as j on p.village_code = j.village_code and p.project_no = j.project_no
    left join project_document as d on p.village_code = d.village_code and p.project_no = d.project_no
),

assessable as (
    select village_code from invoice_line
    union
    select village_code from project_line
),

village as (
    select distinct village_code from core.village
),

final as (
    select
        i.village_code,
        i.document_key as subject,
        make_date(year(i.first_day), month(i.first_day), 1) as period,
        cast(i.total - i.face as decimal(18, 2)) as amount,
        l.row_id,
        '命中' as outcome,
        null as missing,
        '发票·' || i.document_key as root_cause,
        '发票 ' || i.number || ' ' as matter,
        i.funds,
        i.total,
        i.face
    from invoice as i
    inner join invoice_line as l on i.village_code = l.village_code and i.document_key = l.document_key
    where i.total - i.face > $tolerance
    union all
    select
        p.village_code,
        concat_ws(' ', p.project_no, p.project_name) as subject,
        make_date(year(p.first_day), 1, 1) as period,
        cast(p.total - p.face as decimal(18, 2)) as amount,
        l.row_id,
        '命中' as outcome,
        null as missing,
        null as root_cause,
        '项目 ' || concat_ws(' ', p.project_no, p.project_name) as matter,
        p.funds,
        p.total,
        cast(p.face as decimal(18, 2)) as face
    from priced_project as p
    inner join project_payment as l on p.village_code = l.village_code and p.project_no = l.project_no
    where p.total - p.face > $tolerance
    union all
    select
        v.village_code,
        '项目' as subject,
        null as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        '收支明细账“票据号”列或“项目编号”列' as missing,
        null as root_cause,
        null as matter,
        null as funds,
        null as total,
        null as face
    from village as v
    left join assessable as a on v.village_code = a.village_code
    where a.village_code is null
)

select * from final
