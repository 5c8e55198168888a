/*
id: WK01
title: 达线的工程、采购没有招标或询价
level: 高
status: stable
money: 手续
subject: project
applies_to: 合同
description: "合同台账上的工程、采购合同，合同金额达到县里定的数，发包方式空白或为直接发包。一份合同一条。\
  县里没有定这个数的，不可评估。"
why: 不比价就定下对方，价格和人选都没有别人看过。
basis:
  - 《街办基层党建创新案例（5 篇）》网络汇编篇二（原题名不存，讲的是乡镇财政财务：乡镇按此，村作参照）“建议”部分（三）“乡财县管”：采购统办，由县政府采购中心集中办理
  - 《村民委员会组织法》（2018 年修正）第 24 条：集体项目的立项、承包方案由村民会议讨论决定
params: [procurement_line]
looks_in:
  contract:
    - {any: [contract_no, counterparty], days: any}
    - {cells: [procurement, rent_per_year]}
root_cause: 一份合同为同一事实。
falsepositives:
  - 写了年租金的、出租发包的是收钱的合同，不查。
  - 招标、竞价、询价、谈判、比选、单一来源都算有方式，方式选得对不对不由本规则判断。
  - 同一份合同登记了几次的，以最晚一次登记的为准。
innocent: 经过比价或公开招标，没有登记到合同台账；或属抢险应急。
next_check: 调招标、询价、比选的资料，和确定对方的会议记录。
clears: 招标、询价、比选的资料，或应急的证明。
related: [WK02, PRC01, PRC07]
message: "{subject}，金额 {amount} 元，{how}（满 {procurement_line:,} 元应招标、询价等），待核。"
*/
with contract as (
    select
        row_id,
        village_code,
        subject,
        root_cause,
        amount,
        starts_on,
        procurement
    from core.contract
    where side = '付款'
),

final as (
    select
        village_code,
        subject,
        make_date(year(starts_on), 1, 1) as period,
        amount,
        row_id,
        root_cause,
        case when procurement is null then '没有填写发包方式' else '发包方式为' || procurement end as how
    from contract
    where coalesce(amount, 0) >= $procurement_line and (procurement is null or procurement = '直接发包')
)

select * from final
