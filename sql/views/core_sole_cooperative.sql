/*
view: core.sole_cooperative
title: 合作社是否只有一个：每村的登记台账、红利收取表、盈余分配表各只写了一个合作社，写法不同也可当作同一社；没有装载的行也算在内
columns:
  village_code: 村代码
  one_registered: 登记台账里是否只有一个
  one_paying: 红利收取表里是否只有一个
  one_reporting: 盈余分配表里是否只有一个
*/
with named as (
    select
        village_code,
        'share_event' as kind,
        cooperative
    from core.share_event
    where change <> 0
    union
    select
        village_code,
        'dividend' as kind,
        cooperative
    from core.dividend
    union
    select
        village_code,
        'coop_year' as kind,
        cooperative
    from core.coop_year
    union
    select
        village_code,
        kind,
        cooperative
    from fact.torn_cooperative
),

final as (
    select
        village_code,
        sum(case when kind = 'share_event' then 1 else 0 end) = 1 as one_registered,
        sum(case when kind = 'dividend' then 1 else 0 end) = 1 as one_paying,
        sum(case when kind = 'coop_year' then 1 else 0 end) = 1 as one_reporting
    from named
    group by village_code
)

select * from final
