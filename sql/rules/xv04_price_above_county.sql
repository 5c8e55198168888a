/*
id: XV04
title: 同品单价明显高于全县
level: 中
status: stable
money: 受损
tunable: price_times
subject: entry
description: "同一年、品名规格单位都相同的采购，单价超过全县中位数的 1.5 倍，而且高出的部分乘以数量达到 1,000 元。\
  全县同品采购不足 5 笔，或只有一个村买过的，不比。"
why: 同样的东西比别的村贵一半以上，可能是没有比价，或抬高了单价。
basis:
  - 审计实务：价格离群测试
params: [price_times, price_most, price_count, price_excess]
root_cause: 一村一天买的一种东西为同一事实。
falsepositives:
  - 规格归一才比：全半角、大小写、空格不同的算同一规格，没有写规格的不比。
  - 运距、品牌不同的，单价本来就不同，超过一半才报。
  - 不同年度不比，避免行情变化。
innocent: 运距远、含安装，或当时行情高。
next_check: 查询价单、送货单，向同一供应商问当时的价格。
clears: 询价单、送货单，说明运距、安装等差别。
example: "全县 2025 年买同样的水泥（P.O 42.5，按吨）7 笔，单价的中位数为 400 元。甲村买 5 吨，单价 600.01 元，\
  超过 400 元的 1.5 倍，高出部分（600.01 − 400）× 5 ＝ 1,000.05 元，满 1,000 元，报一条“中”。\
  单价正好 600 元（刚好 1.5 倍）的不报，高出部分合计不满 1,000 元的也不报。"
related: [PAY11, INV06]
relative: true
message: >-
  {day}购买{item} {quantity} {unit}，单价 {price} 元，全县同年同品 {count} 笔的中位数 {middle} 元，
  高出部分 {amount} 元（超过中位数 {price_times:g} 倍，多出的满 {price_excess:,} 元），供应商{supplier}，待核。
*/
with purchase as (
    select
        p.row_id,
        p.village_code,
        v.peers,
        p.purchased_on,
        year(p.purchased_on) as year,
        concat_ws(' ', p.item, p.specification) as item,
        p.unit,
        cast(p.quantity as decimal(38, 4)) as quantity,
        p.unit_price,
        p.supplier,
        k.item_key
    from ledger.purchase as p
    inner join core.village as v on p.village_code = v.village_code
    inner join fact.purchase_item as k on p.row_id = k.row_id
    where
        k.item_key is not null
        and p.unit_price > 0
        and p.quantity > 0
        -- no larger amount is read: quantity or price is wrong, and nothing to compare with
        and p.unit_price * cast(p.quantity as decimal(38, 4)) < $price_most
),

middle as (
    select
        peers,
        item_key,
        year,
        count(*) as count,
        cast(median(unit_price) as decimal(18, 4)) as middle
    from purchase
    group by peers, item_key, year
    having count(*) >= $price_count and count(distinct village_code) > 1
),

-- a row that was set aside may have cost whatever; the median lies no higher than ...
unread as (
    select
        c.peers,
        i.item_key,
        count(*) as rows_unread
    from fact.purchase_item as i
    inner join core.county as c on i.county = '' or c.peers = '' or i.county = c.peers
    where i.row_id is null
    group by c.peers, i.item_key
),

ranked as (
    select
        p.peers,
        p.item_key,
        p.year,
        p.unit_price,
        row_number() over (partition by p.peers, p.item_key, p.year order by p.unit_price, p.row_id) as place
    from purchase as p
    inner join unread as u on p.peers = u.peers and p.item_key = u.item_key
),

limited as (
    select
        m.peers,
        m.item_key,
        m.year,
        max(u.rows_unread) as rows_unread,
        min(r.unit_price) as highest
    from middle as m
    inner join unread as u on m.peers = u.peers and m.item_key = u.item_key
    left join ranked as r
        on
            m.peers = r.peers
            and m.item_key = r.item_key
            and m.year = r.year
            and r.place + r.place > m.count + u.rows_unread
    group by m.peers, m.item_key, m.year
),

dear as (
    select
        p.row_id,
        p.village_code,
        p.purchased_on,
        p.item,
        p.item_key,
        p.unit,
        p.quantity,
        p.unit_price,
        p.supplier,
        m.count,
        m.middle,
        case
            when
                not coalesce(
                    p.unit_price > l.highest * $price_times and (p.unit_price - l.highest) * p.quantity >= $price_excess, false
                )
                then cast(l.rows_unread as varchar) || ' 笔没有装载的同样的采购'
        end as unread
    from purchase as p
    inner join middle as m on p.peers = m.peers and p.item_key = m.item_key and p.year = m.year
    left join limited as l on p.peers = l.peers and p.item_key = l.item_key and p.year = l.year
    where
        p.unit_price > m.middle * $price_times
        and (p.unit_price - m.middle) * p.quantity >= $price_excess
),

-- a day's lines of one item at one price are one purchase
grouped as (
    select
        village_code,
        purchased_on,
        item_key,
        unit_price,
        min(item) as item,
        min(unit) as unit,
        min(supplier) as supplier,
        min(count) as count,
        min(middle) as middle,
        max(unread) as unread,
        sum(quantity) as quantity
    from dear
    group by village_code, purchased_on, item_key, unit_price
),

final as (
    select
        g.village_code,
        concat_ws(' ', cast(g.purchased_on as varchar), g.item_key, cast(g.unit_price as varchar) || ' 元') as subject,
        make_date(year(g.purchased_on), month(g.purchased_on), 1) as period,
        cast((g.unit_price - g.middle) * g.quantity as decimal(18, 2)) as amount,
        d.row_id,
        g.purchased_on as day,
        g.item,
        g.quantity,
        g.unit,
        g.unit_price as price,
        g.count,
        g.middle,
        g.supplier,
        g.unread
    from grouped as g
    inner join dear as d
        on
            g.village_code = d.village_code
            and g.purchased_on = d.purchased_on
            and g.item_key = d.item_key
            and g.unit_price = d.unit_price
)

select * from final
