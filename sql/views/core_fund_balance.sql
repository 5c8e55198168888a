/*
view: core.fund_balance
title: 资金收支：一村一种资金的累计收支和结存
columns:
  village_code: 村代码
  fund: 资金类别
  received: 收入（元）：不含期初结转和内部划转
  spent: 支出（元）：不含内部划转
  balance: 结存（元）：期初加收入减支出
*/
with flow as (
    select
        village_code,
        fund,
        sum(coalesce(income, 0)) as received,
        sum(coalesce(expense, 0)) as spent
    from core.cash_entry
    where fund is not null and not is_repeat and not is_opening and not is_internal
    group by village_code, fund
),

opening as (
    select
        village_code,
        fund,
        opening
    from core.fund_opening
),

final as (
    select
        coalesce(o.village_code, f.village_code) as village_code,
        coalesce(o.fund, f.fund) as fund,
        cast(coalesce(f.received, 0) as decimal(18, 2)) as received,
        cast(coalesce(f.spent, 0) as decimal(18, 2)) as spent,
        cast(coalesce(o.opening, 0) + coalesce(f.received, 0) - coalesce(f.spent, 0) as decimal(18, 2)) as balance
    from opening as o
    full outer join flow as f on o.village_code = f.village_code and o.fund = f.fund
)

select * from final
