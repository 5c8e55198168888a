/*
id: TWN01
title: 非税收入没有全部缴入财政专户
level: 高
status: stable
money: 手续
difference: true
subject: village
units: 乡镇
description: "登记为乡镇的单位的账上，摘要或类别写明是非税收入（非税、行政事业性收费、罚没、规费）的收入，\
  逐年累计多于缴入财政专户、国库的支出，差额超过容差。账末前 31 天以内的收入还不看；缴款到账末为止都算。\
  一个单位一年一条，金额为这一年新增的差额。"
why: 非税收入留在乡镇自己的账上，就离开了预算，容易坐收坐支。
basis:
  - 《街办基层党建创新案例（5 篇）》网络汇编篇二（原题名不存，讲的是乡镇财政财务：乡镇按此，村作参照）“建议”部分（三）“乡财县管”：集中收付，乡镇收取的所有非税收入全部直接缴入县财政专户
  - 《财政违法行为处罚处分条例》（国务院令第 427 号）第 4 条：隐瞒、滞留、坐支应当上缴的财政收入
params: [tolerance]
looks_in:
  cash_entry: {amount: cover, says: {summary: 缴|解|交|划|专户|国库}, days: 366, due: true}
root_cause: 一个单位一年没有缴入专户的非税收入为同一事实。
falsepositives:
  - 财政返还、拨回的非税收入，已经进过专户，不算收入。
  - 直接缴入专户、没有经过乡镇账的，账上没有这笔收入，不查。
  - 写上交、解缴、划转专户、国库、财政、非税的都算缴款；缴财政所的水电费、财政供养人员的社保不算。
  - 收入和缴款的红字各自冲减。
innocent: 缴款记在另一本没有报送的账上，或摘要没有写明是缴专户。
next_check: 查非税票据存根、缴款书和财政专户的入账单，三处核对。
clears: 缴款书和财政专户的入账单。
related: [PAY02, INV02, BUD01]
message: "到 {year} 年底（不满一年的到账末前 31 天）非税收入累计 {collected} 元，缴入财政专户累计 {remitted} 元，\
  这一年差 {amount} 元（容差 {tolerance} 元），待核。"
*/
with unit as (
    select village_code
    from core.village
    where unit_kind = '乡镇'
),

entry as (
    select
        c.row_id,
        c.village_code,
        c.entry_date,
        coalesce(c.income, 0) as income,
        coalesce(c.expense, 0) as expense,
        concat_ws(' ', c.summary, c.category, c.counterparty) as said
    from core.cash_entry as c
    inner join unit as u on c.village_code = u.village_code
    where not c.is_opening and not c.is_repeat
),

kept as (
    select
        village_code,
        max(entry_date) as last_day
    from entry
    group by village_code
),

collected as (
    select
        e.row_id,
        e.village_code,
        year(e.entry_date) as year,
        e.income as amount
    from entry as e
    inner join kept as k on e.village_code = k.village_code
    where
        e.income <> 0
        and regexp_matches(e.said, '非税|行政事业性收费|罚没|罚款|规费')
        and not regexp_matches(e.said, '返还|拨回|退回|返拨')
        and date_diff('day', e.entry_date, k.last_day) > 31
),

remitted as (
    select
        village_code,
        sum(expense) as remitted
    from entry
    where
        regexp_matches(said, '缴|解|交|划')
        and regexp_matches(regexp_replace(said, '财政所|财政供养', '', 'g'), '专户|国库|财政|非税')
    group by village_code
),

by_year as (
    select
        village_code,
        year,
        sum(amount) as amount
    from collected
    group by village_code, year
),

cumulated as (
    select
        b.village_code,
        b.year,
        coalesce(r.remitted, 0) as remitted,
        sum(b.amount) over (partition by b.village_code order by b.year) as collected,
        sum(b.amount) over (partition by b.village_code order by b.year) - b.amount as collected_before
    from by_year as b
    left join remitted as r on b.village_code = r.village_code
),

short as (
    select
        village_code,
        year,
        cast(collected as decimal(18, 2)) as collected,
        cast(remitted as decimal(18, 2)) as remitted,
        cast(collected - greatest(remitted, collected_before) as decimal(18, 2)) as amount
    from cumulated
),

final as (
    select
        s.village_code,
        '非税收入' as subject,
        make_date(s.year, 1, 1) as period,
        s.amount,
        c.row_id,
        s.year,
        s.collected,
        s.remitted
    from short as s
    inner join collected as c on s.village_code = c.village_code and s.year = c.year
    where s.amount > $tolerance
)

select * from final
