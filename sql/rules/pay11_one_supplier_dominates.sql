/*
id: PAY11
title: 供应商集中度过高
level: 低
status: stable
money: 手续
tunable: top_share
subject: payee
description: "一村一年凭发票的支出（各资金合计，剔除公共事业）中，付给第一名供应商的占 60% 以上、达到 100,000 元，\
  且当年供应商不少于 5 家。属统计，只报低。"
why: 有多家可选而大部分采购给了一家，比价可能走过场。
basis:
  - 审计实务：供应商集中度测试
params: [top_share, top_line, supplier_count]
root_cause: 一村一年的第一名供应商为同一事实。
falsepositives:
  - 自来水、供电、通讯、财政、银行等公共单位不算。
  - 只算票据为发票的支出；提现、入股、工资、救助没有发票，不在其内。
  - 当年有一个大工程的，也会集中，所以只报低。
innocent: 当年只有一个大项目，已经招标或比价。
next_check: 查询比价记录和该供应商的合同。
clears: 询价、比价或招标记录。
example: "甲村 2025 年凭发票的支出共 200,000 元，供应商 5 家，其中付给兴旺公司 120,000 元，\
  正好 60%，且满 100,000 元，报一条“低”，超过六成的部分为 0 元。丙村共 225,000 元，\
  付给同一家 145,000 元，占 64%，\
  超过六成的部分是 145,000 − 225,000 × 60% ＝ 10,000 元。\
  只有 4 家供应商的村不作统计。"
related: [PAY09, PAY10]
message: >-
  {year} 年凭发票的支出 {total} 元，涉及供应商 {suppliers} 家，其中付给{subject} {top} 元（满 {top_line:,} 元），
  占 {share:.0%}，超过 {top_share:.0%} 的部分 {amount} 元，待核。
*/
with payment as (
    select
        row_id,
        village_code,
        year(entry_date) as year,
        payee_key,
        amount
    from core.payment
    where
        document_type = '发票'
        and payee_key is not null
        and purpose_class <> '公用事业'
),

public_body as (
    select row_id
    from fact.watch_word
    where topic = '公共单位'
),

purchase as (
    select
        row_id,
        village_code,
        year,
        payee_key,
        amount
    from payment
    where row_id not in (select b.row_id from public_body as b)
),

supplier as (
    select
        village_code,
        year,
        payee_key,
        sum(amount) as amount
    from purchase
    group by village_code, year, payee_key
),

ranked as (
    select
        village_code,
        year,
        payee_key,
        amount,
        sum(amount) over (partition by village_code, year) as total,
        count(*) over (partition by village_code, year) as suppliers,
        row_number() over (partition by village_code, year order by amount desc, payee_key asc) as place
    from supplier
),

final as (
    select
        r.village_code,
        r.payee_key as subject,
        make_date(r.year, 1, 1) as period,
        cast(r.amount - r.total * $top_share as decimal(18, 2)) as amount,
        p.row_id,
        concat_ws('·', '供应商集中', r.village_code, cast(r.year as varchar)) as root_cause,
        r.year,
        cast(r.total as decimal(18, 2)) as total,
        r.suppliers,
        cast(r.amount as decimal(18, 2)) as top,
        try_cast(cast(r.amount as double) / cast(r.total as double) as decimal(38, 6)) as share
    from ranked as r
    inner join purchase as p
        on r.village_code = p.village_code and r.year = p.year and r.payee_key = p.payee_key
    where
        r.place = 1
        and r.suppliers >= $supplier_count
        and r.amount >= $top_line
        and r.amount >= r.total * $top_share
)

select * from final
