/*
view: audit.asset
chinese: 资产资源
title: 资产资源：登记在册的每一项；同一项登记了几次的，取所属期间最晚的一次
columns:
  village_code: 村代码
  village_name: 村名
  township: 乡镇
  row_id: 行编号
  asset_no: 资产编号
  asset_name: 资产名称
  category: 资产类别
  quantity: 数量
  original_value: 原值（元）
  lessee: 承租人
  rent_due: 应收租金（元）
  acquired_on: 取得日期
  disposed_on: 处置日期
  disposal_amount: 处置收入（元）
  source_file: 来源文件
  source_sheet: 来源工作表
  source_row: 来源行号：表格软件里看到的行号
*/
with latest as (
    select
        village_code,
        row_id,
        asset_no,
        asset_name,
        category,
        quantity,
        original_value,
        lessee,
        rent_due,
        acquired_on,
        disposed_on,
        disposal_amount,
        source_file,
        source_sheet,
        source_row
    from ledger.asset
    qualify
        row_number() over (
            partition by village_code, asset_no, asset_name, category, quantity, acquired_on
            order by period desc nulls last, row_id asc
        ) = 1
),

village as (
    select
        village_code,
        village_name,
        township
    from core.village
),

final as (
    select
        a.village_code,
        v.village_name,
        v.township,
        a.row_id,
        a.asset_no,
        a.asset_name,
        a.category,
        a.quantity,
        a.original_value,
        a.lessee,
        a.rent_due,
        a.acquired_on,
        a.disposed_on,
        a.disposal_amount,
        a.source_file,
        a.source_sheet,
        a.source_row
    from latest as a
    inner join village as v on a.village_code = v.village_code
)

select * from final
