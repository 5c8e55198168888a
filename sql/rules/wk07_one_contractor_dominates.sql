/*
id: WK07
title: 工程大多由一个施工单位承接
level: 中
status: stable
money: 手续
subject: project
applies_to: 工程项目
description: "项目台账上登记了施工单位和合同金额的工程满 5 个的村，一个施工单位承接的金额占全部的比例超过县里定的数。\
  一个施工单位一条。县里没有定这个比例的，不可评估。"
why: 总是同一家，可能没有真正比过价，或背后有人情。
basis:
  - 审计实务：施工单位集中度分析
params: [contractor_share, contractor_works]
looks_in:
  project: {days: any}
root_cause: 一个施工单位为同一事实。
falsepositives:
  - 同一项目登记了几次的，合同编号、施工单位和金额相同的只算一次。
  - 只承接了一个工程的，不报：一个大工程本来就会占大头。
innocent: 当地只有一家有资质的，每次都公开招标、询价。
next_check: 把这一家历次的招标、询价资料并列，看陪标的是谁、报价相差多少。
clears: 历次招标、询价的资料。
related: [PAY11, WK01, WK02]
message: >-
  {subject}承接 {works} 个工程，合同金额共 {amount} 元，全村 {every} 个工程共 {total} 元（占比不超过
  {contractor_share:.0%}；全村满 {contractor_works} 个才算），待核。
*/
with party as (
    select
        written,
        name
    from fact.party_name
),

registered as (
    select
        j.row_id,
        j.village_code,
        trim(j.project_no) as project_no,
        trim(j.contract_no) as contract_no,
        p.name as contractor,
        nullif(j.contract_amount, 0) as contract_amount
    from ledger.project as j
    inner join party as p on j.contractor = p.written
),

work as (
    select distinct
        village_code,
        project_no,
        contract_no,
        contractor,
        contract_amount
    from registered
    where contract_amount is not null
),

village as (
    select
        village_code,
        count(distinct project_no) as every,
        cast(sum(contract_amount) as decimal(18, 2)) as total
    from work
    group by village_code
    having count(distinct project_no) >= $contractor_works
),

share as (
    select
        village_code,
        contractor,
        count(distinct project_no) as works,
        cast(sum(contract_amount) as decimal(18, 2)) as amount
    from work
    group by village_code, contractor
),

final as (
    select
        s.village_code,
        s.contractor as subject,
        cast(null as date) as period,
        s.amount,
        r.row_id,
        s.works,
        v.every,
        v.total
    from share as s
    inner join village as v on s.village_code = v.village_code
    inner join registered as r on s.village_code = r.village_code and s.contractor = r.contractor
    where s.works > 1 and s.amount > v.total * $contractor_share
)

select * from final
