/*
view: audit.spending
chinese: 支出明细
title: 支出明细：各类资金的每笔支出；合计时只计“计入”而性质为“支出”的行；外币不在内
columns:
  village_code: 村代码
  village_name: 村名
  township: 乡镇
  row_id: 行编号
  fund: 资金类别
  account_kind: 账簿：现金/银行
  date: 日期
  voucher_no: 凭证号
  summary: 摘要
  category: 支出类别
  payee: 收款人
  amount: 金额（元）
  nature: 性质：支出/内部划转
  counts: 是否计入：计入/重复凭据（同一笔在另一处已计入）
  repeats_row_id: 与哪一笔为同一笔：重复凭据所重复的行编号
  method: 支付方式
  document_type: 票据类型
  document_no: 票据号
  project_no: 项目编号
  resolution_no: 决议编号
  handler: 经手人
  approver: 审批人
  source_table: 来源表
  source_file: 来源文件
  source_sheet: 来源工作表
  source_row: 来源行号：表格软件里看到的行号
*/
with entry as not materialized (
    select
        row_id,
        village_code,
        fund,
        account_kind,
        entry_date,
        voucher_no,
        summary,
        category,
        counterparty,
        expense,
        is_internal,
        repeats_row_id,
        method,
        document_type,
        document_no,
        project_no,
        resolution_no,
        handler,
        approver,
        source_file,
        source_sheet,
        source_row
    from core.cash_entry
),

dividend_use as (
    select
        u.row_id,
        u.village_code,
        u.used_on,
        u.voucher_no,
        u.summary,
        u.category,
        u.payee,
        u.amount,
        r.repeats_row_id,
        u.document_type,
        u.resolution_no,
        u.source_file,
        u.source_sheet,
        u.source_row
    from ledger.dividend_use as u
    left join fact.twice_booked as r on u.row_id = r.row_id
),

village as (
    select
        village_code,
        village_name,
        township
    from core.village
),

outgoing as (
    select
        row_id,
        village_code,
        fund,
        account_kind,
        entry_date as date,
        voucher_no,
        summary,
        category,
        counterparty as payee,
        expense as amount,
        case when is_internal then '内部划转' else '支出' end as nature,
        repeats_row_id,
        method,
        document_type,
        document_no,
        project_no,
        resolution_no,
        handler,
        approver,
        '收支明细账' as source_table,
        source_file,
        source_sheet,
        source_row
    from entry
    where expense <> 0
    union all
    select
        row_id,
        village_code,
        '红色公司' as fund,
        null as account_kind,
        used_on as date,
        voucher_no,
        summary,
        category,
        payee,
        amount,
        '支出' as nature,
        repeats_row_id,
        null as method,
        document_type,
        null as document_no,
        null as project_no,
        resolution_no,
        null as handler,
        null as approver,
        '红利使用明细表' as source_table,
        source_file,
        source_sheet,
        source_row
    from dividend_use
),

final as (
    select
        o.village_code,
        v.village_name,
        v.township,
        o.row_id,
        o.fund,
        o.account_kind,
        o.date,
        o.voucher_no,
        o.summary,
        o.category,
        o.payee,
        o.amount,
        o.nature,
        case when o.repeats_row_id is null then '计入' else '重复凭据' end as counts,
        o.repeats_row_id,
        o.method,
        o.document_type,
        o.document_no,
        o.project_no,
        o.resolution_no,
        o.handler,
        o.approver,
        o.source_table,
        o.source_file,
        o.source_sheet,
        o.source_row
    from outgoing as o
    inner join village as v on o.village_code = v.village_code
)

select * from final
