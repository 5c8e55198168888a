/*
id: CC02
title: 白条抵库
level: 高
status: stable
money: 受损
subject: village
applies_to: 现金盘点
description: "库存现金盘点表填了白条金额：用借条、白条顶替库存现金。一次盘点一条。没有填白条金额、实点又比账面少的，不可评估。"
why: 白条抵库，就是有人把公家的钱拿去用了，账上还当是现金。
basis:
  - 《现金管理暂行条例》（国务院令第 12 号，2011 年修订）第 21 条所列行为：用不符合财务会计制度的凭证顶替库存现金
  - 《街办基层党建创新案例（5 篇）》网络汇编篇二（原题名不存，讲的是乡镇财政财务：乡镇按此，村作参照）“问题”部分（二）：“白条子”抵库
root_cause: 一次盘点的白条为同一事实。
falsepositives:
  - 手续齐全、还没有报账的公务暂借单，也应当及时报账，仍列出。
innocent: 公务暂借、采购预借，几天内就报账。
next_check: 看每张白条是谁写的、谁批的、什么时候的，后来有没有归还或报账。
clears: 归还的收据，或补齐的报销凭证。
related: [CC01, DBT03, INV01]
message: "{day}盘点库存现金，柜里有白条、借条 {amount} 元，待核。"
*/
with tally as (
    select
        row_id,
        village_code,
        counted_on,
        counted,
        book_balance,
        iou_amount
    from ledger.cash_count
),

day as (
    select
        village_code,
        counted_on,
        max(coalesce(iou_amount, 0)) as iou_amount
    from tally
    group by village_code, counted_on
),

final as (
    select
        d.village_code,
        cast(d.counted_on as varchar) || ' 白条' as subject,
        make_date(year(d.counted_on), month(d.counted_on), 1) as period,
        cast(d.iou_amount as decimal(18, 2)) as amount,
        t.row_id,
        '命中' as outcome,
        null as missing,
        d.counted_on as day
    from day as d
    inner join tally as t on d.village_code = t.village_code and d.counted_on = t.counted_on
    where d.iou_amount > 0
    union all
    select distinct
        village_code,
        cast(counted_on as varchar) || ' 短款' as subject,
        make_date(year(counted_on), month(counted_on), 1) as period,
        cast(null as decimal(18, 2)) as amount,
        null as row_id,
        '不可评估' as outcome,
        '库存现金盘点表“白条金额”列' as missing,
        counted_on as day
    from tally
    where iou_amount is null and counted < book_balance
)

select * from final
