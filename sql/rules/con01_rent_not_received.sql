/*
id: CON01
title: 租金、承包费没有收齐
level: 高
status: stable
money: 受损
difference: true
subject: project
applies_to: 合同
description: "合同台账写了年租金和已收金额的合同：到台账写明的日期，满几年就应收几年的租金，已收金额比应收的少。一份合同一条。\
  台账没有写明登记到哪一年、按今天算又不够的，不可评估。"
why: 租金、承包费是村集体的主要收入，长期不收，等于白给人用。
basis:
  - 《农村集体经济组织法》第 35 条第二款：不得低价转让、出租集体资产
  - 《村民委员会组织法》（2018 年修正）第 24 条：集体经济所得收益的使用、承包方案由村民会议讨论决定
params: [tolerance]
looks_in:
  contract:
    - {any: [contract_no, counterparty], days: any}
    - {cells: [ends_on]}
root_cause: 一份合同没有收到的租金为同一事实。
falsepositives:
  - 只算已满的整年；合同到期的，算到到期为止；没有填已收金额的不可评估。
  - 同一份合同登记了几次的，以最晚一次登记的为准。
  - 租金逐年递增、前几年免租的合同，台账只写一个年租金的，看合同就能分清。
innocent: 租金以实物、投劳抵付，或经村民会议同意减免，没有登记。
next_check: 查合同约定的付款时间、收据存根和收支账，问承租人交到了哪一年。
clears: 收款收据、银行回单，或同意减免的决议。
related: [CON02, LED07]
message: >-
  {subject}：年租金 {rent} 元，到 {until}满 {years} 年，应收 {due} 元，登记已收 {received} 元，少 {amount} 元
  （容差 {tolerance} 元），待核。
*/
with setting as (
    select as_of from meta.setting
),

contract as (
    select
        c.row_id,
        c.village_code,
        c.subject,
        c.root_cause,
        coalesce(c.rent_per_year, 0) as rent_per_year,
        c.received,
        c.starts_on,
        c.declared_on,
        least(coalesce(c.declared_on, s.as_of), coalesce(c.ends_on, s.as_of), s.as_of) as until
    from core.contract as c
    cross join setting as s
),

dated as (
    select
        row_id,
        village_code,
        subject,
        root_cause,
        rent_per_year,
        received,
        starts_on,
        declared_on,
        until,
        cast(until + interval 1 day as date) as beyond
    from contract
),

counted as (
    select
        row_id,
        village_code,
        subject,
        root_cause,
        rent_per_year,
        received,
        starts_on,
        declared_on,
        until,
        year(beyond) - year(starts_on)
        - case when month(beyond) * 31 + day(beyond) < month(starts_on) * 31 + day(starts_on) then 1 else 0 end as years
    from dated
),

short as (
    select
        row_id,
        village_code,
        subject,
        root_cause,
        rent_per_year,
        received,
        starts_on,
        declared_on,
        until,
        years,
        cast(rent_per_year * years as decimal(18, 2)) as due
    from counted
    where rent_per_year * years > coalesce(received, 0) + $tolerance
),

final as (
    select
        village_code,
        subject,
        make_date(year(starts_on), 1, 1) as period,
        cast(due - coalesce(received, 0) as decimal(18, 2)) as amount,
        row_id,
        case when received is null or declared_on is null then '不可评估' else '命中' end as outcome,
        case
            when received is null then '合同台账“已收金额”列'
            when declared_on is null then '写明登记到哪一年的合同台账'
        end as missing,
        root_cause,
        rent_per_year as rent,
        until,
        years,
        due,
        received
    from short
)

select * from final
