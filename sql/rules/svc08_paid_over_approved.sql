/*
id: SVC08
title: 拨付超过批复
level: 高
status: stable
money: 受损
difference: true
subject: village
description: "一村一年一种资金一个文件的拨付合计，超过这个文件批复的金额。没有文号的，一年一种资金合在一起比。\
  批复数就是当年星级标准的专项资金由 SVC01 查，这里不重复。"
why: 批复是拨钱的依据，超过批复拨出去的钱没有依据。
basis:
  - 《财政违法行为处罚处分条例》（国务院令第 427 号）第 6 条：虚报冒领、截留挪用、滞留财政资金
  - 参照同心县一文（宁夏党建刊物 2015 年第 10 期，题名不存，讲的是扶贫资金）：实行层层把关、审批、使用、绩效的管理制度
params: [tolerance]
looks_in:
  grant:
    - {by: [fund], any: [document_no=document, year], days: any}
    - {cells: [approved_amount]}
  star_rating: {when: {fund: 专项资金}}
root_cause: 一村一年一种资金一个文件的批复与拨付为同一事实。
falsepositives:
  - 一个批复分几次拨、每行都写批复总数的，批复只计一次；各行批复不同的相加。
  - 没有写批复金额的文件不比；退回、冲减的拨付按负数计。
  - 批复分在两个文件、拨付只写了后一个文号的：有一个文件没有拨足，差额由它补得上的，不报。
innocent: 另有追加的批复文件没有登记。
next_check: 调批复和追加文件，与拨款单逐笔核对。
clears: 追加批复的文件，或退回多拨部分的回单。
related: [SVC01, SVC09, SVC10]
message: "{year} 年{subject}批复 {approved} 元，拨付 {paid} 元，多拨 {amount} 元（容差 {tolerance} 元），待核。"
*/
with document as (
    select
        village_code,
        year,
        fund,
        document,
        subject,
        approved,
        paid
    from core.grant_document
),

-- what other documents of the same money and year have left
spare as (
    select
        village_code,
        year,
        fund,
        sum(greatest(approved - paid, 0)) as spare
    from document
    group by village_code, year, fund
),

rated as (
    select
        village_code,
        year,
        standard
    from core.star_grant
    where standard is not null
),

over as (
    select
        d.village_code,
        d.year,
        d.fund,
        d.document,
        d.subject,
        d.approved,
        d.paid
    from document as d
    inner join spare as s on d.village_code = s.village_code and d.year = s.year and d.fund = s.fund
    left join rated as r on d.village_code = r.village_code and d.year = r.year and d.fund = '专项资金'
    where d.paid > d.approved + coalesce(s.spare, 0) + $tolerance and coalesce(d.approved <> r.standard, true)
),

final as (
    select
        o.village_code,
        o.subject,
        make_date(o.year, 1, 1) as period,
        cast(o.paid - o.approved as decimal(18, 2)) as amount,
        g.row_id,
        concat_ws('·', '拨款文件', o.village_code, o.subject, cast(o.year as varchar)) as root_cause,
        o.year,
        o.fund,
        o.document,
        o.approved,
        o.paid
    from over as o
    inner join ledger."grant" as g
        on
            o.village_code = g.village_code
            and o.year = g.year
            and o.fund = g.fund
            and o.document = coalesce(trim(g.document_no), '')
)

select * from final
