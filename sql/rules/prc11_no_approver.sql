/*
id: PRC11
title: 达到审批线的付款没有审批人
level: 中
status: stable
money: 手续
tunable: approval_line
subject: entry
description: "单笔支出达到审批线（默认 5,000 元）而审批人一栏空白，每笔一条。整本账没有填过审批人的，那本账不评估。"
why: 大额支出要有人批，没有人签字就没有人负责。
basis:
  - 《街办基层党建创新案例（5 篇）》网络汇编篇二（原题名不存，讲的是乡镇财政财务：乡镇按此，村作参照）“问题”部分：不少乡镇在财务收支审批程序、支出凭据的审核、财务人员岗位职责的履行等方面不规范
  - 审计实务：支出审批手续测试
params: [approval_line]
looks_in:
  cash_entry:
    - {any: [voucher_no]}
    - {amount: one, unlike: [fund]}
    - {cells: [approver]}
    - {amount: one, explains: [counterparty, summary], against: true, days: 366}
root_cause: 一笔支出为同一事实，合计金额时与同一事实的其他疑点只取最大一笔。
falsepositives:
  - 一张凭证分几行登记的，有一行写了审批人就算；台账与日记账各记一次的，有一处写了就算。
  - 提现、存现、内部划转不是支出；已红字冲销的不报。
  - 整本账没有填过审批人的，那本账不评估。
innocent: 纸质凭证上签了字，登记台账时漏填。
next_check: 调凭证原件看审批签字。
clears: 有审批签字的凭证。
related: [PRC05, PAY05, PAY06]
message: "{entry_date}“{summary}”付款 {amount} 元（满 {approval_line:,} 元须经审批），审批人一栏空白，待核。"
*/
with entry as (
    select
        row_id,
        village_code,
        slice_id,
        source_file,
        source_sheet,
        entry_date,
        voucher_no,
        nullif(trim(approver), '') as approver
    from core.cash_entry
),

paid as (
    select
        row_id,
        village_code,
        entry_date,
        summary,
        amount,
        subject,
        root_cause
    from core.payment
),

repeated as (
    select
        row_id,
        repeats_row_id
    from fact.twice_booked
),

-- two books on one sheet have columns of their own
signed_book as (
    select distinct
        village_code,
        slice_id,
        source_file,
        source_sheet
    from entry
    where approver is not null
),

signed_voucher as (
    select distinct
        village_code,
        source_file,
        source_sheet,
        entry_date,
        voucher_no
    from entry
    where approver is not null and voucher_no is not null
),

-- the journal's entry and the register's that repeats it are one payment with two places to sign
place as (
    select
        row_id as payment_row_id,
        row_id
    from paid
    union
    select
        p.row_id as payment_row_id,
        t.row_id
    from paid as p
    inner join repeated as t on p.row_id = t.repeats_row_id
),

signing as (
    select
        l.payment_row_id as row_id,
        bool_or(s.source_file is not null) as has_column,
        bool_or(e.approver is not null or v.voucher_no is not null) as is_signed
    from place as l
    inner join entry as e on l.row_id = e.row_id
    left join signed_book as s
        on e.slice_id = s.slice_id and e.source_file = s.source_file and e.source_sheet = s.source_sheet
    left join signed_voucher as v
        on
            e.village_code = v.village_code
            and e.source_file = v.source_file
            and e.source_sheet = v.source_sheet
            and e.entry_date = v.entry_date
            and e.voucher_no = v.voucher_no
    group by l.payment_row_id
),

final as (
    select
        p.village_code,
        p.subject,
        make_date(year(p.entry_date), month(p.entry_date), 1) as period,
        p.amount,
        p.row_id,
        '命中' as outcome,
        null as missing,
        p.root_cause,
        p.entry_date,
        p.summary
    from paid as p
    inner join signing as s on p.row_id = s.row_id
    where p.amount >= $approval_line and s.has_column and not s.is_signed
    union all
    select
        village_code,
        '审批人' as subject,
        null as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        '收支明细账“审批人”列' as missing,
        null as root_cause,
        null as entry_date,
        null as summary
    from core.village
    where village_code not in (select b.village_code from signed_book as b)
)

select * from final
