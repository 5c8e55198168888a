/*
id: INV05
title: 同一供应商发票连号
level: 中
status: stable
money: 手续
tunable: run_length
subject: payee
description: "报送的所有村中（有几个县的不分县）同一供应商的发票，30 天之内有 3 张以上号码相邻（前后相差不超过 2），分别用在 3 笔付款上。\
  每笔都低于审批线的升为高。涉及的每个村各一条，为同一事实。"
why: 连号说明这家供应商几乎只给村里开票，或一次开出几张分开报销。
basis:
  - 审计实务：发票连号测试
params: [run_step, run_days, run_length, approval_line]
across: true
root_cause: 一家供应商的一串连号发票为同一事实，各村合计时只取一笔。
falsepositives:
  - 小供应商一天开几张：只报中，每笔都低于审批线才升为高。
  - 一笔付款附几张连号发票（写作 12345678-80）是一次购买，不算几笔。
  - 只比发票；水电、通讯、财政、银行等公共单位的票本来就多，不比；收据由 INV08 查。
  - 号码位数不同的不比；已红字冲销、台账重登的不计。
innocent: 供应商客户少，或集中一次补开发票。
next_check: 查这几张发票的开具日期、货物清单和送货单，向供应商核对账。
clears: 供应商对账单和各张发票的送货、验收单。
related: [INV03, PAY06]
message: >-
  {first_day}至 {last_day}供应商{supplier}的 {invoices} 张发票号码相连（{first_no} 至 {last_no}），
  付款 {payments} 笔共 {amount} 元，涉及 {villages} 个村{below}（号码相差 {run_step} 以内，
  {run_days} 天内满 {run_length} 张），待核。
*/
with payment as (
    select
        row_id,
        village_code,
        entry_date,
        amount,
        payee_name
    from core.payment
    where payee_name is not null and coalesce(document_type, '发票') = '发票' and purpose_class <> '公用事业'
),

public_body as (
    select row_id
    from fact.watch_word
    where topic = '公共单位'
),

-- a run written on one payment is one purchase: only its first number stands for it
numbered as (
    select
        d.row_id,
        min(d.number) as number
    from fact.document_number as d
    where try_cast(d.number as decimal(38, 0)) is not null
    group by d.row_id
),

invoice as (
    select
        p.row_id,
        p.village_code,
        p.entry_date,
        p.amount,
        p.payee_name,
        n.number,
        length(n.number) as digits,
        cast(n.number as decimal(38, 0)) as place
    from payment as p
    inner join numbered as n on p.row_id = n.row_id
    where p.row_id not in (select b.row_id from public_body as b)
),

ordered as (
    select
        row_id,
        village_code,
        entry_date,
        amount,
        payee_name,
        number,
        digits,
        place,
        coalesce(
            place - lag(place) over (partition by payee_name, digits order by place, entry_date, row_id) > $run_step
            or abs(date_diff(
                'day',
                lag(entry_date) over (partition by payee_name, digits order by place, entry_date, row_id),
                entry_date
            )) > $run_days,
            true
        ) as begins
    from invoice
),

chained as (
    select
        row_id,
        village_code,
        entry_date,
        amount,
        payee_name,
        number,
        digits,
        sum(case when begins then 1 else 0 end) over (
            partition by payee_name, digits order by place, entry_date, row_id
        ) as run
    from ordered
),

-- every invoice opens a window of its own; the run counts if one window holds enough of it
windowed as (
    select
        a.row_id as anchor,
        b.row_id,
        b.number
    from chained as a
    inner join chained as b
        on
            a.payee_name = b.payee_name
            and a.digits = b.digits
            and a.run = b.run
            and date_diff('day', a.entry_date, b.entry_date) between 0 and $run_days
),

full_window as (
    select anchor
    from windowed
    group by anchor
    having count(distinct number) >= $run_length
),

member as (
    select distinct
        c.row_id,
        c.village_code,
        c.entry_date,
        c.amount,
        c.payee_name,
        c.digits,
        c.run,
        c.number
    from full_window as f
    inner join windowed as w on f.anchor = w.anchor
    inner join chained as c on w.row_id = c.row_id
),

summed as (
    select
        payee_name,
        digits,
        run,
        min(entry_date) as first_day,
        max(entry_date) as last_day,
        min(number) as first_no,
        max(number) as last_no,
        count(distinct number) as invoices,
        count(*) as payments,
        count(distinct village_code) as villages,
        max(amount) as largest,
        cast(sum(amount) as decimal(18, 2)) as amount
    from member
    group by payee_name, digits, run
),

village as (
    select distinct
        village_code,
        payee_name,
        digits,
        run
    from member
),

final as (
    select
        v.village_code,
        concat_ws(' ', s.payee_name, s.first_no) as subject,
        make_date(year(s.first_day), month(s.first_day), 1) as period,
        s.amount,
        m.row_id,
        case when s.largest < $approval_line then '高' end as level,
        concat_ws('·', '连号发票', s.payee_name, s.first_no) as root_cause,
        s.first_day,
        s.last_day,
        s.payee_name as supplier,
        s.invoices,
        s.first_no,
        s.last_no,
        s.payments,
        s.villages,
        case when s.largest < $approval_line then '，每笔都低于审批线 ' || cast($approval_line as varchar) || ' 元' else '' end as below
    from village as v
    inner join summed as s on v.payee_name = s.payee_name and v.digits = s.digits and v.run = s.run
    inner join member as m on v.payee_name = m.payee_name and v.digits = m.digits and v.run = m.run
)

select * from final
