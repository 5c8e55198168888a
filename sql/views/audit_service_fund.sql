/*
view: audit.service_fund
chinese: 专项资金
title: 专项资金：一村一年的星级、标准、拨付、收支和疑点；账上有过专项资金的村，没有收支的年度照样结转
columns:
  village_code: 村代码
  village_name: 村名
  township: 乡镇
  year: 年度
  stars: 星级：按拨付日有效的星级，没有拨付的按年末有效的星级
  ratings: 当年星级的各步，按先后
  standard: 标准（元）：零星级没有标准；默认值请县级确认
  granted: 拨付（元）
  received: 收到（元）：账上收入，不含期初结转和内部划转
  spent: 支出（元）：不含内部划转
  balance: 年末结存（元）：期初加历年收入减支出
  idle_months: 闲置月数：有结存而没有支出的整月数
  spent_unapproved: 无决议编号的支出（元）
  spent_without_document: 无票据支出（元）：白条、无票据或未填票据
  flag_count: 疑点数
  flag_amount: 涉及金额（元）：待办疑点，提示不计，同一事实只计最大一笔
*/
with fund as (
    select
        village_code,
        year,
        stars,
        ratings,
        standard,
        granted,
        received,
        spent,
        balance,
        idle_months,
        spent_unapproved,
        spent_without_document
    from core.service_fund
),

village as (
    select
        village_code,
        village_name,
        township
    from core.village
),

fund_row as (
    select
        row_id,
        village_code,
        year(entry_date) as year
    from core.cash_entry
    where fund = '专项资金'
    union all
    select
        row_id,
        village_code,
        year
    from ledger."grant"
    where fund = '专项资金'
    union all
    select
        row_id,
        village_code,
        year
    from ledger.star_rating
),

open_flag as (
    select
        flag_id,
        village_code
    from core.open_flag
),

touched as (
    select distinct
        f.flag_id,
        f.village_code,
        r.year
    from open_flag as f
    inner join result.flag_evidence as e on f.flag_id = e.flag_id
    inner join fund_row as r on e.row_id = r.row_id and f.village_code = r.village_code
),

flagged as (
    select
        village_code,
        year,
        count(*) as flags
    from touched
    group by village_code, year
),

money as not materialized (
    select
        village_code,
        year,
        amount
    from core.flag_amount
    where scope = '专项资金'
),

final as (
    select
        f.village_code,
        v.village_name,
        v.township,
        f.year,
        f.stars,
        f.ratings,
        f.standard,
        f.granted,
        f.received,
        f.spent,
        f.balance,
        f.idle_months,
        f.spent_unapproved,
        f.spent_without_document,
        cast(coalesce(g.flags, 0) as integer) as flag_count,
        cast(coalesce(m.amount, 0) as decimal(18, 2)) as flag_amount
    from fund as f
    inner join village as v on f.village_code = v.village_code
    left join flagged as g on f.village_code = g.village_code and f.year = g.year
    left join money as m on f.village_code = m.village_code and f.year = m.year
)

select * from final
