/*
id: LAB04
title: 一个账号或一个人的签名领多人的劳务费
level: 中
status: stable
money: 手续
tunable: labour_one_hand
subject: payee
applies_to: 劳务用工
description: "一村一年的劳务用工表上，同一个收款账号收了、或同一个人名签领了几个不同的人的劳务费，满县里定的人数。\
  县里没有定人数的不可评估。一个账号、一个签名一年一条，金额为合计。"
why: 一个人替很多人领钱，名单上的人可能没有做工，也没有拿到钱。
basis:
  - 审计实务：领款人与收款账号、签名比对
params: [labour_one_hand]
looks_in:
  labour: {any: [name, id_no], says: {amount: '-'}, days: any}
root_cause: 一个账号（一个签名）一年代领的为同一事实。
falsepositives:
  - 签的不是人名的（已签、已领、手印）不算；账号遮盖、不足 8 位的不比。
  - 冲回的抵减，抵完的不报。
innocent: 施工队长统一领取再发给工人，另有发放记录。
next_check: 问名单上的人做没做工、拿到多少，核对银行回单和转付记录。
clears: 转付记录、委托书，本人签字的收款证明。
related: [LAB01, FS06]
message: "{year} 年 {persons} 个人的劳务费{hand}，合计 {amount} 元（满 {labour_one_hand:g} 人的列出），待核。"
*/
with labour as (
    select
        row_id,
        village_code,
        year(worked_from) as year,
        name,
        who,
        amount,
        account,
        signer
    from core.labour
),

held as (
    select
        row_id,
        village_code,
        year,
        name,
        who,
        amount,
        '账号' as kind,
        account as hand
    from labour
    where account is not null
    union all
    select
        row_id,
        village_code,
        year,
        name,
        who,
        amount,
        '签名' as kind,
        signer as hand
    from labour
    where signer is not null
),

person as (
    select
        village_code,
        year,
        kind,
        hand,
        who,
        min(name) as name,
        sum(amount) as amount
    from held
    group by village_code, year, kind, hand, who
    having sum(amount) > 0
),

total as (
    select
        village_code,
        year,
        kind,
        hand,
        count(*) as persons,
        min(name) as first_name,
        cast(sum(amount) as decimal(18, 2)) as amount
    from person
    group by village_code, year, kind, hand
    having count(*) > 1 and count(*) >= $labour_one_hand
),

-- the number of an account stays out of reports
placed as (
    select
        village_code,
        year,
        kind,
        hand,
        persons,
        amount,
        case when kind = '签名' then '由' || hand || '签领' else '进了同一个账号（有' || first_name || '等）' end as said,
        case
            when kind = '签名' then hand || '签领'
            else '同一账号 ' || first_name || '等' || cast(row_number() over (
                partition by village_code, year, kind, first_name order by hand
            ) as varchar)
        end as subject
    from total
),

final as (
    select
        p.village_code,
        p.subject,
        make_date(p.year, 1, 1) as period,
        p.amount,
        h.row_id,
        p.year,
        p.persons,
        p.said as hand
    from placed as p
    inner join held as h
        on p.village_code = h.village_code and p.year = h.year and p.kind = h.kind and p.hand = h.hand
)

select * from final
