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
  is_unread: 是否因为有行没有装载而无从核对
*/
with torn_sheet as (
    select distinct
        submission_id,
        sheet
    from meta.sheet
    where rows_rejected > 0
),

final as (
    select
        p.row_id,
        p.submission_id,
        p.slice_id,
        p.kind,
        p.village_code,
        p.village_name,
        p.township,
        p.period,
        p.fund,
        p.source_file,
        p.source_sheet,
        p.source_row,
        p.cell,
        p.label,
        p.scope,
        p.field,
        p.column_title,
        p.printed,
        p.computed,
        p.computed is null and s.sheet is not null and p.scope not in ('期初', '期末') as is_unread
    from meta.printed_total as p
    left join torn_sheet as s on p.submission_id = s.submission_id and p.source_sheet = s.sheet
    where p.superseded_by = ''
)

select * from final
