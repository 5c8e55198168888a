/*
id: DU08
title: 再投入未入股本
level: 严重
status: stable
subject: cooperative
applies_to: 红色股份
description: 使用明细记了再投入，过了规定天数（默认 60 日），股份登记台账中没有同额的红利转增。
why: 钱记为再投入却没有变成村里的股本，资本就少了，也可能并未投入。
basis:
  - 《湖南吉首：“红色股份”发展村级集体经济增强基层党组织“向心力”》（人民网—中国共产党新闻网，2015 年）做法（六）：红利的 50% 原则上作为追加股本（原文第 819 行）；隘口村再投入 20,000 元，股本应由 400,000 元变为 420,000 元
needs: [dividend_use, dividend_use.used_on, share_event]
params:
  registration_days:
    default: 60
    unit: 日
    meaning: 再投入之后多少日内应登记增股；登记早于使用的也按此数放宽
    source: 本项目约定：下期入账
  tolerance:
    default: 0.01
    unit: 元
    meaning: 金额比较的容差
    source: 本项目约定：容许一分
root_cause: 一村一社一年的红利为同一事实，与 DU02 合计时只取最大一笔。
falsepositives:
  - 没有使用日期的再投入不评估；未满 60 日的不报。
  - 登记晚于 60 日但已登记的不报；红利转增没有日期的，视为已登记。
  - 几年的再投入合并登记：按先后次序逐笔抵减。
innocent: 合作社成员账户可能已更新，只是台账未登记，或记作了追加投入。
next_check: 核对合作社成员账户、股权证和银行回单。
clears: 合作社成员账户的变动记录、股权证，或补登的股份登记台账。
related: [DU02, RC01]
message: >-
  {year} 年红利中记为再投入{subject} {reinvested} 元，股份登记台账中登记的红利转增少 {amount} 元，待核。
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
    where category = '再投入'
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
registered as (
    select
        d.village_code,
        d.cooperative,
        sum(e.change) as registered
    from started as d
    inner join cooperative as c on d.village_code = c.village_code
    inner join event as e
        on
            d.village_code = e.village_code
            and (d.cooperative = e.cooperative or d.cooperative = '合并' or c.cooperatives = 1)
            and coalesce(date_diff('day', e.event_date, d.first_used) <= $registration_days, true)
    group by d.village_code, d.cooperative
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

final as (
    select
        r.village_code,
        r.cooperative as subject,
        make_date(r.year, 1, 1) as period,
        cast(r.amount as decimal(18, 2)) as amount,
        u.row_id,
        y.root_cause,
        r.year,
        cast(r.reinvested as decimal(18, 2)) as reinvested
    from rolled as r
    inner join spending as u
        on r.village_code = u.village_code and r.cooperative = u.cooperative and r.year = u.year
    inner join dividend_year as y
        on r.village_code = y.village_code and r.cooperative = y.cooperative and r.year = y.year
    where r.amount > $tolerance
)

select
    village_code,
    subject,
    period,
    amount,
    row_id,
    root_cause,
    year,
    reinvested
from final
