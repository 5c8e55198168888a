/*
id: LAB01
title: 劳务费不等于天数乘日工资
level: 高
status: stable
money: 受损
difference: true
subject: sheet
applies_to: 劳务用工
description: "劳务用工表上，劳务费与用工天数乘日工资相差超过 0.01 元的人。一份名单一条，金额为各人相差之和。"
why: 劳务费不是按天数算出来的，多出的钱可能是凑出来的。
basis:
  - 审计实务：重新计算（天数 × 日工资 ＝ 劳务费）
  - 《街办基层党建创新案例（5 篇）》网络汇编篇二（原题名不存，讲的是乡镇财政财务：乡镇按此，村作参照）“问题”部分（二）：支出凭据的审核缺乏制约
params: [tolerance]
root_cause: 一份用工名单里算错的各人为同一事实。
falsepositives:
  - 算出来的劳务费四舍五入到角、到元，或抹去零头的，不报。
  - 冲回的负数不比。
innocent: 另有加班、误餐补助合在一起写，或天数、单价有一项抄错。
next_check: 核对考勤记录和付款回单，重新算一遍。
clears: 考勤记录和更正后的名单。
related: [LAB03, INV01]
message: "用工名单“{work}”有 {persons} 人的劳务费不等于天数乘日工资（容差 {tolerance} 元），相差合计 {amount} 元，待核。"
*/
with labour as (
    select
        row_id,
        village_code,
        list,
        work,
        worked_from,
        who,
        amount,
        cast(days as decimal(38, 4)) * rate as product
    from core.labour
    where amount > 0
),

wrong as (
    select
        row_id,
        village_code,
        list,
        work,
        worked_from,
        who,
        abs(amount - product) as gap
    from labour
    where
        abs(amount - product) > $tolerance
        and amount <> cast(product as decimal(38, 1))
        and amount <> cast(product as decimal(38, 0))
        and not (amount = cast(amount as decimal(38, 0)) and product - amount between 0 and 1)
),

total as (
    select
        village_code,
        list,
        min(work) as work,
        min(worked_from) as first_day,
        count(distinct who) as persons,
        try_cast(sum(gap) as decimal(18, 2)) as amount
    from wrong
    group by village_code, list
),

final as (
    select
        t.village_code,
        t.work || ' 天数乘日工资' as subject,
        make_date(year(t.first_day), month(t.first_day), 1) as period,
        t.amount,
        w.row_id,
        t.work,
        t.persons
    from total as t
    inner join wrong as w on t.village_code = w.village_code and t.list = w.list
)

select * from final
