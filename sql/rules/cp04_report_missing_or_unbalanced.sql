/*
id: CP04
title: 合作社报表未报/未经审计/不平
level: 中
status: stable
money: 手续
subject: cooperative
applies_to: 合作社
description: "合作社年度报表的资产总额不等于负债总额加所有者权益（差超过 0.01 元）；或该社有别的年度的报表，\
  而分了红利的年度、前后两份报表之间的年度没有报表。报表明确填报未经审计的只作提示。"
why: 报表不平、断档或未经审计，盈余和分红就没有可信的来源。
basis:
  - 《湖南吉首：“红色股份”发展村级集体经济增强基层党组织“向心力”》（第三届全国基层党建创新案例，载《街办基层党建创新案例（5 篇）》网络汇编篇五）做法（八）：市财政局、市农经局对合作社的资金运行情况进行审计和监管
  - 《农民专业合作社法》（2017 年修订）第 40 条：年度报告、盈余分配方案供成员查阅；第 45 条：内部审计
params: [tolerance, coop_report_due_months]
looks_in:
  coop_year: {by: [cooperative]}
root_cause: 一村一社一年的报表为一个事实。
falsepositives:
  - 年度终了未满 12 个月的，不算缺报。
  - 只有在该社报过别的年度时才说缺报；从未报过的村不可评估。
  - 村里两张表都只有一个合作社时，名称写法不同也算同一社。
  - 资产、负债、权益三个数没有填全的，不查是否平衡。
innocent: 报表可能已经编制，只是没有报送到村里，或抄录时抄错一个数。
next_check: 向合作社和市农经部门调取该年度资产负债表、盈余分配表和审计报告。
clears: 补报的年度报表、审计报告，或更正后的报表。
related: [CP01, CP02]
message: "{subject} {year} 年{finding}，待核。"
*/
with setting as (
    select as_of from meta.setting
),

report as (
    select
        village_code,
        cooperative,
        year,
        audited,
        total_assets,
        total_liabilities,
        total_equity,
        row_id
    from core.coop_year
),

dividend as (
    select distinct
        village_code,
        cooperative,
        year
    from core.dividend
    where received > 0
),

dividend_row as (
    select
        village_code,
        trim(cooperative) as cooperative,
        year,
        row_id
    from ledger.dividend
),

span as (
    select
        village_code,
        cooperative,
        min(year) as first_year,
        max(year) as last_year
    from report
    group by village_code, cooperative
),

sole as (
    select
        village_code,
        one_paying,
        one_reporting
    from core.sole_cooperative
),

-- a dividend belongs to the reporting co-operative of its name, or to the only one there is
paid as (
    select
        s.village_code,
        s.cooperative,
        d.cooperative as written,
        d.year
    from dividend as d
    inner join span as s on d.village_code = s.village_code
    inner join sole as n on d.village_code = n.village_code
    where d.cooperative = s.cooperative or (n.one_paying and n.one_reporting)
),

village as (
    select
        village_code,
        peers
    from core.village
),

calendar as (
    select distinct
        v.peers,
        r.year
    from report as r
    inner join village as v on r.village_code = v.village_code
),

expected as (
    select
        village_code,
        cooperative,
        year
    from paid
    union
    select
        s.village_code,
        s.cooperative,
        c.year
    from span as s
    inner join village as v on s.village_code = v.village_code
    inner join calendar as c on v.peers = c.peers and s.first_year < c.year and s.last_year > c.year
),

absent as (
    select
        e.village_code,
        e.cooperative,
        e.year
    from expected as e
    cross join setting as t
    left join report as r on e.village_code = r.village_code and e.cooperative = r.cooperative and e.year = r.year
    where
        r.row_id is null
        and (year(t.as_of) - e.year) * 12 + month(t.as_of) - 12 > $coop_report_due_months
),

compared as (
    select
        village_code,
        cooperative,
        year,
        row_id,
        coalesce(audited = '否', false) as unaudited,
        cast(abs(total_assets - total_liabilities - total_equity) as decimal(18, 2)) as gap
    from report
),

faulty as (
    select
        village_code,
        cooperative,
        year,
        row_id,
        case when gap > $tolerance then gap else 0 end as amount,
        case when coalesce(gap, 0) <= $tolerance then '提示' end as level,
        concat_ws(
            '、',
            case
                when gap > $tolerance
                    then '资产总额与负债加所有者权益相差 ' || cast(gap as varchar) || ' 元（容差 '
                        || cast(cast($tolerance as double) as varchar) || ' 元）'
            end,
            case when unaudited then '报表填报为未经审计' end
        ) as finding
    from compared
    where gap > $tolerance or unaudited
),

final as (
    select
        village_code,
        cooperative as subject,
        make_date(year, 1, 1) as period,
        cast(amount as decimal(18, 2)) as amount,
        row_id,
        level,
        concat_ws('|', 'CP04', village_code, cooperative, cast(year as varchar)) as root_cause,
        year,
        finding
    from faulty
    union all
    select
        a.village_code,
        a.cooperative as subject,
        make_date(a.year, 1, 1) as period,
        cast(0 as decimal(18, 2)) as amount,
        d.row_id,
        null as level,
        concat_ws('|', 'CP04', a.village_code, a.cooperative, cast(a.year as varchar)) as root_cause,
        a.year,
        '没有报表（年度终了后 ' || cast($coop_report_due_months as varchar) || ' 个月内应报）' as finding
    from absent as a
    left join paid as p on a.village_code = p.village_code and a.cooperative = p.cooperative and a.year = p.year
    left join dividend_row as d
        on p.village_code = d.village_code and p.written = d.cooperative and p.year = d.year
)

select * from final
