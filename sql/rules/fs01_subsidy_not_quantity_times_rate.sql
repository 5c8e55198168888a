/*
id: FS01
title: 惠农补贴金额不等于数量乘标准
level: 高
status: stable
money: 受损
difference: true
subject: sheet
applies_to: 惠农补贴
description: "惠农补贴（补偿、救助）发放表上，金额与数量乘标准相差超过 0.01 元的户。一村一年一项一条，金额为各户相差之和。"
why: 金额不是按面积和标准算出来的，多出的钱可能发给了不该得的人。
basis:
  - 审计实务：重新计算（数量 × 标准 ＝ 金额）
  - 宁夏党建刊物 2015 年第 10 期一文（题名不存）：村务监督委员会要监督惠农政策措施落实
params: [tolerance]
root_cause: 一村一年一项补贴里算错的各户为同一事实。
falsepositives:
  - 算出来的金额四舍五入到角、到元，或抹去零头的，不报。
  - 低保、特困供养、高龄津贴、残疾人补贴按月标准发放：金额是一个月的 2 至 12 倍整的，不报。
  - 数量、标准、金额缺一项的户不比；冲回的负数不比。
innocent: 数量、标准有一项抄错，或同一户有几种标准而只写了一种。
next_check: 核对补贴面积的核定表、政策标准和打卡明细，重新算一遍。
clears: 核定表和标准文件，或更正后重报的名单。
related: [FS02, FS04]
message: "{year} 年{item}有 {persons} 户的金额不等于数量乘标准（容差 {tolerance} 元），相差合计 {amount} 元，待核。"
*/
with subsidy as (
    select
        row_id,
        village_code,
        year,
        item,
        is_monthly,
        who,
        quantity,
        rate,
        amount,
        cast(quantity as decimal(38, 4)) * rate as product,
        try_cast(cast(amount as double) / (cast(quantity as double) * cast(rate as double)) as decimal(38, 6)) as months
    from core.subsidy
    where amount > 0 and quantity > 0 and rate > 0
),

wrong as (
    select
        row_id,
        village_code,
        year,
        item,
        who,
        abs(amount - product) as gap
    from subsidy
    where
        abs(amount - product) > $tolerance
        and amount <> cast(product as decimal(38, 1))
        and amount <> cast(product as decimal(38, 0))
        and not (amount = cast(amount as decimal(38, 0)) and product - amount between 0 and 1)
        and not (is_monthly and months <= 12 and months = cast(months as decimal(38, 0)))
),

total as (
    select
        village_code,
        year,
        item,
        count(distinct who) as persons,
        try_cast(sum(gap) as decimal(18, 2)) as amount
    from wrong
    group by village_code, year, item
),

final as (
    select
        t.village_code,
        t.item || ' 数量乘标准' as subject,
        make_date(t.year, 1, 1) as period,
        t.amount,
        w.row_id,
        t.year,
        t.item,
        t.persons
    from total as t
    inner join wrong as w on t.village_code = w.village_code and t.year = w.year and t.item = w.item
)

select * from final
