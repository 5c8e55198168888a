/*
view: core.village
title: 村名册：每个村代码一行，取最新一版
columns:
  village_code: 村代码
  village_name: 村名
  township: 乡镇
  county: 县（市、区）
  region_type: 地区类型：川区/山区
  valid_from: 启用日期
  valid_to: 停用日期
*/
with registered as (
    select
        village_code,
        village_name,
        township,
        county,
        region_type,
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
        valid_from,
        valid_to
    from registered
    where version = 1
)

select * from final
