/*
id: LED02
title: 期末≠期初+收−支
level: 高
status: stable
money: 受损
difference: true
subject: sheet
description: "每本收支明细账逐行余额应等于上一行余额加收入减支出；断链处差额的绝对值合计超过 0.01 元，每本账每期一条。\
  表上印有期初、期末余额的，首行接期初、末行接期末。没有填余额的行不断链，其收支累计到下一个余额。"
why: 余额接不上，说明有行被删改、漏记，或余额是手工填的。
basis:
  - 《会计法》（2024 年修正）第 17 条：账实相符、账账相符
params: [tolerance]
looks_in:
  cash_entry: {amount: exact, sheet: true, days: any}
root_cause: 与同一张工作表的合计不符（WB02）为同一事实，合计金额时只取最大一笔。
falsepositives:
  - 最近的在最上面的账：两个方向各查一遍，取断链少的一个方向。
  - 几种资金记在一张表、共用一列余额：按整张表接续而不按资金分开，取断链少的一种。
  - 单位不一致：先统一换算成元。
  - 外币账不计入元的核对。
innocent: 余额列手工填写有误，或插入补记行后没有重算余额。
next_check: 从第一处断链开始，对照凭证核对该行和上一行的收支与余额。
clears: 更正余额后重报的账，并说明哪一行改过。
related: [WB02, LED06]
message: >-
  {subject}余额有 {breaks} 处接不上，差额合计 {amount} 元（容差 {tolerance} 元）；第一处应为 {expected} 元，
  账上为 {balance} 元（工作表“{sheet}”），待核。
*/
with book_line as (
    select
        village_code,
        book,
        subject,
        period,
        source_file,
        source_sheet,
        position,
        kind,
        row_id,
        moved,
        balance
    from fact.book_line
),

rolled as (
    select
        village_code,
        book,
        subject,
        period,
        source_file,
        source_sheet,
        position,
        row_id,
        balance,
        cast(sum(moved) over (partition by book order by position) as decimal(38, 2)) as moved_to_date
    from book_line
),

-- what the balance says the book started with: the same on every line of a book that is in order
stated as (
    select
        village_code,
        book,
        subject,
        period,
        source_file,
        source_sheet,
        position,
        row_id,
        balance,
        moved_to_date,
        lag(balance - moved_to_date) over (partition by book order by position) as opening
    from rolled
    where balance is not null
),

broken as (
    select
        village_code,
        subject,
        period,
        source_file,
        source_sheet,
        row_id,
        balance,
        opening + moved_to_date as expected,
        abs(balance - moved_to_date - opening) as gap,
        row_number() over (
            partition by village_code, subject, period order by source_file, source_sheet, book, position
        ) as place
    from stated
    where balance - moved_to_date <> opening
),

account as (
    select
        village_code,
        subject,
        period,
        count(*) as breaks,
        cast(sum(gap) as decimal(18, 2)) as amount
    from broken
    group by village_code, subject, period
),

first_break as (
    select
        village_code,
        subject,
        period,
        source_file,
        source_sheet,
        balance,
        cast(expected as decimal(18, 2)) as expected
    from broken
    where place = 1
),

single as (
    select village_code
    from stated
    group by village_code
    having count(opening) = 0
),

unknown as (
    select
        village_code,
        '收支明细账' as subject,
        '同一本账上至少两个余额' as missing
    from single
    union all
    select
        village_code,
        '没有装载的行' as subject,
        min(source_file || '“' || source_sheet || '”第 ' || cast(abs(position) as varchar) || ' 行没有装载') as missing
    from book_line
    where kind = '未装载'
    group by village_code
),

final as (
    select
        a.village_code,
        a.subject,
        a.period,
        a.amount,
        b.row_id,
        '命中' as outcome,
        null as missing,
        concat_ws('·', '工作表', a.village_code, f.source_file, f.source_sheet) as root_cause,
        a.breaks,
        f.expected,
        f.balance,
        f.source_sheet as sheet
    from account as a
    inner join first_break as f
        on a.village_code = f.village_code and a.subject = f.subject and a.period is not distinct from f.period
    inner join broken as b
        on a.village_code = b.village_code and a.subject = b.subject and a.period is not distinct from b.period
    where a.amount > $tolerance
    union all
    select
        village_code,
        subject,
        null as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        missing,
        null as root_cause,
        null as breaks,
        null as expected,
        null as balance,
        null as sheet
    from unknown
)

select * from final
