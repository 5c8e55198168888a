/*
view: core.resolution_payment
title: 决议的付款：账上写了决议编号的付款（退回、冲减的为负），归到这个编号；编号里没有年份的，只归同一年的决议
columns:
  village_code: 村代码
  resolution_no: 决议编号
  year: 年份：编号里没有年份的，为付款和决议的年份；有的为空
  row_id: 付款行编号
  entry_date: 付款日期
  summary: 摘要
  amount: 付款金额（元）
  project_no: 项目编号
*/
with paid as (
    select
        village_code,
        resolution_no,
        row_id,
        entry_date,
        summary,
        amount,
        project_no
    from core.payment
    where resolution_no is not null
    union all
    -- what came back
    select
        village_code,
        trim(resolution_no) as resolution_no,
        row_id,
        entry_date,
        summary,
        cast(coalesce(expense, 0) - coalesce(income, 0) as decimal(18, 2)) as amount,
        trim(project_no) as project_no
    from core.cash_entry
    where
        resolution_no is not null
        and (expense < 0 or (income > 0 and regexp_matches(summary, '退|冲')))
        and not is_opening
        and not is_internal
        and not is_repeat
        and row_id not in (select r.reversal_row_id from fact.reversal as r)
),

final as (
    select
        village_code,
        resolution_no,
        case when not regexp_matches(resolution_no, '(19|20)[0-9][0-9]') then year(entry_date) end as year,
        row_id,
        entry_date,
        summary,
        amount,
        project_no
    from paid
)

select * from final
