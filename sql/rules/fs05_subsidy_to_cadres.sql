/*
id: FS05
title: 村干部及近亲属领取的惠农补贴占比偏高
level: 中
status: stable
money: 手续
tunable: subsidy_cadre_share
subject: official
applies_to: 惠农补贴
description: "一村一年一项补贴里，村干部、村监会成员及其近亲属（花名册上写明的）领取的金额，占全村这一项的比例超过县里定的比例。\
  县里没有定比例的不可评估。"
why: 谁可以领、领多少由村干部报，自己和亲属领得多要看一看是怎样定的。
basis:
  - 审计实务：受益人与经办人比对
  - 宁夏党建刊物 2015 年第 10 期一文（题名不存）：固原市受处理的 181 名村干部中，贪污公款、挪用涉农补贴的占 76%
params: [subsidy_cadre_share]
looks_in:
  subsidy_payment: {days: 366}
  official: {any: [name], days: any}
root_cause: 一村一年一项补贴里干部及亲属领取的部分为同一事实。
falsepositives:
  - 干部、亲属也有地，领取本身不是问题，只看占比。
  - 两边身份证号都有而不同的不是一个人；任职期以外的不算；冲回的抵减。
innocent: 村小户少，干部家庭的地多，或这一项本来只有几户。
next_check: 核对这些户的面积核定表、公示照片和评议记录。
clears: 面积核定表、公示照片、评议记录。
related: [FS02, CARE03]
message: "{year} 年{item}共发放 {total} 元，村干部及近亲属 {persons} 人（{who}）领取 {amount} 元，占 {share:.1%}（超过 {subsidy_cadre_share:.0%} 的列出），待核。"
*/
with subsidy as (
    select
        row_id,
        village_code,
        year,
        item,
        who,
        amount
    from core.subsidy
),

related as (
    select
        r.row_id,
        r.roster_row_id,
        r.who as title,
        s.village_code,
        s.year,
        s.item,
        s.who,
        s.amount
    from core.subsidy_related as r
    inner join subsidy as s on r.row_id = s.row_id
),

whole as (
    select
        village_code,
        year,
        item,
        cast(sum(amount) as decimal(18, 2)) as total
    from subsidy
    group by village_code, year, item
    having sum(amount) > 0
),

theirs as (
    select
        village_code,
        year,
        item,
        count(distinct who) as persons,
        min(title) as title,
        cast(sum(amount) as decimal(18, 2)) as amount
    from related
    group by village_code, year, item
),

found as (
    select
        t.village_code,
        t.year,
        t.item,
        t.persons,
        t.title || case when t.persons > 1 then '等' else '' end as who,
        t.amount,
        w.total,
        cast(t.amount as double) / cast(w.total as double) as share
    from theirs as t
    inner join whole as w on t.village_code = w.village_code and t.year = w.year and t.item = w.item
    where cast(t.amount as double) > cast(w.total as double) * $subsidy_cadre_share
),

evidence as (
    select
        village_code,
        year,
        item,
        row_id
    from related
    union
    select
        village_code,
        year,
        item,
        roster_row_id as row_id
    from related
),

final as (
    select
        f.village_code,
        f.item || ' 干部及近亲属' as subject,
        make_date(f.year, 1, 1) as period,
        f.amount,
        e.row_id,
        f.year,
        f.item,
        f.persons,
        f.who,
        f.total,
        f.share
    from found as f
    inner join evidence as e on f.village_code = e.village_code and f.year = e.year and f.item = e.item
)

select * from final
