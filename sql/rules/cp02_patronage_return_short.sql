/*
id: CP02
title: 盈余返还低于60%
level: 高
status: stable
money: 手续
difference: true
subject: cooperative
applies_to: 合作社
description: 合作社按成员交易量（额）返还的盈余少于可分配盈余的 60%。
why: 法律规定可分配盈余主要按交易量返还，返还少了，多分的就是按股分红，普通成员吃亏。
basis:
  - 《农民专业合作社法》（2017 年修订）第 44 条：按交易量（额）比例返还的总额不得低于可分配盈余的百分之六十
params: [patronage_min_rate, capital_cooperatives, tolerance]
looks_in:
  coop_year: {by: [cooperative]}
root_cause: 一村一社一年的盈余分配为同一事实，与 DR07 合计时只取最大一笔。
falsepositives:
  - 没有成员交易的资本型合作社：在参数 capital_cooperatives 中登记说明的不查。
  - 可分配盈余为零或亏损的不查。
  - 返还数没有填写的不当作 0，不可评估。
innocent: 合作社可能没有与成员的交易，或把返还记在收购价款里。
next_check: 查成员账户的交易量记录、盈余分配决议和返还发放表。
clears: 成员账户的交易量记录和返还发放表；成员大会决议不能低于法定比例。
related: [DR07, CP01]
message: >-
  {subject} {year} 年可分配盈余 {distributable} 元，按 {rate:.0%} 应返还 {required} 元，实际返还 {returned} 元，
  少返还 {amount} 元（容差 {tolerance} 元），待核。
*/
with coop_year as (
    select
        village_code,
        cooperative,
        year,
        distributable,
        patronage_return,
        row_id
    from core.coop_year
    where not contains($capital_cooperatives, cooperative)
),

compared as (
    select
        village_code,
        cooperative,
        year,
        distributable,
        patronage_return,
        row_id,
        cast(distributable * $patronage_min_rate as decimal(18, 2)) as required
    from coop_year
),

final as (
    select
        village_code,
        cooperative as subject,
        make_date(year, 1, 1) as period,
        cast(required - patronage_return as decimal(18, 2)) as amount,
        row_id,
        '命中' as outcome,
        null as missing,
        concat_ws('|', 'CP', village_code, cooperative, cast(year as varchar)) as root_cause,
        year,
        distributable,
        cast($patronage_min_rate as decimal(9, 6)) as rate,
        required,
        patronage_return as returned
    from compared
    where distributable > 0 and required - patronage_return > $tolerance
    union all
    select
        village_code,
        cooperative as subject,
        make_date(year, 1, 1) as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        cast(year as varchar) || ' 年' || cooperative || '的可分配盈余或盈余返还' as missing,
        null as root_cause,
        year,
        distributable,
        null as rate,
        required,
        patronage_return as returned
    from compared
    where distributable is null or (distributable > 0 and patronage_return is null)
)

select * from final
