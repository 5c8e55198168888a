/*
id: INV09
title: 票据领用后迟迟不缴销
level: 中
status: stable
money: 手续
subject: village
description: "票据领用登记表：领用超过县里定的天数，还没有填缴销日期。一本一条。县里没有定天数的，不可评估。\
  领用登记表上没有存根金额，存根与入账、存款的核对由 INV08（断号、超段）和 PAY02（坐支）查。"
why: 票据长期不缴销，收了多少钱、有没有都入账，没有人核对。
basis:
  - 《街办基层党建创新案例（5 篇）》网络汇编篇二（原题名不存，讲的是乡镇财政财务：乡镇按此，村作参照）“建议”部分（三）“乡财县管”：票据统管，票款同行，以票管收
  - 《财政违法行为处罚处分条例》（国务院令第 427 号）第 16 条：违反财政收入票据管理规定
params: [receipt_return_days]
looks_in:
  receipt_book:
    - {any: [first_no], days: any}
    - {cells: [returned_on]}
root_cause: 一本票据没有缴销为同一事实。
falsepositives:
  - 同一本登记了几次的，有一次填了缴销日期的不报。
innocent: 用得少，一本还没有用完；或已经缴销没有登记。
next_check: 收回存根，逐张核对收款有没有入账、存入银行。
clears: 缴销登记，或存根与入账核对无误的记录。
related: [INV08, PAY02]
message: "{document_type}{book}{day}领用，已过 {days} 天，还没有缴销（应不超过 {receipt_return_days} 天），待核。"
*/
with setting as (
    select as_of from meta.setting
),

registered as (
    select
        row_id,
        village_code,
        document_type,
        trim(book_no) as book_no,
        first_no,
        last_no,
        issued_on,
        returned_on
    from ledger.receipt_book
),

returned as (
    select
        village_code,
        document_type,
        first_no,
        last_no
    from registered
    where returned_on is not null
),

outstanding as (
    select
        r.row_id,
        r.village_code,
        r.document_type,
        r.book_no,
        r.first_no,
        r.last_no,
        r.issued_on,
        date_diff('day', r.issued_on, s.as_of) as days
    from registered as r
    cross join setting as s
    left join returned as b
        on
            r.village_code = b.village_code
            and r.document_type = b.document_type
            and r.first_no = b.first_no
            and r.last_no = b.last_no
    where r.returned_on is null and b.first_no is null
),

final as (
    select
        village_code,
        concat_ws(' ', document_type, first_no || '-' || last_no, '缴销') as subject,
        make_date(year(issued_on), 1, 1) as period,
        cast(0 as decimal(18, 2)) as amount,
        min(row_id) as row_id,
        document_type,
        coalesce(' ' || min(book_no) || ' ', '') || '（' || first_no || ' 至 ' || last_no || '）' as book,
        issued_on as day,
        max(days) as days
    from outstanding
    where days > $receipt_return_days
    group by village_code, document_type, first_no, last_no, issued_on
)

select * from final
