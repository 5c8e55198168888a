/*
id: CARE01
title: 收支不平/来源不明
level: 高
status: stable
subject: sheet
description: "一、关爱资金的一本账，首尾两个结存之差不等于其间来源减支出（差超过 0.01 元）；\
  二、一笔收入看不出来源（党费划拨、财政、捐款、集体、社会），逐笔一条。"
why: 关爱资金由多处凑成，来源说不清、收支对不上，就无法向捐款的党员群众交代。
basis:
  - 党内关爱资金的来源：党费划拨、财政拨款、党员捐款、社会捐助、集体经济划转（001_389031f393f5dd70.txt:3083-3091）
needs: [core.care_entry]
params:
  tolerance:
    default: 0.01
    unit: 元
    meaning: 金额比较的容差
    source: "[默认] 一分"
root_cause: 收支与结存不符的，与同一工作表的余额断链（LED02）、合计不符（WB02）为同一事实；一笔来源不明的收入为一个事实。
falsepositives:
  - 实物捐赠：摘要或备注写明实物、物资、折价的收支没有进结存的，扣除后相符即通过。
  - 写了对方单位、类别，或摘要说得出来源（党费、财政、拨、捐、集体、社会、利息、退回等）的，都算来源明。
  - 捐款名单：名单上的人就是对方单位，来源明。
  - 没有余额列、或几种资金记在一张表的，不作第一项核对；期初结转、内部划转不查来源。
innocent: 记账时漏写付款单位，或余额列手工填错。
next_check: 查进账回单、党费划拨单和捐款名单，补写来源；结存不符的先核对余额列。
related: [LED02, CARE02]
message: "{matter}，涉及 {amount} 元，待核。"
*/
with book as (
    select
        village_code,
        subject,
        period,
        source_file,
        source_sheet,
        gap,
        row_id
    from core.book_gap
    where fund = '关爱资金' and abs(gap) > $tolerance and abs(gap + in_kind) > $tolerance
),

unbalanced as (
    select
        village_code,
        subject,
        period,
        row_id,
        cast(sum(abs(gap)) over (partition by village_code, subject, period) as decimal(18, 2)) as amount,
        min(source_file || '#' || source_sheet) over (partition by village_code, subject, period) as place,
        min(concat_ws('·', '工作表', village_code, source_file, source_sheet)) over (
            partition by village_code, subject, period
        ) as root_cause
    from book
),

named as (
    select
        row_id,
        subject
    from fact.entry_subject
),

unsourced as (
    select
        c.row_id,
        c.village_code,
        c.entry_date,
        c.summary,
        c.income,
        n.subject
    from core.care_entry as c
    inner join named as n on c.row_id = n.row_id
    where
        c.income > 0
        and not c.is_opening
        and not c.is_internal
        and nullif(trim(c.counterparty), '') is null
        and coalesce(nullif(trim(c.category), ''), '其他') = '其他'
        and not regexp_matches(
            c.summary,
            '党费|财政|拨|上级|捐|集体|社会|企业|公司|部门|单位|后盾|党员|群众|村民|利息|结息|红利|分红|退|冲|更正'
        )
),

final as (
    select
        village_code,
        subject,
        period,
        amount,
        row_id,
        root_cause,
        subject || '（' || place || '）来源减支出与结存不符' as matter
    from unbalanced
    union all
    select
        village_code,
        subject,
        make_date(year(entry_date), month(entry_date), 1) as period,
        income as amount,
        row_id,
        concat_ws('·', '关爱资金收入', village_code, subject) as root_cause,
        '关爱资金收入“' || summary || '”（' || cast(entry_date as varchar) || '）看不出来源' as matter
    from unsourced
)

select
    village_code,
    subject,
    period,
    amount,
    row_id,
    root_cause,
    matter
from final
