/*
view: audit.submission_status
chinese: 报送情况
title: 报送情况：每村每表每期报送了没有、报了几次
columns:
  village_code: 村代码
  village_name: 村名
  township: 乡镇
  kind: 表种
  period: 期间：所属期间的第一天
  status: 状态：已报/逾期/未报/退回
  versions: 报送次数
*/
with sheet as (
    select
        submission_id,
        kind,
        village_code,
        period,
        rows_loaded
    from meta.sheet
    where kind is not null and village_code is not null
),

village as (
    select
        village_code,
        village_name,
        township
    from core.village
),

reported as (
    select
        village_code,
        kind,
        period,
        case when sum(rows_loaded) > 0 then '已报' else '退回' end as status,
        count(distinct submission_id) as versions
    from sheet
    group by village_code, kind, period
),

final as (
    select
        v.village_code,
        v.village_name,
        v.township,
        r.kind,
        r.period,
        r.status,
        cast(r.versions as integer) as versions
    from reported as r
    inner join village as v on r.village_code = v.village_code
)

select
    village_code,
    village_name,
    township,
    kind,
    period,
    status,
    versions
from final
