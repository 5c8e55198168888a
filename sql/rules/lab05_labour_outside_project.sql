/*
id: LAB05
title: 用工日期不在项目工期内，或项目没有登记
level: 中
status: stable
money: 手续
subject: project
applies_to: 劳务用工
description: "劳务用工表写了项目编号的：项目台账没有这个项目；或用工在开工以前、验收以后。一个项目一条，金额为这些用工的劳务费。\
  没有写项目编号的不查；没有项目台账的村不可评估。"
why: 没有工程的日子却有工钱，用工可能是虚列的。
basis:
  - 审计实务：用工与工程台账比对
looks_in:
  project: {any: [project_no], days: any}
  labour: {any: [name, id_no], says: {amount: '-'}, days: any}
root_cause: 一个项目工期外的用工为同一事实。
falsepositives:
  - 项目台账没有填开工日期、验收日期的，不和那一头比；同一项目登记几次的，取最早开工、最晚验收。
  - 开工、验收当天的用工不报；冲回的抵减。
innocent: 开工前的备料、验收后的清理，或日期填错。
next_check: 核对开工令、验收单、考勤和施工日志。
clears: 开工令、验收单，补登的项目台账。
related: [PRC07, LAB02]
message: "项目 {project_no}有 {persons} 人的用工{reason}，劳务费 {amount} 元，待核。"
*/
with labour as (
    select
        row_id,
        village_code,
        project_no,
        worked_from,
        last_day,
        who,
        amount
    from core.labour
    where project_no is not null
),

project as (
    select
        row_id,
        village_code,
        trim(project_no) as project_no,
        started_on,
        accepted_on
    from ledger.project
),

-- one entry without a day leaves that end open
span as (
    select
        village_code,
        project_no,
        min(row_id) as row_id,
        case when count(started_on) = count(*) then min(started_on) end as started_on,
        case when count(accepted_on) = count(*) then max(accepted_on) end as accepted_on
    from project
    group by village_code, project_no
),

outside as (
    select
        w.row_id,
        w.village_code,
        w.project_no,
        w.worked_from,
        w.who,
        w.amount,
        s.row_id as project_row_id,
        case
            when s.row_id is null then '在项目台账里没有这个项目'
            when w.worked_from < s.started_on then '早于开工日期 ' || cast(s.started_on as varchar)
            else '晚于验收日期 ' || cast(s.accepted_on as varchar)
        end as reason
    from labour as w
    left join span as s on w.village_code = s.village_code and w.project_no = s.project_no
    where
        s.row_id is null
        or coalesce(w.worked_from < s.started_on, false)
        or coalesce(coalesce(w.last_day, w.worked_from) > s.accepted_on, false)
),

total as (
    select
        village_code,
        project_no,
        min(worked_from) as first_day,
        count(distinct who) as persons,
        string_agg(distinct reason, '、' order by reason) as reason,
        cast(sum(amount) as decimal(18, 2)) as amount
    from outside
    group by village_code, project_no
    having sum(amount) > 0
),

evidence as (
    select
        village_code,
        project_no,
        row_id
    from outside
    union
    select
        village_code,
        project_no,
        project_row_id as row_id
    from outside
    where project_row_id is not null
),

final as (
    select
        t.village_code,
        t.project_no || ' 工期外用工' as subject,
        make_date(year(t.first_day), 1, 1) as period,
        t.amount,
        e.row_id,
        t.project_no,
        t.persons,
        t.reason
    from total as t
    inner join evidence as e on t.village_code = e.village_code and t.project_no = e.project_no
)

select * from final
