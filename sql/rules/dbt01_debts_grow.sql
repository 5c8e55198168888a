/*
id: DBT01
title: 村级债务逐年增加
level: 中
status: stable
money: 手续
subject: village
applies_to: 债权债务
description: "两个年度的债权债务台账，债务余额（没有填余额的为金额减已清偿）合计比上一年增加。一年一条。\
  只有一个年度台账的、台账没有写明年度的，不可评估。"
why: 旧债没有还，又添新债，最后要用集体资产和财政的钱填。
basis:
  - 《街办基层党建创新案例（5 篇）》网络汇编篇二（原题名不存，讲的是乡镇财政财务：乡镇按此，村作参照）“建议”部分（二）（三）：负债资金收支管理，防范和化解债务风险
  - 《农村集体经济组织法》第 35 条第二款：不得以集体名义为地方政府举债
params: [tolerance]
looks_in:
  debt:
    - {by: [direction], days: any}
    - {cells: [balance, settled]}
root_cause: 一年的债务增加为同一事实。
falsepositives:
  - 只比写明年度、相邻的两个年度；中间缺一年的不比。
  - 债权不算。
innocent: 上年的台账漏登，这一年清查补登；或有经批准的项目借款。
next_check: 把两年的台账逐笔对照，看新增的是哪几笔、谁批准的、用在哪里。
clears: 新增债务的批准文件和决议。
related: [DBT02, DBT04]
message: "{year} 年债务余额合计 {owed} 元，上一年 {before} 元，增加 {amount} 元（容差 {tolerance} 元），待核。"
*/
with line as (
    select
        row_id,
        village_code,
        year(period) as year,
        coalesce(balance, amount - coalesce(settled, 0)) as owed
    from ledger.debt
    where direction = '债务' and period_kind in ('年', '季', '月', '日')
),

total as (
    select
        village_code,
        year,
        cast(sum(owed) as decimal(18, 2)) as owed
    from line
    group by village_code, year
),

pair as (
    select
        t.village_code,
        t.year,
        t.owed,
        b.owed as before
    from total as t
    inner join total as b on t.village_code = b.village_code and t.year = b.year + 1
),

grown as (
    select
        village_code,
        year,
        owed,
        before
    from pair
    where owed > before + $tolerance
),

final as (
    select
        g.village_code,
        '债务余额' as subject,
        make_date(g.year, 1, 1) as period,
        cast(g.owed - g.before as decimal(18, 2)) as amount,
        l.row_id,
        '命中' as outcome,
        null as missing,
        g.year,
        g.owed,
        g.before
    from grown as g
    inner join line as l on g.village_code = l.village_code and l.year in (g.year, g.year - 1)
    union all
    select distinct
        village_code,
        '债务余额' as subject,
        cast(null as date) as period,
        cast(null as decimal(18, 2)) as amount,
        null as row_id,
        '不可评估' as outcome,
        '写明年度、相邻两个年度的债权债务台账' as missing,
        null as year,
        null as owed,
        null as before
    from ledger.debt
    where direction = '债务' and village_code not in (select p.village_code from pair as p)
)

select * from final
