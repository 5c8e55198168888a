/*
id: DU01
title: 红利使用无任何记录
level: 高
status: stable
money: 受损
subject: cooperative
applies_to: 红色股份
description: 收到红利超过规定天数（默认 60 日），使用明细中没有任何一笔（或从未报送使用明细），也未填报结余。
why: 红利归村集体所有，去向没有记录就无从监督。
basis:
  - 《湖南吉首：“红色股份”发展村级集体经济增强基层党组织“向心力”》（第三届全国基层党建创新案例，载《街办基层党建创新案例（5 篇）》网络汇编篇五）成效：公布了三个村的红利用途，马鞍村的没有公布
params: [dividend_use_days]
looks_in:
  dividend_use: {by: [cooperative], days: 366}
  dividend: {by: [cooperative]}
root_cause: 一村一社一年的红利为同一事实；本规则命中时 DU02、DU03、DU04 不可评估，不重复计。
falsepositives:
  - 期末刚收到：收到之日起 60 日内不报；没有到账日期的，从红利年度末起算。
  - 已填报未使用红利的：只就未说明的部分提示，全部在结余中的不报。
  - 用途未写明合作社：村里只有一个合作社分红的归该社；有几个的合并看，不因漏写合作社而报。
innocent: 可能只是使用明细尚未报送。
next_check: 请村里补报红利使用明细表，或核对红利是否仍在账上。
clears: 补报的红利使用明细表，或红利仍在账上的银行余额。
related: [DU02, DU03, DU04]
message: >-
  {year} 年从{subject}实收红利 {dividend} 元，{unreported}自 {counted_from}起超过 {dividend_use_days} 日没有使用记录{rest}，{amount} 元去向不可确认，待核。
*/
with dividend_year as (
    select
        village_code,
        cooperative,
        year,
        root_cause,
        dividend,
        unspent,
        counted_from,
        uses
    from core.dividend_year
),

gap as (
    select
        village_code,
        cooperative,
        year,
        untraced
    from core.dividend_gap
    where untraced > 0
),

evidence as (
    select
        village_code,
        cooperative,
        year,
        row_id
    from core.dividend_evidence
),

reported as (
    select distinct village_code from ledger.dividend_use
),

silent as (
    select
        d.village_code,
        d.cooperative,
        d.year,
        d.root_cause,
        d.dividend,
        d.unspent,
        d.counted_from,
        g.untraced as amount
    from dividend_year as d
    inner join gap as g on d.village_code = g.village_code and d.cooperative = g.cooperative and d.year = g.year
    where d.uses = 0
),

final as (
    select
        s.village_code,
        s.cooperative as subject,
        make_date(s.year, 1, 1) as period,
        s.amount,
        e.row_id,
        s.root_cause,
        s.year,
        s.dividend,
        coalesce('，填报的未使用红利 ' || cast(s.unspent as varchar) || ' 元', '') as rest,
        s.counted_from,
        case
            when s.village_code not in (select r.village_code from reported as r) then '红利使用明细表未报送，' else ''
        end as unreported
    from silent as s
    inner join evidence as e
        on s.village_code = e.village_code and s.cooperative = e.cooperative and s.year = e.year
)

select * from final
