/*
id: CAD04
title: 办公经费低于通行标准、集体没有经营收入（画像）
level: 提示
status: stable
money: 手续
tunable: office_floor_small
subject: village
units: 村
description: "一村一年收到的办公经费低于通行标准（人口 3,000 人以上 7,500 元，不足 3,000 人 6,000 元），列出缺口；\
  一村一年集体资金账上没有一笔经营收入，标为“空壳”。只作画像，不是疑点。只看已过完的年度。"
why: 说明这个村自身运转困难，核查其他疑点时应一并考虑。
basis:
  - 自治区党委组织部组织一处《当前农村基层党建工作面临的难题及对策》（宁夏党建刊物 2015 年第 10 期，刊名不存）：目前各地村级办公经费按人口在 3,000 人以上的村每年 7,500 元、3,000 人以下的每年 6,000 元执行（通行标准，不是底线）
  - 自治区党委组织部组织一处《当前农村基层党建工作面临的难题及对策》（宁夏党建刊物 2015 年第 10 期，刊名不存）：西吉县 95% 以上的村是“空壳村”
params: [office_population, office_floor_large, office_floor_small]
looks_in:
  cash_entry:
    - when: {finding: 经营收入}
      says: {fund: 集体资金, income: '[1-9]', summary: '^(?!.*(财政|拨款|拨付|拨入|补助|补贴|专项|利息|结息|借款|代收|代缴|代扣))'}
      due: true
    - {when: {finding: 办公经费}, amount: cover, says: {fund: 办公经费, income: '[1-9]'}, due: true}
  grant: {when: {finding: 办公经费}, amount: cover, says: {fund: 办公经费}}
root_cause: 一村一年的办公经费、集体收入各为一个事实。
falsepositives:
  - 全县普遍如此时，超过命中率上限的规则自动转为概况。
  - 办公经费取账上收入与拨付表中较大的；两处都没有办公经费的年度不评估，不当作零。
  - 单位类型填社区的，标准另有，由 OFF01 查。
  - 集体资金账上的财政拨款、补助、利息、内部划转、期初结转、替别的单位代收的钱不算经营收入。
innocent: 经费由乡镇统一列支，或集体收入记在合作社账上。
next_check: 不必单独核查；看其他疑点时参考。
clears: 不需要销号：只是这个村的背景。
related: [SVC01, DU01]
message: "{year} 年{finding}。"
*/
with setting as (
    select as_of from meta.setting
),

entry as (
    select
        row_id,
        village_code,
        fund,
        year(entry_date) as year,
        summary,
        coalesce(counterparty, '') as counterparty,
        coalesce(income, 0) as income
    from core.cash_entry
    where fund in ('办公经费', '集体资金') and not is_opening and not is_internal and not is_repeat
),

place as (
    select
        village_code,
        population,
        row_id
    from ledger.village
    where population is not null and coalesce(unit_kind, '村') <> '社区'
    qualify
        row_number() over (
            partition by village_code order by valid_from is not null desc, valid_from desc, row_id asc
        ) = 1
),

office_source as (
    select
        village_code,
        year,
        sum(income) as amount
    from entry
    where fund = '办公经费'
    group by village_code, year
    union all
    select
        village_code,
        year,
        sum(amount) as amount
    from ledger."grant"
    where fund = '办公经费'
    group by village_code, year
),

office as (
    select
        village_code,
        year,
        max(amount) as amount
    from office_source
    group by village_code, year
    having max(amount) > 0
),

short as (
    select
        o.village_code,
        o.year,
        o.amount,
        p.population,
        p.row_id,
        cast(
            case when p.population >= $office_population then $office_floor_large else $office_floor_small end
            as decimal(18, 2)
        ) as floor
    from office as o
    inner join place as p on o.village_code = p.village_code
),

collective as (
    select
        village_code,
        year,
        min(row_id) as row_id,
        count(*) filter (
            where income > 0 and not regexp_matches(summary || counterparty, '财政|拨款|拨付|拨入|补助|补贴|专项|利息|结息|借款|代收|代缴|代扣')
        ) as earnings
    from entry
    where fund = '集体资金'
    group by village_code, year
),

final as (
    select
        s.village_code,
        '办公经费' as subject,
        make_date(s.year, 1, 1) as period,
        cast(s.floor - s.amount as decimal(18, 2)) as amount,
        s.row_id,
        concat_ws('·', '办公经费', s.village_code, cast(s.year as varchar)) as root_cause,
        s.year,
        '收到办公经费 ' || cast(cast(s.amount as decimal(18, 2)) as varchar) || ' 元，人口 '
        || cast(s.population as varchar) || ' 人，通行标准 ' || cast(s.floor as varchar) || ' 元' as finding
    from short as s
    cross join setting as t
    where s.amount < s.floor and s.year < year(t.as_of)
    union all
    select
        c.village_code,
        '集体经营收入' as subject,
        make_date(c.year, 1, 1) as period,
        cast(0 as decimal(18, 2)) as amount,
        c.row_id,
        concat_ws('·', '集体经营收入', c.village_code, cast(c.year as varchar)) as root_cause,
        c.year,
        '集体资金账上没有经营收入' as finding
    from collective as c
    cross join setting as t
    where c.earnings = 0 and c.year < year(t.as_of)
)

select * from final
