/*
id: CARE06
title: 集体资金划入关爱资金没有决议
level: 中
status: stable
money: 手续
subject: entry
units: 村
applies_to: 关爱资金
description: "关爱资金账上的一笔收入写明来自村集体（集体经济划转、村集体补充），而这一笔和集体账上同额的划出都没有决议编号，\
  四议两公开台账里也没有关爱、关怀一类的议题。每笔一条。没有四议两公开台账的不可评估。"
why: 集体的钱是全体村民的，划给党内关爱资金用，要村民同意。
basis:
  - 吴忠市委组织部部长孙瑛在党内关怀机制现场推进会上的发言（宁夏党建刊物 2015 年第 10 期，刊名不存）：党费划拨、集体经济划转、党员捐款、社会赞助
  - 《村民委员会组织法》（2018 年修正）第 24 条：从村集体经济所得收益的使用，须经村民会议讨论决定
looks_in:
  resolution:
    - {says: {subject: 关爱|关怀|慰问|帮扶}, days: any}
  cash_entry:
    - {cells: [resolution_no]}
    - {amount: one, says: {fund: 集体资金}, days: 31}
root_cause: 一笔划入为同一事实。
falsepositives:
  - 写了决议编号的、台账里有关爱、关怀、慰问、帮扶议题的通过。
  - 党员、企业、个人在村集体捐款的，写了捐款的不算集体的钱。
innocent: 年初预算里一并议过，没有单独的议题。
next_check: 查村民代表会议记录和预算，看有没有这一项。
clears: 写明划转金额的会议决议。
related: [CARE01, PRC01]
message: "关爱资金 {entry_date}收到村集体划入 {amount} 元（“{summary}”），没有决议编号，四议两公开台账里也没有相关议题，待核。"
*/
with source as (
    select
        row_id,
        village_code,
        entry_date,
        summary,
        income
    from core.care_source
    where source in ('集体经济划转', '村集体补充')
),

entry as (
    select
        row_id,
        village_code,
        fund,
        entry_date,
        expense,
        nullif(trim(resolution_no), '') as resolution_no
    from core.cash_entry
),

named as (
    select
        row_id,
        subject
    from fact.entry_subject
),

decided as (
    select distinct village_code
    from ledger.resolution
    where regexp_matches(subject, '关爱|关怀|慰问|帮扶')
),

cited as (
    select s.row_id
    from source as s
    inner join entry as e on s.row_id = e.row_id
    where e.resolution_no is not null
    union
    select s.row_id
    from source as s
    inner join entry as e
        on
            s.village_code = e.village_code
            and s.income = e.expense
            and abs(date_diff('day', s.entry_date, e.entry_date)) <= 31
    where e.resolution_no is not null
),

final as (
    select
        s.village_code,
        n.subject,
        make_date(year(s.entry_date), month(s.entry_date), 1) as period,
        cast(s.income as decimal(18, 2)) as amount,
        s.row_id,
        concat_ws('·', '关爱资金收入', s.village_code, n.subject) as root_cause,
        s.entry_date,
        s.summary
    from source as s
    inner join named as n on s.row_id = n.row_id
    left join decided as d on s.village_code = d.village_code
    where d.village_code is null and s.row_id not in (select c.row_id from cited as c)
)

select * from final
