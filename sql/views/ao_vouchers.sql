/*
view: AO.凭证库
title: 凭证库：记账凭证按审计机关现场审计（AO）的列名和次序排列，现成的查询语句可以直接用
columns:
  源凭证号: 一张凭证的编号：村代码、年月、凭证号相连，全县不重
  凭证日期: 文本，如 2025-03-01
  凭证号: 凭证号：照原表
  科目编码: 科目编码
  科目名称: 科目名称
  科目全称: 科目全称：上下级用斜线隔开（来源没有规定分隔符）
  摘要: 摘要
  借方金额: 借方金额（元）：没有为 0
  贷方金额: 贷方金额（元）：没有为 0
  凭证类型编号: 空：村账没有
  凭证类型名称: 凭证字：记、收、付、转等
  附件数: 附件数
  会计年份: 会计年份
  会计月份: 会计月份
  对方科目编码: 同一凭证另一方的科目编码，几个的用逗号隔开（来源没有规定分隔符）
  对方科目名称: 同一凭证另一方的科目名称，几个的用逗号隔开
  财务主管: 空：村账没有
  记账人: 记账人
  出纳人: 空：村账没有
  审核人: 审核人
  制单人: 制单人
  金额: 整张凭证的借方合计（元）：来源没有说明，按凭证头的金额理解
  备注: 出处：来源文件、工作表和行号
  借方外币金额: 空：村账没有
  贷方外币金额: 空：村账没有
  币种代码: 空：村账没有
  币种名称: 空：村账没有
  汇率: 空：村账没有
  是否外币凭证: 0：村账都是人民币
  选择: 空：由审计软件填写
  支票号: 空：村账没有
  银行单据号: 空：村账没有
  分录序号: 分录序号：原表没有的按行次
  年度: 年度
  单位名称: 单位名称：乡镇和村名
  电子数据编号: 一村一年一套账：村代码和年度
  电子数据名称: 一村一年一套账的名称
*/
with line as (
    select
        row_id,
        village_code,
        village_name,
        township,
        source_file,
        source_sheet,
        source_row,
        entry_date,
        trim(voucher_no) as voucher_no,
        line_no,
        summary,
        trim(account_code) as code,
        trim(account_name) as name,
        cast(coalesce(debit, 0) as decimal(18, 2)) as debit,
        cast(coalesce(credit, 0) as decimal(18, 2)) as credit,
        attachments,
        preparer,
        reviewer,
        poster
    from ledger.voucher_line
),

number as (
    select
        row_id,
        word,
        label
    from fact.voucher
    where kind = 'voucher_line' and row_id is not null
),

account as (
    select
        village_code,
        year,
        code,
        full_name
    from core.account
),

numbered as not materialized (
    select
        l.row_id,
        l.village_code,
        l.village_name,
        l.township,
        l.source_file,
        l.source_sheet,
        l.source_row,
        l.entry_date,
        l.voucher_no,
        l.line_no,
        l.summary,
        l.code,
        l.name,
        l.debit,
        l.credit,
        l.attachments,
        l.preparer,
        l.reviewer,
        l.poster,
        n.word,
        year(l.entry_date) as year,
        month(l.entry_date) as month,
        concat_ws(
            '-', l.village_code, left(cast(l.entry_date as varchar), length('0000-00')), coalesce(n.label, l.voucher_no)
        ) as voucher
    from line as l
    left join number as n on l.row_id = n.row_id
),

side as not materialized (
    select
        voucher,
        code,
        name,
        max(case when debit <> 0 then 1 else 0 end) as is_debit,
        max(case when credit <> 0 then 1 else 0 end) as is_credit
    from numbered
    group by voucher, code, name
),

opposite as (
    select
        voucher,
        string_agg(code, ',' order by code, name) filter (where is_debit = 1) as debit_codes,
        string_agg(name, ',' order by code, name) filter (where is_debit = 1) as debit_names,
        string_agg(code, ',' order by code, name) filter (where is_credit = 1) as credit_codes,
        string_agg(name, ',' order by code, name) filter (where is_credit = 1) as credit_names
    from side
    group by voucher
),

total as (
    select
        voucher,
        cast(sum(debit) as decimal(18, 2)) as amount
    from numbered
    group by voucher
),

final as (
    select
        n.voucher as 源凭证号,
        cast(n.entry_date as varchar) as 凭证日期,
        n.voucher_no as 凭证号,
        n.code as 科目编码,
        n.name as 科目名称,
        coalesce(a.full_name, n.name) as 科目全称,
        n.summary as 摘要,
        n.debit as 借方金额,
        n.credit as 贷方金额,
        cast(null as varchar) as 凭证类型编号,
        n.word as 凭证类型名称,
        n.attachments as 附件数,
        cast(n.year as integer) as 会计年份,
        cast(n.month as integer) as 会计月份,
        case when n.debit <> 0 then o.credit_codes else o.debit_codes end as 对方科目编码,
        case when n.debit <> 0 then o.credit_names else o.debit_names end as 对方科目名称,
        cast(null as varchar) as 财务主管,
        n.poster as 记账人,
        cast(null as varchar) as 出纳人,
        n.reviewer as 审核人,
        n.preparer as 制单人,
        t.amount as 金额,
        concat_ws(' / ', n.source_file, n.source_sheet, '第 ' || cast(n.source_row as varchar) || ' 行') as 备注,
        cast(null as decimal(18, 2)) as 借方外币金额,
        cast(null as decimal(18, 2)) as 贷方外币金额,
        cast(null as varchar) as 币种代码,
        cast(null as varchar) as 币种名称,
        cast(null as decimal(18, 6)) as 汇率,
        0 as 是否外币凭证,
        cast(null as integer) as 选择,
        cast(null as varchar) as 支票号,
        cast(null as varchar) as 银行单据号,
        cast(
            coalesce(
                n.line_no,
                row_number() over (
                    partition by n.voucher order by n.source_file, n.source_sheet, n.source_row, n.row_id
                )
            ) as varchar
        ) as 分录序号,
        cast(n.year as integer) as 年度,
        concat_ws('', n.township, n.village_name) as 单位名称,
        n.village_code || cast(n.year as varchar) as 电子数据编号,
        concat_ws('', n.township, n.village_name, cast(n.year as varchar), '年账') as 电子数据名称
    from numbered as n
    inner join total as t on n.voucher = t.voucher
    inner join opposite as o on n.voucher = o.voucher
    left join account as a on n.village_code = a.village_code and n.year = a.year and n.code = a.code
)

select * from final
