/*
view: audit.budget_execution
chinese: 预算执行
title: 预算执行：一村一年一种资金一项用途的预算和支出；只含报了当年预算表的村年
columns:
  village_code: 村代码
  village_name: 村名
  township: 乡镇
  year: 年度
  fund: 资金类别
  category: 用途类别：账上与预算写法不同的，按类归并
  budget: 预算（元）：含追加；预算里没有这项用途的为空
  supplement: 其中追加（元）：批准日期在年末以后的不算
  spent: 支出（元）：不含内部划转，台账与日记账各记一次的只计一次
  rate: 执行率：支出除以预算
*/
with budget as (
    select
        village_code,
        year,
        fund,
        category,
        sum(amount + supplement) as budget,
        sum(supplement) as supplement
    from core.budget_row
    group by village_code, year, fund, category
),

spending as (
    select
        village_code,
        year,
        fund,
        category,
        sum(expense) as spent
    from core.budget_spending
    group by village_code, year, fund, category
),

village as (
    select
        village_code,
        village_name,
        township
    from core.village
),

joined as (
    select
        coalesce(b.village_code, s.village_code) as village_code,
        coalesce(b.year, s.year) as year,
        coalesce(b.fund, s.fund) as fund,
        coalesce(b.category, s.category) as category,
        b.budget,
        b.supplement,
        coalesce(s.spent, 0) as spent
    from budget as b
    full outer join spending as s
        on b.village_code = s.village_code and b.year = s.year and b.fund = s.fund and b.category = s.category
),

final as (
    select
        j.village_code,
        v.village_name,
        v.township,
        j.year,
        j.fund,
        j.category,
        cast(j.budget as decimal(18, 2)) as budget,
        cast(j.supplement as decimal(18, 2)) as supplement,
        cast(j.spent as decimal(18, 2)) as spent,
        try_cast(cast(j.spent as double) / nullif(cast(j.budget as double), 0) as decimal(38, 6)) as rate
    from joined as j
    inner join village as v on j.village_code = v.village_code
)

select * from final
