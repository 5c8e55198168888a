/*
view: core.budget_row
title: 预算：每行预算归到哪一项用途，追加到年末为止
columns:
  row_id: 行编号
  village_code: 村代码
  year: 年度
  fund: 资金类别
  category: 用途类别：与支出按类归并的用类名，否则用原名
  amount: 预算金额（元）
  supplement: 追加（元）：批准日期在年末以后的不算
  is_reserve: 是否预备费、机动经费
  may_merge: 是否还可能归并：同类用途另有预算行，账上一有只合类的支出就并在一起
*/
with merged as (
    select distinct
        village_code,
        year,
        fund,
        category
    from core.budget_spending
    where is_merged
),

class as (
    select
        category,
        category_class
    from fact.category_class
),

budget as (
    select
        b.row_id,
        b.village_code,
        b.year,
        b.fund,
        trim(b.category) as category,
        c.category_class,
        b.amount,
        case
            when coalesce(b.approved_on <= make_date(b.year, 12, 31), true) then coalesce(b.supplement, 0)
            else 0
        end as supplement
    from ledger.budget as b
    left join class as c on trim(b.category) = c.category
),

final as (
    select
        b.row_id,
        b.village_code,
        b.year,
        b.fund,
        coalesce(m.category, b.category) as category,
        b.amount,
        cast(b.supplement as decimal(18, 2)) as supplement,
        regexp_matches(b.category, '预备|机动|不可预见') as is_reserve,
        coalesce(m.category, '') = ''
        and min(b.category) over (partition by b.village_code, b.year, b.fund, b.category_class)
        <> max(b.category) over (partition by b.village_code, b.year, b.fund, b.category_class)
        and b.category_class is not null as may_merge
    from budget as b
    left join merged as m
        on
            b.village_code = m.village_code
            and b.year = m.year
            and b.fund = m.fund
            and b.category_class = m.category
)

select * from final
