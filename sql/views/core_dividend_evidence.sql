/*
view: core.dividend_evidence
title: 红利及其使用的行：一村一社一年的依据
columns:
  village_code: 村代码
  cooperative: 合作社：或“合并”
  year: 红利年度
  category: 用途类别：空为红利收取表的行
  row_id: 行编号
*/
with spending as (
    select
        village_code,
        cooperative,
        year,
        category,
        row_id
    from core.dividend_spending
),

merged as (
    select distinct
        village_code,
        year
    from spending
    where cooperative = '合并'
),

dividend as (
    select
        row_id,
        village_code,
        trim(cooperative) as cooperative,
        year
    from ledger.dividend
),

final as (
    select
        village_code,
        cooperative,
        year,
        coalesce(category, '其他') as category,
        row_id
    from spending
    union all
    select
        d.village_code,
        case when m.year is null then d.cooperative else '合并' end as cooperative,
        d.year,
        '' as category,
        d.row_id
    from dividend as d
    left join merged as m on d.village_code = m.village_code and d.year = m.year
)

select * from final
