/*
view: audit.flag_evidence
chinese: 疑点依据
title: 疑点依据：每条疑点所依据的行，出自哪个文件、哪张表、哪一行
columns:
  flag_id: 疑点编号
  row_id: 行编号
  table: 表
  source_file: 来源文件
  source_sheet: 来源工作表
  source_row: 来源行号：表格软件里看到的行号
  date: 日期
  summary: 摘要
  amount: 金额（元）
  standing: 现状：空为现行；退回（新报的一版没有装载）/未装载/删去/撤回
*/
select
    flag_id,
    row_id,
    "table",
    source_file,
    source_sheet,
    source_row,
    date,
    summary,
    amount,
    standing
from result.flag_evidence
