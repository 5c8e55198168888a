/*
id: WK08
title: 合同对方与村干部或其近亲属同名
level: 高
status: stable
money: 手续
subject: official
applies_to: 工程项目
description: "项目台账的施工单位、合同台账的对方是个人，与本村花名册上的人员同名，或与其登记的近亲属同名，\
  且全县出现这个姓名的村不超过 5 个。签订、开工时不在任的不算。一份合同、一个项目一条。"
why: 干部或其亲属承包村里的工程、租用村里的资产，应当回避和公开。
basis:
  - 《农村集体经济组织法》第 35 条第二款：不得低价承包、租赁集体资产，不得收受交易中的财物
  - 《农村集体经济组织法》第 29 条、《村民委员会组织法》（2018 年修正）第 32 条：近亲属回避
params: [namesake_villages]
looks_in:
  official: {any: [name], days: any, anywhere: true}
root_cause: 一份合同、一个项目为同一事实。
falsepositives:
  - 同姓同名：全县超过 5 个村有这个姓名的不报。
  - 对方是公司、合作社等单位的，看不出背后是谁，不查。
  - 花名册没有填近亲属的，只比本人；没有签订、开工、验收日期的不比。
innocent: 同名不同人，或经公开竞价、回避后承包，已经公示。
next_check: 核对身份证号和亲属关系，查发包、招标的会议记录和公示。
clears: 亲属关系申报、回避记录，公开竞价和公示的资料。
related: [PAY09, DBT02, PRC06]
message: "{subject}的对方{party}与{how}，金额 {amount} 元，待核。"
*/
with party as (
    select
        written,
        name
    from fact.party_name
),

contract as (
    select
        row_id,
        village_code,
        subject,
        party,
        value as amount,
        signed_on as day
    from core.contract
),

work as (
    select
        j.row_id,
        j.village_code,
        '项目 ' || trim(j.project_no) || ' ' || trim(j.project_name) as subject,
        p.name as party,
        j.contract_amount as amount,
        coalesce(j.started_on, j.accepted_on) as day
    from ledger.project as j
    inner join party as p on j.contractor = p.written
),

bargain as (
    select
        row_id,
        village_code,
        subject,
        party,
        amount,
        day
    from contract
    union all
    select
        row_id,
        village_code,
        subject,
        party,
        amount,
        day
    from work
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
        b.row_id,
        b.village_code,
        b.subject,
        b.party,
        b.amount,
        year(b.day) as year,
        p.row_id as roster_row_id,
        case
            when p.relation = '本人' then '在册人员' || p.official || '（' || p.post || '）同名'
            else '在册人员' || p.official || '（' || p.post || '）的近亲属同名'
        end as how
    from bargain as b
    inner join person as p
        on
            b.village_code = p.village_code
            and b.party = p.name
            and b.day >= coalesce(p.since, b.day)
            and b.day <= coalesce(p.until, b.day)
),

one as (
    select
        village_code,
        subject,
        year,
        min(party) as party,
        min(how) as how,
        max(amount) as amount
    from matched
    group by village_code, subject, year
),

evidence as (
    select
        village_code,
        subject,
        year,
        row_id
    from matched
    union
    select
        village_code,
        subject,
        year,
        roster_row_id as row_id
    from matched
),

final as (
    select
        o.village_code,
        o.subject,
        make_date(o.year, 1, 1) as period,
        o.amount,
        e.row_id,
        o.party,
        o.how
    from one as o
    inner join evidence as e
        on o.village_code = e.village_code and o.subject = e.subject and o.year = e.year
)

select * from final
