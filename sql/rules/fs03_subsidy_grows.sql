/*
id: FS03
title: 惠农补贴的数量逐年增加而登记没有变
level: 中
status: stable
money: 受损
tunable: subsidy_growth
subject: sheet
applies_to: 惠农补贴
description: "同一人（身份证号相同）同一项补贴，今年的数量比上年增加超过县里定的比例，而确权面积（登记数量）没有增加。\
  一村一年一项一条，金额为增加部分的钱。县里没有定比例的不可评估。"
why: 地没有多，补贴的面积年年多，可能是逐年虚报。
basis:
  - 审计实务：年度之间的趋势比对
params: [subsidy_growth]
looks_in:
  subsidy_payment: {any: [name, id_no], days: any}
root_cause: 一村一年一项补贴里增加的各户为同一事实。
falsepositives:
  - 登记的面积（数量）同时增加的不报；两年里有一年没有填登记数量的不比。
  - 一年分几次发、写成几行的，合起来比。
  - 没有身份证号的不比。
innocent: 补登的地、收回的弃耕地上年没有申报。
next_check: 对照两年的申报表、核定表和确权证书。
clears: 申报核定表、增加的土地的来源证明。
related: [FS02]
message: "{year} 年{item}有 {persons} 人的数量比上年增加超过 {subsidy_growth:.0%}，登记的数量没有增加，增加部分 {amount} 元，待核。"
*/
with subsidy as (
    select
        row_id,
        village_code,
        year,
        item,
        id_no,
        quantity,
        registered_quantity,
        amount
    from core.subsidy
    where quantity <> 0 and id_no is not null
),

person_year as (
    select
        village_code,
        item,
        id_no,
        year,
        sum(quantity) as quantity,
        max(registered_quantity) as registered,
        sum(amount) as amount
    from subsidy
    group by village_code, item, id_no, year
    having sum(quantity) > 0
),

grown as (
    select
        t.village_code,
        t.item,
        t.id_no,
        t.year,
        try_cast(
            cast(t.amount as double) * cast(t.quantity - b.quantity as double) / cast(t.quantity as double)
            as decimal(18, 2)
        ) as amount
    from person_year as t
    inner join person_year as b
        on t.village_code = b.village_code and t.item = b.item and t.id_no = b.id_no and t.year = b.year + 1
    where
        cast(t.quantity as double) > cast(b.quantity as double) * (1 + $subsidy_growth)
        and t.registered <= b.registered
),

total as (
    select
        village_code,
        item,
        year,
        count(*) as persons,
        cast(sum(amount) as decimal(18, 2)) as amount
    from grown
    where amount > 0
    group by village_code, item, year
),

final as (
    select
        t.village_code,
        t.item || ' 逐年增加' as subject,
        make_date(t.year, 1, 1) as period,
        t.amount,
        s.row_id,
        t.year,
        t.item,
        t.persons
    from total as t
    inner join grown as g on t.village_code = g.village_code and t.item = g.item and t.year = g.year
    inner join subsidy as s
        on
            g.village_code = s.village_code
            and g.item = s.item
            and g.id_no = s.id_no
            and s.year in (g.year, g.year - 1)
    where g.amount > 0
)

select * from final
