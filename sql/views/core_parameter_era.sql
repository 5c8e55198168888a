/*
view: core.parameter_era
title: 写有生效日期的参数：各村各个时期的取值；乡镇设定优先于县，县优先于默认
columns:
  village_code: 村代码：空为全县口径；登记了几个县的，县名为一县口径
  name: 参数名
  valid_from: 这一时期的第一天：最早的一个时期为 1900-01-01
  value: 采用值
*/
with village as (
    select village_code from core.parameter_place
),

given as (
    select
        village_code,
        row_id,
        name,
        scope,
        valid_from,
        value,
        for_township
    from core.parameter_given
),

era as (
    select
        name,
        valid_from
    from given
    where valid_from is not null
    union
    select
        name,
        cast('1900-01-01' as date) as valid_from
    from given
    where valid_from is not null
),

default_value as (
    select
        name,
        default_value
    from meta.parameter_default
),

candidate as (
    select
        g.village_code,
        g.name,
        e.valid_from,
        g.value,
        row_number() over (
            partition by g.village_code, g.name, e.valid_from
            order by g.for_township desc, g.scope desc, g.valid_from is not null desc, g.valid_from desc, g.row_id asc
        ) as preference
    from given as g
    inner join era as e on g.name = e.name and coalesce(g.valid_from <= e.valid_from, true)
),

final as (
    select
        v.village_code,
        e.name,
        e.valid_from,
        coalesce(c.value, d.default_value) as value
    from village as v
    cross join era as e
    left join candidate as c
        on v.village_code = c.village_code and e.name = c.name and e.valid_from = c.valid_from and c.preference = 1
    left join default_value as d on e.name = d.name
)

select * from final
