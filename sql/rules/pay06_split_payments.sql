/*
id: PAY06
title: 拆分付款规避审批
level: 高
status: stable
money: 手续
subject: payee
description: "同一村对同一收款人（同名、同账号或同音近形者归并）7 天之内，或 30 天之内且事由相同，\
  付款两笔以上，各笔都低于审批线而合计达到审批线。审批线两级：5,000 元和 50,000 元，取合计达到的最高一级。\
  相连的付款算一条。"
why: 把一笔应当报批或上会的支出拆成几笔，就绕过了审批。
basis:
  - 审计实务：拆分付款测试
  - 分级线参照湖南省洪江市群峰乡 2024 年的通知：5,000 元、50,000 元（各县不同，请县级确认）
params: [approval_line, line_4y2g, split_days, split_days_same_purpose]
looks_in:
  cash_entry:
    - {any: [counterparty=subject], days: 366}
    - {amount: one, explains: [counterparty, summary], against: true, days: 366}
    - {cells: [project_no, resolution_no]}
root_cause: 同村同收款人同月的付款为同一事实，与 PAY05、INV04 合计时只取最大一笔。
falsepositives:
  - 分期合同：有项目编号、合同号或写明进度款、质保金、分期的付款不计。
  - 已有决议编号的付款没有绕过审批，不计。
  - 每日误工、工资补贴、救助慰问、个人劳务（连同银行批量代发的）按人按日发放，不计。
  - 周期付款：同一收款人同一金额三个月以上各有一笔的（租金、保洁）不计；水电通讯不计。
  - 提现、存现、内部转账不是付款；台账与日记账各记一次的只计一次；已用红字冲销的不计。
  - 同音近形的个人，两边账号已知而不同的，不归并。
innocent: 确属分次发生的零星采购，或有合同但账上没有登记合同号。
next_check: 调阅各笔的合同、验收和审批单，看是否同一事项。
clears: 合同，或包含全部付款的审批单、会议记录。
related: [PAY05, INV04, PRC01]
message: >-
  {first_day}至 {last_day}向{subject}付款 {payments} 笔，最大一笔 {largest} 元，
  各笔都低于 {line} 元而合计 {amount} 元（{split_days} 天内的合并看，事由相同的 {split_days_same_purpose} 天），
  待核。
*/
with entry as (
    select
        row_id,
        village_code,
        entry_date,
        summary,
        expense,
        project_no,
        resolution_no,
        note
    from core.cash_entry
    where not is_opening and not is_internal and expense > 0
),

payee as (
    select
        row_id,
        payee_key,
        is_person,
        purpose_class,
        purpose_key,
        is_periodic
    from fact.payee
),

set_aside as (
    select row_id from fact.twice_booked
    union
    select row_id from fact.reversal
),

payment as (
    select
        e.row_id,
        e.village_code,
        e.entry_date,
        e.expense,
        p.payee_key,
        p.purpose_key
    from entry as e
    inner join payee as p on e.row_id = p.row_id
    where
        coalesce(e.project_no, '') = ''
        and coalesce(e.resolution_no, '') = ''
        and not p.is_periodic
        and p.purpose_class not in ('提现存现', '内部转账', '入股', '工资补贴', '救助慰问', '公用事业', '工程分期')
        and not (p.purpose_class = '劳务' and (p.is_person or regexp_matches(p.payee_key, '代发|代付|批量')))
        and not regexp_matches(e.summary || coalesce(e.note, ''), '合同|进度款|分期|质保金')
        and e.row_id not in (select r.row_id from set_aside as r)
),

approval as (
    select cast($approval_line as decimal(18, 2)) as line
    union all
    select cast($line_4y2g as decimal(18, 2)) as line
),

below as (
    select
        p.row_id,
        p.village_code,
        p.entry_date,
        p.expense,
        p.payee_key,
        p.purpose_key,
        a.line
    from payment as p
    inner join approval as a on p.expense < a.line
),

-- every payment opens a window of its own; "事由" is compared only within the longer one
near as (
    select
        a.row_id as anchor,
        a.line,
        b.row_id,
        b.expense,
        case when date_diff('day', a.entry_date, b.entry_date) <= $split_days then '短' else '长' end as span,
        a.purpose_key = b.purpose_key and a.purpose_key <> '' as same_purpose
    from below as a
    inner join below as b
        on
            a.village_code = b.village_code
            and a.payee_key = b.payee_key
            and a.line = b.line
            and date_diff('day', a.entry_date, b.entry_date) between 0 and $split_days_same_purpose
),

hit_window as (
    select
        anchor,
        line,
        '短' as span
    from near
    where span = '短'
    group by anchor, line
    having cast(sum(expense) as decimal(38, 2)) >= line
    union all
    select
        anchor,
        line,
        '长' as span
    from near
    where same_purpose
    group by anchor, line
    having cast(sum(expense) as decimal(38, 2)) >= line
),

hit_row as (
    select
        n.row_id,
        max(n.line) as line
    from near as n
    inner join hit_window as w
        on
            n.anchor = w.anchor
            and n.line = w.line
            and ((w.span = '短' and n.span = '短') or (w.span = '长' and n.same_purpose))
    group by n.row_id
),

hit_payment as (
    select
        p.row_id,
        p.village_code,
        p.payee_key,
        p.entry_date,
        p.expense,
        h.line,
        coalesce(
            date_diff(
                'day',
                lag(p.entry_date) over (
                    partition by p.village_code, p.payee_key order by p.entry_date, p.row_id
                ),
                p.entry_date
            ) > $split_days_same_purpose,
            true
        ) as begins
    from hit_row as h
    inner join payment as p on h.row_id = p.row_id
),

chained as (
    select
        row_id,
        village_code,
        payee_key,
        entry_date,
        expense,
        line,
        sum(case when begins then 1 else 0 end) over (
            partition by village_code, payee_key order by entry_date, row_id
        ) as episode
    from hit_payment
),

episode as (
    select
        village_code,
        payee_key,
        episode,
        min(entry_date) as first_day,
        max(entry_date) as last_day,
        count(*) as payments,
        max(expense) as largest,
        max(line) as line,
        cast(sum(expense) as decimal(18, 2)) as amount
    from chained
    group by village_code, payee_key, episode
),

final as (
    select
        e.village_code,
        e.payee_key as subject,
        make_date(year(e.first_day), month(e.first_day), 1) as period,
        e.amount,
        c.row_id,
        e.first_day,
        e.last_day,
        e.payments,
        e.largest,
        e.line
    from episode as e
    inner join chained as c
        on e.village_code = c.village_code and e.payee_key = c.payee_key and e.episode = c.episode
)

select * from final
