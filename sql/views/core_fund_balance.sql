/*
view: core.fund_balance
title: 资金收支：一村一种资金的累计收支和结存
columns:
  village_code: 村代码
  fund: 资金类别
  received: 收入（元）：不含期初结转和内部划转
  spent: 支出（元）：不含内部划转
  balance: 结存（元）：最早年度的期初加收入减支出
*/
with entry as (
    select
        village_code,
        fund,
        year(entry_date) as year,
        case when is_opening then coalesce(income, 0) - coalesce(expense, 0) else 0 end as opening,
        case when is_opening or is_internal then 0 else coalesce(income, 0) end as income,
        case when is_opening or is_internal then 0 else coalesce(expense, 0) end as expense
    from core.cash_entry
    where fund is not null and not is_repeat
),

first_year as (
    select
        village_code,
        fund,
        min(year) as year
    from entry
    group by village_code, fund
),

final as (
    select
        e.village_code,
        e.fund,
        cast(sum(e.income) as decimal(18, 2)) as received,
        cast(sum(e.expense) as decimal(18, 2)) as spent,
        cast(
            sum(case when e.year = f.year then e.opening else 0 end) + sum(e.income) - sum(e.expense) as decimal(18, 2)
        ) as balance
    from entry as e
    inner join first_year as f on e.village_code = f.village_code and e.fund = f.fund
    group by e.village_code, e.fund
)

select
    village_code,
    fund,
    received,
    spent,
    balance
from final
