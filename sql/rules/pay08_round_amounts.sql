/*
id: PAY08
title: 整数金额异常
level: 低
status: stable
money: 手续
tunable: round_line
subject: village
description: "一村一年满 1,000 元的支出中，千元整倍的笔数所占比例高于全县 95% 的村，且与全县总体比例相差不小于 3 个标准差。\
  整数付款不足 5 笔的不报。属统计，只报低。"
why: 真实的采购很少是整数；整数偏多可能是估着写的，或没有原始单据。
basis:
  - 审计实务：整数金额测试
params: [round_line, round_z, round_count, round_least, high_share_rank, share_villages]
root_cause: 一村一年的整数金额为同一事实。
falsepositives:
  - 固定标准天然是整数：工资补贴、救助慰问、租金、流转费、拨付、补助、奖励、入股、工程分期不算。
  - 只判断笔数足够的村；全县 95% 的位置由当年所有的村一起排，笔数少的村比例忽高忽低，只会把线抬高。
  - 全县都是整数或都不是整数时不作统计，不可评估。
  - 全县很少有整数时，两三笔整数就相差三个标准差（合成县里误报过），所以整数付款要满 5 笔。
innocent: 当地习惯按整数谈价，或多为定额支出。
next_check: 抽查整数付款的发票和清单。
clears: 不需要逐笔销号：抽查整数付款的发票和清单无误即可说明。
example: "甲村 2025 年满 1,000 元的支出有 30 笔，其中 24 笔是千元整倍，占 80%；\
  全县合起来只占 13%。甲村高于全县 95% 的村，且相差超过 3 个标准差，报一条“低”，\
  金额为这 24 笔的合计 48,000 元。另一村 30 笔中只有 4 笔整数，不足 5 笔，不报。"
related: [INV01]
message: >-
  {year} 年满 {round_line:,} 元的支出 {payments:,} 笔，其中千元整倍 {round:,} 笔（{share:.0%}），
  全县为 {county:.0%}，合计 {amount} 元（高出全县 {round_z:g} 个标准差，并高于全县 {high_share_rank:.0%} 的村），
  待核。
*/
with payment as (
    select
        row_id,
        village_code,
        year(entry_date) as year,
        amount,
        cast(amount as varchar) like '%000.00' as is_round
    from core.payment
    where
        amount >= $round_line
        and purpose_class not in ('工资补贴', '救助慰问', '入股', '工程分期')
        and not regexp_matches(summary, '租金|房租|地租|流转|承包费|拨付|拨款|补助|补贴|奖补|奖励|奖金|捐款|押金|保证金')
),

village_year as (
    select
        village_code,
        year,
        count(*) as payments,
        count(*) filter (where is_round) as round,
        cast(count(*) filter (where is_round) as double) / cast(count(*) as double) as share,
        cast(sum(amount) filter (where is_round) as decimal(18, 2)) as amount
    from payment
    group by village_code, year
),

counted as (
    select
        y.village_code,
        v.peers,
        y.year,
        y.payments,
        y.round,
        y.share,
        y.amount,
        row_number() over (partition by v.peers, y.year order by y.share, y.village_code) as place,
        count(*) over (partition by v.peers, y.year) as villages,
        cast(sum(y.round) over (partition by v.peers, y.year) as double)
        / cast(sum(y.payments) over (partition by v.peers, y.year) as double) as county
    from village_year as y
    inner join core.village as v on y.village_code = v.village_code
),

high as (
    select
        peers,
        year,
        min(share) as high_share
    from counted
    where villages >= $share_villages and place >= villages * $high_share_rank
    group by peers, year
),

-- z squared, so that no root is needed: (p - q)² n ≥ z² q (1 - q)
unusual as (
    select
        c.village_code,
        c.year,
        c.payments,
        c.round,
        c.share,
        c.county,
        c.amount
    from counted as c
    inner join high as h on c.peers = h.peers and c.year = h.year
    where
        c.payments >= $round_count
        and c.round >= $round_least
        and c.share > h.high_share
        and (c.share - c.county) * (c.share - c.county) * c.payments
        >= $round_z * $round_z * c.county * (1 - c.county)
),

assessed as (
    select distinct c.village_code
    from counted as c
    inner join high as h on c.peers = h.peers and c.year = h.year
    where c.payments >= $round_count and c.county * (1 - c.county) > 0
),

unknown as (
    select e.village_code
    from core.cash_entry as e
    where e.village_code not in (select a.village_code from assessed as a)
    group by e.village_code
),

final as (
    select
        u.village_code,
        '千元整倍的付款' as subject,
        make_date(u.year, 1, 1) as period,
        u.amount,
        p.row_id,
        '命中' as outcome,
        null as missing,
        u.year,
        u.payments,
        u.round,
        try_cast(u.share as decimal(18, 6)) as share,
        try_cast(u.county as decimal(18, 6)) as county
    from unusual as u
    inner join payment as p on u.village_code = p.village_code and u.year = p.year and p.is_round
    union all
    select
        village_code,
        '千元整倍的付款' as subject,
        null as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        '足够的笔数（一年满 1,000 元的支出）、可比的村，且全县有整有零' as missing,
        null as year,
        null as payments,
        null as round,
        null as share,
        null as county
    from unknown
)

select * from final
