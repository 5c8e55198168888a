/*
view: core.parameter
title: 各村适用的参数：乡镇设定优先于县，县优先于默认；村代码为空的一行是全县口径
columns:
  village_code: 村代码：空为全县口径；登记了几个县的，县名为一县口径
  name: 参数名
  value: 采用值
  scope: 适用范围：空为全部，或县、乡镇名
  basis: 依据
  is_default: 是否默认值
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
        basis,
        for_township
    from core.parameter_given
),

default_value as (
    select
        name,
        default_value
    from meta.parameter_default
    union
    select
        name,
        null as default_value
    from given
    where name like 'post_coefficient.%'
),

candidate as (
    select
        g.village_code,
        g.name,
        g.value,
        g.scope,
        g.basis,
        row_number() over (
            partition by g.village_code, g.name
            order by g.for_township desc, g.scope desc, g.valid_from is not null desc, g.valid_from desc, g.row_id asc
        ) as preference
    from given as g
),

chosen as (
    select
        village_code,
        name,
        value,
        scope,
        basis
    from candidate
    where preference = 1
),

final as (
    select
        v.village_code,
        d.name,
        coalesce(c.value, d.default_value) as value,
        coalesce(c.scope, '') as scope,
        c.basis,
        c.name is null as is_default
    from village as v
    cross join default_value as d
    left join chosen as c on v.village_code = c.village_code and d.name = c.name
)

select * from final
