/*
view: core.dividend
title: 红利：一村一社一年一行
columns:
  village_code: 村代码
  cooperative: 合作社
  year: 红利年度
  share_capital: 享有当年红利的股本（元）
  declared: 应得红利（元）
  received: 实收红利（元）
  unspent: 填报的未使用红利（元）
  received_on: 最后一笔到账日期
  counted_from: 使用时限的起算日：到账日期；未填时为红利年度末
  cooperatives: 该村当年有红利的合作社数
*/
with dividend as (
    select
        village_code,
        trim(cooperative) as cooperative,
        year,
        max(share_capital) as share_capital,
        cast(sum(declared) as decimal(18, 2)) as declared,
        cast(sum(received) as decimal(18, 2)) as received,
        cast(sum(unspent) as decimal(18, 2)) as unspent,
        max(received_on) as received_on
    from ledger.dividend
    group by village_code, trim(cooperative), year
),

final as (
    select
        village_code,
        cooperative,
        year,
        share_capital,
        declared,
        received,
        unspent,
        received_on,
        -- published figures often give the year only; the end of that year is the latest fair start
        coalesce(received_on, make_date(year, 12, 31)) as counted_from,
        count(*) over (partition by village_code, year) as cooperatives
    from dividend
)

select * from final
