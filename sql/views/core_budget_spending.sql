/*
view: core.budget_spending
title: 预算年度的支出：有预算表的村年里，每笔支出归到哪一项预算用途
columns:
  row_id: 行编号
  village_code: 村代码
  year: 年度
  fund: 资金类别
  category: 用途类别：与预算表同名的用原名；预算里只有同类用途的用类名；都没有的用账上的写法
  is_merged: 是否按类归并
  is_unclear: 是否看不出用途：推断不出类别
  is_inferred: 类别是否由摘要推断
  entry_date: 日期
  summary: 摘要
  expense: 支出（元）
  resolution_no: 决议编号
*/
with budget as (
    select distinct
        b.village_code,
        b.year,
        b.fund,
        trim(b.category) as category
    from ledger.budget as b
),

budget_year as (
    select distinct
        village_code,
        year
    from budget
),

class as (
    select
        category,
        category_class
    from fact.category_class
),

inferred as (
    select row_id
    from ledger.cash_entry
    where category_source = '推断'
),

entry as (
    select
        e.row_id,
        e.village_code,
        y.year,
        e.fund,
        coalesce(nullif(trim(e.category), ''), '其他') as category,
        e.entry_date,
        e.summary,
        e.expense,
        trim(e.resolution_no) as resolution_no,
        i.row_id is not null or nullif(trim(e.category), '') is null as is_inferred
    from core.cash_entry as e
    inner join budget_year as y on e.village_code = y.village_code and year(e.entry_date) = y.year
    left join inferred as i on e.row_id = i.row_id
    where e.fund is not null and e.expense <> 0 and not e.is_opening and not e.is_internal and not e.is_repeat
),

named as (
    select
        e.row_id,
        e.village_code,
        e.year,
        e.fund,
        e.category,
        c.category_class,
        e.entry_date,
        e.summary,
        e.expense,
        e.resolution_no,
        e.is_inferred,
        b.category is not null as is_exact
    from entry as e
    left join class as c on e.category = c.category
    left join budget as b
        on e.village_code = b.village_code and e.year = b.year and e.fund = b.fund and e.category = b.category
),

budget_class as (
    select distinct
        b.village_code,
        b.year,
        b.fund,
        c.category_class
    from budget as b
    inner join class as c on b.category = c.category
    where c.category_class is not null
),

-- where one entry fits a budget line by its class only, all lines and entries of the class go together
merged as (
    select distinct
        n.village_code,
        n.year,
        n.fund,
        n.category_class
    from named as n
    inner join budget_class as b
        on
            n.village_code = b.village_code
            and n.year = b.year
            and n.fund = b.fund
            and n.category_class = b.category_class
    where not n.is_exact
),

final as (
    select
        n.row_id,
        n.village_code,
        n.year,
        n.fund,
        coalesce(m.category_class, n.category) as category,
        m.category_class is not null as is_merged,
        n.is_inferred and not n.is_exact and n.category_class is null as is_unclear,
        n.is_inferred,
        n.entry_date,
        n.summary,
        n.expense,
        n.resolution_no
    from named as n
    left join merged as m
        on
            n.village_code = m.village_code
            and n.year = m.year
            and n.fund = m.fund
            and n.category_class = m.category_class
)

select * from final
