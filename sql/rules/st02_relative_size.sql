/*
id: ST02
title: 相对规模因子 RSF
level: 低
status: stable
money: 手续
tunable: size_times
subject: payee
description: "同一村付给同一收款人的款项有 5 笔以上，最大一笔达到 10,000 元，而且是第二大一笔的 10 倍以上；\
  发给同一人的工资、补贴，2 倍以上即报。属统计，只报低。"
why: 一笔远远大于其余，可能是小数点错位、多写一个零，或付错了人。
basis:
  - 审计实务：相对规模因子测试（Nigrini）；工资类 2 倍参照印度特许会计师协会的实务文章
params: [size_times, size_times_wages, size_count, size_line]
root_cause: 付给一个收款人的最大一笔为同一事实。
falsepositives:
  - 质保金、一次性工程：有项目编号、合同号，或写明合同、进度款、分期、质保金的，整笔不比。
  - 年终绩效、补发、合并发放的工资本来就大，写明年终、绩效、奖金、补发、合并、全年的不比；一笔付多人的代发不比。
  - 入股、征地青苗、土地流转的补偿不比。
  - 付给同一人的工资补贴与其他款项分开比；只按收款人比，不按科目比（科目里大小本来悬殊）。
innocent: 确有一次大额采购，合同号没有登记。
next_check: 复核小数点和零的个数，查该笔的发票、合同和验收单。
clears: 复核过的小数点和金额，附该笔的发票、合同。
example: "甲村 2025 年付给供电所 5 笔款，最大一笔 10,000 元，第二大一笔 1,000 元，正好 10 倍，\
  且满 10,000 元，报一条“低”，金额为两者之差 9,000 元；像是 1,000 元多写了一个零。\
  如果只付过 4 笔，或最大一笔不满 10,000 元，不报。"
related: [ST03, INV06, PAY11]
message: >-
  付给{payee}的 {payments} 笔款项中，最大一笔 {largest} 元（{day}，{summary}），
  是第二大一笔 {second} 元的 {times:.1f} 倍（满 {size_times:g} 倍、工资补贴满 {size_times_wages:g} 倍，
  并满 {size_line:,} 元），待核。
*/
with payment as (
    select
        row_id,
        village_code,
        entry_date,
        summary,
        amount,
        counterparty,
        payee_key,
        case when purpose_class = '工资补贴' then '工资补贴' else '付款' end as kind
    from core.payment
    where
        payee_key is not null
        and not is_contracted
        and purpose_class not in ('入股', '工程分期')
        and not (purpose_class = '工资补贴' and not is_person)
        and not (
            purpose_class = '工资补贴'
            and regexp_matches(summary || coalesce(note, ''), '年终|绩效|奖|补发|补齐|合并|全年|年度|季度|-|至|、')
        )
        and not regexp_matches(summary, '征地|青苗|拆迁|补偿|流转|分红|红利|代发')
),

ranked as (
    select
        row_id,
        village_code,
        payee_key,
        kind,
        entry_date,
        summary,
        amount,
        counterparty,
        lead(amount) over (
            partition by village_code, payee_key, kind order by amount desc, entry_date asc, row_id asc
        ) as second,
        row_number() over (
            partition by village_code, payee_key, kind order by amount desc, entry_date asc, row_id asc
        ) as place,
        lead(row_id) over (
            partition by village_code, payee_key, kind order by amount desc, entry_date asc, row_id asc
        ) as second_row_id,
        count(*) over (partition by village_code, payee_key, kind) as payments
    from payment
),

outsize as (
    select
        village_code,
        payee_key,
        kind,
        row_id,
        second_row_id,
        entry_date,
        summary,
        amount,
        counterparty,
        second,
        payments
    from ranked
    where
        place = 1
        and payments >= $size_count
        and amount >= $size_line
        and (
            amount >= second * $size_times
            or (kind = '工资补贴' and amount >= second * $size_times_wages)
        )
),

comparable as (
    select distinct village_code
    from ranked
    where payments >= $size_count
),

evidence as (
    select
        row_id,
        row_id as evidence_row_id
    from outsize
    union all
    select
        row_id,
        second_row_id as evidence_row_id
    from outsize
),

final as (
    select
        o.village_code,
        concat_ws(' ', o.payee_key, nullif(o.kind, '付款')) as subject,
        make_date(year(o.entry_date), month(o.entry_date), 1) as period,
        cast(o.amount - o.second as decimal(18, 2)) as amount,
        v.evidence_row_id as row_id,
        '命中' as outcome,
        null as missing,
        coalesce(o.counterparty, o.payee_key) as payee,
        o.payments,
        o.amount as largest,
        o.entry_date as day,
        o.summary,
        o.second,
        try_cast(cast(o.amount as double) / cast(o.second as double) as decimal(38, 4)) as times
    from outsize as o
    inner join evidence as v on o.row_id = v.row_id
    union all
    select
        e.village_code,
        '收款人' as subject,
        null as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        '付款次数足够的收款人' as missing,
        null as payee,
        null as payments,
        null as largest,
        null as day,
        null as summary,
        null as second,
        null as times
    from core.cash_entry as e
    where e.village_code not in (select c.village_code from comparable as c)
    group by e.village_code
)

select * from final
