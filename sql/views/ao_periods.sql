/*
view: AO.会计期间定义
title: 会计期间定义：每村每年十二个会计月份的起止日期，按审计机关现场审计（AO）的列名和次序排列
columns:
  会计年份: 会计年份
  会计月份: 会计月份：1 到 12
  开始日期: 该月第一天
  截止日期: 该月最后一天
  导入: 1 为该月报来了凭证或当月的科目余额，0 为没有（来源只规定是整数）
  年度: 年度
  单位名称: 单位名称：乡镇和村名
  电子数据编号: 一村一年一套账：村代码和年度
  电子数据名称: 一村一年一套账的名称
*/
with month as (
    select
        year,
        month,
        first_day,
        last_day
    from fact.accounting_month
),

book as (
    select
        village_code,
        max(village_name) as village_name,
        max(township) as township,
        year
    from core.account
    group by village_code, year
),

reported as (
    select
        village_code,
        year(entry_date) as year,
        month(entry_date) as month
    from ledger.voucher_line
    union
    select
        village_code,
        year(period) as year,
        month(period) as month
    from ledger.account_balance
    where period_kind = '月' and period is not null
),

final as (
    select
        m.year as 会计年份,
        m.month as 会计月份,
        m.first_day as 开始日期,
        m.last_day as 截止日期,
        case when r.month is null then 0 else 1 end as 导入,
        m.year as 年度,
        concat_ws('', b.township, b.village_name) as 单位名称,
        b.village_code || cast(m.year as varchar) as 电子数据编号,
        concat_ws('', b.township, b.village_name, cast(m.year as varchar), '年账') as 电子数据名称
    from book as b
    inner join month as m on b.year = m.year
    left join reported as r on b.village_code = r.village_code and m.year = r.year and m.month = r.month
)

select * from final
