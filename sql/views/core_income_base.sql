/*
view: core.income_base
title: 收入基数：一村一年一种口径的农村居民人均收入；没有写口径的，两种口径都用它
columns:
  village_code: 村代码
  year: 年度
  base: 口径：可支配收入/纯收入
  written: 收入基数表写的口径：没有写的为“收入”
  income_per_head: 人均收入（元）
  row_id: 行编号
*/
with published as (
    select
        county,
        year,
        base,
        income_per_head,
        row_id
    from ledger.income_base
),

kind as (
    select '可支配收入' as base
    union all
    select '纯收入' as base
),

told as (
    select
        p.county,
        p.year,
        k.base,
        coalesce(p.base, '收入') as written,
        p.income_per_head,
        p.row_id
    from published as p
    inner join kind as k on coalesce(p.base = k.base, true)
    qualify
        row_number() over (
            partition by p.county, p.year, k.base
            order by p.base is null asc, p.income_per_head desc, p.row_id asc
        ) = 1
),

village as (
    select
        village_code,
        county
    from core.village
),

-- where the register names no county, the only one that published its income is meant
only_county as (
    select max(county) as county
    from published
    having count(distinct county) = 1
),

final as (
    select
        v.village_code,
        t.year,
        t.base,
        t.written,
        t.income_per_head,
        t.row_id
    from village as v
    left join only_county as o on v.county is null
    inner join told as t on coalesce(v.county, o.county) = t.county
)

select * from final
