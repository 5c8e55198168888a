/*
view: audit.submission_status
chinese: 报送情况
title: 报送情况：每村每表每期报送了没有、报了几次；账簿自首个申报期起逐期列出，程序启用后到期的为逾期，其余没有报的为未报
columns:
  village_code: 村代码
  village_name: 村名
  township: 乡镇
  kind: 表种
  kind_title: 表名
  fund: 资金类别：空为不分资金或未注明
  period: 期间：所属期间的第一天
  period_kind: 期间类型：日/月/季/年/区间
  status: 状态：已报/逾期/未报/退回
  versions: 报送次数
  is_missing: 是否缺报：过了报送期限没有报（逾期的，和以前年度缺的）
*/
with reported as not materialized (
    select
        village_code,
        kind,
        kind_title,
        fund,
        period,
        period_kind,
        versions,
        rows_current
    from fact.reported
),

missing as (
    select
        village_code,
        kind,
        kind_title,
        fund,
        period,
        period_kind,
        in_use,
        is_overdue
    from core.missing_report
),

sent_back as (
    select
        s.village_code,
        coalesce(nullif(s.kind, ''), s.runner_up) as kind,
        s.period,
        s.period_kind,
        s.submission_id
    from meta.sheet as s
    inner join meta.submission as m on s.submission_id = m.submission_id and m.superseded_by = ''
    where s.rows_loaded = 0 and s.rows_rejected > 0 and s.village_code != ''
),

returned as (
    select
        village_code,
        kind,
        period,
        period_kind,
        count(distinct submission_id) as versions
    from sent_back
    where kind != ''
    group by village_code, kind, period, period_kind
),

village as (
    select
        village_code,
        village_name,
        township
    from core.village
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
        fund,
        period,
        period_kind,
        '已报' as status,
        versions,
        false as is_missing
    from reported
    where rows_current > 0
    union all
    select
        r.village_code,
        r.kind,
        n.kind_title,
        cast(null as varchar) as fund,
        r.period,
        r.period_kind,
        '退回' as status,
        cast(r.versions as integer) as versions,
        false as is_missing
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
        m.village_code,
        m.kind,
        m.kind_title,
        m.fund,
        m.period,
        m.period_kind,
        case when m.in_use and m.is_overdue then '逾期' else '未报' end as status,
        0 as versions,
        m.is_overdue as is_missing
    from missing as m
),

final as (
    select
        v.village_code,
        v.village_name,
        v.township,
        e.kind,
        e.kind_title,
        e.fund,
        e.period,
        e.period_kind,
        e.status,
        e.versions,
        e.is_missing
    from every as e
    inner join village as v on e.village_code = v.village_code
)

select * from final
