/*
view: core.service_entry
title: 专项资金收支明细账
columns:
  row_id: 行编号
  village_code: 村代码
  entry_date: 日期
  summary: 摘要
  income: 收入（元）
  expense: 支出（元）
  counterparty_account: 对方账号
  project_no: 项目编号
  note: 备注
  is_opening: 是否期初结转
  is_internal: 是否内部划转：提现、存现、账户间划转
*/
with entry as (
    select
        row_id,
        village_code,
        entry_date,
        summary,
        income,
        expense,
        counterparty_account,
        project_no,
        note,
        is_opening,
        is_internal
    from core.cash_entry
    where fund = '专项资金' and not is_repeat
),

register as (
    select
        repeats_row_id,
        min(project_no) as project_no
    from core.cash_entry
    where is_repeat
    group by repeats_row_id
),

final as (
    select
        e.row_id,
        e.village_code,
        e.entry_date,
        e.summary,
        e.income,
        e.expense,
        e.counterparty_account,
        coalesce(e.project_no, r.project_no) as project_no,
        e.note,
        e.is_opening,
        e.is_internal
    from entry as e
    left join register as r on e.row_id = r.repeats_row_id
)

select * from final
