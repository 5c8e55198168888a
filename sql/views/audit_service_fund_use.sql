/*
view: audit.service_fund_use
chinese: 专项资金使用
title: 专项资金使用：为民服务和发展专项资金的每笔支出；同一笔记在几处的只列计入的一处
columns:
  village_code: 村代码
  village_name: 村名
  township: 乡镇
  row_id: 行编号
  year: 年度
  date: 日期
  project: 项目：项目台账中的名称，没有时为编号
  category: 支出类别
  summary: 摘要
  payee: 收款人
  amount: 金额（元）
  resolution_no: 决议编号
  document: 票据：类型和号码
  source_file: 来源文件
  source_sheet: 来源工作表
  source_row: 来源行号：表格软件里看到的行号
*/
with spending as (
    select
        village_code,
        village_name,
        township,
        row_id,
        date,
        project_no,
        category,
        summary,
        payee,
        amount,
        resolution_no,
        document_type,
        document_no,
        source_file,
        source_sheet,
        source_row
    from audit.spending
    where fund = '专项资金' and counts = '计入' and nature = '支出'
),

project as (
    select
        village_code,
        project_no,
        max(project_name) as project_name
    from ledger.project
    group by village_code, project_no
),

final as (
    select
        s.village_code,
        s.village_name,
        s.township,
        s.row_id,
        cast(year(s.date) as integer) as year,
        s.date,
        coalesce(p.project_name, s.project_no) as project,
        s.category,
        s.summary,
        s.payee,
        s.amount,
        s.resolution_no,
        nullif(concat_ws(' ', s.document_type, s.document_no), '') as document,
        s.source_file,
        s.source_sheet,
        s.source_row
    from spending as s
    left join project as p on s.village_code = p.village_code and s.project_no = p.project_no
)

select * from final
