/*
id: INV03
title: 重复发票号
level: 高
status: stable
money: 受损
subject: entry
description: "报送的所有村中（有几个县的不分县）同一张发票（数电票 20 位号，或代码加号码；只有 8 位号码的须同一开票人）支付两次以上。\
  同一凭证或同日多行共用一张票算一次支付。\
  填了票面金额的，各次付款合计不超过票面不报；没填的，各次合计不同于任一单笔才报。"
why: 一张发票只能报销一次；跨村重复尤其难以在一个村的账上看出来。
basis:
  - 审计实务：重复报销核对（同票、同人、同额）
params: [tolerance]
looks_in:
  cash_entry:
    - {any: [document_no], days: any, anywhere: true}
    - {when: {number: '^.{1,17}$'}, cells: [counterparty]}
across: true
root_cause: 同一张发票在各村的疑点为同一事实。
falsepositives:
  - 同票分次付款：各次付款合计不超过票面金额的不报。
  - 一票多行明细：同一凭证、或无凭证号时同日不同摘要的各行，合为一次支付。
  - 台账与日记账各记一次的同一笔，只算一次。
  - 红字冲销后重记：合计等于其中一笔的不报。
  - 8 位号码在不同发票代码下会相同：开票人不同的不算同一张；收据各村自编号，不查。
innocent: 分次付款没有填票面金额，或票据号码录入有误。
next_check: 调阅各笔所附发票原件，核对代码、号码、票面金额和付款回单。
clears: 票面金额与各次付款的对应表，附发票原件。
related: [INV04, INV06]
message: >-
  发票号 {number} 在{counties}用于 {payments} 次支付，合计 {total} 元{face}（容差 {tolerance} 元）；涉及：{places}，待核。
*/
with entry as (
    select
        row_id,
        village_code,
        village_name,
        source_file,
        source_sheet,
        source_row,
        entry_date,
        voucher_no,
        summary,
        expense,
        document_amount
    from core.cash_entry
),

numbered as (
    select
        row_id,
        number,
        document_key
    from fact.document_number
),

-- most invoices occur once; they are left out before anything is sorted
seen_again as (
    select document_key
    from numbered
    group by document_key
    having count(*) > 1
),

repeated as (
    select row_id from fact.twice_booked
),

line as (
    select
        n.document_key,
        n.number,
        e.row_id,
        e.village_code,
        e.village_name,
        e.entry_date,
        e.expense,
        e.document_amount,
        coalesce(
            '凭证 ' || e.voucher_no,
            '第 ' || cast(row_number() over (
                partition by n.document_key, e.village_code, e.entry_date, e.voucher_no, e.summary
                order by e.source_file, e.source_sheet, e.source_row
            ) as varchar)
        ) as payment_no
    from numbered as n
    inner join seen_again as a on n.document_key = a.document_key
    inner join entry as e on n.row_id = e.row_id
    where e.row_id not in (select r.row_id from repeated as r)
),

payment as (
    select
        document_key,
        village_code,
        village_name,
        entry_date,
        payment_no,
        cast(sum(expense) as decimal(18, 2)) as paid
    from line
    group by document_key, village_code, village_name, entry_date, payment_no
),

face as (
    select
        document_key,
        min(number) as number,
        max(document_amount) as face
    from line
    group by document_key
),

document as (
    select
        document_key,
        count(*) as payments,
        cast(sum(paid) as decimal(18, 2)) as total,
        max(paid) as largest,
        min(entry_date) as first_day
    from payment
    group by document_key
    having count(*) > 1
),

village_county as (
    select
        v.village_code,
        c.peers,
        c.name as county
    from core.village as v
    inner join core.county as c on v.peers = c.peers
),

place as (
    select
        b.document_key,
        string_agg(b.village_name || '（' || cast(b.times as varchar) || ' 次）', '、' order by b.village_name) as places,
        case
            when count(distinct c.peers) > 1 then string_agg(distinct c.county, '、' order by c.county)
            else '全县'
        end as counties
    from (
        select
            document_key,
            village_code,
            village_name,
            count(*) as times
        from payment
        group by document_key, village_code, village_name
    ) as b
    inner join village_county as c on b.village_code = c.village_code
    group by b.document_key
),

equal_to_one as (
    select distinct d.document_key
    from document as d
    inner join payment as p on d.document_key = p.document_key and d.total = p.paid
),

used_twice as (
    select
        d.document_key,
        d.payments,
        d.total,
        d.largest,
        d.first_day,
        f.number,
        f.face
    from document as d
    inner join face as f on d.document_key = f.document_key
    where
        d.total > f.face + $tolerance
        or (coalesce(f.face, 0) = 0 and d.document_key not in (select o.document_key from equal_to_one as o))
),

village as (
    select distinct
        document_key,
        village_code
    from line
),

final as (
    select
        v.village_code,
        u.document_key as subject,
        make_date(year(u.first_day), month(u.first_day), 1) as period,
        u.largest as amount,
        l.row_id,
        '发票·' || u.document_key as root_cause,
        u.number,
        u.payments,
        u.total,
        coalesce('，票面 ' || cast(u.face as varchar) || ' 元', '') as face,
        p.places,
        p.counties
    from used_twice as u
    inner join village as v on u.document_key = v.document_key
    inner join line as l on u.document_key = l.document_key
    inner join place as p on u.document_key = p.document_key
)

select * from final
