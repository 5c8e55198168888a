/*
id: FUND02
title: 资金起用以前、停用以后还有收支
level: 低
status: stable
money: 手续
subject: village
description: "本县资金目录表写明了一种资金的起用日期、停用日期，账上在起用以前或停用以后还有收入、支出，一村一种资金一条，\
  金额为收入、支出中较大的一项。写明上缴、交回、退回、结转、质保金、尾款的，和银行的结息、手续费，不算。账上的资金一种也没有填日期的不可评估。"
why: 没有起用或已经停用的资金还在收付，可能是借这个名目走账，也可能是剩下的钱没有按规定处理。
basis:
  - 本项目约定：起用、停用日期以本县资金目录表填写的为准
looks_in:
  cash_entry: {amount: one, explains: [counterparty, summary], against: true, days: 366}
root_cause: 一村一种资金的起止日期以外的收支为一个事实。
falsepositives:
  - 起用当日、停用当日算有效；同一种资金分几段填写的，按最早的起用日期和最晚的停用日期看。
  - 停用以后上缴、退回、结转余额，付质保金、尾款的，银行结息、扣手续费的不报；期初结转、内部划转、台账重登的不查。
innocent: 停用以前已经完工、停用以后才付款，或目录里的日期填错。
next_check: 查这几笔的凭证和资金停用的文件，看余额应当怎样处理。
clears: 停用后仍可列支的批复，或改正日期的资金目录表。
related: [FUND01]
message: >-
  {fund}在{matter}还有 {entries} 笔收支（收入 {income} 元，支出 {expense} 元，{first_day}到{last_day}），待核。
*/
with entry as (
    select
        row_id,
        village_code,
        fund,
        entry_date,
        summary,
        coalesce(income, 0) as income,
        coalesce(expense, 0) as expense
    from core.cash_entry
    where not is_opening and not is_internal and not is_repeat
),

dated as (
    select
        row_id,
        in_force,
        valid_from,
        valid_to
    from fact.fund_use
    where valid_from is not null or valid_to is not null
),

judged as (
    select
        e.row_id,
        e.village_code,
        e.fund,
        e.entry_date,
        e.summary,
        e.income,
        e.expense,
        d.in_force,
        d.valid_from,
        d.valid_to
    from entry as e
    inner join dated as d on e.row_id = d.row_id
),

outside as (
    select
        row_id,
        village_code,
        fund,
        entry_date,
        income,
        expense,
        in_force,
        valid_from,
        valid_to
    from judged
    where
        in_force <> '有效'
        and not regexp_matches(summary, '上缴|交回|缴回|退回|归还|收回|结转|结余|质保|尾款|利息|结息|手续费')
),

summed as (
    select
        village_code,
        fund,
        in_force,
        sum(income) as income,
        sum(expense) as expense,
        count(*) as entries,
        min(entry_date) as first_day,
        max(entry_date) as last_day,
        max(case when in_force = '起用以前' then valid_from else valid_to end) as turning
    from outside
    group by village_code, fund, in_force
),

village as (
    select distinct village_code from entry
),

final as (
    select
        s.village_code,
        s.fund || s.in_force as subject,
        make_date(year(s.first_day), 1, 1) as period,
        cast(greatest(s.income, s.expense) as decimal(18, 2)) as amount,
        o.row_id,
        '命中' as outcome,
        null as missing,
        concat_ws('·', s.fund || s.in_force, s.village_code) as root_cause,
        s.fund,
        s.in_force || '（' || cast(s.turning as varchar) || '）' as matter,
        s.entries,
        cast(s.income as decimal(18, 2)) as income,
        cast(s.expense as decimal(18, 2)) as expense,
        s.first_day,
        s.last_day
    from summed as s
    inner join outside as o on s.village_code = o.village_code and s.fund = o.fund and s.in_force = o.in_force
    union all
    select
        v.village_code,
        null as subject,
        null as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        '资金目录表“起用日期”“停用日期”列' as missing,
        null as root_cause,
        null as fund,
        null as matter,
        null as entries,
        null as income,
        null as expense,
        null as first_day,
        null as last_day
    from village as v
    left join judged as j on v.village_code = j.village_code
    where j.village_code is null
)

select * from final
