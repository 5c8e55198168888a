/*
view: audit.restatement
chinese: 重报差异
title: 重报差异：同一账簿前后两次报送逐行比对，删除、新增、事后插入的每行一行，改动的每列一行
columns:
  village_code: 村代码
  village_name: 村名
  township: 乡镇
  kind: 表种
  slice_id: 账册编号
  book: 账簿：表名、资金、文件和工作表
  period: 期间：所属期间的第一天
  version: 后一次是第几次报送
  change: 变化：新增/删除/改动/事后插入
  row_id_before: 前次行编号
  row_id_after: 后次行编号
  column: 列名：整行增减的为空
  before: 前次内容
  after: 后次内容
  amount: 金额（元）：增减的行的金额，改动的差额，金额未变的为该行金额
  is_explained: 是否有更正说明
  place_before: 前次的文件、工作表和行号
  place_after: 后次的文件、工作表和行号
  submission_before: 前次报送编号
  submission_after: 后次报送编号
*/
with restatement as (
    select
        village_code,
        kind,
        slice_id,
        book,
        period,
        version,
        change,
        row_id_before,
        row_id_after,
        "column",
        before,
        after,
        amount,
        is_explained,
        place_before,
        place_after,
        submission_before,
        submission_after
    from fact.restatement
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
        r.village_code,
        v.village_name,
        v.township,
        r.kind,
        r.slice_id,
        r.book,
        r.period,
        r.version,
        r.change,
        r.row_id_before,
        r.row_id_after,
        r."column",
        r.before,
        r.after,
        r.amount,
        r.is_explained,
        r.place_before,
        r.place_after,
        r.submission_before,
        r.submission_after
    from restatement as r
    left join village as v on r.village_code = v.village_code
)

select * from final
