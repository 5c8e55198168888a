/*
id: PAY05
title: 付款恰低于审批线
level: 中
status: stable
money: 手续
tunable: below_band
subject: payee
description: "单笔付款低于审批线不到一成（4,500 至 5,000 元、45,000 至 50,000 元，含下限不含上限）只计数。\
  同一村对同一收款人 90 天之内有两笔以上落在同一线下的，成疑点；\
  或一村一年落在线下的收款人所占比例高于全县 95% 的村、且不少于 5 个收款人的，成疑点，\
  属统计，只报低。"
why: 反复把金额压在审批线下，可能是为了不报批、不上会。
basis:
  - 审计实务：恰低于审批线测试
  - 分级线参照湖南省洪江市群峰乡 2024 年的通知：5,000 元、50,000 元（各县不同，请县级确认）
params: [approval_line, line_4y2g, below_band, below_days, below_payees, high_share_rank, share_villages]
looks_in:
  cash_entry:
    - {any: [counterparty=subject], days: 366}
    - {cells: [project_no, resolution_no]}
root_cause: 同村同收款人同月的付款与 PAY06 为同一事实，合计金额时只取最大一笔。
falsepositives:
  - 单笔落在线下只计数，不成疑点。
  - 标准单价恰好 4,800 元：算比例时按收款人去重。
  - 有合同、项目编号、决议编号的，以及周期付款、工资补贴、救助慰问、个人劳务（连同银行批量代发的）、水电通讯、工程分期不计。
  - 提现、存现、内部转账不是付款；已红字冲销、台账重登的不计。
innocent: 商品的市场价恰在线下，或按审批额度采购。
next_check: 调阅这几笔的审批单和报价，看是否同一事项拆开。
clears: 各笔的审批材料和报价单。
related: [PAY06, PRC01]
message: >-
  {first_day}至 {last_day}{whom}付款 {payments} 笔，每笔都低于审批线 {line} 元而相差不到 {below_band:.0%}{share}，
  合计 {amount} 元，待核。
*/
with payment as (
    select
        row_id,
        village_code,
        entry_date,
        amount,
        payee_key
    from core.payment
    where
        payee_key is not null
        and not is_contracted
        and coalesce(resolution_no, '') = ''
        and not is_periodic
        and purpose_class not in ('入股', '工资补贴', '救助慰问', '公用事业', '工程分期')
        and not (purpose_class = '劳务' and (is_person or regexp_matches(payee_key, '代发|代付|批量')))
),

approval as (
    select cast($approval_line as decimal(18, 2)) as line
    union all
    select cast($line_4y2g as decimal(18, 2)) as line
),

in_band as (
    select
        p.row_id,
        p.village_code,
        p.entry_date,
        p.amount,
        p.payee_key,
        a.line
    from payment as p
    inner join approval as a on p.amount < a.line and p.amount >= a.line * (1 - $below_band)
),

spaced as (
    select
        row_id,
        village_code,
        entry_date,
        amount,
        payee_key,
        line,
        coalesce(
            date_diff(
                'day',
                lag(entry_date) over (partition by village_code, payee_key, line order by entry_date, row_id),
                entry_date
            ) > $below_days,
            true
        ) as begins
    from in_band
),

chained as (
    select
        row_id,
        village_code,
        entry_date,
        amount,
        payee_key,
        line,
        sum(case when begins then 1 else 0 end) over (
            partition by village_code, payee_key, line order by entry_date, row_id
        ) as episode
    from spaced
),

episode as (
    select
        village_code,
        payee_key,
        line,
        episode,
        min(entry_date) as first_day,
        max(entry_date) as last_day,
        count(*) as payments,
        cast(sum(amount) as decimal(18, 2)) as amount
    from chained
    group by village_code, payee_key, line, episode
    having count(*) > 1
),

payee_hit as (
    select
        village_code,
        payee_key,
        line,
        episode,
        first_day,
        last_day,
        payments,
        amount
    from episode
    qualify
        row_number() over (
            partition by village_code, payee_key, year(first_day), month(first_day)
            order by line desc, episode asc
        ) = 1
),

payees as (
    select
        village_code,
        year(entry_date) as year,
        count(distinct payee_key) as payees
    from payment
    group by village_code, year(entry_date)
),

band_payees as (
    select
        village_code,
        year(entry_date) as year,
        line,
        count(distinct payee_key) as payees,
        count(*) as payments,
        min(entry_date) as first_day,
        max(entry_date) as last_day,
        cast(sum(amount) as decimal(18, 2)) as amount
    from in_band
    group by village_code, year(entry_date), line
),

share as (
    select
        p.village_code,
        v.peers,
        p.year,
        a.line,
        coalesce(b.payees, 0) as payees,
        cast(coalesce(b.payees, 0) as double) / cast(p.payees as double) as share
    from payees as p
    inner join core.village as v on p.village_code = v.village_code
    cross join approval as a
    left join band_payees as b on p.village_code = b.village_code and p.year = b.year and a.line = b.line
),

ranked as (
    select
        peers,
        year,
        line,
        share,
        row_number() over (partition by peers, year, line order by share, village_code) as place,
        count(*) over (partition by peers, year, line) as villages
    from share
),

high as (
    select
        peers,
        year,
        line,
        min(share) as high_share
    from ranked
    where villages >= $share_villages and place >= villages * $high_share_rank
    group by peers, year, line
),

village_hit as (
    select
        s.village_code,
        s.year,
        s.line,
        s.share
    from share as s
    inner join high as h on s.peers = h.peers and s.year = h.year and s.line = h.line
    where s.payees >= $below_payees and s.share > h.high_share
),

final as (
    select
        h.village_code,
        h.payee_key as subject,
        make_date(year(h.first_day), month(h.first_day), 1) as period,
        h.amount,
        c.row_id,
        null as level,
        h.first_day,
        h.last_day,
        '向' || h.payee_key as whom,
        h.payments,
        h.line,
        '' as share
    from payee_hit as h
    inner join chained as c
        on
            h.village_code = c.village_code
            and h.payee_key = c.payee_key
            and h.line = c.line
            and h.episode = c.episode
    union all
    select
        h.village_code,
        '恰低于 ' || cast(h.line as varchar) || ' 元的付款' as subject,
        make_date(h.year, 1, 1) as period,
        b.amount,
        i.row_id,
        '低' as level,
        b.first_day,
        b.last_day,
        '向 ' || cast(b.payees as varchar) || ' 个收款人' as whom,
        b.payments,
        h.line,
        '，占全年收款人的比例高于全县 ' || cast(cast($high_share_rank as double) as varchar) || ' 分位的村' as share
    from village_hit as h
    inner join band_payees as b on h.village_code = b.village_code and h.year = b.year and h.line = b.line
    inner join in_band as i
        on h.village_code = i.village_code and h.year = year(i.entry_date) and h.line = i.line
)

select * from final
