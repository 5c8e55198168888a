/*
id: LAB03
title: 用工天数超过起止日期或当月的天数
level: 高
status: stable
money: 受损
subject: payee
applies_to: 劳务用工
description: "一、一行的用工天数超过开始到结束的天数；二、同一人同一个月（起止都在这个月）各行的用工天数合计超过这个月的天数；\
  三、没有写结束日期的一行，用工天数超过 31 天。一人一月一条，金额为超出的天数乘日工资。"
why: 天数比日子还多，多出的工没有人做过。
basis:
  - 审计实务：虚列用工测试（用工天数与日历比对）
looks_in:
  labour: {any: [name, id_no], says: {amount: '-'}, days: any}
root_cause: 一人一月超出的天数为同一事实。
falsepositives:
  - 正好等于起止天数、当月天数的不报；冲回的抵减。
  - 跨月的一行只和起止日期比，不计入月份合计。
innocent: 一天做了白班、夜班算两个工，或起止日期写错。
next_check: 核对考勤记录，问清一个工是几个小时。
clears: 考勤记录，或更正后的名单。
related: [LAB01, LAB02]
message: "{month}{name}用工 {days:g} 天，{bound}，超出 {over:g} 天、{amount} 元，待核。"
*/
with labour as (
    select
        row_id,
        village_code,
        work,
        worked_from,
        last_day,
        days,
        rate,
        name,
        who,
        make_date(year(worked_from), month(worked_from), 1) as first_of_month
    from core.labour
    where amount > 0 and days > 0
),

taken_back as (
    select
        village_code,
        who,
        work,
        worked_from
    from core.labour
    where amount < 0
),

kept as (
    select
        w.row_id,
        w.village_code,
        w.worked_from,
        w.last_day,
        w.days,
        w.rate,
        w.name,
        w.who,
        w.first_of_month
    from labour as w
    left join taken_back as t
        on w.village_code = t.village_code and w.who = t.who and w.work = t.work and w.worked_from = t.worked_from
    where coalesce(t.who, '') = ''
),

by_row as (
    select
        row_id,
        village_code,
        who,
        name,
        first_of_month,
        days,
        rate,
        case
            when last_day is null then days - 31
            else days - date_diff('day', worked_from, last_day) - 1
        end as over,
        case
            when last_day is null then '一个月最多 31 天'
            else '起止日期只有 ' || cast(date_diff('day', worked_from, last_day) + 1 as varchar) || ' 天'
        end as bound
    from kept
    where coalesce(last_day >= worked_from, true)
),

in_month as (
    select
        row_id,
        village_code,
        who,
        name,
        first_of_month,
        days,
        rate,
        date_diff('day', first_of_month, first_of_month + interval '1 month') as most
    from kept
    where last_day >= worked_from and last_day < first_of_month + interval '1 month'
),

by_month as (
    select
        village_code,
        who,
        min(name) as name,
        first_of_month,
        sum(days) as days,
        max(rate) as rate,
        sum(days) - max(most) as over,
        '这个月只有 ' || cast(max(most) as varchar) || ' 天' as bound
    from in_month
    group by village_code, who, first_of_month
    having sum(days) > max(most) and count(*) > 1
),

found as (
    select
        village_code,
        who,
        name,
        first_of_month,
        days,
        over,
        bound,
        try_cast(over * rate as decimal(18, 2)) as amount
    from by_month
    where over * rate > 0
    union all
    select
        r.village_code,
        r.who,
        min(r.name) as name,
        r.first_of_month,
        sum(r.days) as days,
        sum(r.over) as over,
        max(r.bound) as bound,
        try_cast(sum(r.over * r.rate) as decimal(18, 2)) as amount
    from by_row as r
    left join by_month as m
        on r.village_code = m.village_code and r.who = m.who and r.first_of_month = m.first_of_month
    where r.over > 0 and r.over * r.rate > 0 and coalesce(m.who, '') = ''
    group by r.village_code, r.who, r.first_of_month
),

ended as (
    select village_code
    from ledger.labour
    where worked_to is not null
),

final as (
    select
        f.village_code,
        f.name || ' 用工天数' as subject,
        f.first_of_month as period,
        f.amount,
        k.row_id,
        '命中' as outcome,
        null as missing,
        cast(year(f.first_of_month) as varchar) || ' 年 ' || cast(month(f.first_of_month) as varchar) || ' 月' as month,
        f.name,
        cast(f.days as double) as days,
        f.bound,
        cast(f.over as double) as over
    from found as f
    inner join kept as k
        on f.village_code = k.village_code and f.who = k.who and f.first_of_month = k.first_of_month
    union all
    select distinct
        village_code,
        '结束日期' as subject,
        null as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        '劳务用工表“结束日期”列' as missing,
        null as month,
        null as name,
        null as days,
        null as bound,
        null as over
    from kept
    where village_code not in (select e.village_code from ended as e)
)

select * from final
