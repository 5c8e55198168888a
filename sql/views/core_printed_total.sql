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
with current_row as (
    select
        submission_id,
        source_sheet,
        'account_balance' as kind
    from ledger.account_balance
    union all
    select
        submission_id,
        source_sheet,
        'aid_payment' as kind
    from ledger.aid_payment
    union all
    select
        submission_id,
        source_sheet,
        'allowance' as kind
    from ledger.allowance
    union all
    select
        submission_id,
        source_sheet,
        'bank_line' as kind
    from ledger.bank_line
    union all
    select
        submission_id,
        source_sheet,
        'budget' as kind
    from ledger.budget
    union all
    select
        submission_id,
        source_sheet,
        'cash_entry' as kind
    from ledger.cash_entry
    union all
    select
        submission_id,
        source_sheet,
        'coop_year' as kind
    from ledger.coop_year
    union all
    select
        submission_id,
        source_sheet,
        'dividend' as kind
    from ledger.dividend
    union all
    select
        submission_id,
        source_sheet,
        'dividend_use' as kind
    from ledger.dividend_use
    union all
    select
        submission_id,
        source_sheet,
        'grant' as kind
    from ledger."grant"
    union all
    select
        submission_id,
        source_sheet,
        'project' as kind
    from ledger.project
    union all
    select
        submission_id,
        source_sheet,
        'purchase' as kind
    from ledger.purchase
    union all
    select
        submission_id,
        source_sheet,
        'resolution' as kind
    from ledger.resolution
    union all
    select
        submission_id,
        source_sheet,
        'share_event' as kind
    from ledger.share_event
    union all
    select
        submission_id,
        source_sheet,
        'voucher_line' as kind
    from ledger.voucher_line
),

current_sheet as (
    select distinct
        submission_id,
        source_sheet,
        kind
    from current_row
),

final as (
    select
        t.row_id,
        t.submission_id,
        t.slice_id,
        t.kind,
        t.village_code,
        t.village_name,
        t.township,
        t.period,
        t.fund,
        t.source_file,
        t.source_sheet,
        t.source_row,
        t.cell,
        t.label,
        t.scope,
        t.field,
        t.column_title,
        t.printed,
        t.computed
    from meta.printed_total as t
    inner join current_sheet as c
        on t.submission_id = c.submission_id and t.source_sheet = c.source_sheet and t.kind = c.kind
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
