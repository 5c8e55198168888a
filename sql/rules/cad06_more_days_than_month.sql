/*
id: CAD06
title: 误工天数多于当月天数
level: 高
status: stable
money: 受损
subject: official
units: 村
description: "一人一月领取误工补贴的天数合计，多于这个月的天数；没有写月份的，一年的天数合计多于这一年的天数。\
  一人一月（一年）一条，金额为多出的天数按平均每天的补贴折算。"
why: 一个月只有那么多天，多出来的是虚报。
basis:
  - 《村民委员会组织法》（2018 年修正）第 24 条：误工补贴人员及标准须经村民会议讨论决定
  - 审计实务：误工天数合理性测试
looks_in:
  allowance: {any: [name=subject], says: {days: '-'}, days: any}
root_cause: 一人一月的误工补贴为同一事实。
falsepositives:
  - 同名的人按身份证号分开；冲减的天数按负数计。
  - 没有写天数的行不算；一行写几个月合计而填了一个月份的，请改正月份。
innocent: 把几个月的误工合在一个月发，月份填成了发放月。
next_check: 对照考勤、派工单和会议签到，逐日核对。
clears: 写明各月天数的考勤表。
related: [CAD03]
message: "{subject}{said_when}领取误工补贴 {days:g} 天，而这段时间只有 {days_there} 天，多出的 {days_over:g} 天折合 {amount} 元，待核。"
*/
with paid as (
    select
        a.row_id,
        a.village_code,
        a.year,
        a.month,
        a.person,
        a.amount,
        l.days
    from core.allowance as a
    inner join ledger.allowance as l on a.row_id = l.row_id
    where a.pay_class = '误工补贴' and l.days is not null
),

summed as (
    select
        village_code,
        year,
        month,
        person,
        sum(days) as days,
        sum(amount) as amount
    from paid
    group by village_code, year, month, person
),

limited as (
    select
        s.village_code,
        s.year,
        s.month,
        s.person,
        s.days,
        s.amount,
        coalesce(
            date_diff('day', c.first_day, c.last_day) + 1,
            date_diff('day', make_date(s.year, 1, 1), make_date(s.year, 12, 31)) + 1
        ) as available
    from summed as s
    left join fact.calendar_month as c on s.year = c.year and s.month = c.month
),

final as (
    select
        m.village_code,
        m.person as subject,
        make_date(m.year, coalesce(m.month, 1), 1) as period,
        try_cast(
            cast(m.amount as double) * cast(m.days - m.available as double) / cast(m.days as double) as decimal(18, 2)
        ) as amount,
        p.row_id,
        concat_ws(
            '·', '误工补贴', m.village_code, m.person, cast(m.year as varchar), cast(m.month as varchar)
        ) as root_cause,
        cast(m.year as varchar) || ' 年' || coalesce(' ' || cast(m.month as varchar) || ' 月', '') as said_when,
        cast(m.days as double) as days,
        m.available as days_there,
        cast(m.days - m.available as double) as days_over
    from limited as m
    inner join paid as p
        on
            m.village_code = p.village_code
            and m.year = p.year
            and m.person = p.person
            and m.month is not distinct from p.month
    where m.days > m.available
)

select * from final
