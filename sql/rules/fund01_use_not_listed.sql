/*
id: FUND01
title: 支出不在资金目录的允许用途里
level: 中
status: stable
money: 手续
subject: village
description: "本县资金目录表写明了一种资金的允许用途，支出的用途属于别的一类，一村一种资金一年一条，按填报的支出类别判断的和按摘要推断的分开。\
  前者为中，后者为提示。目录里没有的资金、没有填允许用途的资金不判断；\
  账上的资金一种也没有允许用途的不可评估。"
why: 各种资金各有规定的用途，用到别处就是挤占，原来要办的事没有钱办。
basis:
  - 《当前农村基层党建工作面临的难题及对策》（宁夏党建刊物 2015 年第 10 期，刊名不存）：加强为民服务专项资金监管、惠农政策措施落实的监督
  - 本项目约定：允许用途以本县资金目录表填写的为准
looks_in:
  cash_entry: {amount: one, explains: [counterparty, summary], against: true, days: 366}
root_cause: 一村一种资金一年用在目录以外的支出为一个事实。
falsepositives:
  - 摘要或类别里有允许用途的字样，或与某一项允许用途同属一类的，通过。
  - 允许用途写有“等”“其他”“相关”的，或有一项看不出属于哪一类的，列得不全，不判断。
  - 看不出用途的支出不报；有决议编号的照查，但请先看决议。
  - 期初结转、内部划转、已冲销的、台账重登的不查。
innocent: 县里另文批准过，目录没有补上；或摘要写得过于简略。
next_check: 对照资金管理办法和批复，看这几笔原始凭证的实际用途。
clears: 批准该项用途的文件，或补充允许用途的资金目录表。
related: [SVC04, DU04, BUD01]
message: "{year} 年{fund}支出中有 {payments} 笔共 {amount} 元属于{classes}，不在资金目录表的允许用途（{uses}）里，待核。"
*/
with payment as (
    select
        row_id,
        village_code,
        fund,
        year(entry_date) as year,
        category,
        amount
    from core.payment
    where fund is not null
),

use as (
    select
        row_id,
        uses,
        use,
        by_category
    from fact.fund_use
),

judged as (
    select
        p.row_id,
        p.village_code,
        p.fund,
        p.year,
        p.category,
        p.amount,
        u.uses,
        u.use,
        u.by_category
    from payment as p
    inner join use as u on p.row_id = u.row_id
    where u.use is not null
),

beyond as (
    select
        village_code,
        fund,
        year,
        by_category,
        count(*) as payments,
        sum(amount) as amount,
        max(uses) as uses,
        string_agg(distinct category, '、' order by category) as classes
    from judged
    where use = '没有列出'
    group by village_code, fund, year, by_category
),

village as (
    select distinct village_code from payment
),

final as (
    select
        b.village_code,
        b.fund || case when b.by_category then '用途' else '用途（按摘要）' end as subject,
        make_date(b.year, 1, 1) as period,
        cast(b.amount as decimal(18, 2)) as amount,
        j.row_id,
        '命中' as outcome,
        null as missing,
        case when not b.by_category then '提示' end as level,
        concat_ws('·', b.fund || '用途', b.village_code, cast(b.by_category as varchar), cast(b.year as varchar)) as root_cause,
        b.year,
        b.fund,
        b.payments,
        b.classes,
        b.uses
    from beyond as b
    inner join judged as j
        on b.village_code = j.village_code and b.fund = j.fund and b.year = j.year and b.by_category = j.by_category and j.use = '没有列出'
    union all
    select
        v.village_code,
        null as subject,
        null as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        '资金目录表“允许用途”列' as missing,
        null as level,
        null as root_cause,
        null as year,
        null as fund,
        null as payments,
        null as classes,
        null as uses
    from village as v
    left join judged as j on v.village_code = j.village_code
    where j.village_code is null
    union all
    select
        n.village_code,
        null as subject,
        null as period,
        null as amount,
        null as row_id,
        '不适用' as outcome,
        '账上没有写明资金类别的支出' as missing,
        null as level,
        null as root_cause,
        null as year,
        null as fund,
        null as payments,
        null as classes,
        null as uses
    from core.village as n
    left join village as v on n.village_code = v.village_code
    where v.village_code is null
)

select * from final
