/*
view: core.share_dividend
title: 应分红利：一村一社一年，按股分红总额乘以村股本占合作社总股本的比例
columns:
  village_code: 村代码
  cooperative: 合作社
  year: 年度
  total_shares: 合作社总股本（元）
  village_shares: 村股本（元）
  distributed: 合作社按股分红总额（元）
  distributable: 可分配盈余（元）
  expected: 按比例应分红利（元）
  row_id: 合作社盈余分配表的行编号
*/
with coop_year as (
    select
        village_code,
        trim(cooperative) as cooperative,
        year,
        max(total_shares) as total_shares,
        max(red_shares) as red_shares,
        max(share_dividend) as share_dividend,
        max(distributable) as distributable,
        max(patronage_return) as patronage_return,
        min(row_id) as row_id
    from ledger.coop_year
    group by village_code, trim(cooperative), year
),

dividend as (
    select
        village_code,
        cooperative,
        year,
        share_capital
    from core.dividend
),

joined as (
    select
        c.village_code,
        c.cooperative,
        c.year,
        c.total_shares,
        coalesce(c.red_shares, d.share_capital) as village_shares,
        -- what goes to shares: as reported, else what is left after the return by volume of trade
        coalesce(c.share_dividend, c.distributable - c.patronage_return) as distributed,
        c.distributable,
        c.row_id
    from coop_year as c
    left join dividend as d
        on c.village_code = d.village_code and c.cooperative = d.cooperative and c.year = d.year
),

final as (
    select
        village_code,
        cooperative,
        year,
        total_shares,
        village_shares,
        cast(distributed as decimal(18, 2)) as distributed,
        distributable,
        case
            when total_shares > 0
                then
                    try_cast(
                        cast(distributed as double) * cast(village_shares as double) / cast(total_shares as double)
                        as decimal(18, 2)
                    )
        end as expected,
        row_id
    from joined
)

select * from final
