/*
id: DU02
title: 再投入不足
level: 高
status: stable
money: 手续
difference: true
subject: cooperative
applies_to: 红色股份
description: 一村一社一年的红利中，记为再投入的金额少于红利的规定比例（默认 50%）。
why: 红利的 50% 用于扩大再生产，资本才能滚动发展；少投的部分可能被提前花掉。
basis:
  - 《湖南吉首：“红色股份”发展村级集体经济增强基层党组织“向心力”》（第三届全国基层党建创新案例，载《街办基层党建创新案例（5 篇）》网络汇编篇五）做法（六）：红利的 50% 用于扩大再生产（原则上作为追加股本，也可以是别的形式）
params: [reinvest_ratio, reinvest_cumulative, tolerance]
looks_in:
  dividend_use: {amount: cover, by: [cooperative], says: {category: 再投入}, days: any}
  dividend: {by: [cooperative], days: any}
  resolution: {says: {subject: 免|减|缓}, days: 366}
root_cause: 一村一社一年的红利为同一事实，与 DU05、DU08、RC01 合计时只取最大一笔。
falsepositives:
  - 分期再投入：按跨年累计口径抵减（参数 reinvest_cumulative）。
  - 有决议免除、减少或暂缓再投入：降为提示；普通用款决议不降。决议日期在红利年度或次年，或未填日期的，都算。
  - 没有使用记录：由 DU01 提示，本规则不可评估，不重复报。
innocent: 再投入可能分期进行、尚未登记，或村民会议已决议暂缓。
next_check: 核对合作社成员账户的股本变动、银行回单和有关决议。
clears: 补投的凭证和成员账户变动，或同意减少、暂缓再投入的决议。
related: [DU01, DU05, DU08, RC01]
message: >-
  {year} 年从{subject}实收红利 {dividend} 元，按 {reinvest_ratio:.0%} 应再投入 {required} 元，
  使用明细中记为再投入的 {reinvested} 元{offset_remark}，
  少 {amount} 元（容差 {tolerance} 元），待核。{remark}
*/
with dividend_year as (
    select
        village_code,
        cooperative,
        year,
        root_cause,
        dividend,
        lacking,
        reinvested
    from core.dividend_year
),

gap as (
    select
        village_code,
        cooperative,
        year,
        required,
        offset_amount,
        shortfall
    from core.dividend_gap
    where shortfall > 0
),

booked as (
    select
        village_code,
        cooperative,
        year,
        row_id
    from core.dividend_evidence
),

resolution as (
    select
        row_id,
        village_code,
        resolution_no,
        resolved_on
    from ledger.resolution
    where
        regexp_matches(
            subject,
            '(免除|免予|免于|减免|减少|暂缓|缓缴|缓投)[^，。；、]*(再投入|追加股本)|(再投入|追加股本)[^，。；、]*(免除|减免|暂缓|缓投)'
        )
),

proven as (
    select
        d.village_code,
        d.cooperative,
        d.year,
        d.root_cause,
        d.dividend,
        d.reinvested,
        g.required,
        g.offset_amount,
        g.shortfall as amount
    from dividend_year as d
    inner join gap as g on d.village_code = g.village_code and d.cooperative = g.cooperative and d.year = g.year
),

exempt as (
    select
        p.village_code,
        p.year,
        min(r.resolution_no) as resolution_no
    from proven as p
    inner join resolution as r
        on
            p.village_code = r.village_code
            and coalesce(year(r.resolved_on) between p.year and p.year + 1, true)
    group by p.village_code, p.year
),

excused as (
    select
        p.village_code,
        p.cooperative,
        p.year,
        p.root_cause,
        p.dividend,
        p.reinvested,
        p.required,
        p.offset_amount,
        p.amount,
        e.resolution_no
    from proven as p
    left join exempt as e on p.village_code = e.village_code and p.year = e.year
),

evidence as (
    select
        village_code,
        cooperative,
        year,
        row_id
    from booked
    union all
    select
        e.village_code,
        e.cooperative,
        e.year,
        r.row_id
    from excused as e
    inner join resolution as r on e.village_code = r.village_code and e.resolution_no = r.resolution_no
),

final as (
    select
        p.village_code,
        p.cooperative as subject,
        make_date(p.year, 1, 1) as period,
        p.amount,
        v.row_id,
        '命中' as outcome,
        null as missing,
        case when p.resolution_no is not null then '提示' end as level,
        p.root_cause,
        p.year,
        p.dividend,
        p.required,
        p.reinvested,
        case
            when p.offset_amount > 0 then '，以其他年度多投的抵减 ' || cast(p.offset_amount as varchar) || ' 元'
            else ''
        end as offset_remark,
        case when p.resolution_no is not null then '已有决议 ' || p.resolution_no || ' 涉及再投入的免除、减少或暂缓。' else '' end as remark
    from excused as p
    inner join evidence as v
        on p.village_code = v.village_code and p.cooperative = v.cooperative and p.year = v.year
    union all
    select
        village_code,
        cooperative as subject,
        make_date(year, 1, 1) as period,
        cast(null as decimal(18, 2)) as amount,
        null as row_id,
        '不可评估' as outcome,
        lacking as missing,
        null as level,
        root_cause,
        year,
        dividend,
        null as required,
        reinvested,
        '' as offset_remark,
        '' as remark
    from dividend_year
    where lacking is not null
)

select * from final
