/*
view: audit.headline
chinese: 总览
title: 总览：本批的总数，以及比上一批增减多少；全部和各乡镇各一份
columns:
  township: 乡镇：空为全部
  position: 顺序
  name: 名称
  unit: 单位
  value: 本批：没有账的金额为空
  before: 上一批：第一批没有
  change: 增减
*/
with figure as not materialized (
    select
        batch_number,
        township,
        position,
        name,
        unit,
        value
    from result.headline
),

latest as not materialized (
    select max(batch_number) as batch_number
    from figure
),

previous as (
    select max(f.batch_number) as batch_number
    from figure as f
    inner join latest as l on f.batch_number < l.batch_number
),

final as (
    select
        f.township,
        f.position,
        f.name,
        f.unit,
        f.value,
        b.value as before,
        cast(f.value - b.value as decimal(18, 2)) as change
    from figure as f
    inner join latest as l on f.batch_number = l.batch_number
    left join previous as p on true
    left join figure as b
        on p.batch_number = b.batch_number and f.township = b.township and f.name = b.name
)

select * from final
