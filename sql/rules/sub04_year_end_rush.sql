/*
id: SUB04
title: 期末或年末突击支出
level: 中
status: stable
money: 手续
tunable: rush_share
subject: village
description: "同村同资金一年的支出中，12 月的支出超过全年的 40% 且不少于 5 万元，并高于全县同资金同年这一占比的第 95 百分位。\
  12 月才到账的钱只能在 12 月用，先从 12 月的支出中扣除。"
why: 年末突击花钱，往往是为了用完指标，审批和验收容易走过场。
basis:
  - 审计实务：年末突击支出测试
params: [rush_share, rush_amount, rush_percentile, rush_min_count]
looks_in:
  cash_entry: {amount: cover, by: [fund]}
root_cause: 一村一种资金一年的年末支出为同一事实。
falsepositives:
  - 拨款本来 12 月才到：12 月的收入（不含提现、划转）先从 12 月支出中扣除。
  - 年度没有过完、上半年没有收支记录（账不全）的年份不算。
  - 提现、划转、期初结转、台账与日记账重登的行不算支出；红字冲销相抵。
  - "最后 20 日在 12 月之内，按 12 月计算已经包括。"
innocent: 工程按进度在年底结算，或误工补贴一年一发。
next_check: 查 12 月大额支出的合同、验收单和审批日期。
clears: 12 月大额支出的合同、验收单和审批单。
example: "某村专项资金 2025 年支出 100,000 元，其中 12 月 60,000 元，占 60%，超过 40%，\
  12 月支出也满 50,000 元，又高于全县 95% 的村，报一条“中”，金额为超过四成的部分：\
  60,000 − 100,000 × 40% ＝ 20,000 元。如果 12 月才到账 30,000 元，\
  先从 12 月支出中扣去，只剩 30,000 元，不报。"
related: [SUB03, SVC05]
message: >-
  {year} 年{fund} 12 月支出 {rush} 元（已扣除 12 月到账的 {arrived} 元），占全年支出 {total} 元的 {share:.1%}，
  超过 {line:.0%} 的部分 {amount} 元（12 月支出满 {rush_amount:,} 元，占比高于全县 {rush_percentile:.0%} 的村），
  待核。
*/
with entry as (
    select
        row_id,
        village_code,
        coalesce(fund, '') as fund,
        entry_date,
        year(entry_date) as year,
        coalesce(income, 0) as income,
        coalesce(expense, 0) as expense
    from core.cash_entry
    where not is_opening and not is_internal and not is_repeat
),

setting as (
    select as_of from meta.setting
),

fund_year as (
    select
        e.village_code,
        e.fund,
        e.year,
        sum(e.expense) as total,
        sum(case when month(e.entry_date) = 12 then e.expense else 0 end) as in_december,
        sum(case when month(e.entry_date) = 12 then e.income else 0 end) as arrived
    from entry as e
    cross join setting as s
    where make_date(e.year, 12, 31) <= s.as_of
    group by e.village_code, e.fund, e.year
    having sum(e.expense) > 0 and min(quarter(e.entry_date)) = 1
),

shared as (
    select
        f.village_code,
        v.peers,
        f.fund,
        f.year,
        f.total,
        least(f.arrived, f.in_december) as arrived,
        greatest(f.in_december - f.arrived, 0) as rush,
        cast(greatest(f.in_december - f.arrived, 0) as double) / cast(f.total as double) as share
    from fund_year as f
    inner join core.village as v on f.village_code = v.village_code
),

placed as (
    select
        village_code,
        peers,
        fund,
        year,
        share,
        row_number() over (partition by peers, fund, year order by share, village_code) as place,
        count(*) over (partition by peers, fund, year) as n
    from shared
),

-- a share above all of these is above the percentile
percentile as (
    select
        peers,
        fund,
        year,
        max(n) as n,
        max(case when place - 1 <= $rush_percentile * (n - 1) then share end) as share
    from placed
    group by peers, fund, year
),

judged as (
    select
        s.village_code,
        s.fund,
        s.year,
        s.total,
        s.arrived,
        s.rush,
        s.share,
        p.n,
        s.share > p.share as is_high
    from shared as s
    inner join percentile as p on s.peers = p.peers and s.fund = p.fund and s.year = p.year
    where s.rush >= $rush_amount and s.rush > s.total * $rush_share
),

final as (
    select
        j.village_code,
        coalesce(nullif(j.fund, ''), '全部资金') as subject,
        make_date(j.year, 12, 1) as period,
        cast(j.rush - j.total * $rush_share as decimal(18, 2)) as amount,
        e.row_id,
        '命中' as outcome,
        null as missing,
        j.year,
        j.fund,
        cast(j.rush as decimal(18, 2)) as rush,
        cast(j.arrived as decimal(18, 2)) as arrived,
        cast(j.total as decimal(18, 2)) as total,
        j.share,
        $rush_share as line
    from judged as j
    inner join entry as e
        on
            j.village_code = e.village_code
            and j.fund = e.fund
            and j.year = e.year
            and month(e.entry_date) = 12
            and e.expense <> 0
    where j.n >= $rush_min_count and j.is_high
    union all
    select
        village_code,
        coalesce(nullif(fund, ''), '全部资金') as subject,
        make_date(year, 12, 1) as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        '全县同资金同年可比的村（只有 ' || n || ' 个）' as missing,
        year,
        fund,
        null as rush,
        null as arrived,
        null as total,
        null as share,
        null as line
    from judged
    where n < $rush_min_count
    union all
    select distinct
        village_code,
        '全年支出' as subject,
        cast(null as date) as period,
        cast(null as decimal(18, 2)) as amount,
        null as row_id,
        '不可评估' as outcome,
        '过完的一年从第一季度起的账' as missing,
        null as year,
        null as fund,
        cast(null as decimal(18, 2)) as rush,
        cast(null as decimal(18, 2)) as arrived,
        cast(null as decimal(18, 2)) as total,
        null as share,
        null as line
    from entry
    where village_code not in (select f.village_code from fund_year as f)
)

select * from final
