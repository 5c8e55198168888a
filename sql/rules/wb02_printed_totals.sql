/*
id: WB02
title: 合计行与明细不符
level: 高
status: stable
money: 手续
difference: true
subject: sheet
applies_to: 能与明细核对的合计数
description: 表上印的合计、小计、本月合计、本年累计与同表明细逐行相加之差超过 0.01 元；每个印错的合计一条。
why: 合计不等于明细，说明明细被增删改动过，或公式没有覆盖全部行。
basis:
  - 《会计法》（2024 年修正）第 17 条：账账相符
  - 审计实务：加总核对
params: [tolerance]
root_cause: 同一张工作表上的印错合计为同一事实；同表余额断链（LED02）也并入，合计金额时只取最大一笔。
falsepositives:
  - 小计被重复相加：先识别小计、合计、累计各自管哪些行，再分别核对。
  - 万元显示：按单位换算成元、四舍五入到分之后再比。
  - 期初、期末余额不是合计，由 LED02 核对；表上没有年初各月的本年累计无从核对，不报。
innocent: 合计公式没有覆盖新插入的行，或明细改后没有重算。
next_check: 打开原表，对照合计单元格的公式范围和明细各行。
clears: 更正后的表，并附更正说明。
related: [LED02]
message: >-
  工作表“{sheet}”{cell} 格“{label}”的{column_title}印作 {printed} 元，明细逐行相加为 {computed} 元，
  相差 {amount} 元（容差 {tolerance} 元），待核。
*/
-- opening and closing balances have nothing computed
with printed_total as (
    select
        row_id,
        village_code,
        period,
        source_file,
        source_sheet,
        cell,
        label,
        column_title,
        printed,
        computed,
        is_unread
    from core.printed_total
),

-- a total above which an amount can't be read says nothing
unread as (
    select
        village_code,
        min(source_file || '“' || source_sheet || '”') as first,
        count(distinct source_file || '“' || source_sheet || '”') as sheets
    from printed_total
    where is_unread
    group by village_code
),

wrong as (
    select
        row_id,
        village_code,
        period,
        source_file,
        source_sheet,
        cell,
        label,
        column_title,
        printed,
        computed,
        abs(printed - computed) as amount
    from printed_total
    where abs(printed - computed) > $tolerance
),

final as (
    select
        village_code,
        source_file || '#' || source_sheet || '!' || cell as subject,
        period,
        cast(amount as decimal(18, 2)) as amount,
        row_id,
        '命中' as outcome,
        null as missing,
        concat_ws('·', '工作表', village_code, source_file, source_sheet) as root_cause,
        source_sheet as sheet,
        cell,
        label,
        coalesce(column_title, '金额') as column_title,
        printed,
        computed
    from wrong
    union all
    select
        village_code,
        '工作表合计' as subject,
        null as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        first || case when sheets > 1 then '等 ' || sheets || ' 张工作表' else '' end || '的合计所管各行，有的金额没有读懂' as missing,
        null as root_cause,
        null as sheet,
        null as cell,
        null as label,
        null as column_title,
        null as printed,
        null as computed
    from unread
)

select * from final
