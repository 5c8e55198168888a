/*
view: AO.全年辅助余额表
title: 全年辅助余额表：每村每科目每个往来单位每月一行，由凭证的往来单位汇总，按审计机关现场审计（AO）的列名和次序排列
columns:
  科目编码: 科目编码
  会计年份: 会计年份
  会计月份: 会计月份：该村有凭证、而该科目该往来单位有发生额或余额的各月
  余额方向: 1 为借、-1 为贷（来源只规定是整数，取通行写法，请审计机关核对）；看不出的为空，余额按借方计
  本币期初余额: 期初余额（元）：此前各月凭证的累计，按余额方向计；村账不报辅助期初，报来的第一张凭证以前的没有计入；损益类科目每年从 0 起
  本币本期借方发生额: 当月借方发生额（元）
  本币本期贷方发生额: 当月贷方发生额（元）
  本币期末余额: 期末余额（元）：期初余额加当月发生额，按余额方向计
  外币期初余额: 空：村账没有
  外币本期借方发生额: 空：村账没有
  外币本期贷方发生额: 空：村账没有
  外币期末余额: 空：村账没有
  凭证数量: 当月涉及的凭证张数
  科目名称: 科目名称
  上级编码: 上级科目编码（来源与“上级科目编码”并列，没有说明区别）
  是否最底级: 1：往来单位都是末级
  辅助类型: 往来单位：村账的凭证只有这一种辅助核算
  辅助编码: 往来单位名称：村账没有编码
  辅助名称: 往来单位名称
  辅助级别: 1：往来单位不分级
  上级辅助编码: 空：往来单位不分级
  上级科目编码: 上级科目编码：一级科目为空
  科目级别: 科目级别：一级为 1
  是否最底级科目: 1 是、0 否
  币种代码: 空：村账没有
  科目全称: 科目全称：上下级用斜线隔开（来源没有规定分隔符）
  年度: 年度
  单位名称: 单位名称：乡镇和村名
  电子数据编号: 一村一年一套账：村代码和年度
  电子数据名称: 一村一年一套账的名称
*/
with line as not materialized (
    select
        l.village_code,
        year(l.entry_date) as year,
        month(l.entry_date) as month,
        trim(l.account_code) as code,
        trim(l.counterparty) as party,
        coalesce(n.label, trim(l.voucher_no)) as voucher,
        cast(coalesce(l.debit, 0) as decimal(18, 2)) as debit,
        cast(coalesce(l.credit, 0) as decimal(18, 2)) as credit
    from ledger.voucher_line as l
    left join fact.voucher as n on l.row_id = n.row_id and n.kind = 'voucher_line'
),

account as (
    select
        village_code,
        village_name,
        township,
        year,
        code,
        name,
        full_name,
        side,
        class_name,
        parent_code,
        level,
        is_leaf
    from core.account
),

month as (
    select distinct
        village_code,
        year,
        month
    from line
),

moved as not materialized (
    select
        village_code,
        year,
        month,
        code,
        party,
        cast(sum(debit) as decimal(18, 2)) as debit,
        cast(sum(credit) as decimal(18, 2)) as credit,
        count(distinct voucher) as vouchers
    from line
    where party <> ''
    group by village_code, year, month, code, party
),

begun as (
    select
        village_code,
        code,
        party,
        min(make_date(year, month, 1)) as first_month
    from moved
    group by village_code, code, party
),

listed as (
    select
        b.village_code,
        b.code,
        b.party,
        m.year,
        m.month
    from begun as b
    inner join month as m on b.village_code = m.village_code and make_date(m.year, m.month, 1) >= b.first_month
),

-- income and expense accounts are closed with the year, so their balances are those of the year alone
balance as (
    select
        l.village_code,
        l.code,
        l.party,
        l.year,
        l.month,
        a.village_name,
        a.township,
        a.name,
        a.full_name,
        a.side,
        a.parent_code,
        a.level,
        a.is_leaf,
        coalesce(v.debit, cast(0 as decimal(18, 2))) as debit,
        coalesce(v.credit, cast(0 as decimal(18, 2))) as credit,
        coalesce(v.vouchers, 0) as vouchers,
        cast(sum(coalesce(v.debit, 0) - coalesce(v.credit, 0)) over (
            partition by l.village_code, l.code, l.party, case when a.class_name = '损益类' then l.year end
            order by l.year, l.month
            rows between unbounded preceding and current row
        ) as decimal(18, 2)) as closing
    from listed as l
    inner join account as a on l.village_code = a.village_code and l.year = a.year and l.code = a.code
    left join moved as v
        on
            l.village_code = v.village_code
            and l.code = v.code
            and l.party = v.party
            and l.year = v.year
            and l.month = v.month
),

final as (
    select
        code as 科目编码,
        cast(year as integer) as 会计年份,
        cast(month as integer) as 会计月份,
        case side when '借' then 1 when '贷' then -1 end as 余额方向,
        cast(case when side = '贷' then debit - credit - closing else closing - debit + credit end as decimal(18, 2))
            as 本币期初余额,
        debit as 本币本期借方发生额,
        credit as 本币本期贷方发生额,
        cast(case when side = '贷' then -closing else closing end as decimal(18, 2)) as 本币期末余额,
        cast(null as decimal(18, 2)) as 外币期初余额,
        cast(null as decimal(18, 2)) as 外币本期借方发生额,
        cast(null as decimal(18, 2)) as 外币本期贷方发生额,
        cast(null as decimal(18, 2)) as 外币期末余额,
        cast(vouchers as integer) as 凭证数量,
        name as 科目名称,
        parent_code as 上级编码,
        1 as 是否最底级,
        '往来单位' as 辅助类型,
        party as 辅助编码,
        party as 辅助名称,
        '1' as 辅助级别,
        cast(null as varchar) as 上级辅助编码,
        parent_code as 上级科目编码,
        level as 科目级别,
        case when is_leaf then 1 else 0 end as 是否最底级科目,
        cast(null as varchar) as 币种代码,
        full_name as 科目全称,
        cast(year as integer) as 年度,
        concat_ws('', township, village_name) as 单位名称,
        village_code || cast(year as varchar) as 电子数据编号,
        concat_ws('', township, village_name, cast(year as varchar), '年账') as 电子数据名称
    from balance
    where debit <> 0 or credit <> 0 or closing <> 0
)

select * from final
