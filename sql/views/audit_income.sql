/*
view: audit.income
chinese: 收入明细
title: 收入明细：各类资金的每笔收入；合计时只计“计入”而性质为“收入”的行；外币不在内
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
  payer: 付款方
  amount: 金额（元）
  nature: 性质：收入/期初结转/内部划转
  counts: 是否计入：计入/重复凭据（同一笔在另一处已计入）
  repeats_row_id: 与哪一笔为同一笔：重复凭据所重复的行编号
  method: 收款方式
  document_type: 票据类型
  document_no: 票据号
  project_no: 项目编号
  handler: 经手人
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
        counterparty,
        income,
        is_opening,
        is_internal,
        repeats_row_id,
        method,
        document_type,
        document_no,
        project_no,
        handler,
        source_file,
        source_sheet,
        source_row
    from core.cash_entry
),

dividend as (
    select
        d.row_id,
        d.village_code,
        d.received_on,
        cast(d.year as varchar) || ' 年红利' as summary,
        d.cooperative,
        d.received,
        r.repeats_row_id,
        d.source_file,
        d.source_sheet,
        d.source_row
    from ledger.dividend as d
    left join fact.twice_booked as r on d.row_id = r.row_id
),

village as (
    select
        village_code,
        village_name,
        township
    from core.village
),

incoming as (
    select
        row_id,
        village_code,
        fund,
        account_kind,
        entry_date as date,
        voucher_no,
        summary,
        counterparty as payer,
        income as amount,
        case when is_opening then '期初结转' when is_internal then '内部划转' else '收入' end as nature,
        repeats_row_id,
        method,
        document_type,
        document_no,
        project_no,
        handler,
        '收支明细账' as source_table,
        source_file,
        source_sheet,
        source_row
    from entry
    where income <> 0
    union all
    select
        row_id,
        village_code,
        '红色公司' as fund,
        null as account_kind,
        received_on as date,
        null as voucher_no,
        summary,
        cooperative as payer,
        received as amount,
        '收入' as nature,
        repeats_row_id,
        null as method,
        null as document_type,
        null as document_no,
        null as project_no,
        null as handler,
        '红利收取表' as source_table,
        source_file,
        source_sheet,
        source_row
    from dividend
    where received <> 0
),

final as (
    select
        i.village_code,
        v.village_name,
        v.township,
        i.row_id,
        i.fund,
        i.account_kind,
        i.date,
        i.voucher_no,
        i.summary,
        i.payer,
        i.amount,
        i.nature,
        case when i.repeats_row_id is null then '计入' else '重复凭据' end as counts,
        i.repeats_row_id,
        i.method,
        i.document_type,
        i.document_no,
        i.project_no,
        i.handler,
        i.source_table,
        i.source_file,
        i.source_sheet,
        i.source_row
    from incoming as i
    inner join village as v on i.village_code = v.village_code
)

select * from final
