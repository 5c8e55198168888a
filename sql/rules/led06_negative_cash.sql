/*
id: LED06
title: 资金赤字/现金出现负余额
level: 高
status: stable
money: 手续
subject: sheet
description: 现金日记账按日先收后付重排后，任一日的日终余额仍小于 0；每本账一条，取最低的一天。
why: 现金不可能付出没有的钱；出现负数，说明有收入未入账、支出提前入账或有人垫付。
basis:
  - 《现金管理暂行条例》（国务院令第 12 号，2011 年修订）第 12 条：日清月结，账款相符
  - 审计实务：现金日记账逐日核对
looks_in:
  cash_entry:
    - {sheet: true, at: [day]}
    - {amount: one, sheet: true, days: any}
root_cause: 一本现金账一期为同一事实。
falsepositives:
  - 同日收付顺序未记：同一天先收后付，只看日终余额。
  - 银行账、未注明是现金账的不查。
  - 余额中途填错：按期初余额和逐日收支推算，不取填错的余额（填错由 LED02 提示）。
  - 外币账不计入元的核对。
innocent: 提现或收款漏记、记晚，或由个人先行垫付。
next_check: 核对当日及之前的提现、收款单据，问明垫付人和归还情况。
clears: 漏记的提现或收款单据，或垫付和归还的记录。
related: [LED02, PAY02]
message: "{subject}{day}日终现金余额为 {lowest} 元（先收后付计算），待核。"
*/
with cash_line as (
    select
        village_code,
        book,
        subject,
        period,
        position,
        kind,
        row_id,
        entry_date,
        moved,
        balance
    from fact.book_line
    where account_kind = '现金'
),

rolled as (
    select
        book,
        position,
        balance,
        cast(sum(moved) over (partition by book order by position) as decimal(38, 2)) as moved_to_date
    from cash_line
),

opening as (
    select
        book,
        balance - moved_to_date as opening
    from rolled
    where balance is not null
    qualify row_number() over (partition by book order by position) = 1
),

daily as (
    select
        village_code,
        book,
        subject,
        period,
        entry_date,
        cast(sum(moved) as decimal(38, 2)) as moved
    from cash_line
    where kind in ('明细', '未装载')
    group by village_code, book, subject, period, entry_date
),

closing as (
    select
        d.village_code,
        d.book,
        d.subject,
        d.period,
        d.entry_date,
        o.opening + sum(d.moved) over (partition by d.book order by d.entry_date) as closing
    from daily as d
    inner join opening as o on d.book = o.book
),

lowest as (
    select
        village_code,
        book,
        subject,
        period,
        entry_date,
        closing
    from closing
    qualify row_number() over (partition by village_code, subject, period order by closing, entry_date, book) = 1
),

unknown as (
    select b.village_code
    from fact.book_line as b
    left join opening as o on b.book = o.book
    group by b.village_code
    having count(o.book) = 0
),

final as (
    select
        l.village_code,
        l.subject,
        l.period,
        cast(-l.closing as decimal(18, 2)) as amount,
        c.row_id,
        '命中' as outcome,
        null as missing,
        l.entry_date as day,
        cast(l.closing as decimal(18, 2)) as lowest
    from lowest as l
    inner join cash_line as c
        on l.book = c.book and l.entry_date = c.entry_date and c.moved < 0
    where l.closing < 0
    union all
    select
        village_code,
        '现金日记账' as subject,
        null as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        '有余额的现金日记账' as missing,
        null as day,
        null as lowest
    from unknown
)

select * from final
