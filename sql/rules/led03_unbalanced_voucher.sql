/*
id: LED03
title: 借贷不平
level: 高
status: stable
money: 手续
difference: true
subject: voucher
description: 每张记账凭证（同村、同月、同凭证号）的借方合计应等于贷方合计；相差超过 0.01 元的，每张凭证一条。
why: 凭证不平，说明有分录被删除、漏录或改过金额。
basis:
  - 审计实务：分录完整性测试
params: [tolerance]
looks_in:
  voucher_line: {amount: sum, any: [voucher_no]}
root_cause: 一张凭证为同一事实。
falsepositives:
  - 一借多贷分页：同村同月同号的分录不论在哪一页、哪个文件，合在一起算。
  - 分录紧邻没有装载的行（读不懂、退回）时，缺的可能就是那一行，不报。
  - 只列一个科目的明细账、几张凭证都只有借方或都只有贷方的表不是完整的分录，不查。
innocent: 导出时漏了分录，或分录写在另一本账上。
next_check: 调出凭证原件，逐条核对分录。
clears: 更正后的凭证，借贷相等。
related: [LED05]
message: >-
  凭证 {subject} 借方合计 {debit} 元，贷方合计 {credit} 元，相差 {amount} 元（容差 {tolerance} 元），待核。
*/
with entry_line as (
    select
        row_id,
        village_code,
        submission_id,
        source_sheet,
        source_row,
        entry_date,
        trim(voucher_no) as voucher_no,
        account_code,
        coalesce(debit, 0) as debit,
        coalesce(credit, 0) as credit
    from ledger.voucher_line
),

number as (
    select
        row_id,
        label
    from fact.voucher
),

rejected as (
    select
        submission_id,
        sheet,
        "row"
    from meta.rejected_row
),

-- an account's own ledger has one side of each voucher only
one_sided as (
    select
        submission_id,
        source_sheet
    from entry_line
    group by submission_id, source_sheet
    having
        count(distinct voucher_no) > 1
        and (count(distinct account_code) = 1 or sum(abs(debit)) = 0 or sum(abs(credit)) = 0)
),

line as (
    select
        e.row_id,
        e.village_code,
        e.submission_id,
        e.source_sheet,
        e.source_row,
        e.debit,
        e.credit,
        make_date(year(e.entry_date), month(e.entry_date), 1) as period,
        coalesce(n.label, e.voucher_no) as subject
    from entry_line as e
    left join number as n on e.row_id = n.row_id
    left join one_sided as o on e.submission_id = o.submission_id and e.source_sheet = o.source_sheet
    where coalesce(o.submission_id, '') = ''
),

voucher as (
    select
        village_code,
        subject,
        period,
        cast(sum(debit) as decimal(18, 2)) as debit,
        cast(sum(credit) as decimal(18, 2)) as credit
    from line
    group by village_code, subject, period
    having abs(sum(debit) - sum(credit)) > $tolerance
),

incomplete as (
    select distinct
        l.village_code,
        l.subject,
        l.period
    from line as l
    inner join rejected as r
        on
            l.submission_id = r.submission_id
            and l.source_sheet = r.sheet
            and r."row" between l.source_row - 1 and l.source_row + 1
),

final as (
    select
        v.village_code,
        v.subject,
        v.period,
        cast(abs(v.debit - v.credit) as decimal(18, 2)) as amount,
        l.row_id,
        '命中' as outcome,
        null as missing,
        v.debit,
        v.credit
    from voucher as v
    inner join line as l
        on v.village_code = l.village_code and v.subject = l.subject and v.period = l.period
    left join incomplete as i
        on v.village_code = i.village_code and v.subject = i.subject and v.period = i.period
    where coalesce(i.subject, '') = ''
    union all
    select
        village_code,
        '记账凭证' as subject,
        null as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        '借贷两方齐全的分录' as missing,
        null as debit,
        null as credit
    from entry_line
    where village_code not in (select l.village_code from line as l)
    group by village_code
)

select * from final
