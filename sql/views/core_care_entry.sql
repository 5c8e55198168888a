/*
view: core.care_entry
title: 关爱资金收支明细账
columns:
  row_id: 行编号
  village_code: 村代码
  entry_date: 日期
  summary: 摘要
  category: 类别
  income: 收入（元）
  expense: 支出（元）
  counterparty: 对方单位
  is_opening: 是否期初结转
  is_internal: 是否内部划转
*/
with final as (
    select
        row_id,
        village_code,
        entry_date,
        summary,
        category,
        income,
        expense,
        counterparty,
        is_opening,
        is_internal
    from core.cash_entry
    where fund = '关爱资金' and not is_repeat
)

select * from final
