/*
view: core.village
title: 村名册：每个村代码一行，取最新一版
columns:
  village_code: 村代码
  village_name: 村名
  township: 乡镇
  county: 县（市、区）
  region_type: 地区类型：川区/山区
  unit_kind: 单位类型：没有填的，名称以社区结尾的为社区，其余为村
  valid_from: 启用日期
  valid_to: 停用日期
  peers: 与哪个县的村相比：登记了几个县的为本村的县，没有写明县的村为空；只登记了一个县的都为空
*/
with registered as (
    select
        village_code,
        village_name,
        township,
        county,
        region_type,
        unit_kind,
        valid_from,
        valid_to,
        row_number() over (
            partition by village_code
            order by valid_from is not null desc, valid_from desc, row_id asc
        ) as version
    from ledger.village
),

final as (
    select
        village_code,
        village_name,
        township,
        county,
        region_type,
        coalesce(unit_kind, case when regexp_matches(village_name, '社区$') then '社区' else '村' end) as unit_kind,
        valid_from,
        valid_to,
        case when min(county) over () < max(county) over () then coalesce(county, '') else '' end as peers
    from registered
    where version = 1
)

select * from final
