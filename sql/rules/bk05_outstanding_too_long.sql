/*
id: BK05
title: 未达超 60 日
level: 中
status: stable
money: 手续
subject: entry
description: "账上的一笔与银行的一笔在 180 天内配得上（同额同向且两边都只此一笔），而两个日期相隔超过 60 天，\
  也就是账银一方记了、另一方 60 天以上才有。一直没有配上的，由 BK02、BK03 报，本规则不重复。\
  两个日期都要落在对账单与银行账都覆盖的月份里。"
why: 未达账项挂得久，可能是压票、迟入账，也可能是用后来的钱补先前的账。
basis:
  - 审计实务：未达账项账龄分析（30、60、90 天）
  - 本项目约定：180 日内配得上而相隔 60 日以上的，只报本条，不报 BK02、BK03
params: [outstanding_days, bank_charge_line]
looks_in:
  cash_entry: {amount: one, by: [fund=bank_fund], at: [day, bank_day], days: 60}
  bank_account: {when: {unclear: .}, any: [account_no=unclear], days: any}
  bank_line: {amount: one, by: [account_no=book_account], at: [day, bank_day], days: 60}
root_cause: 一笔账为同一事实。
falsepositives:
  - 两边只要有一边在那几个月没有报送，就说不清是不是迟，不报。
  - 账户登记表写明资金类别的，只与该资金的账相比。
  - 小额利息、手续费迟记只作提示；外币不查。
innocent: 支票迟迟未去兑付，或单据迟到，已在银行存款余额调节表上列明。
next_check: 看当月的银行存款余额调节表是否列有这一笔，并查支票存根、回单和入账凭证的日期。
clears: 银行存款余额调节表上逐月列示这一笔，或核销、退票的凭证。
related: [BK02, BK03, BK01]
message: >-
  账上 {day}记{direction} {amount} 元（{summary}），银行同额的一笔在 {bank_day}，相隔 {days} 天，
  超过 {outstanding_days} 天，待核。
*/
with entry as (
    select
        row_id,
        village_code,
        book_fund as fund,
        entry_date,
        summary,
        cast(abs(coalesce(nullif(expense, 0), income)) as decimal(18, 2)) as amount,
        case when coalesce(expense, 0) <> 0 then '付出' else '收入' end as direction
    from core.cash_entry
    where not is_opening
),

bank_line as (
    select
        row_id,
        coalesce(account_no, '') as account_no,
        entry_date
    from ledger.bank_line
),

-- a fund whose account is registered, and no other
account as (
    select
        village_code,
        min(account_no) as account_no,
        fund
    from ledger.bank_account
    group by village_code, fund
    having count(distinct account_no) = 1
),

matched as (
    select
        entry_row_id,
        bank_row_id,
        days_apart
    from fact.bank_match
),

coverage as (
    select
        side,
        village_code,
        fund,
        coalesce(account_no, '') as account_no,
        covers_from,
        covers_to
    from fact.coverage
),

named as (
    select
        row_id,
        subject
    from fact.entry_subject
),

paired as (
    select
        m.entry_row_id,
        m.bank_row_id,
        m.days_apart,
        e.village_code,
        e.fund,
        e.entry_date,
        e.summary,
        e.amount,
        e.direction,
        b.account_no,
        b.entry_date as bank_date
    from matched as m
    inner join entry as e on m.entry_row_id = e.row_id
    inner join bank_line as b on m.bank_row_id = b.row_id
),

-- had the other side been in time, it would stand in what was handed in
late as (
    select distinct
        p.entry_row_id,
        p.bank_row_id,
        s.fund as bank_fund,
        a.account_no as book_account,
        p.days_apart,
        p.village_code,
        p.entry_date,
        p.summary,
        p.amount,
        p.direction,
        p.bank_date
    from paired as p
    inner join coverage as s
        on
            p.village_code = s.village_code
            and s.side = '流水'
            and p.account_no = s.account_no
            and coalesce(p.fund = s.fund, true)
            and p.entry_date between s.covers_from and s.covers_to
    inner join coverage as k
        on
            p.village_code = k.village_code
            and k.side = '账面'
            and coalesce(s.fund = k.fund, true)
            and p.bank_date between k.covers_from and k.covers_to
    left join account as a on p.village_code = a.village_code and p.fund = a.fund
    where p.days_apart > $outstanding_days
),

unclear as (
    select
        village_code,
        accounts
    from core.unclear_account
),

assessed as (
    select distinct village_code
    from paired
),

evidence as (
    select
        entry_row_id,
        entry_row_id as row_id
    from late
    union all
    select
        entry_row_id,
        bank_row_id as row_id
    from late
),

final as (
    select
        l.village_code,
        n.subject,
        make_date(year(l.entry_date), month(l.entry_date), 1) as period,
        l.amount,
        v.row_id,
        '命中' as outcome,
        null as missing,
        case when l.amount < $bank_charge_line and regexp_matches(l.summary, '利息|结息|手续费|短信费|工本费|年费|管理费') then '提示' end as level,
        l.entry_date as day,
        l.direction,
        l.summary,
        l.bank_date as bank_day,
        l.days_apart as days,
        l.bank_fund,
        l.book_account,
        u.accounts as unclear
    from late as l
    inner join named as n on l.entry_row_id = n.row_id
    inner join evidence as v on l.entry_row_id = v.entry_row_id
    left join unclear as u on l.village_code = u.village_code
    union all
    select
        village_code,
        '银行对账单' as subject,
        null as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        '与账上能逐笔相配的银行对账单' as missing,
        null as level,
        null as day,
        null as direction,
        null as summary,
        null as bank_day,
        null as days,
        null as bank_fund,
        null as book_account,
        null as unclear
    from ledger.bank_line
    where village_code not in (select a.village_code from assessed as a)
    group by village_code
)

select * from final
