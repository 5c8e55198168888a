/*
id: INV02
title: 以往来款收据报销费用
level: 高
status: stable
money: 手续
subject: entry
description: "支出所附票据是往来收据（资金往来结算票据），而这笔支出是费用。有记账凭证的，凭证借方没有支出类科目的不算费用。"
why: 往来收据只能证明钱在谁手里，不能证明花掉了；拿它报销，费用的真实用途无从核实。
basis:
  - 《街办基层党建创新案例（5 篇）》网络汇编篇二（原题名不存，讲的是乡镇财政财务：乡镇按此，村作参照）“问题”部分（二）：往来款收据成了“万能票据”
looks_in:
  voucher_line: {any: [voucher_no]}
  cash_entry: {amount: one, explains: [counterparty, summary], against: true, days: 366}
root_cause: 一笔支出为同一事实。
falsepositives:
  - 代收代付、押金、保证金、暂付、借款、退款、上缴，本来就用往来收据，不报。
  - 有同号记账凭证而借方全是往来、应付、银行等科目的，已挂往来，不报。
  - 入股、提现、存现、内部转账不是费用；已红字冲销的不报。
innocent: 票据类型登记有误，实际附的是发票或财政票据。
next_check: 调阅原始票据，改换合规票据，或把这笔转入往来科目。
clears: 换来的合规票据，或转入往来科目的更正凭证。
related: [INV01, LED05]
message: "{day}支付“{summary}”{amount} 元，收款人{payee}，所附票据为往来收据{number}，记作费用，待核。"
*/
with payment as (
    select
        row_id,
        village_code,
        entry_date,
        voucher_no,
        summary,
        amount,
        counterparty,
        document_no,
        subject,
        root_cause
    from core.payment
    where
        document_type = '往来收据'
        and purpose_class <> '入股'
        and not regexp_matches(
            summary || coalesce(note, ''), '押金|保证金|质保金|代收|代付|代缴|代扣|往来|借款|借出|归还|还款|退|暂存|暂付|预付|应付|上缴|上交|缴存|垫付|周转'
        )
),

voucher as (
    select
        village_code,
        trim(voucher_no) as voucher_no,
        year(entry_date) as year,
        month(entry_date) as month,
        bool_or(
            coalesce(debit, 0) <> 0
            and (
                regexp_matches(coalesce(account_name, ''), '支出|费用|成本')
                or (coalesce(account_name, '') = '' and regexp_matches(account_code, '^(401|5)'))
            )
        ) as is_expense
    from ledger.voucher_line
    group by village_code, trim(voucher_no), year(entry_date), month(entry_date)
),

final as (
    select
        p.village_code,
        p.subject,
        make_date(year(p.entry_date), month(p.entry_date), 1) as period,
        p.amount,
        p.row_id,
        p.root_cause,
        p.entry_date as day,
        p.summary,
        p.counterparty as payee,
        coalesce('（' || p.document_no || '）', '') as number
    from payment as p
    left join voucher as v
        on
            p.village_code = v.village_code
            and trim(p.voucher_no) = v.voucher_no
            and year(p.entry_date) = v.year
            and month(p.entry_date) = v.month
    where coalesce(v.is_expense, true)
)

select * from final
