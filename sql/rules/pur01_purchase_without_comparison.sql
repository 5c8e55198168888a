/*
id: PUR01
title: 大额采购没有招标或询价
level: 中
status: stable
money: 手续
subject: payee
applies_to: 合同
description: "采购明细表上一天向一家供应商买的，合计达到县里定的数，合同台账里没有与这家经招标、询价等定下的合同。\
  一家一天一条。县里没有定这个数的，不可评估；没有合同台账的不适用。采购明细表上写的采购方式由 PUR02 查。"
why: 大额采购不比价，价格和供应商都由一个人说了算。
basis:
  - 《街办基层党建创新案例（5 篇）》网络汇编篇二（原题名不存，讲的是乡镇财政财务：乡镇按此，村作参照）“建议”部分（三）“乡财县管”：采购统办，由县政府采购中心集中办理
params: [procurement_line]
looks_in:
  contract:
    - {any: [counterparty=supplier], days: any}
    - {cells: [procurement]}
root_cause: 一天向一家供应商的采购为同一事实，与 PUR02 合计时只取最大一笔。
falsepositives:
  - 与这家有一份合同写明招标、竞价、询价、谈判、比选、单一来源的，不报，不论合同内容。
  - 没有填供应商的不查；有没有合同由 PRC07 查。
innocent: 由乡镇、县里统一采购，或定点采购，村里没有合同。
next_check: 看询价单、比价记录，或统一采购的文件。
clears: 询价、比价的资料，或统一采购的文件。
related: [PUR02, WK01, PRC07, XV04]
message: "{day}向{supplier}采购 {items} 样共 {amount} 元（满 {procurement_line:,} 元应招标、询价等），合同台账里没有与这家经招标、询价等定下的合同，待核。"
*/
with purchase as (
    select
        row_id,
        village_code,
        party,
        purchased_on,
        items,
        day_amount,
        root_cause
    from core.purchase
    where day_amount >= $procurement_line
),

contract as (
    select
        row_id,
        village_code,
        party,
        procurement
    from core.contract
),

compared as (
    select distinct
        village_code,
        party
    from contract
    where procurement <> '直接发包'
),

bare as (
    select
        p.row_id,
        p.village_code,
        p.party,
        p.purchased_on,
        p.items,
        p.day_amount,
        p.root_cause
    from purchase as p
    left join compared as c on p.village_code = c.village_code and p.party = c.party
    where c.party is null
),

evidence as (
    select
        root_cause,
        row_id as seen
    from bare
    union all
    select
        b.root_cause,
        c.row_id as seen
    from bare as b
    inner join contract as c on b.village_code = c.village_code and b.party = c.party
),

final as (
    select
        b.village_code,
        b.party || ' ' || cast(b.purchased_on as varchar) || ' 采购' as subject,
        make_date(year(b.purchased_on), month(b.purchased_on), 1) as period,
        b.day_amount as amount,
        e.seen as row_id,
        b.root_cause,
        b.party as supplier,
        b.items,
        b.purchased_on as day
    from bare as b
    inner join evidence as e on b.root_cause = e.root_cause
)

select * from final
