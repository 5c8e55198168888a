/*
view: core.signing
title: 付款的签字：每笔付款有没有人审批、监督；台账重登的一处签了、同一凭证的别的行签了都算
columns:
  row_id: 行编号：付款
  has_approvers: 这笔所在的账上有没有填过审批人
  is_approved: 有没有审批人
  has_supervisors: 这笔所在的账上有没有填过监督人
  is_supervised: 有没有监督人
  supervisors: 签字的监督人几名：数不出的为空
*/
with counted as (
    select distinct
        written,
        signers
    from fact.signature
),

entry as (
    select
        c.row_id,
        c.village_code,
        c.slice_id,
        c.source_file,
        c.source_sheet,
        c.entry_date,
        c.voucher_no,
        nullif(trim(c.approver), '') as approver,
        nullif(trim(c.supervisor), '') as supervisor,
        case when nullif(trim(c.supervisor), '') is not null then coalesce(s.signers, 0) end as signers
    from ledger.cash_entry as c
    left join counted as s on c.supervisor = s.written
),

-- two books on one sheet have columns of their own
book as (
    select
        slice_id,
        source_file,
        source_sheet,
        count(approver) as approvers,
        count(supervisor) as supervisors
    from entry
    group by slice_id, source_file, source_sheet
),

voucher as (
    select
        village_code,
        source_file,
        source_sheet,
        entry_date,
        voucher_no,
        count(approver) as approvers,
        min(signers) as fewest,
        max(signers) as signers
    from entry
    group by village_code, source_file, source_sheet, entry_date, voucher_no
),

-- the journal's entry and the register's that repeats it are one payment with two places to sign
place as (
    select
        row_id as payment_row_id,
        row_id
    from core.payment
    union all
    select
        p.row_id as payment_row_id,
        t.row_id
    from core.payment as p
    inner join fact.twice_booked as t on p.row_id = t.repeats_row_id
),

final as (
    select
        p.payment_row_id as row_id,
        bool_or(b.approvers > 0) as has_approvers,
        bool_or(e.approver is not null or coalesce(v.approvers, 0) > 0) as is_approved,
        bool_or(b.supervisors > 0) as has_supervisors,
        bool_or(e.supervisor is not null or v.signers is not null) as is_supervised,
        case
            when coalesce(min(least(e.signers, v.fewest)), 1) > 0 then max(greatest(e.signers, v.signers))
        end as supervisors
    from place as p
    inner join entry as e on p.row_id = e.row_id
    inner join book as b
        on e.slice_id = b.slice_id and e.source_file = b.source_file and e.source_sheet = b.source_sheet
    left join voucher as v
        on
            e.village_code = v.village_code
            and e.source_file = v.source_file
            and e.source_sheet = v.source_sheet
            and e.entry_date = v.entry_date
            and e.voucher_no = v.voucher_no
    group by p.payment_row_id
)

select * from final
