/*
id: DU06
title: 帮扶个人无名单或与名单不符
level: 高
status: stable
money: 受损
difference: true
subject: village
applies_to: 红色股份
description: 红利用于困难帮扶的金额与发放名单合计不符，或名单上单人超过规定数额（默认 5,000 元）。
why: 发给个人的钱没有名单和签领，无法证明真的发到了人手里。
basis:
  - 审计实务：虚列受益人测试
  - 《湖南吉首：“红色股份”发展村级集体经济增强基层党组织“向心力”》（第三届全国基层党建创新案例，载《街办基层党建创新案例（5 篇）》网络汇编篇五）成效：公布的用途中有帮扶困难党员 2,000 元
params: [aid_person_limit, tolerance]
looks_in:
  aid_payment:
    - {amount: sum, says: {fund: 红色公司}}
    - {when: {subject: ^困难帮扶$}, says: {fund: 红色公司}, days: any}
  dividend_use:
    - {amount: sum, says: {category: 困难帮扶}}
    - {when: {subject: ^困难帮扶$}, says: {category: 困难帮扶}, days: any}
root_cause: 一村一年的红利帮扶为同一事实。
falsepositives:
  - 名单取帮扶慰问发放表中资金类别为红色公司的行：使用明细写明日期的，取同一年发放的；没有写的，取年度与红利年度相同的。
  - 名单未写年度的村年不可评估，不报。
  - 该村那一年没有报帮扶发放表的不可评估。
innocent: 可能发的是实物，另有实物发放表。
next_check: 调阅名单和签领，抽几户入户核对。
clears: 发放名单和签收，金额与使用明细一致。
related: [DU02]
message: >-
  {year} 年红利用于困难帮扶 {aid} 元，发放名单合计 {listed} 元，单人最多 {largest} 元（规定每人一年 {aid_person_limit:,} 元），
  与名单不符或超出规定 {amount} 元（容差 {tolerance} 元），待核。
*/
with spending as (
    select
        row_id,
        village_code,
        case when used_on is not null then 1 else 0 end as by_day,
        coalesce(cast(year(used_on) as integer), year) as year,
        amount
    from core.dividend_spending
    where category = '困难帮扶'
),

aid as (
    select
        village_code,
        by_day,
        year,
        sum(amount) as aid
    from spending
    group by village_code, by_day, year
),

listing as (
    select
        row_id,
        village_code,
        fund,
        1 as by_day,
        coalesce(cast(year(paid_on) as integer), year) as year,
        coalesce(id_no, name) as person,
        amount
    from ledger.aid_payment
    union all
    select
        row_id,
        village_code,
        fund,
        0 as by_day,
        coalesce(year, cast(year(paid_on) as integer)) as year,
        coalesce(id_no, name) as person,
        amount
    from ledger.aid_payment
),

payment as (
    select
        row_id,
        village_code,
        by_day,
        year,
        person,
        amount
    from listing
    where fund = '红色公司'
),

undated as (
    select distinct village_code
    from payment
    where year is null
),

-- aid without a day beside aid with one may be of whatever year
undated_aid as (
    select
        village_code,
        sum(amount) as undated
    from (
        select
            village_code,
            paid_on,
            amount,
            count(paid_on) over (partition by village_code) as dated
        from ledger.aid_payment
        where fund = '红色公司'
        union all
        select
            village_code,
            used_on as paid_on,
            amount,
            count(used_on) over (partition by village_code) as dated
        from core.dividend_spending
        where category = '困难帮扶'
    ) as aid
    where paid_on is null and dated > 0
    group by village_code
),

handed_in as (
    select distinct
        village_code,
        by_day,
        year
    from listing
),

person as (
    select
        village_code,
        by_day,
        year,
        person,
        sum(amount) as amount
    from payment
    group by village_code, by_day, year, person
),

listed as (
    select
        village_code,
        by_day,
        year,
        sum(amount) as listed,
        max(amount) as largest,
        sum(greatest(amount - $aid_person_limit, 0)) as above_limit
    from person
    group by village_code, by_day, year
),

compared as (
    select
        a.village_code,
        a.by_day,
        a.year,
        a.aid,
        coalesce(l.listed, 0) as listed,
        coalesce(l.largest, 0) as largest,
        case
            when abs(a.aid - coalesce(l.listed, 0)) > $tolerance then abs(a.aid - coalesce(l.listed, 0))
            else l.above_limit
        end as amount,
        case
            when u.village_code is not null then '帮扶慰问发放表“年度”列'
            when
                d.undated >= abs(a.aid - coalesce(l.listed, 0))
                and abs(a.aid - coalesce(l.listed, 0)) > $tolerance
                or (a.by_day = 0 and d.undated is not null)
                then '帮扶慰问发放表“发放日期”列、红利使用明细表“使用日期”列（有的没有填或没有读懂）'
            when h.village_code is null then '该年的帮扶慰问发放表'
        end as missing
    from aid as a
    left join listed as l on a.village_code = l.village_code and a.by_day = l.by_day and a.year = l.year
    left join undated as u on a.village_code = u.village_code
    left join undated_aid as d on a.village_code = d.village_code
    left join handed_in as h on a.village_code = h.village_code and a.by_day = h.by_day and a.year = h.year
    where a.aid > 0
),

evidence as (
    select
        village_code,
        by_day,
        year,
        row_id
    from spending
    union all
    select
        village_code,
        by_day,
        year,
        row_id
    from payment
),

final as (
    select
        c.village_code,
        case when c.by_day = 1 then '困难帮扶（按使用日期）' else '困难帮扶' end as subject,
        make_date(c.year, 1, 1) as period,
        cast(c.amount as decimal(18, 2)) as amount,
        e.row_id,
        '命中' as outcome,
        null as missing,
        c.year,
        cast(c.aid as decimal(18, 2)) as aid,
        cast(c.listed as decimal(18, 2)) as listed,
        cast(c.largest as decimal(18, 2)) as largest
    from compared as c
    inner join evidence as e on c.village_code = e.village_code and c.by_day = e.by_day and c.year = e.year
    inner join handed_in as h on c.village_code = h.village_code and c.by_day = h.by_day and c.year = h.year
    where c.amount > 0 and c.missing is null
    union all
    select
        village_code,
        case when by_day = 1 then '困难帮扶（按使用日期）' else '困难帮扶' end as subject,
        make_date(year, 1, 1) as period,
        cast(null as decimal(18, 2)) as amount,
        null as row_id,
        '不可评估' as outcome,
        missing,
        year,
        cast(aid as decimal(18, 2)) as aid,
        null as listed,
        null as largest
    from compared
    where missing is not null
)

select * from final
