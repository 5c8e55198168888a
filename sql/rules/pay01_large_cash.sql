/*
id: PAY01
title: 大额现金支付
level: 高
status: stable
money: 手续
tunable: cash_line
subject: entry
description: 单笔现金支付超过 1,000 元，用途不属于条例允许用现金的范围；超过 10,000 元升为严重。
why: 大额现金没有转账痕迹，最容易虚列和截留。
basis:
  - 《现金管理暂行条例》（国务院令第 12 号，2011 年修订）第 5、6 条：现金使用范围，结算起点 1,000 元
  - 《街办基层党建创新案例（5 篇）》网络汇编篇二（原题名不存，讲的是乡镇财政财务：乡镇按此，村作参照）“问题”部分（二）：大量现金结算和大额现金支付现象普遍存在
params: [cash_line, cash_line_high]
looks_in:
  cash_entry: {amount: one, explains: [counterparty, summary], against: true, days: 366}
root_cause: 与白条报销（INV01）指同一笔支出时为同一事实，合计金额时只取最大一笔。
falsepositives:
  - 提现、存现、内部转账不是付款，不查。
  - 工资津贴、差旅、救助慰问属条例允许的现金用途，不查。
  - 个人劳务、向农户收购农副产品不查；收款人是单位的照查。
  - 边远地方、账户不可达：备注写明的不报。
  - 已用红字冲销的一笔、台账与日记账重登的一笔不报。
innocent: 收款人没有账户或当地网点不便，已有银行说明但没有登记。
next_check: 查领款单、收款人身份和取现回单，问明为何不转账。
clears: 转账回单，或银行关于无法转账的说明和领款人身份证明。
related: [INV01, PAY02]
message: >-
  {day}用现金支付“{summary}”{amount} 元，收款人{payee}，
  超过现金结算起点 {line} 元（超过 {cash_line_high:,} 元的为严重），待核。
*/
with entry as (
    select
        row_id,
        village_code,
        account_kind,
        entry_date,
        summary,
        expense,
        counterparty,
        method,
        note
    from core.cash_entry
    where not is_opening
),

set_aside as (
    select row_id from fact.twice_booked
    union
    select row_id from fact.reversal
),

payee as (
    select
        row_id,
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

cash_payment as (
    select
        e.row_id,
        e.village_code,
        e.entry_date,
        e.summary,
        e.expense,
        e.counterparty
    from entry as e
    inner join payee as p on e.row_id = p.row_id
    where
        coalesce(e.method, e.account_kind) = '现金'
        and e.expense > $cash_line
        and p.purpose_class not in ('提现存现', '内部转账', '工资补贴', '差旅', '救助慰问')
        and not (p.purpose_class in ('劳务', '收购农产品') and coalesce(p.is_person, true))
        and not regexp_matches(coalesce(e.note, ''), '边远|偏远|无银行网点|没有银行网点|账户不可达|没有银行账户|无银行账户|银行说明')
        and e.row_id not in (select r.row_id from set_aside as r)
),

unknown as (
    select village_code
    from entry
    group by village_code
    having count(method) = 0 and count(account_kind) = 0
),

final as (
    select
        c.village_code,
        s.subject,
        make_date(year(c.entry_date), month(c.entry_date), 1) as period,
        c.expense as amount,
        c.row_id,
        '命中' as outcome,
        null as missing,
        case when c.expense > $cash_line_high then '严重' end as level,
        concat_ws('·', '一笔支出', c.village_code, s.subject) as root_cause,
        c.entry_date as day,
        c.summary,
        c.counterparty as payee,
        cast($cash_line as decimal(18, 2)) as line
    from cash_payment as c
    inner join subject as s on c.row_id = s.row_id
    union all
    select
        village_code,
        '收支明细账' as subject,
        null as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        '收支明细账“支付方式”列或“账簿”列' as missing,
        null as level,
        null as root_cause,
        null as day,
        null as summary,
        null as payee,
        null as line
    from unknown
)

select * from final
