/*
id: CARE01
title: 收支不平/来源不明
level: 高
status: stable
money: 受损
difference: true
subject: sheet
applies_to: 关爱资金
description: "一、关爱资金的一本账，首尾两个结存之差不等于其间来源减支出（差超过 0.01 元）；\
  二、一笔收入没有写对方和类别，摘要也说不出是谁给的（如只写“收到捐款”），逐笔一条。"
why: 关爱资金由多处凑成，来源说不清、收支对不上，就无法向捐款的党员群众交代。
basis:
  - 自治区党委组织部组织一处《当前农村基层党建工作面临的难题及对策》（宁夏党建刊物 2015 年第 10 期，刊名不存）：通过党费划拨、财政拨款、党员捐款、社会捐助等方式建立党内关爱基金，制定筹集使用管理办法
  - 吴忠市委组织部部长孙瑛在党内关怀机制现场推进会上的发言（宁夏党建刊物 2015 年第 10 期，刊名不存）：集体经济划转、党员捐款、社会赞助
params: [tolerance]
looks_in:
  cash_entry: {when: {matter: 结存}, amount: sum, sheet: true, days: any}
root_cause: 收支与结存不符的，与同一工作表的余额断链（LED02）、合计不符（WB02）为同一事实；一笔来源不明的收入为一个事实。
falsepositives:
  - 实物捐赠：摘要或备注写明实物、物资、折价的收支没有进结存的，扣除后相符即通过。
  - 写了对方单位、类别，或摘要除“收到”“捐款”“资金”这类话以外还有别的内容（党费、财政、企业、某人、利息等）的，都算来源明。
  - 捐款名单：名单上的人就是对方单位，来源明。
  - 没有余额列、或几种资金记在一张表的，不作第一项核对；期初结转、内部划转不查来源。
innocent: 记账时漏写付款单位，或余额列手工填错。
next_check: 查进账回单、党费划拨单和捐款名单，补写来源；结存不符的先核对余额列。
clears: 写明来源的收据、进账单或捐款名单；余额填错的，更正后重报。
related: [LED02, CARE02]
message: >-
  {matter}，涉及 {amount} 元，待核。
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
        and not c.is_internal
        and nullif(trim(c.counterparty), '') is null
        and coalesce(nullif(trim(c.category), ''), '其他') = '其他'
        -- what is left of the words once those that name nobody are taken out
        and regexp_replace(
            c.summary,
            '收到|收入|收取|收款|收|入账|到账|转入|存入|筹集|捐款|捐赠|捐助|捐|其他|暂|款项|款|资金|基金|关爱|党内|现金|银行|转账|[0-9年月日第批次笔元、，。；：（）() ]',
            '',
            'g'
        ) = ''
),

final as (
    select
        village_code,
        subject,
        period,
        amount,
        row_id,
        root_cause,
        subject || '（' || place || '）来源减支出与结存不符（容差 ' || cast(cast($tolerance as double) as varchar) || ' 元）' as matter
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

select * from final
