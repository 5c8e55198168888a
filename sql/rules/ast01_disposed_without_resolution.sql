/*
id: AST01
title: 处置集体资产没有决议
level: 高
status: stable
money: 手续
subject: project
units: 村
applies_to: 资产台账
description: "资产资源台账填了处置日期的资产，没有填决议编号，四议两公开台账里也没有写明这项资产的事项。一项一条。没有四议两公开台账的不可评估。"
why: 处分集体财产要由村民会议决定，没有决议，卖给谁、卖多少都是少数人说了算。
basis:
  - 《村民委员会组织法》（2018 年修正）第 24 条：处分村集体财产由村民会议讨论决定
  - 《农村集体经济组织法》第 35 条第二款：不得低价转让集体资产
looks_in:
  asset:
    - {any: [asset_no, asset_name], days: any}
    - {cells: [resolution_no]}
  resolution:
    any: [subject=asset]
    days: any
    at: [disposed_from, disposed_to]
    due: true
root_cause: 一项资产的处置为同一事实。
falsepositives:
  - 议题写明资产名称的，视为已有决议；填了决议编号的不报。
  - 同一项资产登记了几次的，有一次填了决议编号的不报。
innocent: 决议在会议记录里，没有登记；或低值物品按制度报废。
next_check: 调处置的会议记录、评估或询价资料，看处置收入有没有入账。
clears: 同意处置的会议记录。
related: [CON02, PRC01]
message: "资产“{asset}”{day}处置，{income}，没有填决议编号，四议两公开台账里没有写明这项资产的事项，待核。"
*/
with setting as (
    select as_of from meta.setting
),

registered as (
    select
        a.row_id,
        a.village_code,
        nullif(trim(a.asset_no), '') as asset_no,
        trim(a.asset_name) as asset_name,
        -- no date is no disposal, and nothing that a village lacks
        coalesce(a.disposed_on, cast(s.as_of + interval 1 day as date)) as disposed_on,
        a.disposal_amount,
        a.resolution_no,
        s.as_of
    from ledger.asset as a
    cross join setting as s
),

disposed as (
    select
        village_code,
        asset_no,
        asset_name,
        disposed_on,
        max(disposal_amount) as disposal_amount
    from registered
    where disposed_on <= as_of
    group by village_code, asset_no, asset_name, disposed_on
),

approved as (
    select
        village_code,
        asset_no,
        asset_name,
        disposed_on
    from registered
    where resolution_no is not null
),

resolution as (
    select
        village_code,
        trim(subject) as matter
    from ledger.resolution
),

bare as (
    select
        d.village_code,
        d.asset_no,
        d.asset_name,
        d.disposed_on,
        d.disposal_amount
    from disposed as d
    left join approved as a
        on
            d.village_code = a.village_code
            and d.asset_name = a.asset_name
            and d.disposed_on = a.disposed_on
            and coalesce(d.asset_no, '') = coalesce(a.asset_no, '')
    left join resolution as r on d.village_code = r.village_code and contains(r.matter, d.asset_name)
    where a.asset_name is null and r.matter is null
),

final as (
    select
        b.village_code,
        concat_ws(' ', '资产', b.asset_no, b.asset_name, cast(b.disposed_on as varchar)) as subject,
        make_date(year(b.disposed_on), 1, 1) as period,
        cast(coalesce(b.disposal_amount, 0) as decimal(18, 2)) as amount,
        r.row_id,
        b.asset_name as asset,
        b.disposed_on as day,
        coalesce('处置收入 ' || cast(b.disposal_amount as varchar) || ' 元', '没有填处置收入') as income,
        make_date(year(b.disposed_on), 1, 1) as disposed_from,
        make_date(year(b.disposed_on), 12, 31) as disposed_to
    from bare as b
    inner join registered as r
        on
            b.village_code = r.village_code
            and b.asset_name = r.asset_name
            and b.disposed_on = r.disposed_on
            and coalesce(b.asset_no, '') = coalesce(r.asset_no, '')
)

select * from final
