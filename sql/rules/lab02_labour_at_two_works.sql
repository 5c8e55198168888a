/*
id: LAB02
title: 同一人同一时间在两处用工
level: 高
status: stable
money: 受损
subject: payee
applies_to: 劳务用工
description: "同一人（身份证号相同，没有的看本村姓名）在两处用工的起止日期重叠，两处天数之和超过两段日期合起来的天数，不可能都做满。\
  也比同县的别的村（只凭身份证号）。两处一条，金额取较小的一处。"
why: 一个人一天只能在一处做工，天数挤不下的必有一处是虚列。
basis:
  - 审计实务：虚列用工测试（同一人的用工日期比对）
looks_in:
  labour: {any: [name, id_no], says: {amount: '-'}, days: any, anywhere: true}
root_cause: 同一人同一时间的两处用工为同一事实。
falsepositives:
  - 日期重叠而天数挤得下的（各做半天、隔天做）不报。
  - 没有写结束日期、做了一天以上的，不知道做到哪一天，不比。
  - 冲回的一处不比；本村同名而身份证号不同的不是一个人。
innocent: 起止日期写得宽，实际是前后做的。
next_check: 核对两处的考勤、派工记录和签领，问本人。
clears: 考勤、派工记录，或更正了日期的名单。
related: [LAB03, XV02]
message: "{name}在“{work}”（{days:g} 天）和“{other}”（{other_days:g} 天）用工，两处的日期合起来只有 {span} 天，较小的一处 {amount} 元，待核。"
*/
with labour as (
    select
        row_id,
        village_code,
        county,
        work,
        project_no,
        list,
        worked_from,
        last_day,
        days,
        name,
        who,
        amount
    from core.labour
    where last_day >= worked_from
),

-- what was taken back is no work
standing as (
    select
        county,
        who,
        work,
        worked_from
    from labour
    group by county, who, work, worked_from
    having sum(amount) > 0
),

kept as (
    select
        w.row_id,
        w.village_code,
        w.county,
        w.work,
        w.project_no,
        w.list,
        w.worked_from,
        w.last_day,
        w.days,
        w.name,
        w.who,
        w.amount
    from labour as w
    inner join standing as s
        on w.county = s.county and w.who = s.who and w.work = s.work and w.worked_from = s.worked_from
    where w.amount > 0
),

both_ways as (
    select
        a.village_code,
        a.name,
        a.work,
        b.work as other,
        a.days,
        b.days as other_days,
        a.row_id,
        b.row_id as other_row_id,
        greatest(a.worked_from, b.worked_from) as day,
        date_diff('day', least(a.worked_from, b.worked_from), greatest(a.last_day, b.last_day)) + 1 as span,
        least(a.amount, b.amount) as amount,
        least(a.village_code, b.village_code) as first_village
    from kept as a
    inner join kept as b
        on
            a.county = b.county
            and a.who = b.who
            and a.row_id <> b.row_id
            and (a.work <> b.work or a.list <> b.list or a.village_code <> b.village_code)
    where
        a.worked_from <= b.last_day
        and b.worked_from <= a.last_day
        and a.days + b.days > date_diff('day', least(a.worked_from, b.worked_from), greatest(a.last_day, b.last_day)) + 1
        and (a.village_code <> b.village_code or a.row_id < b.row_id)
),

evidence as (
    select
        row_id as pair_row_id,
        other_row_id,
        row_id
    from both_ways
    union all
    select
        row_id as pair_row_id,
        other_row_id,
        other_row_id as row_id
    from both_ways
),

final as (
    select
        b.village_code,
        concat_ws(' ', b.name, b.work, '与', b.other) as subject,
        make_date(year(b.day), month(b.day), 1) as period,
        b.amount,
        e.row_id,
        '命中' as outcome,
        null as missing,
        concat_ws('·', '两处用工', b.first_village, b.name, cast(b.day as varchar), cast(b.amount as varchar)) as root_cause,
        b.name,
        b.work,
        cast(b.days as double) as days,
        b.other,
        cast(b.other_days as double) as other_days,
        b.span
    from both_ways as b
    inner join evidence as e on b.row_id = e.pair_row_id and b.other_row_id = e.other_row_id
    union all
    select distinct
        village_code,
        '结束日期' as subject,
        null as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        '劳务用工表“结束日期”列' as missing,
        null as root_cause,
        null as name,
        null as work,
        null as days,
        null as other,
        null as other_days,
        null as span
    from ledger.labour
    where village_code not in (select k.village_code from labour as k)
)

select * from final
