/*
view: audit.submission_status
chinese: 报送情况
title: 报送情况：每村每表每期报送了没有、报了几次；本村首末两期之间、别的村已报而本村缺的月份为未报
columns:
  village_code: 村代码
  village_name: 村名
  township: 乡镇
  kind: 表种
  kind_title: 表名
  period: 期间：所属期间的第一天
  period_kind: 期间类型：日/月/季/年/区间
  status: 状态：已报/逾期/未报/退回
  versions: 报送次数
*/
with reported as (
    select
        village_code,
        kind,
        kind_title,
        period,
        period_kind,
        versions,
        rows_current
    from fact.reported
),

returned as (
    select
        village_code,
        kind,
        period,
        period_kind,
        count(distinct submission_id) as versions
    from meta.sheet
    where rows_loaded = 0 and rows_rejected > 0 and village_code != '' and kind != ''
    group by village_code, kind, period, period_kind
),

village as (
    select
        village_code,
        village_name,
        township
    from core.village
),

month_of_kind as (
    select distinct
        kind,
        kind_title,
        period
    from reported
    where period_kind = '月'
),

span as (
    select
        village_code,
        kind,
        min(period) as first_period,
        max(period) as last_period
    from reported
    where period_kind = '月'
    group by village_code, kind
),

-- a quarter or a year covers its months, a range may cover any month of its year
covered as (
    select distinct
        m.kind,
        m.period,
        r.village_code
    from month_of_kind as m
    inner join reported as r
        on
            m.kind = r.kind
            and year(m.period) = year(r.period)
            and (
                m.period = r.period
                or r.period_kind in ('年', '区间')
                or (r.period_kind = '季' and quarter(m.period) = quarter(r.period))
            )
),

absent as (
    select
        s.village_code,
        s.kind,
        m.kind_title,
        m.period
    from span as s
    inner join month_of_kind as m
        on s.kind = m.kind and s.first_period < m.period and s.last_period > m.period
    left join covered as c on s.village_code = c.village_code and s.kind = c.kind and m.period = c.period
    where c.period is null
),

kind_name as (
    select distinct
        kind,
        kind_title
    from reported
),

every as (
    select
        village_code,
        kind,
        kind_title,
        period,
        period_kind,
        '已报' as status,
        versions
    from reported
    where rows_current > 0
    union all
    select
        r.village_code,
        r.kind,
        n.kind_title,
        r.period,
        r.period_kind,
        '退回' as status,
        cast(r.versions as integer) as versions
    from returned as r
    left join kind_name as n on r.kind = n.kind
    left join reported as a
        on
            r.village_code = a.village_code
            and r.kind = a.kind
            and r.period is not distinct from a.period
            and a.rows_current > 0
    where a.kind is null
    union all
    select
        village_code,
        kind,
        kind_title,
        period,
        '月' as period_kind,
        '未报' as status,
        0 as versions
    from absent
),

final as (
    select
        v.village_code,
        v.village_name,
        v.township,
        e.kind,
        e.kind_title,
        e.period,
        e.period_kind,
        e.status,
        e.versions
    from every as e
    inner join village as v on e.village_code = v.village_code
)

select
    village_code,
    village_name,
    township,
    kind,
    kind_title,
    period,
    period_kind,
    status,
    versions
from final
