/*
view: core.dividend_year
title: 红利与用途对照：一村一社一年一行；一村多社而用途未写明合作社的年度合并为一行
columns:
  village_code: 村代码
  cooperative: 合作社：或“合并”
  year: 红利年度
  root_cause: 同一事实：一村一社一年的红利
  dividend: 实收红利（元）
  lacking: 评估用途所缺的记录：空为可评估
  unspent: 填报的未使用红利（元）
  counted_from: 使用时限的起算日
  uses: 使用记录行数
  used: 使用合计（元）
  reinvested: 再投入（元）
  public_welfare: 公益事业（元）
  office: 工作经费（元）
  party_activity: 党员活动（元）
  aid: 困难帮扶（元）
  industry: 产业扶持（元）
  other: 其他（元）
*/
with spending as (
    select
        village_code,
        cooperative,
        year,
        count(*) as uses,
        sum(amount) as used,
        coalesce(sum(amount) filter (where category = '再投入'), 0) as reinvested,
        coalesce(sum(amount) filter (where category = '公益事业'), 0) as public_welfare,
        coalesce(sum(amount) filter (where category = '工作经费'), 0) as office,
        coalesce(sum(amount) filter (where category = '党员活动'), 0) as party_activity,
        coalesce(sum(amount) filter (where category = '困难帮扶'), 0) as aid,
        coalesce(sum(amount) filter (where category = '产业扶持'), 0) as industry,
        coalesce(sum(amount) filter (where coalesce(category, '其他') = '其他'), 0) as other
    from core.dividend_spending
    group by village_code, cooperative, year
),

merged as (
    select distinct
        village_code,
        year
    from spending
    where cooperative = '合并'
),

keyed as (
    select
        d.village_code,
        case when m.year is null then d.cooperative else '合并' end as cooperative,
        d.year,
        d.received,
        d.unspent,
        d.counted_from
    from core.dividend as d
    left join merged as m on d.village_code = m.village_code and d.year = m.year
),

dividend as (
    select
        village_code,
        cooperative,
        year,
        sum(received) as dividend,
        sum(unspent) as unspent,
        max(counted_from) as counted_from
    from keyed
    group by village_code, cooperative, year
),

final as (
    select
        coalesce(d.village_code, s.village_code) as village_code,
        coalesce(d.cooperative, s.cooperative) as cooperative,
        coalesce(d.year, s.year) as year,
        concat_ws(
            '|',
            'DU',
            coalesce(d.village_code, s.village_code),
            coalesce(d.cooperative, s.cooperative),
            cast(coalesce(d.year, s.year) as varchar)
        ) as root_cause,
        cast(d.dividend as decimal(18, 2)) as dividend,
        case
            when d.dividend is null then cast(s.year as varchar) || ' 年的红利收取记录'
            when d.dividend > 0 and s.uses is null then cast(d.year as varchar) || ' 年红利的使用明细'
        end as lacking,
        cast(d.unspent as decimal(18, 2)) as unspent,
        d.counted_from,
        cast(coalesce(s.uses, 0) as integer) as uses,
        cast(s.used as decimal(18, 2)) as used,
        cast(s.reinvested as decimal(18, 2)) as reinvested,
        cast(s.public_welfare as decimal(18, 2)) as public_welfare,
        cast(s.office as decimal(18, 2)) as office,
        cast(s.party_activity as decimal(18, 2)) as party_activity,
        cast(s.aid as decimal(18, 2)) as aid,
        cast(s.industry as decimal(18, 2)) as industry,
        cast(s.other as decimal(18, 2)) as other
    from dividend as d
    full outer join spending as s
        on d.village_code = s.village_code and d.cooperative = s.cooperative and d.year = s.year
)

select * from final
