/*
id: PRC08
title: 付款超过决议金额
level: 高
status: stable
money: 手续
difference: true
subject: project
units: 村
description: "账上写明同一决议编号的付款合计，超过四议两公开台账里这个编号的涉及金额。一个编号登记了几个事项的，金额相加；\
  有一个事项没有写金额的不查。只看账上写了编号的付款；付的是有批复额的项目的，由 SVC05 查，这里不重复。"
why: 村民会议同意的是台账上的数，多付的部分没有人同意过。
basis:
  - 《村民委员会组织法》（2018 年修正）第 24 条：集体收益的使用、公益事业和项目的经费筹集须经村民会议讨论决定
  - 审计实务：付款与决议金额核对
params: [tolerance]
looks_in:
  resolution:
    - {any: [resolution_no], days: any}
    - {cells: [amount]}
  cash_entry:
    - {amount: one, explains: [counterparty, summary], against: true, days: 366}
    - {any: [resolution_no], says: {expense: '-'}, days: any}
  project:
    - {any: [project_no], days: any}
    - {cells: [approved_amount]}
root_cause: 一个决议事项为同一事实，与 PRC02、PRC03、PRC04、PRC05 合计金额时只取最大一笔。
falsepositives:
  - 编号里没有年份的（如“第 1 号”），只与同一年的决议、付款比。
  - 冲减的按负数计，已红字冲销的、内部划转、台账与日记账重登的不算。
  - 没有写涉及金额的决议不比；没有写编号的付款由 PRC01 查。
innocent: 追加金额另有决议，付款时仍写了原来的编号。
next_check: 调决议、追加决议和合同，与付款逐笔核对。
clears: 追加金额的决议记录。
related: [PRC01, SVC05, BUD02]
message: "{subject}的涉及金额为 {resolved} 元，写明这个编号的付款 {payments} 笔共 {paid} 元，超出 {amount} 元（容差 {tolerance} 元），待核。"
*/
with matter as (
    select
        row_id,
        village_code,
        resolution_no,
        case when not regexp_matches(resolution_no, '(19|20)[0-9][0-9]') then year(period) end as year,
        amount,
        subject,
        period,
        root_cause
    from core.resolution
),

resolved as (
    select
        village_code,
        resolution_no,
        year,
        min(row_id) as row_id,
        cast(sum(amount) as decimal(18, 2)) as resolved
    from matter
    group by village_code, resolution_no, year
    having count(amount) = count(*) and sum(amount) > 0
),

payment as (
    select
        row_id,
        village_code,
        resolution_no,
        year,
        amount,
        project_no
    from core.resolution_payment
),

-- what SVC05 compares with the approval
approved as (
    select distinct
        village_code,
        trim(project_no) as project_no
    from ledger.project
    where approved_amount is not null
),

paid as (
    select
        p.village_code,
        p.resolution_no,
        p.year,
        count(*) as payments,
        cast(sum(p.amount) as decimal(18, 2)) as paid,
        count(a.project_no) as approved_payments
    from payment as p
    left join approved as a on p.village_code = a.village_code and p.project_no = a.project_no
    group by p.village_code, p.resolution_no, p.year
),

over as (
    select
        r.row_id,
        r.village_code,
        r.resolution_no,
        r.year,
        r.resolved,
        p.paid,
        p.payments
    from resolved as r
    inner join paid as p
        on
            r.village_code = p.village_code
            and r.resolution_no = p.resolution_no
            and r.year is not distinct from p.year
    where p.paid > r.resolved + $tolerance and p.approved_payments = 0
),

evidence as (
    select
        o.row_id as matter_row_id,
        p.row_id
    from over as o
    inner join payment as p
        on
            o.village_code = p.village_code
            and o.resolution_no = p.resolution_no
            and o.year is not distinct from p.year
    union
    select
        o.row_id as matter_row_id,
        j.row_id
    from over as o
    inner join payment as p
        on
            o.village_code = p.village_code
            and o.resolution_no = p.resolution_no
            and o.year is not distinct from p.year
    inner join ledger.project as j on p.village_code = j.village_code and p.project_no = trim(j.project_no)
    union
    select
        o.row_id as matter_row_id,
        m.row_id
    from over as o
    inner join matter as m
        on
            o.village_code = m.village_code
            and o.resolution_no = m.resolution_no
            and o.year is not distinct from m.year
),

final as (
    select
        o.village_code,
        m.subject,
        m.period,
        cast(o.paid - o.resolved as decimal(18, 2)) as amount,
        e.row_id,
        m.root_cause,
        o.resolution_no,
        o.resolved,
        o.paid,
        o.payments
    from over as o
    inner join matter as m on o.row_id = m.row_id
    inner join evidence as e on o.row_id = e.matter_row_id
)

select * from final
