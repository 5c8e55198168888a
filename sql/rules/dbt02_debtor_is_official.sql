/*
id: DBT02
title: 村干部或其近亲属欠村里、村里欠他们
level: 高
status: stable
money: 受损
subject: official
units: 村
applies_to: 债权债务
description: "债权债务台账的对方与本村花名册上的人员同名，或与其登记的近亲属同名，还有余额，且全县出现这个姓名的村不超过 5 个。\
  发生日期（没有填的按今天）不在任的不算。一笔一条。"
why: 管钱的人自己借村里的钱，或放债给村里吃利息，都是公私不分。
basis:
  - 《农村集体经济组织法》第 35 条第二款：不得直接或者间接向农村集体经济组织借款
  - 《村民委员会组织法》（2018 年修正）第 35 条：村务审计、离任审计
params: [namesake_villages]
looks_in:
  official: {any: [name], days: any, anywhere: true}
  debt:
    - {any: [party], days: any}
    - {cells: [balance, settled]}
root_cause: 一笔债权或债务为同一事实。
falsepositives:
  - 同姓同名：全县超过 5 个村有这个姓名的不报。
  - 同一笔登记了几次的，以最晚一次登记的为准；已经还清的不报。
innocent: 同名不同人；或干部垫付的公事费用、没有发放的补贴。
next_check: 看借条、收据和形成原因，问本人，查有没有利息。
clears: 垫付公事费用的凭据，或已经归还的收据。
related: [DBT03, PAY09, WK08]
message: "{what} {amount} 元，对方{party}与{how}，待核。"
*/
with setting as (
    select as_of from meta.setting
),

debt as (
    select
        d.row_id,
        d.village_code,
        d.direction,
        d.party,
        d.owed,
        coalesce(d.incurred_on, s.as_of) as day,
        d.subject,
        d.root_cause
    from core.debt as d
    cross join setting as s
    where d.owed > 0
),

person as (
    select
        row_id,
        village_code,
        name,
        relation,
        official,
        coalesce(post, body, '在册人员') as post,
        since,
        until
    from fact.roster
    where namesakes <= $namesake_villages
),

matched as (
    select
        d.row_id,
        d.village_code,
        d.direction,
        d.party,
        d.owed,
        d.subject,
        d.root_cause,
        p.row_id as roster_row_id,
        case
            when p.relation = '本人' then '在册人员' || p.official || '（' || p.post || '）同名'
            else '在册人员' || p.official || '（' || p.post || '）的近亲属同名'
        end as how
    from debt as d
    inner join person as p
        on
            d.village_code = p.village_code
            and d.party = p.name
            and d.day >= coalesce(p.since, d.day)
            and d.day <= coalesce(p.until, d.day)
),

one as (
    select
        village_code,
        direction,
        party,
        owed,
        subject,
        root_cause,
        min(how) as how
    from matched
    group by village_code, direction, party, owed, subject, root_cause
),

evidence as (
    select
        village_code,
        subject,
        row_id
    from matched
    union
    select
        village_code,
        subject,
        roster_row_id as row_id
    from matched
),

final as (
    select
        o.village_code,
        o.subject,
        cast(null as date) as period,
        o.owed as amount,
        e.row_id,
        o.root_cause,
        o.party,
        o.how,
        case when o.direction = '债权' then '欠村里' else '村里欠' end as what
    from one as o
    inner join evidence as e on o.village_code = e.village_code and o.subject = e.subject
)

select * from final
