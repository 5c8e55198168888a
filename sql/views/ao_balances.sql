/*
view: AO.科目余额表
title: 科目余额表：每村每科目每月一行，按审计机关现场审计（AO）的列名和次序排列
columns:
  科目编码: 科目编码
  本币期初余额: 期初余额（元）：按余额方向计，反方向为负
  余额方向: 1 为借、-1 为贷（来源只规定是整数，取通行写法，请审计机关核对）；看不出的为空，余额按借方计
  会计年份: 会计年份
  会计月份: 会计月份：只报季度、年度余额表的为空
  科目名称: 科目名称
  是否现金或现金等价物: 1 是、0 否
  外币期初余额: 空：村账没有
  本币本期借方发生额: 借方发生额（元）
  外币本期借方发生额: 空：村账没有
  本币本期贷方发生额: 贷方发生额（元）
  外币本期贷方发生额: 空：村账没有
  科目全称: 科目全称：上下级用斜线隔开（来源没有规定分隔符）
  科目级别: 科目级别：一级为 1
  是否最底级科目: 1 是、0 否
  币种代码: 空：村账没有
  上级科目编码: 上级科目编码：一级科目为空
  分录数: 当月直接记在这个科目的分录数，下级科目的不计（来源没有说明）
  年度: 年度
  单位名称: 单位名称：乡镇和村名
  电子数据编号: 一村一年一套账：村代码和年度
  电子数据名称: 一村一年一套账的名称
*/
with balance as (
    select
        village_code,
        village_name,
        township,
        period,
        period_kind,
        trim(account_code) as code,
        trim(account_name) as name,
        cast(coalesce(opening_debit, 0) - coalesce(opening_credit, 0) as decimal(18, 2)) as opening,
        cast(coalesce(debit, 0) as decimal(18, 2)) as debit,
        cast(coalesce(credit, 0) as decimal(18, 2)) as credit
    from ledger.account_balance
    where period is not null
    -- of rows with one code the one that the others, by 核算项目, add up to
    qualify
        coalesce(is_leaf = '否', false)
        or count(*) filter (where is_leaf = '否') over (
            partition by village_code, submission_id, source_sheet, period, period_kind, trim(account_code)
        ) = 0
),

account as (
    select
        village_code,
        year,
        code,
        full_name,
        side,
        parent_code,
        level,
        is_leaf,
        is_cash
    from core.account
),

entry as (
    select
        village_code,
        make_date(year(entry_date), month(entry_date), 1) as period,
        trim(account_code) as code,
        count(*) as entries
    from ledger.voucher_line
    group by village_code, make_date(year(entry_date), month(entry_date), 1), trim(account_code)
),

final as (
    select
        b.code as 科目编码,
        cast(case when a.side = '贷' then -b.opening else b.opening end as decimal(18, 2)) as 本币期初余额,
        case a.side when '借' then 1 when '贷' then -1 end as 余额方向,
        cast(year(b.period) as integer) as 会计年份,
        cast(case when b.period_kind = '月' then month(b.period) end as integer) as 会计月份,
        b.name as 科目名称,
        case when a.is_cash then 1 else 0 end as 是否现金或现金等价物,
        cast(null as decimal(18, 2)) as 外币期初余额,
        b.debit as 本币本期借方发生额,
        cast(null as decimal(18, 2)) as 外币本期借方发生额,
        b.credit as 本币本期贷方发生额,
        cast(null as decimal(18, 2)) as 外币本期贷方发生额,
        a.full_name as 科目全称,
        a.level as 科目级别,
        case when a.is_leaf then 1 else 0 end as 是否最底级科目,
        cast(null as varchar) as 币种代码,
        a.parent_code as 上级科目编码,
        cast(case when b.period_kind = '月' then coalesce(e.entries, 0) end as integer) as 分录数,
        cast(year(b.period) as integer) as 年度,
        concat_ws('', b.township, b.village_name) as 单位名称,
        b.village_code || cast(year(b.period) as varchar) as 电子数据编号,
        concat_ws('', b.township, b.village_name, cast(year(b.period) as varchar), '年账') as 电子数据名称
    from balance as b
    inner join account as a on b.village_code = a.village_code and year(b.period) = a.year and b.code = a.code
    left join entry as e on b.village_code = e.village_code and b.period = e.period and b.code = e.code
)

select * from final
