/*
view: audit.fund_month
chinese: 资金月度收支
title: 资金月度收支：一村一种资金一个月的期初、收入、支出和期末；该村有账的月份才有；没有写明资金的收支不知道期初和期末
columns:
  village_code: 村代码
  village_name: 村名
  township: 乡镇
  fund: 资金类别：空为没有写明
  month: 月份：第一天
  opening: 期初结存（元）
  received: 收入（元）：不含期初结转和内部划转
  spent: 支出（元）：不含内部划转
  closing: 期末结存（元）：期初加收入减支出
*/
with entry as not materialized (
    select
        village_code,
        fund,
        make_date(year(entry_date), month(entry_date), 1) as month,
        coalesce(income, 0) as income,
        coalesce(expense, 0) as expense,
        is_opening,
        is_internal
    from core.cash_entry
    where not is_repeat
),

opening as not materialized (
    select
        village_code,
        fund,
        make_date(year(opened_on), month(opened_on), 1) as month,
        opening
    from core.fund_opening
),

village as (
    select
        village_code,
        village_name,
        township
    from core.village
),

booked as (
    select
        village_code,
        month
    from entry
    union
    select
        village_code,
        month
    from opening
),

flow as not materialized (
    select
        village_code,
        fund,
        month,
        sum(income) as received,
        sum(expense) as spent
    from entry
    where not is_opening and not is_internal
    group by village_code, fund, month
),

began as (
    select
        village_code,
        fund,
        min(month) as month
    from (
        select
            village_code,
            fund,
            month
        from opening
        union all
        select
            village_code,
            fund,
            month
        from flow
        where fund is not null
    ) as known
    group by village_code, fund
),

moved as (
    select
        n.village_code,
        n.fund,
        b.month,
        coalesce(o.opening, 0) as at_first,
        coalesce(f.received, 0) as received,
        coalesce(f.spent, 0) as spent
    from began as n
    inner join booked as b on n.village_code = b.village_code and n.month <= b.month
    left join opening as o on n.village_code = o.village_code and n.fund = o.fund
    left join flow as f on n.village_code = f.village_code and n.fund = f.fund and b.month = f.month
),

summed as (
    select
        village_code,
        fund,
        month,
        received,
        spent,
        at_first + sum(received - spent) over (partition by village_code, fund order by month asc) as closing
    from moved
),

stated as (
    select
        village_code,
        fund,
        month,
        closing - received + spent as opening,
        received,
        spent,
        closing
    from summed
    union all
    select
        village_code,
        fund,
        month,
        null as opening,
        received,
        spent,
        null as closing
    from flow
    where fund is null
),

final as (
    select
        s.village_code,
        v.village_name,
        v.township,
        s.fund,
        s.month,
        cast(s.opening as decimal(18, 2)) as opening,
        cast(s.received as decimal(18, 2)) as received,
        cast(s.spent as decimal(18, 2)) as spent,
        cast(s.closing as decimal(18, 2)) as closing
    from stated as s
    inner join village as v on s.village_code = v.village_code
)

select * from final
