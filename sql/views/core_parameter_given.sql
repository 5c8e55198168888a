/*
view: core.parameter_given
title: 县和乡镇给各村定的参数：基准日以前生效、写法可用的各行，适用的每个村一行
columns:
  village_code: 村代码：空为全县口径；登记了几个县的，县名为一县口径
  row_id: 行编号
  name: 参数名
  scope: 适用范围：空为全部，或县、乡镇名
  valid_from: 生效日期：空为一直有效
  value: 取值
  basis: 依据
  for_township: 是否乡镇设定
*/
with setting as (
    select as_of from meta.setting
),

village as (
    select
        village_code,
        township,
        county
    from core.parameter_place
),

-- a township is named alone, or with its county before it; alone it says nothing where two counties have it
township as (
    select
        township as name,
        count(distinct coalesce(county, '')) > 1 as is_shared
    from core.village
    group by township
    union
    select
        county || township as name,
        false as is_shared
    from core.village
    where county is not null
),

-- posts have as many names as counties, so each coefficient that a county gives is a parameter of its own
known as (
    select
        name,
        allowed
    from meta.parameter_default
    union
    select
        p.name,
        d.allowed
    from ledger.parameter as p
    inner join meta.parameter_default as d on d.unit = '倍'
    where p.name like 'post_coefficient.%'
),

usable as (
    select
        p.row_id,
        p.name,
        p.county,
        coalesce(p.scope, '') as scope,
        p.valid_from,
        trim(p.value) as value,
        p.basis,
        t.name is not null as for_township,
        coalesce(t.is_shared, false) and p.county is null as is_unclear
    from ledger.parameter as p
    inner join known as d on p.name = d.name
    cross join setting as s
    left join township as t on p.scope = t.name
    where
        (p.valid_from is null or p.valid_from <= s.as_of)
        -- what can't be used leaves the default, which is shown as such
        and regexp_matches(trim(p.value), d.allowed)
),

final as (
    select
        v.village_code,
        u.row_id,
        u.name,
        u.scope,
        u.valid_from,
        u.value,
        u.basis,
        u.for_township
    from village as v
    inner join usable as u
        on
            not u.is_unclear
            -- what a county hands in under its own name holds for its own villages
            and (u.county is null or v.county is null or v.county = u.county)
            and (
                u.scope = ''
                or u.scope in (v.township, v.county || v.township)
                or (not u.for_township and (v.county is null or v.county = u.scope))
            )
)

select * from final
