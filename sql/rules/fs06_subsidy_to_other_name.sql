/*
id: FS06
title: 惠农补贴打到别人名下
level: 中
status: stable
money: 手续
subject: payee
applies_to: 惠农补贴
description: "惠农补贴（补偿、救助）发放表上，收款人（户名）与领取人不是一个人。同一个收款人一年一项一条；\
  收款人是花名册上的村干部、村监会成员或其近亲属的为高，其余为中。"
why: 别人的卡收了农户的钱，农户可能不知道自己有这笔补贴。
basis:
  - 审计实务：领取人与收款人比对
looks_in:
  official: {any: [name=payee], days: any}
  subsidy_payment: {any: [name, id_no], says: {amount: '-'}, days: any}
root_cause: 一个收款人一年一项的代收为同一事实。
falsepositives:
  - 没有填收款人、收款人与姓名只差空格括号的不报；收款人是单位的不在本规则内。
  - 冲回的抵减，抵完的不报。
innocent: 打到配偶、子女的卡上，或外出务工委托亲友代领。
next_check: 核对身份证、户口簿和代领委托书，问农户收到没有。
clears: 户口簿、代领委托书，农户签字的收款证明。
related: [FS04, FS07]
message: "{year} 年{item}有 {persons} 人的钱打到{payee}名下，合计 {amount} 元{post}，待核。"
*/
with diverted as (
    select
        row_id,
        village_code,
        year,
        item,
        who,
        payee,
        amount
    from core.subsidy
    where payee is not null
),

holder as (
    select
        village_code,
        name,
        min(row_id) as row_id,
        min(case when relation = '本人' then coalesce(post, body, '在册人员') else official || '的近亲属' end) as post
    from fact.roster
    group by village_code, name
),

total as (
    select
        d.village_code,
        d.year,
        d.item,
        d.payee,
        count(distinct d.who) as persons,
        cast(sum(d.amount) as decimal(18, 2)) as amount,
        min(h.post) as post,
        min(h.row_id) as roster_row_id
    from diverted as d
    left join holder as h on d.village_code = h.village_code and d.payee = h.name
    group by d.village_code, d.year, d.item, d.payee
    having sum(d.amount) > 0
),

evidence as (
    select
        village_code,
        year,
        item,
        payee,
        row_id
    from diverted
    union
    select
        village_code,
        year,
        item,
        payee,
        roster_row_id as row_id
    from total
    where roster_row_id is not null
),

final as (
    select
        t.village_code,
        t.item || ' 打到' || t.payee || '名下' as subject,
        make_date(t.year, 1, 1) as period,
        t.amount,
        e.row_id,
        case when t.post is not null then '高' end as level,
        t.year,
        t.item,
        t.persons,
        t.payee,
        coalesce('（收款人与花名册上的' || t.post || '同名）', '') as post
    from total as t
    inner join evidence as e
        on t.village_code = e.village_code and t.year = e.year and t.item = e.item and t.payee = e.payee
)

select * from final
