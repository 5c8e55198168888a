/*
id: DBT03
title: 集体的钱借给个人
level: 高
status: stable
money: 受损
subject: payee
units: 村
applies_to: 债权债务
description: "债权债务台账的债权，对方是个人，形成原因写的是借款、暂借、预支、周转，还有余额。一笔一条。"
why: 集体的钱不能借给个人用，借出去的往往要不回来。
basis:
  - 《农村集体经济组织法》第 35 条第二款：不得直接或者间接向农村集体经济组织借款
  - 《现金管理暂行条例》（国务院令第 12 号，2011 年修订）第 21 条所列行为：套取现金、公款私存等
looks_in:
  debt:
    - {any: [party], days: any}
    - {cells: [balance, settled]}
root_cause: 一笔债权为同一事实。
falsepositives:
  - 欠交的承包费、租金、水电费，不是借款，不报。
  - 对方是单位的不报；已经还清的不报。
  - 写明备用金、差旅的，属公务暂借，不报；写明扶持、创业、双带的借款有自己的办法，不报。
innocent: 经批准的党员创业、扶贫借款，或公务暂借没有及时报账。
next_check: 看借条和批准人，问本人什么时候还，查库存现金和银行账。
clears: 归还的收据，或批准借款的文件和决议。
related: [DBT02, CC02]
message: "{party}还欠村里 {amount} 元，形成原因“{purpose}”，待核。"
*/
with debt as (
    select
        row_id,
        village_code,
        party,
        owed,
        purpose,
        subject,
        root_cause
    from core.debt
    where direction = '债权' and is_person and owed > 0
),

final as (
    select
        village_code,
        subject,
        cast(null as date) as period,
        owed as amount,
        row_id,
        root_cause,
        party,
        purpose
    from debt
    where
        regexp_matches(purpose, '借|暂支|预支|周转')
        and not regexp_matches(purpose, '承包费|租金|水费|电费|备用金|差旅|扶持|创业|双带|借用')
)

select * from final
