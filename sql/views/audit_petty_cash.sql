/*
view: audit.petty_cash
chinese: 备用金
title: 备用金：一村一人领用的备用金、借支和已经报销、交回的；还没有核销的金额大于零
columns:
  village_code: 村代码
  village_name: 村名
  township: 乡镇
  person: 领用人
  summary: 摘要：几笔的，按字序的第一笔
  taken_on: 最早一笔领用日期
  taken: 领用（元）
  settled: 已报销、交回（元）
  outstanding: 未核销（元）
  row_id: 行编号：最早的一笔
*/
with village as (
    select
        village_code,
        village_name,
        township
    from core.village
),

moved as (
    select
        village_code,
        trim(counterparty) as person,
        min(summary) as summary,
        min(entry_date) as taken_on,
        sum(coalesce(expense, 0)) as taken,
        sum(coalesce(income, 0)) as settled,
        min(row_id) as row_id
    from core.cash_entry
    where
        not is_opening and not is_repeat
        and counterparty is not null
        and regexp_matches(summary, '备用金|暂借|借支|预借')
        and not regexp_matches(summary, '提取|提现|取现|支取')
    group by village_code, trim(counterparty)
),

final as (
    select
        m.village_code,
        v.village_name,
        v.township,
        m.person,
        m.summary,
        m.taken_on,
        cast(m.taken as decimal(18, 2)) as taken,
        cast(m.settled as decimal(18, 2)) as settled,
        cast(m.taken - m.settled as decimal(18, 2)) as outstanding,
        m.row_id
    from moved as m
    inner join village as v on m.village_code = v.village_code
)

select * from final
