/*
id: FS02
title: 惠农补贴的数量超过确权（登记）数量
level: 高
status: stable
money: 受损
subject: sheet
applies_to: 惠农补贴
description: "惠农补贴（补偿、救助）发放表上，发放的面积（头数、人数）超过同一行的确权面积（登记数量）的户。\
  一村一年一项一条，金额为各户超出部分的钱。"
why: 虚报面积是套取补贴最常见的做法。
basis:
  - 审计实务：发放数量与登记数量比对
  - 宁夏党建刊物 2015 年第 10 期一文（题名不存）：固原市受处理的 181 名村干部中，贪污公款、挪用涉农补贴的占 76%
params: [tolerance]
root_cause: 一村一年一项补贴里超出登记的各户为同一事实。
falsepositives:
  - 没有填确权（登记）数量、填零的户不比。
  - 正好相等、比登记少的不报；超出部分不到 0.01 元的不报。
innocent: 流转来的地、新开垦的地还没有登记，或确权面积抄错。
next_check: 核对确权证书、流转合同，到地头丈量。
clears: 确权证书、流转合同、丈量记录，或更正后重报的名单。
related: [FS01, FS03]
message: "{year} 年{item}有 {persons} 户的数量超过确权（登记）数量，共超 {over:g}，超出部分 {amount} 元（容差 {tolerance} 元），待核。"
*/
with over as (
    select
        row_id,
        village_code,
        year,
        item,
        who,
        quantity - registered_quantity as over,
        over_amount
    from core.subsidy
    where over_amount > $tolerance
),

total as (
    select
        village_code,
        year,
        item,
        count(distinct who) as persons,
        cast(sum(over) as double) as over,
        cast(sum(over_amount) as decimal(18, 2)) as amount
    from over
    group by village_code, year, item
),

final as (
    select
        t.village_code,
        t.item || ' 超过登记' as subject,
        make_date(t.year, 1, 1) as period,
        t.amount,
        o.row_id,
        t.year,
        t.item,
        t.persons,
        t.over
    from total as t
    inner join over as o on t.village_code = o.village_code and t.year = o.year and t.item = o.item
)

select * from final
