/*
id: INV01
title: 白条/无合规票据报销
level: 高
status: stable
money: 手续
subject: entry
description: "单笔支出达到 1,000 元，票据为白条、收据、自制凭证，或没有票据（未填类型也未填号码）。\
  整张工作表没有填过票据类型的，那张表上满额的支出不能评估；别处写了同一笔的票据的除外。"
why: 没有合规票据，支出是否真实、给了谁都无从核实。
basis:
  - 《发票管理办法》（2023 年修订）第 19、20 条：付款应取得发票，不合规的票据不得报销
  - 《街办基层党建创新案例（5 篇）》网络汇编篇二（原题名不存，讲的是乡镇财政财务：乡镇按此，村作参照）“问题”部分（二）：“白条子”报账、“白条子”抵库现象普遍存在
params: [receipt_free]
looks_in:
  cash_entry:
    - {amount: one, explains: [counterparty, summary], against: true, days: 366}
    - {cells: [document_no, document_type]}
  labour: {when: {document: 自制凭证|无|空}, days: 366}
root_cause: 与大额现金支付（PAY01）指同一笔支出时为同一事实，合计金额时只取最大一笔。
falsepositives:
  - 提现、存现、内部转账、入股不是报销，不查。
  - 工资补贴、误工、年终奖和考核奖、救助慰问和奖学金凭名单发放，不要求发票，不查。
  - 向农户收购、个人劳务：自制凭证且写明领款人的不查。
  - 自制凭证、没有票据的付款，等于一年内一份劳务用工表的合计，或表上领款人本人的合计的，以用工表为凭，不查。
  - 财政票据、往来结算票据不在本规则内（往来收据由 INV02 查）。
  - 未填票据类型但填了票据号码的，视为有票据。
  - 已用红字冲销的一笔不报。
innocent: 票据尚未补录，或属于可以凭领款单支付的零星用工。
next_check: 调阅原始凭证，补开发票，或补领款单并附身份证号。
clears: 补开的发票，或领款单并附身份证号。
related: [PAY01, INV02, LAB01]
message: >-
  {day}支付“{summary}”{amount} 元（满 {receipt_free:,} 元应有合规票据），收款人{payee}，票据为{document}，待核。
*/
with entry as (
    select
        row_id,
        village_code,
        source_file,
        source_sheet,
        entry_date,
        summary,
        expense,
        counterparty,
        document_type,
        document_no
    from core.cash_entry
),

sheet as (
    select distinct
        source_file,
        source_sheet
    from entry
    where document_type is not null
),

-- of one payment's several papers the first that says something of the document is judged
repeated as (
    select t.row_id
    from fact.twice_booked as t
    inner join entry as e on t.repeats_row_id = e.row_id
    where e.document_type is not null
    union
    select t.row_id
    from fact.twice_booked as t
    inner join entry as e on t.row_id = e.row_id
    where e.document_type is not null
    qualify row_number() over (partition by t.repeats_row_id order by t.row_id) > 1
),

-- and where one of them says something, those that don't are not asked
told as (
    select row_id from repeated
    union
    select t.repeats_row_id as row_id
    from fact.twice_booked as t
    inner join entry as e on t.row_id = e.row_id
    where e.document_type is not null
),

reversed as (
    select row_id from fact.reversal
),

payee as (
    select
        row_id,
        payee_name,
        purpose_class,
        is_person
    from fact.payee
),

subject as (
    select
        row_id,
        subject
    from fact.entry_subject
),

-- a labour list of the same sum is the paper of a payment for work
listed as (
    select e.row_id
    from entry as e
    inner join payee as p on e.row_id = p.row_id
    inner join core.labour_sum as w
        on
            e.village_code = w.village_code
            and e.expense = w.amount
            and e.entry_date >= w.first_day
            and date_diff('month', w.first_day, e.entry_date) <= 12
            and w.name in ('', p.payee_name)
    where coalesce(e.document_type, '无') in ('自制凭证', '无')
),

checked as (
    select
        e.row_id,
        e.village_code,
        e.entry_date,
        e.summary,
        e.expense,
        e.counterparty,
        e.document_type,
        p.purpose_class,
        p.is_person,
        coalesce(e.document_type, '无') as document
    from entry as e
    inner join sheet as s on e.source_file = s.source_file and e.source_sheet = s.source_sheet
    inner join payee as p on e.row_id = p.row_id
    where
        e.expense >= $receipt_free
        and e.row_id not in (select r.row_id from repeated as r)
        and e.row_id not in (select r.row_id from reversed as r)
        and e.row_id not in (select w.row_id from listed as w)
        and (e.document_type is not null or coalesce(e.document_no, '') = '')
),

unsupported as (
    select
        row_id,
        village_code,
        entry_date,
        summary,
        expense,
        counterparty,
        document_type,
        document
    from checked
    where
        document in ('白条', '收据', '自制凭证', '无')
        and purpose_class not in ('提现存现', '内部转账', '入股', '工资补贴', '救助慰问')
        and not (
            document = '自制凭证'
            and counterparty is not null
            and (purpose_class = '收购农产品' or (purpose_class = '劳务' and is_person))
        )
),

-- payments on sheets that say nothing of documents
untold as (
    select
        e.row_id,
        e.village_code
    from entry as e
    left join sheet as s on e.source_file = s.source_file and e.source_sheet = s.source_sheet
    inner join payee as p on e.row_id = p.row_id
    where
        coalesce(s.source_file, '') = ''
        and e.expense >= $receipt_free
        and coalesce(e.document_no, '') = ''
        and e.row_id not in (select t.row_id from told as t)
        and e.row_id not in (select r.row_id from reversed as r)
        and p.purpose_class not in ('提现存现', '内部转账', '入股', '工资补贴', '救助慰问')
),

again as (
    select row_id
    from fact.first_version
    where kind = 'cash_entry'
),

-- told one by one where the sheet came again, since a flag of before may be of that payment; else once a village
unknown as (
    select
        u.village_code,
        s.subject,
        u.row_id
    from untold as u
    inner join again as a on u.row_id = a.row_id
    inner join subject as s on u.row_id = s.row_id
    union all
    select
        village_code,
        '支出' as subject,
        min(row_id) as row_id
    from untold
    group by village_code
),

final as (
    select
        u.village_code,
        s.subject,
        make_date(year(u.entry_date), month(u.entry_date), 1) as period,
        u.expense as amount,
        u.row_id,
        '命中' as outcome,
        null as missing,
        concat_ws('·', '一笔支出', u.village_code, s.subject) as root_cause,
        u.entry_date as day,
        u.summary,
        u.counterparty as payee,
        case when u.document_type is null then '空（未填）' else u.document end as document
    from unsupported as u
    inner join subject as s on u.row_id = s.row_id
    union all
    select
        village_code,
        subject,
        null as period,
        null as amount,
        row_id,
        '不可评估' as outcome,
        '收支明细账“票据类型”列' as missing,
        null as root_cause,
        null as day,
        null as summary,
        null as payee,
        null as document
    from unknown
)

select * from final
