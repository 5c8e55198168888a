/*
id: ST03
title: 金额离群（修正 z）
level: 低
status: stable
money: 手续
tunable: outlier_z
subject: entry
description: "一笔付款与同乡镇同类支出相比，金额的对数修正 z 值不小于 3.5，而且比中位数多 1,000 元以上；\
  同乡镇同类不足 20 笔时与全县比。同类指类别和事由（去掉数字、日期）都相同：只按类别比，大小本来悬殊，容易误报。\
  同一月份满 20 笔的，还要与同月比也离群才报。属统计，只报低。"
why: 远离同类的金额，可能是多写了零、记错类别，或不属于这类支出。
basis:
  - 审计实务：修正 z 值离群测试（Iglewicz、Hoaglin，1993 年）
params: [outlier_z, outlier_z_scale, outlier_count, outlier_gap]
root_cause: 一笔支出为同一事实。
falsepositives:
  - 偏小的不报：金额按“金额减中位数”计，偏小的为负；尾数付款、零星小额本来常见（合成县里误报过）。
  - 季节：取暖、防汛等只在某几个月大的，与同月比不离群的不报。
  - 同类金额几乎都一样（离散度为零）时不作统计，退到全县；全县也一样的，不可评估。
  - 工资补贴、救助慰问、入股、工程分期和有项目编号、合同的不比；类别为空或“其他”的不比。
  - 同类不足 20 笔的不比。
innocent: 确有一次大额采购，或类别记错。
next_check: 看该笔的发票和清单，复核金额和类别。
clears: 该笔的发票、清单，说明金额大的原因。
example: "同一乡镇同样事由“付电费”的付款有 20 笔，中位数 145 元；其中一笔 1,145 元，修正 z 值 7.4，\
  大于 3.5，又正好比中位数多 1,000 元，报一条“低”，金额 1,000 元。如果是 1,144.99 元，\
  只多 999.99 元，不报；同类不足 20 笔的，退到全县去比。"
related: [ST02, XV04, PAY10]
relative: true
message: >-
  {day}付给{payee} {paid} 元（{summary}），{place}同样事由的 {payments} 笔的中位数为 {middle} 元，
  修正 z 值 {z:.1f}（界限 {outlier_z:g}，并多出 {outlier_gap:,} 元以上），待核。
*/
with payment as (
    select
        row_id,
        village_code,
        township,
        entry_date,
        month(entry_date) as month,
        summary,
        concat_ws('|', trim(category), purpose_key) as kind,
        amount,
        counterparty,
        subject,
        root_cause
    from core.payment
    where
        trim(category) <> '其他'
        and purpose_key <> ''
        and not is_contracted
        and purpose_class not in ('工资补贴', '救助慰问', '入股', '工程分期')
),

sized as (
    select
        p.row_id,
        v.peers,
        p.township,
        p.month,
        p.kind,
        p.amount,
        s.size
    from payment as p
    inner join core.village as v on p.village_code = v.village_code
    inner join fact.amount_size as s on p.row_id = s.row_id
),

-- every payment is compared with its township, its county, and with either in the same month
placed as (
    select
        row_id,
        amount,
        size,
        '1 同乡镇' as scope,
        concat_ws('|', '1', peers, township, kind) as peers
    from sized
    union all
    select
        row_id,
        amount,
        size,
        '2 全县' as scope,
        concat_ws('|', '2', peers, kind) as peers
    from sized
    union all
    select
        row_id,
        amount,
        size,
        '3 同乡镇同月' as scope,
        concat_ws('|', '3', peers, township, kind, cast(month as varchar)) as peers
    from sized
    union all
    select
        row_id,
        amount,
        size,
        '4 全县同月' as scope,
        concat_ws('|', '4', peers, kind, cast(month as varchar)) as peers
    from sized
),

middle as (
    select
        peers,
        count(*) as payments,
        median(size) as size,
        cast(median(amount) as decimal(18, 2)) as amount
    from placed
    group by peers
    having count(*) >= $outlier_count
),

spread as (
    select
        p.peers,
        median(abs(p.size - m.size)) as mad
    from placed as p
    inner join middle as m on p.peers = m.peers
    group by p.peers
    having median(abs(p.size - m.size)) > 0
),

judged as (
    select
        p.row_id,
        p.scope,
        p.scope like '%同月' as is_month,
        m.payments,
        m.amount as middle,
        $outlier_z_scale * (p.size - m.size) >= $outlier_z * s.mad
        and p.amount - m.amount >= $outlier_gap as is_outlier,
        cast($outlier_z_scale * (p.size - m.size) as double) / cast(s.mad as double) as z
    from placed as p
    inner join middle as m on p.peers = m.peers
    inner join spread as s on p.peers = s.peers
),

chosen as (
    select
        row_id,
        scope,
        is_month,
        payments,
        middle,
        is_outlier,
        z
    from judged
    qualify row_number() over (partition by row_id, is_month order by scope) = 1
),

unusual as (
    select
        c.row_id,
        c.scope,
        c.payments,
        c.middle,
        c.z
    from chosen as c
    left join chosen as m on c.row_id = m.row_id and m.is_month
    where not c.is_month and c.is_outlier and coalesce(m.is_outlier, true)
),

assessed as (
    select distinct p.village_code
    from payment as p
    inner join chosen as c on p.row_id = c.row_id
    where not c.is_month
),

final as (
    select
        p.village_code,
        p.subject,
        make_date(year(p.entry_date), month(p.entry_date), 1) as period,
        cast(p.amount - u.middle as decimal(18, 2)) as amount,
        p.row_id,
        '命中' as outcome,
        null as missing,
        p.root_cause,
        p.entry_date as day,
        coalesce(p.counterparty, '（未写收款人）') as payee,
        p.amount as paid,
        p.summary,
        case when u.scope like '%全县' then '全县' else '同乡镇' end as place,
        u.payments,
        u.middle,
        cast(u.z as decimal(18, 4)) as z
    from unusual as u
    inner join payment as p on u.row_id = p.row_id
    union all
    select
        e.village_code,
        '付款' as subject,
        null as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        '同乡镇或全县足够的同类付款（且金额有差异）' as missing,
        null as root_cause,
        null as day,
        null as payee,
        null as paid,
        null as summary,
        null as place,
        null as payments,
        null as middle,
        null as z
    from core.cash_entry as e
    where e.village_code not in (select a.village_code from assessed as a)
    group by e.village_code
)

select * from final
