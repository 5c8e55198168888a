/*
id: WB03
title: 金额单元格为文本/不可解析/大小写不一致
level: 高
status: stable
money: 手续
subject: sheet
description: 金额列里有看不懂的文字、公式错误、超出范围的数，或同一笔的大写金额与小写不一致；每张工作表一条，列出单元格。
why: 读不出的金额没有计入任何合计，大小写不一致说明至少有一处被改过。
basis:
  - 本项目约定：金额须为数值
root_cause: 一张工作表上看不懂的金额为同一事实。
falsepositives:
  - "千分位、全角、¥、尾随“元”、1.2 万、按文本存的数字，先规范化再判，读得出的不报。"
  - 合计行的大写、空白、横线、“无”不是看不懂的金额。
  - 公式没有保存计算结果的，是保存的问题，只在反馈里提示。
  - 多于两位小数的，看得懂而不能精确到分，只在反馈里退回。
innocent: 在金额格里写了说明文字，或输入时多了一个字。
next_check: 对照原件，请报账员改成数值后重报；大小写不一致的看凭证原件。
clears: 改为数值后重报的表，或对原件的确认。
related: [WB01, WB05]
message: "“{file}”工作表“{sheet}”有 {cells} 格金额读不出或大小写不一致：{listed}；读得出的小写金额合计 {amount} 元，待核。"
*/
with bad_cell as (
    select
        row_id,
        village_code,
        source_file,
        source_sheet,
        cell,
        source_row,
        found,
        amount
    from fact.sheet_issue
    where code in ('C01', 'C13', 'C17') or (code = 'C06' and is_money)
),

numbered as (
    select
        row_id,
        village_code,
        source_file,
        source_sheet,
        cell,
        found,
        amount,
        row_number() over (partition by village_code, source_file, source_sheet order by source_row, cell) as place
    from bad_cell
),

sheet as (
    select
        village_code,
        source_file,
        source_sheet,
        cast(coalesce(sum(amount), 0) as decimal(18, 2)) as amount,
        count(*) as cells,
        string_agg(case when place <= 12 then cell || '“' || left(found, 31) || '”' end, '、' order by place)
        || case when count(*) > 12 then '等' else '' end as listed
    from numbered
    group by village_code, source_file, source_sheet
),

handing_in as (
    select village_code
    from fact.reported
    where kind <> 'village'
    union
    select village_code
    from meta.sheet
    where village_code <> '' and rows_rejected > 0
),

final as (
    select
        s.village_code,
        s.source_file || '#' || s.source_sheet as subject,
        cast(null as date) as period,
        s.amount,
        n.row_id,
        '命中' as outcome,
        null as missing,
        s.source_file as file,
        s.source_sheet as sheet,
        s.cells,
        s.listed
    from sheet as s
    inner join numbered as n
        on
            s.village_code = n.village_code
            and s.source_file = n.source_file
            and s.source_sheet = n.source_sheet
    union all
    select
        village_code,
        '账表' as subject,
        null as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        '报来的账表' as missing,
        null as file,
        null as sheet,
        null as cells,
        null as listed
    from core.village
    where village_code not in (select h.village_code from handing_in as h)
)

select * from final
