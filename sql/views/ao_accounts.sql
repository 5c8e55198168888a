/*
view: AO.会计科目表
title: 会计科目表：每村每年用到的科目，按审计机关现场审计（AO）的列名和次序排列
columns:
  科目编码: 科目编码
  科目名称: 科目名称
  余额方向: 1 为借、-1 为贷（来源只规定是整数，取通行写法，请审计机关核对）；看不出的为空
  科目类别名称: 科目类别：不在科目表里的为空
  上级科目编码: 上级科目编码：一级科目为空
  上级科目名称: 上级科目名称
  科目全称: 科目全称：上下级用斜线隔开（来源没有规定分隔符）
  科目级别: 科目级别：一级为 1
  是否现金或现金等价物: 1 是、0 否
  是否是标准科目: 1 为编码、名称与该年适用的科目表一致，0 为不一致或自设
  是否最底级科目: 1 是、0 否
  备注: 空
  年度: 年度
  单位名称: 单位名称：乡镇和村名
  电子数据编号: 一村一年一套账：村代码和年度
  电子数据名称: 一村一年一套账的名称
*/
with account as (
    select
        village_code,
        village_name,
        township,
        year,
        code,
        name,
        full_name,
        side,
        class_name,
        parent_code,
        parent_name,
        level,
        is_leaf,
        is_cash,
        is_standard
    from core.account
),

final as (
    select
        code as 科目编码,
        name as 科目名称,
        case side when '借' then 1 when '贷' then -1 end as 余额方向,
        class_name as 科目类别名称,
        parent_code as 上级科目编码,
        parent_name as 上级科目名称,
        full_name as 科目全称,
        level as 科目级别,
        case when is_cash then 1 else 0 end as 是否现金或现金等价物,
        case when is_standard then 1 else 0 end as 是否是标准科目,
        case when is_leaf then 1 else 0 end as 是否最底级科目,
        cast(null as varchar) as 备注,
        cast(year as integer) as 年度,
        concat_ws('', township, village_name) as 单位名称,
        village_code || cast(year as varchar) as 电子数据编号,
        concat_ws('', township, village_name, cast(year as varchar), '年账') as 电子数据名称
    from account
)

select * from final
