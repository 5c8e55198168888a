/*
id: DU08
title: 再投入未入股本
level: 中
status: stable
money: 手续
difference: true
subject: cooperative
applies_to: 红色股份
description: 使用明细记了再投入，没有写明用别的形式扩大再生产，过了规定天数（默认 60 日），股份登记台账中也没有同额的红利转增。
why: 再投入原则上追加股本；记了再投入而股本没有增加，又看不出用在哪里扩大再生产的，可能没有投入。
basis:
  - 《湖南吉首：“红色股份”发展村级集体经济增强基层党组织“向心力”》（第三届全国基层党建创新案例，载《街办基层党建创新案例（5 篇）》网络汇编篇五）做法（六）：红利的 50% 用于扩大再生产，原则上作为追加股本；成效：隘口村再投入 20,000 元，写明作为股本金
params: [registration_days, tolerance]
looks_in:
  share_event: {amount: cover, by: [cooperative=own], says: {event: 红利转增}, days: any}
  dividend: {by: [cooperative=own]}
root_cause: 一村一社一年的红利为同一事实，与 DU02 合计时只取最大一笔。
falsepositives:
  - 用途写明购设备、建基地等别的扩大再生产形式的，不要求入股本，不报。
  - 没有使用日期的再投入不评估；未满 60 日的不报。
  - 登记晚于 60 日但已登记的不报；红利转增没有日期的，视为已登记。
  - 几年的再投入合并登记：按先后次序逐笔抵减。
innocent: 可能用别的形式扩大了再生产而没有写明；合作社成员账户也可能已更新，只是台账未登记，或记作了追加投入。
next_check: 核对合作社成员账户、股权证和银行回单。
clears: 合作社成员账户的变动记录、股权证、补登的股份登记台账，或别的形式扩大再生产的凭证。
related: [DU02, RC01]
message: >-
  {year} 年红利中记为再投入{subject} {reinvested} 元，没有写明别的形式，过了 {registration_days} 日，
  股份登记台账中登记的红利转增少 {amount} 元（容差 {tolerance} 元），待核。
*/
with spending as (
    select
        row_id,
        village_code,
        cooperative,
        year,
        used_on,
        amount
    from core.dividend_spending
    where
        category = '再投入'
        and not (
            regexp_matches(summary, '设备|机械|机具|基地|厂房|车间|大棚|冷库|仓库|苗圃|生产线|扩建|扩种|加工厂')
            and not contains(summary, '股')
        )
),

event as (
    select
        village_code,
        cooperative,
        event_date,
        change,
        row_id
    from core.share_event
    where event = '红利转增'
),

cooperative as (
    select
        village_code,
        min(cooperative) as only_cooperative,
        count(distinct cooperative) as cooperatives
    from core.share_event
    group by village_code
),

dividend_year as (
    select
        village_code,
        cooperative,
        year,
        root_cause
    from core.dividend_year
),

setting as (
    select as_of from meta.setting
),

due as (
    select
        u.village_code,
        u.cooperative,
        u.year,
        sum(u.amount) as reinvested,
        min(u.used_on) as first_used
    from spending as u
    cross join setting as s
    where date_diff('day', u.used_on, s.as_of) > $registration_days
    group by u.village_code, u.cooperative, u.year
),

started as (
    select
        village_code,
        cooperative,
        min(first_used) as first_used
    from due
    group by village_code, cooperative
),

-- the name of the only co-operative may be written differently in the two books
entered as (
    select
        d.village_code,
        d.cooperative,
        e.row_id,
        e.change
    from started as d
    inner join cooperative as c on d.village_code = c.village_code
    inner join event as e
        on
            d.village_code = e.village_code
            and (d.cooperative = e.cooperative or d.cooperative = '合并' or c.cooperatives = 1)
            and coalesce(date_diff('day', e.event_date, d.first_used) <= $registration_days, true)
),

registered as (
    select
        village_code,
        cooperative,
        sum(change) as registered
    from entered
    group by village_code, cooperative
),

rolled as (
    select
        d.village_code,
        d.cooperative,
        d.year,
        d.reinvested,
        least(
            d.reinvested,
            sum(d.reinvested) over (partition by d.village_code, d.cooperative order by d.year)
            - coalesce(r.registered, 0)
        ) as amount
    from due as d
    inner join cooperative as c on d.village_code = c.village_code
    left join registered as r on d.village_code = r.village_code and d.cooperative = r.cooperative
),

evidence as (
    select
        village_code,
        cooperative,
        year,
        row_id
    from spending
    union all
    select
        d.village_code,
        d.cooperative,
        d.year,
        e.row_id
    from due as d
    inner join entered as e on d.village_code = e.village_code and d.cooperative = e.cooperative
),

final as (
    select
        r.village_code,
        r.cooperative as subject,
        make_date(r.year, 1, 1) as period,
        cast(r.amount as decimal(18, 2)) as amount,
        u.row_id,
        y.root_cause,
        nullif(r.cooperative, '合并') as own,
        r.year,
        cast(r.reinvested as decimal(18, 2)) as reinvested
    from rolled as r
    inner join evidence as u
        on r.village_code = u.village_code and r.cooperative = u.cooperative and r.year = u.year
    inner join dividend_year as y
        on r.village_code = y.village_code and r.cooperative = y.cooperative and r.year = y.year
    where r.amount > $tolerance
)

select * from final
