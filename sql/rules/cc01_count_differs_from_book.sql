/*
id: CC01
title: 现金盘点与账不符
level: 高
status: stable
money: 受损
difference: true
subject: village
applies_to: 现金盘点
description: "库存现金盘点表：实点金额（加上白条）与账面余额不相等；或填的账面余额与那一天现金日记账的余额不相等（只比当月只有一本现金账的）。\
  一次盘点各一条。"
why: 账上有、柜里没有的钱，可能被挪用；柜里多出来的钱，可能是收了没有入账。
basis:
  - 《现金管理暂行条例》（国务院令第 12 号，2011 年修订）第 12 条：逐笔记载现金支付，账目日清月结，账款相符
  - 《会计法》（2024 年修正）第 17 条：账簿记录与实物、款项相符
params: [tolerance]
looks_in:
  cash_count:
    - {when: {place: 账面余额}, cells: [iou_amount]}
  cash_entry: {when: {place: 日记账}, days: 31}
root_cause: 一次盘点的差额为同一事实。
falsepositives:
  - 白条算不算在实点金额里各村写法不同，有一种算得平的不报；白条本身由 CC02 查。
  - 当月有几本现金账的，不与日记账比；当月盘点日以前没有记账的不比。
innocent: 盘点当天有收支还没有记账，或有找零、错款已经说明。
next_check: 重新盘点，核对盘点当天前后的收支凭证。
clears: 差额的说明和补记的凭证。
related: [CC02, LED06, PAY03]
message: "{day}盘点库存现金，{what}{counted} 元，{place} {book} 元，相差 {amount} 元（容差 {tolerance} 元），待核。"
*/
with tally as (
    select
        row_id,
        village_code,
        counted_on,
        counted,
        book_balance,
        coalesce(iou_amount, 0) as iou_amount
    from ledger.cash_count
),

cash_line as (
    select
        village_code,
        book,
        position,
        kind,
        row_id,
        entry_date,
        balance
    from fact.book_line
    where account_kind = '现金'
),

month_line as (
    select
        c.row_id as count_row_id,
        b.book,
        b.position,
        b.kind,
        b.row_id,
        b.entry_date,
        b.balance
    from tally as c
    inner join cash_line as b
        on
            c.village_code = b.village_code
            and year(c.counted_on) = year(b.entry_date)
            and month(c.counted_on) = month(b.entry_date)
            and c.counted_on >= b.entry_date
),

single as (
    select count_row_id
    from month_line
    group by count_row_id
    having count(distinct book) = 1
),

closing as (
    select
        count_row_id,
        row_id,
        kind,
        balance
    from month_line
    where count_row_id in (select s.count_row_id from single as s)
    qualify row_number() over (partition by count_row_id order by position desc) = 1
),

off_book as (
    select
        village_code,
        counted_on,
        row_id,
        counted,
        book_balance,
        least(abs(counted - book_balance), abs(counted + iou_amount - book_balance)) as gap
    from tally
),

off_journal as (
    select
        c.village_code,
        c.counted_on,
        c.row_id,
        b.row_id as book_row_id,
        c.book_balance as written,
        b.balance as book_balance,
        abs(c.book_balance - b.balance) as gap
    from tally as c
    inner join closing as b on c.row_id = b.count_row_id
    where b.kind <> '未装载'
),

evidence as (
    select
        row_id as count_row_id,
        row_id
    from off_journal
    union
    select
        row_id as count_row_id,
        book_row_id as row_id
    from off_journal
),

final as (
    select
        village_code,
        cast(counted_on as varchar) || ' 盘点与账面' as subject,
        make_date(year(counted_on), month(counted_on), 1) as period,
        cast(gap as decimal(18, 2)) as amount,
        row_id,
        '账面余额' as place,
        counted_on as day,
        '实点 ' as what,
        counted,
        book_balance as book
    from off_book
    where gap > $tolerance
    union all
    select
        j.village_code,
        cast(j.counted_on as varchar) || ' 账面与日记账' as subject,
        make_date(year(j.counted_on), month(j.counted_on), 1) as period,
        cast(j.gap as decimal(18, 2)) as amount,
        e.row_id,
        '现金日记账' as place,
        j.counted_on as day,
        '账面余额填 ' as what,
        j.written as counted,
        j.book_balance as book
    from off_journal as j
    inner join evidence as e on j.row_id = e.count_row_id
    where j.gap > $tolerance
)

select * from final
