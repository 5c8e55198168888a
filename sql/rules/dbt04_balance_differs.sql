/*
id: DBT04
title: 债权债务的余额算不平
level: 中
status: stable
money: 手续
difference: true
subject: payee
applies_to: 债权债务
description: "债权债务台账一行的余额，不等于金额减已清偿金额。一行一条；三样有一样没有填的不比。"
why: 余额算不平，多出来或少掉的一块没有来历。
basis:
  - 《会计法》（2024 年修正）第 17 条：账簿记录与实物、款项相符
  - 审计实务：勾稽核对
params: [tolerance]
root_cause: 一行的差额为同一事实。
falsepositives:
  - 有利息的，余额可能含利息，看形成原因和借条就能分清。
innocent: 还款、利息没有登记全，或录入时写错。
next_check: 逐笔看还款收据，与对方对账。
clears: 与对方对账的结果，更正后的台账。
related: [DBT01, LED02]
message: "{what}：金额 {whole} 元，已清偿 {settled} 元，余额应为 {expected} 元，填的是 {balance} 元，相差 {amount} 元（容差 {tolerance} 元），待核。"
*/
with line as (
    select
        row_id,
        village_code,
        direction,
        trim(party) as party,
        incurred_on,
        amount,
        settled,
        balance,
        cast(amount - settled as decimal(18, 2)) as expected,
        make_date(year(period), 1, 1) as period
    from ledger.debt
),

final as (
    select
        village_code,
        concat_ws(' ', direction, party, cast(incurred_on as varchar), cast(amount as varchar) || ' 元余额') as subject,
        period,
        cast(max(abs(expected - balance)) as decimal(18, 2)) as amount,
        min(row_id) as row_id,
        max(direction || ' ' || party) as what,
        max(amount) as whole,
        max(settled) as settled,
        max(expected) as expected,
        max(balance) as balance
    from line
    where abs(expected - balance) > $tolerance
    group by village_code, direction, party, incurred_on, amount, period
)

select * from final
