/*
id: INV04
title: 疑似重复付款
level: 高
status: stable
money: 受损
subject: payee
description: "同一村向同一收款人付了两次相同的金额：票据号也相同（高）；或相隔不超过 30 天（中）；\
  收款人名字同音近形、相隔不超过 10 天（中）。不到 500 元的和周期付款不查。两笔各有不同票号、事由也说的不是一回事的，是两次买卖，不查。"
why: 同一笔货款付两次，是最常见也最容易追回的损失。
basis:
  - 审计实务：重复付款测试（同人、同额、不同日）
params: [twice_line, twice_days, twice_days_alike]
looks_in:
  cash_entry:
    - {any: [counterparty], days: 366}
    - {cells: [resolution_no]}
root_cause: "票据号相同的，与 INV03 同一张票为同一事实；其他的与 PAY06 同村同收款人同月的付款为同一事实，合计时只取最大一笔。"
falsepositives:
  - 周期付款：同一收款人同一金额三个月以上各有一笔的（月租、保洁）不计；水电通讯不计。
  - 工资、误工、救助慰问、个人劳务（连同银行批量代发的）、收购农产品按人按日发放，不计。
  - 分期：有合同、项目编号、决议编号或写明进度款、质保金的不计；同票分次付款合计不超过票面的不计。
  - 一张凭证上的几行、没有凭证号时同日不同摘要的几行，是一次付款的明细，不算两次。
  - 已红字冲销、台账重登的不计。
innocent: 确实买了两次同价的东西，或退回后重付没有登记红字。
next_check: 并列两笔的发票、送货单和回单，向收款人核实收到几次。
clears: 两笔各自的发票、送货单；确属重付的，退回的回单。
related: [INV03, PAY06]
message: >-
  {first_day}至 {last_day}向{payee}付款 {each} 元共 {payments} 次，{how}，
  重复部分 {amount} 元（同一收款人相隔 {twice_days} 天、音形相近的 {twice_days_alike} 天以内，
  每笔满 {twice_line:,} 元），待核。
*/
with payment as (
    select
        row_id,
        village_code,
        entry_date,
        voucher_no,
        summary,
        amount,
        document_amount,
        payee_name,
        payee_key,
        matter
    from core.payment
    where
        amount >= $twice_line
        and not is_contracted
        and coalesce(resolution_no, '') = ''
        and not is_periodic
        and purpose_class not in ('入股', '工资补贴', '救助慰问', '公用事业', '工程分期', '收购农产品')
        and not (purpose_class = '劳务' and (is_person or regexp_matches(payee_key, '代发|代付|批量')))
        and not regexp_matches(summary, '分红|红利|流转|征地|补偿|退股')
),

document as (
    select
        row_id,
        min(document_key) as document_key
    from fact.document_number
    group by row_id
    having count(*) = 1
),

numbered as (
    select
        p.row_id,
        p.village_code,
        p.entry_date,
        trim(p.voucher_no) as voucher_no,
        p.summary,
        p.amount,
        p.document_amount,
        p.payee_name,
        p.payee_key,
        p.matter,
        d.document_key
    from payment as p
    left join document as d on p.row_id = d.row_id
),

-- most amounts occur once per payee; they are left out before pairs are formed
again as (
    select
        village_code,
        payee_key,
        amount
    from numbered
    group by village_code, payee_key, amount
    having count(*) > 1
),

candidate as (
    select
        n.row_id,
        n.village_code,
        n.entry_date,
        n.voucher_no,
        n.summary,
        n.amount,
        n.document_amount,
        n.payee_name,
        n.payee_key,
        n.matter,
        n.document_key
    from numbered as n
    inner join again as a
        on n.village_code = a.village_code and n.payee_key = a.payee_key and n.amount = a.amount
),

pair as (
    select
        a.village_code,
        a.payee_key,
        a.amount,
        a.row_id as first_row,
        b.row_id as second_row,
        coalesce(a.document_key = b.document_key, false) as same_document,
        a.document_key,
        a.payee_name = b.payee_name as same_name,
        date_diff('day', a.entry_date, b.entry_date) as days,
        coalesce(a.document_key = b.document_key or a.matter = b.matter, true) as may_be_one_purchase,
        coalesce(a.amount + b.amount > greatest(a.document_amount, b.document_amount), true) as over_face
    from candidate as a
    inner join candidate as b
        on a.village_code = b.village_code and a.payee_key = b.payee_key and a.amount = b.amount
    where
        (a.entry_date < b.entry_date or (a.entry_date = b.entry_date and a.row_id < b.row_id))
        and not (a.entry_date = b.entry_date and coalesce(a.voucher_no = b.voucher_no, a.summary <> b.summary))
),

by_document as (
    select
        village_code,
        payee_key,
        amount,
        document_key,
        first_row as row_id
    from pair
    where same_document and over_face
    union
    select
        village_code,
        payee_key,
        amount,
        document_key,
        second_row as row_id
    from pair
    where same_document and over_face
),

near_pair as (
    select
        village_code,
        payee_key,
        amount,
        first_row,
        second_row,
        same_name
    from pair
    where
        not same_document
        and may_be_one_purchase
        and days <= case when same_name then $twice_days else $twice_days_alike end
        and first_row not in (select d.row_id from by_document as d)
        and second_row not in (select d.row_id from by_document as d)
),

near_row as (
    select
        village_code,
        payee_key,
        amount,
        first_row as row_id,
        same_name
    from near_pair
    union
    select
        village_code,
        payee_key,
        amount,
        second_row as row_id,
        same_name
    from near_pair
),

near as (
    select
        village_code,
        payee_key,
        amount,
        row_id,
        bool_and(same_name) as same_name
    from near_row
    group by village_code, payee_key, amount, row_id
),

spaced as (
    select
        n.village_code,
        n.payee_key,
        n.amount,
        n.row_id,
        n.same_name,
        c.entry_date,
        coalesce(
            date_diff(
                'day',
                lag(c.entry_date) over (
                    partition by n.village_code, n.payee_key, n.amount order by c.entry_date, n.row_id
                ),
                c.entry_date
            ) > $twice_days,
            true
        ) as begins
    from near as n
    inner join candidate as c on n.row_id = c.row_id
),

member as (
    select
        village_code,
        payee_key,
        amount,
        row_id,
        entry_date,
        same_name,
        null as document_key,
        sum(case when begins then 1 else 0 end) over (
            partition by village_code, payee_key, amount order by entry_date, row_id
        ) as episode
    from spaced
    union all
    select
        d.village_code,
        d.payee_key,
        d.amount,
        d.row_id,
        c.entry_date,
        true as same_name,
        d.document_key,
        0 as episode
    from by_document as d
    inner join candidate as c on d.row_id = c.row_id
),

paid_twice as (
    select
        village_code,
        payee_key,
        amount,
        document_key,
        episode,
        min(entry_date) as first_day,
        max(entry_date) as last_day,
        count(*) as payments,
        bool_and(same_name) as same_name
    from member
    group by village_code, payee_key, amount, document_key, episode
    having count(*) > 1
),

final as (
    select
        t.village_code,
        concat_ws(
            ' ', t.payee_key, cast(t.amount as varchar) || ' 元', cast(t.first_day as varchar), t.document_key
        ) as subject,
        make_date(year(t.first_day), month(t.first_day), 1) as period,
        cast(t.amount * (t.payments - 1) as decimal(18, 2)) as amount,
        m.row_id,
        case when t.document_key is null then '中' end as level,
        coalesce(
            '发票·' || t.document_key,
            concat_ws(
                '|',
                'PAY',
                t.village_code,
                t.payee_key,
                cast(make_date(year(t.first_day), month(t.first_day), 1) as varchar)
            )
        ) as root_cause,
        t.first_day,
        t.last_day,
        t.payee_key as payee,
        t.amount as each,
        t.payments,
        case
            when t.document_key is not null then '票据号相同'
            when t.same_name then '收款人、金额相同而日期相近'
            else '收款人同音近形、金额相同而日期相近'
        end as how
    from paid_twice as t
    inner join member as m
        on
            t.village_code = m.village_code
            and t.payee_key = m.payee_key
            and t.amount = m.amount
            and t.document_key is not distinct from m.document_key
            and t.episode = m.episode
)

select * from final
