/*
id: SUB03
title: 跨期入账（截止性）
level: 中
status: stable
money: 手续
tunable: posting_days
subject: entry
description: "收支明细账：入账日期比业务日期晚 90 天以上；或业务日期属上年而记在本年（入账日期或所报期间在本年）\
  且金额不少于 1,000 元。"
why: 拖延或跨年入账，会让支出落到另一年的预算和审批里。
basis:
  - 审计实务：截止性测试
params: [posting_days, cutoff_amount]
root_cause: 一笔收支的跨期为同一事实。
falsepositives:
  - 工程款、工程结算、尾款、质保金按合同到期支付，不报。
  - 上年结转等期初余额、台账与日记账重登的行不计。
  - 没有入账日期、也没有写明期间的行无从判断，不计；期间由日期推出的不算写明。
innocent: 单据取得较晚，或按合同约定的时间支付。
next_check: 核对单据的开具日期、审批日期和合同的付款条款。
clears: 合同的付款条款和迟延入账的说明。
related: [SUB04, INV01]
message: >-
  “{summary}”{amount} 元，业务日期 {day}，{finding}（最多晚 {posting_days} 天，跨年的满 {cutoff_amount:,} 元），
  待核。
*/
with entry as (
    select
        row_id,
        village_code,
        entry_date,
        summary,
        note,
        greatest(coalesce(income, 0), coalesce(expense, 0)) as amount
    from core.cash_entry
    where not is_opening and not is_repeat
),

posting as (
    select
        row_id,
        posted_on,
        case when period_kind in ('月', '季', '年') then period end as declared
    from ledger.cash_entry
),

subject as (
    select
        row_id,
        subject
    from fact.entry_subject
),

dated as (
    select
        e.row_id,
        e.village_code,
        e.entry_date,
        e.summary,
        e.note,
        e.amount,
        p.posted_on,
        p.declared,
        date_diff('day', e.entry_date, p.posted_on) as days,
        greatest(year(p.posted_on), year(p.declared)) as book_year
    from entry as e
    inner join posting as p on e.row_id = p.row_id
),

late as (
    select
        row_id,
        village_code,
        entry_date,
        summary,
        amount,
        case
            when days > $posting_days then '晚 ' || days || ' 天入账'
            else '记在 ' || book_year || ' 年的账上'
        end as finding
    from dated
    where
        amount > 0
        and (days > $posting_days or (book_year > year(entry_date) and amount >= $cutoff_amount))
        and not regexp_matches(
            concat_ws(' ', summary, note), '质保金|质量保证金|保修金|工程(款|结算|进度)|竣工结算|结算款|尾款'
        )
),

assessable as (
    select distinct village_code
    from dated
    where coalesce(posted_on, declared) is not null
),

final as (
    select
        l.village_code,
        s.subject,
        make_date(year(l.entry_date), month(l.entry_date), 1) as period,
        cast(l.amount as decimal(18, 2)) as amount,
        l.row_id,
        '命中' as outcome,
        null as missing,
        l.summary,
        l.entry_date as day,
        l.finding
    from late as l
    inner join subject as s on l.row_id = s.row_id
    union all
    select distinct
        village_code,
        '收支明细账' as subject,
        cast(null as date) as period,
        cast(null as decimal(18, 2)) as amount,
        null as row_id,
        '不可评估' as outcome,
        '收支明细账“入账日期”列，或写明的期间' as missing,
        null as summary,
        cast(null as date) as day,
        null as finding
    from entry
    where village_code not in (select a.village_code from assessable as a)
)

select * from final
