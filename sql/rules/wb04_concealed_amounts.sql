/*
id: WB04
title: 公式被常数覆盖/外部链接/隐藏行列含金额
level: 中
status: stable
money: 手续
subject: sheet
description: "余额列其余各行都是公式而有的格直接填了数；表里引用了别的工作簿；隐藏的行或金额列里有金额。\
  每张工作表一条，引用别的工作簿的每个文件一条。"
why: 手填的余额、别处来的数和看不见的行，都能让表面的合计与明细不一致。
basis:
  - 审计实务：分录完整性测试
root_cause: 一张工作表的隐藏和覆盖为同一事实。
falsepositives:
  - "WPS 另存为值：用模板填的表，全表没有一个公式的，降为提示，每张一条；不是用模板填的表，无从知道原来有没有公式，不报。"
  - 第一个公式以上的期初余额、对账单的余额本来就是填的，不算。
  - 隐藏的行列里没有金额、金额合计为零的，不报（反馈里仍请取消隐藏）；隐藏的工作表照常读取，不算。
  - 覆盖的金额是该格与上一行余额加收入减支出之差；填的数与公式结果相同的，金额为零。
innocent: 筛选时隐藏了行没有取消，或另存时公式变成了数值。
next_check: 取消隐藏，恢复公式重算；引用别的工作簿的，要来那一个工作簿核对。
clears: 取消隐藏、恢复公式后的表，并说明原因。
related: [LED02, WB02]
message: "{place}{finding}，涉及 {amount} 元，待核。"
*/
with issue as (
    select
        row_id,
        village_code,
        source_file,
        source_sheet,
        source_row,
        cell,
        code,
        "column",
        found,
        coalesce(amount, 0) as amount
    from fact.sheet_issue
    where code in ('C19', 'C20', 'F10') or (code in ('C09', 'C10') and amount <> 0)
),

-- money that is hidden by its row and by its column is hidden once
sheet as (
    select
        village_code,
        source_file,
        source_sheet,
        cast(
            greatest(
                sum(case when code = 'C09' then amount else 0 end),
                sum(case when code = 'C10' then amount else 0 end)
            ) + sum(case when code = 'C19' then amount else 0 end) as decimal(18, 2)
        ) as amount,
        max(case when code in ('C20') then 0 else 1 end) = 0 as is_hint,
        concat_ws(
            '；',
            case
                when max(case when code = 'C19' then 1 else 0 end) = 1
                    then '公式被填的数覆盖：'
                    || string_agg(case when code = 'C19' then cell || ' 填 ' || found end, '、' order by source_row, cell)
            end,
            case
                when max(case when code = 'C09' then 1 else 0 end) = 1
                    then '隐藏的行有金额：' || string_agg(case when code = 'C09' then found end, '、' order by source_row, cell)
            end,
            case
                when max(case when code = 'C10' then 1 else 0 end) = 1
                    then '隐藏的列有金额：'
                    || string_agg(case when code = 'C10' then '“' || "column" || '”' end, '、' order by cell)
            end,
            case
                when max(case when code = 'C20' then 1 else 0 end) = 1
                    then '用模板填的表没有一个公式'
            end,
            case when max(case when code = 'F10' then 1 else 0 end) = 1 then '有公式引用别的工作簿' end
        ) as finding
    from issue
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
        concat_ws('#', s.source_file, nullif(s.source_sheet, '')) as subject,
        cast(null as date) as period,
        s.amount,
        i.row_id,
        '命中' as outcome,
        null as missing,
        case when s.is_hint then '提示' end as level,
        '“' || s.source_file || '”' || coalesce('工作表“' || nullif(s.source_sheet, '') || '”', '') as place,
        s.finding
    from sheet as s
    inner join issue as i
        on
            s.village_code = i.village_code
            and s.source_file = i.source_file
            and s.source_sheet = i.source_sheet
    union all
    select
        village_code,
        '账表' as subject,
        null as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        '报来的账表' as missing,
        null as level,
        null as place,
        null as finding
    from core.village
    where village_code not in (select h.village_code from handing_in as h)
)

select * from final
