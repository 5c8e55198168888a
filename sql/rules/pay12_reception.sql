/*
id: PAY12
title: 公务接待或吃喝支出
level: 高
status: stable
money: 受损
tunable: entertain_ratio
subject: entry
description: "摘要或收款人出现接待、餐饮、烟酒的词（按词不按字）。专项资金、红利、关爱资金里出现一笔报一笔；\
  集体资金和办公经费按年累计，超过当年办公经费的 2% 才报，从超过的那一笔起逐笔报。\
  没有写明资金类别的按集体资金看。"
why: 村级经费紧张，专项资金和红利不得用于接待；接待支出往往先从零星餐费开始。
basis:
  - 《街办基层党建创新案例（5 篇）》网络汇编篇二（原题名不存，讲的是乡镇财政财务：乡镇按此，村作参照）“问题”部分（二）：公务接待费用居高不下，公款吃喝现象有增无减
params: [entertain_ratio]
looks_in:
  cash_entry:
    - {amount: cover, of: [short], says: {fund: 办公经费}}
    - {amount: one, explains: [counterparty, summary], against: true, days: 366}
  grant: {amount: cover, of: [short], says: {fund: 办公经费}}
root_cause: 一笔支出为同一事实；红利使用明细里的一笔与 DU04 为同一事实。
falsepositives:
  - 词表按词：茶叶育苗、茶叶合作社、酒厂路、食堂维修、接待室维修、烟酒店门口路不命中。
  - 误工餐补按名单发放：自制凭证的工资补贴不报。
  - 办公经费取当年收入、支出、拨付三者中最大的；三者都没有的，集体资金和办公经费部分不可评估。
  - 红利使用明细与收支明细账各记一次的，只报收支明细账的一笔；已红字冲销的不报。
innocent: 有接待审批单和公函的正常公务接待，或培训、值守用餐。
next_check: 查接待审批单、公函、菜单和用餐人员名单。
clears: 接待审批单与公函、用餐人员名单。
related: [DU04, SVC04, PAY13]
message: "{day}支付“{summary}”{amount} 元，收款人{payee}，{place}中有“{word}”，资金为{fund}{beyond}，待核。"
*/
with watched as (
    select
        row_id,
        word,
        place
    from fact.watch_word
    where topic = '接待'
),

booked as (
    select
        p.row_id,
        p.village_code,
        p.entry_date,
        year(p.entry_date) as year,
        p.summary,
        p.amount,
        p.counterparty,
        coalesce(p.fund, '集体资金') as fund,
        p.subject,
        p.root_cause,
        w.word,
        w.place
    from core.payment as p
    inner join watched as w on p.row_id = w.row_id
    where not (p.document_type = '自制凭证' and p.purpose_class = '工资补贴')
),

dividend_spending as (
    select
        s.row_id,
        s.village_code,
        s.cooperative,
        s.year,
        s.used_on,
        s.summary,
        s.amount,
        s.payee,
        w.word,
        w.place
    from core.dividend_spending as s
    inner join watched as w on s.row_id = w.row_id
    where s.amount > 0
),

booked_too as (
    select distinct
        d.row_id,
        b.row_id as booked_row_id
    from dividend_spending as d
    inner join booked as b
        on
            d.village_code = b.village_code
            and d.amount = b.amount
            and (d.summary = b.summary or d.used_on = b.entry_date)
),

-- what the village lists as a use of its dividends is theirs, whichever book it stands in
payment as (
    select
        row_id,
        village_code,
        entry_date,
        year,
        summary,
        amount,
        counterparty,
        case
            when fund = '集体资金' and row_id in (select t.booked_row_id from booked_too as t) then '红利' else fund
        end as fund,
        subject,
        root_cause,
        word,
        place
    from booked
),

office_part as (
    select
        village_code,
        year(entry_date) as year,
        '收入' as source,
        coalesce(income, 0) as amount
    from core.cash_entry
    where fund = '办公经费' and not is_opening and not is_internal and not is_repeat
    union all
    select
        village_code,
        year(entry_date) as year,
        '支出' as source,
        coalesce(expense, 0) as amount
    from core.cash_entry
    where fund = '办公经费' and not is_opening and not is_internal and not is_repeat
    union all
    select
        village_code,
        year,
        '拨付' as source,
        amount
    from ledger."grant"
    where fund = '办公经费'
),

office_source as (
    select
        village_code,
        year,
        source,
        sum(amount) as amount
    from office_part
    group by village_code, year, source
),

office as (
    select
        village_code,
        year,
        max(amount) as amount
    from office_source
    group by village_code, year
    having max(amount) > 0
),

cumulated as (
    select
        p.row_id,
        p.village_code,
        p.year,
        o.amount as office,
        sum(p.amount) over (partition by p.village_code, p.year order by p.entry_date, p.row_id) as to_date
    from payment as p
    left join office as o on p.village_code = o.village_code and p.year = o.year
    where p.fund in ('集体资金', '办公经费')
),

final as (
    select
        p.village_code,
        p.subject,
        make_date(p.year, month(p.entry_date), 1) as period,
        p.amount,
        p.row_id,
        '命中' as outcome,
        null as missing,
        p.root_cause,
        p.entry_date as day,
        p.summary,
        p.counterparty as payee,
        p.place,
        p.word,
        p.fund,
        '' as beyond,
        cast(null as decimal(18, 2)) as short
    from payment as p
    where p.fund not in ('集体资金', '办公经费')
    union all
    select
        p.village_code,
        p.subject,
        make_date(p.year, month(p.entry_date), 1) as period,
        p.amount,
        p.row_id,
        '命中' as outcome,
        null as missing,
        p.root_cause,
        p.entry_date as day,
        p.summary,
        p.counterparty as payee,
        p.place,
        p.word,
        p.fund,
        '，全年累计 ' || cast(cast(c.to_date as decimal(18, 2)) as varchar) || ' 元，超过办公经费 '
        || cast(cast(c.office as decimal(18, 2)) as varchar) || ' 元的规定比例 ' || cast(cast($entertain_ratio as double) as varchar) as beyond,
        try_cast(cast(c.to_date as double) / cast($entertain_ratio as double) - cast(c.office as double) as decimal(18, 2)) as short
    from payment as p
    inner join cumulated as c on p.row_id = c.row_id
    where c.to_date > c.office * $entertain_ratio
    union all
    select
        d.village_code,
        concat_ws(' ', '红利', cast(d.year as varchar), d.cooperative, d.summary, cast(d.amount as varchar) || ' 元') as subject,
        make_date(d.year, 1, 1) as period,
        d.amount,
        d.row_id,
        '命中' as outcome,
        null as missing,
        concat_ws('|', 'DU', d.village_code, d.cooperative, cast(d.year as varchar)) as root_cause,
        max(d.used_on) over (
            partition by d.village_code, d.year, d.cooperative, d.summary, d.amount
        ) as day,
        d.summary,
        max(d.payee) over (partition by d.village_code, d.year, d.cooperative, d.summary, d.amount) as payee,
        max(d.place) over (partition by d.village_code, d.year, d.cooperative, d.summary, d.amount) as place,
        max(d.word) over (partition by d.village_code, d.year, d.cooperative, d.summary, d.amount) as word,
        '红利' as fund,
        '' as beyond,
        null as short
    from dividend_spending as d
    where d.row_id not in (select b.row_id from booked_too as b)
    union all
    select distinct
        c.village_code,
        '办公经费' as subject,
        make_date(c.year, 1, 1) as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        cast(c.year as varchar) || ' 年的办公经费收支或拨付' as missing,
        null as root_cause,
        null as day,
        null as summary,
        null as payee,
        null as place,
        null as word,
        null as fund,
        null as beyond,
        null as short
    from cumulated as c
    where c.office is null
)

select * from final
