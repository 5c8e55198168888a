/*
view: core.parameter_place
title: 参数适用的地方：各村；村代码为空的一行是全县口径；登记了几个县的，各县另有一行，村代码写县名
columns:
  village_code: 村代码：空为全县口径，或县名
  township: 乡镇：空为不分
  county: 县：空为不分
*/
with village as (
    select
        village_code,
        township,
        county
    from core.village
),

county as (
    select peers
    from core.county
),

final as (
    select
        village_code,
        township,
        county
    from village
    union all
    select
        peers as village_code,
        null as township,
        peers as county
    from county
    where peers <> ''
    union all
    -- where there are several, what is given for one of them holds for that one alone
    select
        '' as village_code,
        null as township,
        max(case when peers <> '' then '' end) as county
    from county
)

select * from final
