/*
view: core.purchase
title: 采购：填了供应商的每行，附供应商规范名、同一天向这一家共买几样多少钱
columns:
  row_id: 行编号
  village_code: 村代码
  party: 供应商规范名：可与合同对方比较
  purchased_on: 采购日期
  procurement: 采购方式：没有填的为空
  items: 这一天向这一家买了几样
  day_amount: 这一天向这一家共买多少（元）
  root_cause: 同一事实：一天向一家供应商的采购
*/
with party as (
    select
        written,
        name
    from fact.party_name
),

final as (
    select
        p.row_id,
        p.village_code,
        n.name as party,
        p.purchased_on,
        p.procurement,
        count(*) over (partition by p.village_code, n.name, p.purchased_on) as items,
        cast(sum(p.amount) over (partition by p.village_code, n.name, p.purchased_on) as decimal(18, 2)) as day_amount,
        concat_ws('|', 'PUR', p.village_code, n.name, cast(p.purchased_on as varchar)) as root_cause
    from ledger.purchase as p
    inner join party as n on p.supplier = n.written
)

select * from final
