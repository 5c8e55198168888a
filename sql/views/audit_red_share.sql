/*
view: audit.red_share
chinese: 红色股份
title: 红色股份：一村一社一年的股本变动和红利；没有变动的年度照样结转，各年的股本可以相加
columns:
  village_code: 村代码
  village_name: 村名
  township: 乡镇
  cooperative: 合作社
  year: 年度
  opening_capital: 年初股本（元）
  contributed: 新增投入（元）
  reinvested: 红利转增（元）
  reduced: 减少（元）
  closing_capital: 年末股本（元）
  total_shares: 合作社总股本（元）
  ratio: 占股比例
  distributable: 合作社可分配盈余（元）
  expected_dividend: 按比例应分红利（元）
  declared: 应得红利（元）
  received: 实收红利（元）
  yield: 收益率：实收红利除以享有当年红利的股本
  recorded: 当年是否有变动、红利或盈余分配的记录：没有的为结转
*/
with share_year as (
    select
        village_code,
        cooperative,
        year,
        opening_capital,
        contributed,
        reinvested,
        reduced,
        closing_capital,
        coop_total_shares,
        recorded
    from core.share_year
),

dividend as (
    select
        village_code,
        cooperative,
        year,
        share_capital,
        declared,
        received
    from core.dividend
),

reported_ratio as (
    select
        village_code,
        trim(cooperative) as cooperative,
        year,
        max(ratio) as ratio
    from ledger.dividend
    group by village_code, trim(cooperative), year
),

share_dividend as (
    select
        village_code,
        cooperative,
        year,
        total_shares,
        village_shares,
        distributable,
        expected
    from core.share_dividend
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
        s.village_code,
        v.village_name,
        v.township,
        s.cooperative,
        s.year,
        s.opening_capital,
        s.contributed,
        s.reinvested,
        s.reduced,
        s.closing_capital,
        coalesce(c.total_shares, s.coop_total_shares) as total_shares,
        r.ratio as reported_ratio,
        coalesce(c.village_shares, d.share_capital, s.closing_capital) as village_shares,
        c.distributable,
        c.expected as expected_dividend,
        d.declared,
        d.received,
        d.share_capital,
        s.recorded
    from share_year as s
    inner join village as v on s.village_code = v.village_code
    left join dividend as d
        on s.village_code = d.village_code and s.cooperative = d.cooperative and s.year = d.year
    left join reported_ratio as r
        on s.village_code = r.village_code and s.cooperative = r.cooperative and s.year = r.year
    left join share_dividend as c
        on s.village_code = c.village_code and s.cooperative = c.cooperative and s.year = c.year
),

final as (
    select
        village_code,
        village_name,
        township,
        cooperative,
        year,
        opening_capital,
        contributed,
        reinvested,
        reduced,
        closing_capital,
        total_shares,
        try_cast(
            coalesce(
                cast(reported_ratio as double), cast(village_shares as double) / nullif(cast(total_shares as double), 0)
            ) as decimal(38, 8)
        ) as ratio,
        distributable,
        expected_dividend,
        declared,
        received,
        try_cast(
            cast(received as double)
            / nullif(cast(coalesce(share_capital, nullif(opening_capital, 0), closing_capital) as double), 0)
            as decimal(38, 6)
        ) as yield,
        recorded
    from joined
)

select * from final
