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
with paid as (
    select
        row_id,
        village_code,
        entry_date,
        summary,
        amount,
        subject,
        root_cause
    from core.payment
    where amount >= $approval_line
),

signed as (
    select village_code
    from ledger.cash_entry
    where nullif(trim(approver), '') is not null
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
    inner join core.signing as s on p.row_id = s.row_id
    where s.has_approvers and not s.is_approved
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
    where village_code not in (select s.village_code from signed as s)
)

select * from final
