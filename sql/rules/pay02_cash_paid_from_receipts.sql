/*
id: PAY02
title: 坐支
level: 高
status: stable
money: 手续
difference: true
subject: village
description: "一村一月的现金支出，超过月初库存现金加当月提取现金，当月又有现金收入，说明支出用的是未送存银行的收入。\
  各本现金账合并计算；提现、存现、内部转账不是收付。"
why: 收入不送存银行就直接花掉，这部分收支离开了银行的监督，容易少记。
basis:
  - 《现金管理暂行条例》（国务院令第 12 号，2011 年修订）第 11 条：不得坐支
  - 《街办基层党建创新案例（5 篇）》网络汇编篇二（原题名不存，讲的是乡镇财政财务：乡镇按此，村作参照）“问题”部分（二）：坐收坐支、个人占用票款
looks_in:
  cash_entry:
    - {amount: cover, says: {account_kind: 现金}}
    - {amount: cover, says: {account_kind: 现金}, unlike: [fund], days: 366}
    - {amount: cover, says: {account_kind: 银行, summary: 提|取|现金|备用}}
    - amount: one
      explains: [counterparty, summary]
      says: {account_kind: 现金, summary: 冲|退|红字|更正}
      against: true
      days: 366
  bank_line: {amount: cover, says: {memo: 提|取|现|备用|ATM}}
root_cause: 一村一月的现金收支为同一事实。
falsepositives:
  - 漏录提现：银行账或对账单上的当月提现多于现金账的，按多的算。
  - 当月没有现金收入的不是坐支，不报（现金不够付由 LED06 提示）。
  - 各本现金账的月初余额合并计算，一本账的结余可以抵另一本账的支出，当月没有收支的一本也算在内。
  - 红字与被冲的一笔都不计，提现也是；没有余额的现金账不评估。
innocent: 提现没有登记，或经批准可以坐支。
next_check: 查当月提现单、送存单和收款收据，问清收入何时存入银行。
clears: 补登的提现单，或批准坐支的文件。
related: [LED06, PAY01]
message: "{period}起一个月现金支出 {spent} 元，月初现金 {opening} 元，提取现金 {drawn} 元，\
  当月现金收入 {received} 元，支出比月初现金与提现之和多 {amount} 元，待核。"
*/
with cash_line as (
    select
        village_code,
        coalesce(fund, '') as fund,
        book,
        position,
        kind,
        row_id,
        entry_date,
        moved,
        balance
    from fact.book_line
    where account_kind = '现金'
),

entry as (
    select
        row_id,
        village_code,
        account_kind,
        entry_date,
        summary,
        income,
        expense,
        is_opening,
        is_internal
    from core.cash_entry
    where not is_repeat
),

set_aside as (
    select row_id from fact.reversal
    union
    select reversal_row_id as row_id from fact.reversal
),

rolled as (
    select
        book,
        position,
        balance,
        cast(sum(moved) over (partition by book order by position) as decimal(38, 2)) as moved_to_date
    from cash_line
),

book_opening as (
    select
        book,
        balance - moved_to_date as opening
    from rolled
    where balance is not null
    qualify row_number() over (partition by book order by position) = 1
),

line as (
    select
        c.village_code,
        c.fund,
        c.book,
        c.row_id,
        make_date(year(c.entry_date), month(c.entry_date), 1) as period,
        c.moved,
        e.is_opening and c.kind = '明细' as is_opening,
        case when c.kind = '明细' and e.is_internal and not e.is_opening then coalesce(e.income, 0) else 0 end as drawn,
        case
            when c.kind <> '明细' or e.is_internal or e.is_opening or s.row_id is not null then 0
            else coalesce(e.income, 0)
        end as received,
        case
            when c.kind <> '明细' or e.is_internal or e.is_opening or s.row_id is not null then 0
            else coalesce(e.expense, 0)
        end as spent
    from cash_line as c
    inner join entry as e on c.row_id = e.row_id
    left join set_aside as s on c.row_id = s.row_id
    where c.kind in ('明细', '未装载')
),

book_month as (
    select
        village_code,
        fund,
        book,
        period,
        sum(moved) as moved,
        coalesce(sum(moved) filter (where is_opening), 0) as carried,
        sum(drawn) as drawn,
        sum(received) as received,
        sum(spent) as spent
    from line
    group by village_code, fund, book, period
),

book_balance as (
    select
        m.village_code,
        m.fund,
        m.period,
        o.opening + sum(m.moved) over (partition by m.book order by m.period) as closing,
        m.moved - m.carried as moved,
        m.drawn,
        m.received,
        m.spent
    from book_month as m
    inner join book_opening as o on m.book = o.book
),

fund_month as (
    select
        village_code,
        fund,
        period,
        sum(closing - moved) as opening,
        sum(closing) as closing,
        sum(drawn) as drawn,
        sum(received) as received,
        sum(spent) as spent,
        lead(period) over (partition by village_code, fund order by period) as next_period
    from book_balance
    group by village_code, fund, period
),

month as (
    select distinct
        village_code,
        period
    from fund_month
),

-- cash of which nothing moves in a month is there all the same
village_month as (
    select
        m.village_code,
        m.period,
        greatest(sum(case when f.period = m.period then f.opening else f.closing end), 0) as opening,
        sum(case when f.period = m.period then f.drawn else 0 end) as drawn,
        sum(case when f.period = m.period then f.received else 0 end) as received,
        sum(case when f.period = m.period then f.spent else 0 end) as spent
    from month as m
    inner join fund_month as f
        on
            m.village_code = f.village_code
            and m.period >= f.period
            and coalesce(m.period < f.next_period, true)
    group by m.village_code, m.period
),

taken_out as (
    select
        village_code,
        make_date(year(entry_date), month(entry_date), 1) as period,
        '银行账' as source,
        expense as amount
    from entry
    where
        account_kind = '银行'
        and is_internal
        and not regexp_matches(summary, '存')
        and row_id not in (select s.row_id from set_aside as s)
    union all
    select
        village_code,
        make_date(year(entry_date), month(entry_date), 1) as period,
        '对账单' as source,
        amount_out as amount
    from ledger.bank_line
    where
        coalesce(currency, '人民币') = '人民币'
        and regexp_matches(coalesce(memo, ''), '提现|取现|现支|取款|提款|支取|现金支票|备用金|ATM')
),

taken_out_by_source as (
    select
        village_code,
        period,
        source,
        sum(amount) as amount
    from taken_out
    group by village_code, period, source
),

bank_month as (
    select
        village_code,
        period,
        max(amount) as drawn
    from taken_out_by_source
    group by village_code, period
),

compared as (
    select
        v.village_code,
        v.period,
        v.opening,
        greatest(v.drawn, coalesce(b.drawn, 0)) as drawn,
        v.received,
        v.spent,
        v.spent - v.opening - greatest(v.drawn, coalesce(b.drawn, 0)) as excess
    from village_month as v
    left join bank_month as b on v.village_code = b.village_code and v.period = b.period
),

unknown as (
    select b.village_code
    from fact.book_line as b
    left join book_opening as o on b.book = o.book
    group by b.village_code
    having count(o.book) = 0
),

final as (
    select
        c.village_code,
        '现金收支' as subject,
        c.period,
        cast(c.excess as decimal(18, 2)) as amount,
        l.row_id,
        '命中' as outcome,
        null as missing,
        cast(c.spent as decimal(18, 2)) as spent,
        cast(c.opening as decimal(18, 2)) as opening,
        cast(c.drawn as decimal(18, 2)) as drawn,
        cast(c.received as decimal(18, 2)) as received
    from compared as c
    inner join line as l on c.village_code = l.village_code and c.period = l.period
    where c.excess > 0 and c.received > 0 and (l.spent <> 0 or l.received <> 0)
    union all
    select
        village_code,
        '现金收支' as subject,
        null as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        '有余额的现金日记账' as missing,
        null as spent,
        null as opening,
        null as drawn,
        null as received
    from unknown
)

select * from final
