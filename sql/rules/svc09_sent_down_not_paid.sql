/*
id: SVC09
title: 指标下达后拨付不足或拨付迟
level: 中
status: stable
money: 受损
difference: true
tunable: grant_days
subject: village
description: "指标下达已满县里规定的天数（参数 grant_days，没有默认值，县里没有定的不可评估），\
  拨付合计还不到下达数的报不足，到了而在期限以后才拨的部分报迟。一村一年一种资金一个文件一条。\
  拨进乡镇代管账户的（报账制）也算拨到。"
why: 钱下达了没有到村，可能被滞留、截留。
basis:
  - 《财政违法行为处罚处分条例》（国务院令第 427 号）第 4、6 条：滞留、截留、挪用应当下拨的财政资金
params: [grant_days, tolerance]
looks_in:
  grant:
    - {amount: cover, by: [fund], days: any}
root_cause: 一村一年一种资金一个文件的下达与拨付为同一事实。
falsepositives:
  - 拨付没有写日期的，当作按期。
  - 一个指标分几次拨、每行都写下达总数的，下达只计一次；下达几次的，从最后一次算起。
  - 没有写下达金额、下达日期的不查；未满期限的不查。
innocent: 项目没有验收，按进度拨付，或指标已收回。
next_check: 调指标文件和拨款单，问清没有拨付的原因和钱在哪个账户上。
clears: 补拨的回单，或指标调整、收回的文件。
related: [SVC08, SVC10, XV05]
message: >-
  {year} 年{subject}在 {sent_down_on}下达 {sent_down} 元，{finding} {amount} 元（下达后 {grant_days} 天以内应当拨到，容差 {tolerance} 元），待核。
*/
with setting as (
    select as_of from meta.setting
),

document as (
    select
        d.village_code,
        d.year,
        d.fund,
        d.document,
        d.subject,
        d.sent_down,
        d.sent_down_on,
        d.paid
    from core.grant_document as d
    cross join setting as s
    where d.sent_down > 0 and date_diff('day', d.sent_down_on, s.as_of) > $grant_days and d.paid > 0
),

payment as (
    select
        row_id,
        village_code,
        year,
        fund,
        coalesce(trim(document_no), '') as document,
        amount,
        paid_on
    from ledger."grant"
),

in_time as (
    select
        d.village_code,
        d.year,
        d.fund,
        d.document,
        sum(p.amount) filter (
            where coalesce(date_diff('day', d.sent_down_on, p.paid_on) <= $grant_days, true)
        ) as paid
    from document as d
    inner join payment as p
        on d.village_code = p.village_code and d.year = p.year and d.fund = p.fund and d.document = p.document
    group by d.village_code, d.year, d.fund, d.document
),

short as (
    select
        d.village_code,
        d.year,
        d.fund,
        d.document,
        d.subject,
        d.sent_down,
        d.sent_down_on,
        case when d.paid < d.sent_down - $tolerance then '还没有拨到的' else '超过期限才拨到的' end as finding,
        cast(
            d.sent_down - case when d.paid < d.sent_down - $tolerance then d.paid else coalesce(t.paid, 0) end
            as decimal(18, 2)
        ) as amount
    from document as d
    inner join in_time as t
        on d.village_code = t.village_code and d.year = t.year and d.fund = t.fund and d.document = t.document
    where coalesce(t.paid, 0) < d.sent_down - $tolerance
),

final as (
    select
        s.village_code,
        s.subject,
        make_date(s.year, 1, 1) as period,
        s.amount,
        p.row_id,
        concat_ws('·', '拨款文件', s.village_code, s.subject, cast(s.year as varchar)) as root_cause,
        s.year,
        s.fund,
        s.sent_down,
        s.sent_down_on,
        s.finding
    from short as s
    inner join payment as p
        on s.village_code = p.village_code and s.year = p.year and s.fund = p.fund and s.document = p.document
)

select * from final
