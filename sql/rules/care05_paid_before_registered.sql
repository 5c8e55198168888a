/*
id: CARE05
title: 先发钱，后登记
level: 中
status: stable
money: 手续
subject: payee
applies_to: 关爱资金
description: "关爱资金发给一个人的日期，早于这个人在困难党员台账上的登记日期。一人一年一条，金额为登记以前发的合计。\
  台账在发放那天以前还没有登记过任何人的，台账是后来才建的，不查。"
why: 先认定、再发放；发了钱再补登记，认定就成了补手续。
basis:
  - 吴忠市委组织部部长孙瑛在党内关怀机制现场推进会上的发言（宁夏党建刊物 2015 年第 10 期，刊名不存）：逐级建立生活困难党员台账
  - 审计实务：先认定后发放
looks_in:
  hardship_register: {any: [name=subject], days: any}
root_cause: 一人一年领取的关爱资金为一个事实，与 CARE02、CARE03 合计时只取最大一笔。
falsepositives:
  - 老党员、去世党员遗属不要求登记为困难党员，不查。
  - 一个人登记了几次的取最早一次；有一次没有写登记日期的不查。
  - 没有写发放日期的不查；当天登记当天发的通过；红字冲完的不报。
innocent: 台账换了新册，登记日期是转抄的日期。
next_check: 核对认定材料的日期和评议记录。
clears: 发放以前的认定材料。
related: [CARE02, CARE03]
message: "关爱资金在 {first_day}发给{subject}，共 {amount} 元，{subject}在台账上的登记日期是 {registered_on}，待核。"
*/
with aid as (
    select
        row_id,
        village_code,
        year,
        paid_on,
        name,
        person,
        id_no,
        amount
    from core.care_aid
    where paid_on is not null
),

rightful as (
    select row_id
    from fact.care_recipient
    where recipient is not null
),

register as (
    select
        row_id,
        village_code,
        regexp_replace(name, '\s', '', 'g') as name,
        nullif(upper(trim(id_no)), '') as id_no,
        registered_on
    from ledger.hardship_register
),

kept_from as (
    select
        village_code,
        min(registered_on) as first_day
    from register
    group by village_code
),

matched as (
    select
        a.row_id,
        min(r.registered_on) as registered_on,
        min(r.row_id) as register_row_id
    from aid as a
    inner join register as r
        on a.village_code = r.village_code and (a.id_no = r.id_no or (a.name = r.name and coalesce(a.id_no = r.id_no, true)))
    group by a.row_id
    having count(*) = count(r.registered_on)
),

early as (
    select
        a.row_id,
        a.village_code,
        a.year,
        a.paid_on,
        a.person,
        a.amount,
        m.registered_on,
        m.register_row_id
    from aid as a
    inner join matched as m on a.row_id = m.row_id
    inner join kept_from as k on a.village_code = k.village_code
    where
        a.paid_on < m.registered_on
        and k.first_day <= a.paid_on
        and a.row_id not in (select t.row_id from rightful as t)
),

person_year as (
    select
        village_code,
        year,
        person,
        cast(sum(amount) as decimal(18, 2)) as amount,
        min(paid_on) as first_day,
        min(registered_on) as registered_on
    from early
    group by village_code, year, person
    having sum(amount) > 0
),

evidence as (
    select
        village_code,
        year,
        person,
        row_id
    from early
    union all
    select
        village_code,
        year,
        person,
        register_row_id as row_id
    from early
),

final as (
    select
        p.village_code,
        p.person as subject,
        make_date(p.year, 1, 1) as period,
        p.amount,
        e.row_id,
        concat_ws('|', 'CARE', p.village_code, p.person, cast(p.year as varchar)) as root_cause,
        p.first_day,
        p.registered_on
    from person_year as p
    inner join evidence as e on p.village_code = e.village_code and p.year = e.year and p.person = e.person
)

select * from final
