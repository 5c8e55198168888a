/*
id: CAD09
title: 脱岗扣款没有入账
level: 低
status: stable
money: 受损
subject: village
units: 村
description: "干部补贴发放表上写明脱岗扣款，账上那一次（一笔、一个月一种资金的合计，或付给本人的合计）却按扣款以前的数支出，\
  当年和下一年账上也没有扣款、罚款的收入或冲减，一村一月一条。\
  按扣后的实发数支出的、找不到同额支出的，说不清钱有没有领出来，不报。发放表上没有脱岗扣款的村不适用。"
why: 按全额领出来，只发了扣后的数，差额留在谁手里账上看不出来。
basis:
  - 参照《街办基层党建创新案例（5 篇）》网络汇编篇五（第三届全国基层党建创新案例，凤县）：县镇两级不定期明察暗访，发现干部脱岗 1 次提醒教育，2 次通报批评，3 次罚款
  - 本项目约定：扣下的钱应当入账，或按扣后的实发数列支
looks_in:
  cash_entry:
    - {says: {summary: 扣款|罚款|扣发|脱岗|缺岗|缺勤|旷工}, days: any}
    - {amount: one, of: [net], days: any}
  allowance: {days: any}
root_cause: 一村一月的扣款为一个事实。
falsepositives:
  - 只看写明脱岗、缺勤、旷工、考勤的扣款；代扣保险、个人所得税的不在内。
  - 账上写明扣款、罚款、扣发、脱岗、缺勤的收入，或用红字冲减支出的，不论多少，当年和下一年的都通过。
  - 当月按当月发放表的应发数支出的一笔，不当作别的月份的支出。
innocent: 扣下的钱已经冲减支出而摘要没有写明，或放在乡镇代管。
next_check: 对照发放表的签字和付款凭证，问清扣下的钱在哪里。
clears: 扣款的入账凭证或交款收据。
related: [CAD05, INV08]
message: "{year} 年{when}扣脱岗款 {amount} 元，账上按扣款以前的 {gross} 元支出（实发 {net} 元），没有扣款的收入，待核。"
*/
with listed as (
    select
        row_id,
        village_code,
        cast(year as integer) as year,
        coalesce(cast(month as integer), 0) as month,
        trim(name) as name,
        amount,
        deducted
    from ledger.allowance
),

-- of a month, and of each person of whom something was held back
due as (
    select
        village_code,
        year,
        month,
        '' as name,
        cast(sum(deducted) as decimal(18, 2)) as deducted,
        cast(sum(amount) as decimal(18, 2)) as net,
        cast(sum(amount) + coalesce(sum(deducted), 0) as decimal(18, 2)) as gross
    from listed
    group by village_code, year, month
    union all
    select
        village_code,
        year,
        month,
        name,
        cast(sum(deducted) as decimal(18, 2)) as deducted,
        cast(sum(amount) as decimal(18, 2)) as net,
        cast(sum(amount) + coalesce(sum(deducted), 0) as decimal(18, 2)) as gross
    from listed
    group by village_code, year, month, name
),

payment as (
    select
        row_id,
        village_code,
        coalesce(fund, '') as fund,
        cast(year(entry_date) as integer) as year,
        cast(month(entry_date) as integer) as month,
        trim(counterparty) as name,
        amount
    from core.payment
    where regexp_matches(summary, '报酬|补贴|补助|工资|津贴|误工|薪')
),

-- one payment, all of a month out of one fund, all of a month to one person
sum_paid as (
    select
        row_id,
        village_code,
        year,
        month,
        '' as name,
        amount
    from payment
    union all
    select
        row_id,
        village_code,
        year,
        month,
        '' as name,
        cast(sum(amount) over (partition by village_code, fund, year, month) as decimal(18, 2)) as amount
    from payment
    union all
    select
        row_id,
        village_code,
        year,
        month,
        name,
        cast(sum(amount) over (partition by village_code, name, year, month) as decimal(18, 2)) as amount
    from payment
),

-- what was paid in a month as its own roll says pays for no other month
paid as (
    select
        p.row_id,
        p.village_code,
        p.year,
        p.name,
        p.amount,
        o.month as own_month
    from sum_paid as p
    left join due as o on p.village_code = o.village_code and p.year = o.year and p.month = o.month and p.amount = o.gross
),

returned as (
    select
        village_code,
        cast(year(entry_date) as integer) as year
    from core.cash_entry
    where (income > 0 or expense < 0) and regexp_matches(summary, '扣款|罚款|扣发|脱岗|缺岗|缺勤|旷工')
),

-- what was held back makes gross and net two amounts
matched as (
    select
        d.village_code,
        d.year,
        d.month,
        d.name,
        d.deducted,
        d.net,
        d.gross,
        p.amount,
        p.row_id
    from due as d
    inner join paid as p
        on d.village_code = p.village_code and d.name = p.name and p.amount in (d.gross, d.net) and p.year in (d.year, d.year + 1)
    where d.deducted > 0 and (p.own_month is null or (p.year = d.year and p.own_month = d.month))
),

net_paid as (
    select
        village_code,
        year,
        month
    from matched
    where amount = net
),

unbooked as (
    select distinct
        d.village_code,
        d.year,
        d.month,
        d.name,
        d.deducted,
        d.net,
        d.gross,
        d.row_id
    from matched as d
    left join net_paid as n on d.village_code = n.village_code and d.year = n.year and d.month = n.month
    left join returned as r on d.village_code = r.village_code and r.year in (d.year, d.year + 1)
    where n.village_code is null and r.village_code is null
    qualify d.name = min(d.name) over (partition by d.village_code, d.year, d.month)
        or min(d.name) over (partition by d.village_code, d.year, d.month) <> ''
),

evidence as (
    select
        u.village_code,
        u.year,
        u.month,
        l.row_id
    from listed as l
    inner join unbooked as u
        on l.village_code = u.village_code and l.year = u.year and l.month = u.month and (l.name = u.name or u.name = '')
    where l.deducted > 0
    union
    select
        village_code,
        year,
        month,
        row_id
    from unbooked
),

once as (
    select distinct
        village_code,
        year,
        month,
        name,
        deducted,
        net,
        gross
    from unbooked
),

hit as (
    select
        village_code,
        year,
        month,
        cast(sum(deducted) as decimal(18, 2)) as deducted,
        cast(sum(net) as decimal(18, 2)) as net,
        cast(sum(gross) as decimal(18, 2)) as gross
    from once
    group by village_code, year, month
),

final as (
    select
        h.village_code,
        '脱岗扣款' as subject,
        make_date(h.year, greatest(h.month, 1), 1) as period,
        h.deducted as amount,
        e.row_id,
        '命中' as outcome,
        null as missing,
        concat_ws('·', '脱岗扣款', h.village_code, cast(h.year as varchar), cast(h.month as varchar)) as root_cause,
        h.year,
        case when h.month > 0 then ' ' || cast(h.month as varchar) || ' 月' else '' end as "when",
        h.gross,
        h.net
    from hit as h
    inner join evidence as e on h.village_code = e.village_code and h.year = e.year and h.month = e.month
    union all
    select
        village_code,
        null as subject,
        null as period,
        null as amount,
        null as row_id,
        '不适用' as outcome,
        '发放表上没有脱岗扣款' as missing,
        null as root_cause,
        null as year,
        null as "when",
        null as gross,
        null as net
    from listed
    group by village_code
    having count(*) filter (where deducted > 0) = 0
)

select * from final
