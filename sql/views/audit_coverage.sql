/*
view: audit.coverage
chinese: 账表完整性
title: 账表完整性：每村每表每种资金每期是否都读了进来；没有读进来的行和金额
columns:
  county: 县市区
  village_code: 村代码
  village_name: 村名
  township: 乡镇
  kind: 表种：退回的为最像的表种
  fund: 资金类别：空为不分资金或未注明
  account: 账册：现金、银行或账号，空为不分
  period: 期间：所属期间的第一天
  period_kind: 期间类型：日/月/季/年/区间
  coverage: 完整/部分装载/退回/未报/跳过
  rows_loaded: 装载行数
  rows_set_aside: 没有装载的行数
  money_set_aside: 没有装载的金额（元）：退回的和没有读懂的
*/
with sheet as (
    select
        s.county,
        s.village_code,
        s.village_name,
        s.township,
        coalesce(nullif(s.kind, ''), s.runner_up) as kind,
        s.fund,
        s.period,
        s.period_kind,
        s.rows_loaded,
        s.rows_rejected,
        s.money_rejected + s.money_unread as money_set_aside,
        s.money_unread
    from meta.sheet as s
    inner join meta.submission as m on s.submission_id = m.submission_id and m.superseded_by = ''
    where s.village_code <> ''
),

handed_in as (
    select
        county,
        village_code,
        village_name,
        township,
        kind,
        fund,
        period,
        period_kind,
        case
            when sum(rows_loaded) > 0 and (sum(rows_rejected) > 0 or sum(money_unread) > 0) then '部分装载'
            when sum(rows_loaded) > 0 then '完整'
            when sum(rows_rejected) > 0 then '退回'
            else '跳过'
        end as coverage,
        cast(sum(rows_loaded) as integer) as rows_loaded,
        cast(sum(rows_rejected) as integer) as rows_set_aside,
        cast(sum(money_set_aside) as decimal(18, 2)) as money_set_aside
    from sheet
    group by county, village_code, village_name, township, kind, fund, period, period_kind
),

absent as (
    select
        v.county,
        a.village_code,
        a.village_name,
        a.township,
        a.kind,
        a.fund,
        a.period,
        a.period_kind,
        '未报' as coverage,
        0 as rows_loaded,
        0 as rows_set_aside,
        cast(0 as decimal(18, 2)) as money_set_aside
    from audit.submission_status as a
    left join core.village as v on a.village_code = v.village_code
    where a.status in ('未报', '逾期')
),

final as (
    select
        county,
        village_code,
        village_name,
        township,
        kind,
        fund,
        period,
        period_kind,
        coverage,
        rows_loaded,
        rows_set_aside,
        money_set_aside
    from handed_in
    union all
    select
        county,
        village_code,
        village_name,
        township,
        kind,
        fund,
        period,
        period_kind,
        coverage,
        rows_loaded,
        rows_set_aside,
        money_set_aside
    from absent
)

select
    county,
    village_code,
    village_name,
    township,
    kind,
    fund,
    cast(null as varchar) as account,
    period,
    period_kind,
    coverage,
    rows_loaded,
    rows_set_aside,
    money_set_aside
from final
