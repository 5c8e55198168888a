/*
view: core.printed_total
title: 表上的合计行
columns:
  row_id: 行编号
  submission_id: 报送编号
  slice_id: 账册编号
  kind: 表种
  village_code: 村代码
  village_name: 村名
  township: 乡镇
  period: 期间：所属期间的第一天
  fund: 资金类别
  source_file: 来源文件
  source_sheet: 来源工作表
  source_row: 来源行号
  cell: 单元格
  label: 表上的字样
  scope: 范围：合计/小计/本日/本月/本季/本年/本页/期初/期末
  field: 字段
  column_title: 列标题
  printed: 表上合计（元）
  computed: 计算数（元）：空为无从核对
*/
with final as (
    select
        row_id,
        submission_id,
        slice_id,
        kind,
        village_code,
        village_name,
        township,
        period,
        fund,
        source_file,
        source_sheet,
        source_row,
        cell,
        label,
        scope,
        field,
        column_title,
        printed,
        computed
    from meta.printed_total
    where superseded_by = ''
)

select
    row_id,
    submission_id,
    slice_id,
    kind,
    village_code,
    village_name,
    township,
    period,
    fund,
    source_file,
    source_sheet,
    source_row,
    cell,
    label,
    scope,
    field,
    column_title,
    printed,
    computed
from final
