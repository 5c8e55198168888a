/*
id: PUR02
title: 大额采购的采购方式空着或是直接采购
level: 中
status: stable
money: 手续
subject: payee
description: "采购明细表上一天向一家供应商买的，合计达到县里定的数，各行的采购方式都空着或写的是直接采购。一家一天一条。\
  采购明细表上没有采购方式一列、县里没有定这个数的，不可评估。"
why: 大额采购不比价，价格和供应商都由一个人说了算。
basis:
  - 《街办基层党建创新案例（5 篇）》网络汇编篇二（原题名不存，讲的是乡镇财政财务：乡镇按此，村作参照）“建议”部分（三）“乡财县管”：采购统办，列入政府采购支出的项目由县政府采购中心集中办理
params: [procurement_line]
looks_in:
  purchase:
    - {by: [supplier=party], at: [day]}
    - {cells: [procurement]}
  contract:
    - {when: {how: 空着}, any: [counterparty=party], days: any}
root_cause: 一天向一家供应商的采购为同一事实，与 PUR01 合计时只取最大一笔。
falsepositives:
  - 同一天同一家有一行写明招标、竞价、询价、谈判、比选、单一来源的，不报。
  - 采购方式空着，而合同台账里与这家有一份合同写明招标、询价等的，不报；写了直接采购的照报。
  - 没有填供应商的不查。
innocent: 由乡镇、县里统一采购或定点采购，表上没有写。
next_check: 看询价单、比价记录，或统一采购的文件。
clears: 询价、比价的资料，或统一采购的文件。
related: [PUR01, WK01, XV04]
message: "{day}向{party}采购 {items} 样共 {amount} 元（满 {procurement_line:,} 元应招标、询价等），采购方式{how}，待核。"
*/
with purchase as (
    select
        row_id,
        village_code,
        party,
        purchased_on,
        items,
        day_amount,
        procurement,
        root_cause
    from core.purchase
    where day_amount >= $procurement_line
),

day as (
    select
        root_cause,
        max(procurement) as procurement
    from purchase
    group by root_cause
),

compared as (
    select distinct root_cause
    from purchase
    where procurement <> '直接发包'
),

contracted as (
    select
        village_code,
        party,
        count(*) as contracts
    from core.contract
    where procurement <> '直接发包'
    group by village_code, party
),

final as (
    select
        p.village_code,
        p.party || ' ' || cast(p.purchased_on as varchar) || ' 采购方式' as subject,
        make_date(year(p.purchased_on), month(p.purchased_on), 1) as period,
        p.day_amount as amount,
        p.row_id,
        p.root_cause,
        p.party,
        p.items,
        p.purchased_on as day,
        case when d.procurement is null then '空着' else '是直接采购' end as how
    from purchase as p
    inner join day as d on p.root_cause = d.root_cause
    left join compared as c on p.root_cause = c.root_cause
    left join contracted as t on p.village_code = t.village_code and p.party = t.party and d.procurement is null
    where c.root_cause is null and coalesce(t.contracts, 0) = 0
)

select * from final
