/*
id: DU04
title: 留用部分用于公益和工作经费之外
level: 中
status: stable
money: 手续
subject: cooperative
applies_to: 红色股份
description: 红利用途不属于再投入、公益事业、工作经费、党员活动、困难帮扶；产业扶持（如育苗）只提示性质待定。
why: 留用的一半应合理用于本村公益事业和弥补工作经费。
basis:
  - 《湖南吉首：“红色股份”发展村级集体经济增强基层党组织“向心力”》（第三届全国基层党建创新案例，载《街办基层党建创新案例（5 篇）》网络汇编篇五）做法（六）：其余 50% 作为村集体经济收入，合理用于本村的公益事业及弥补村级工作经费不足
  - 《湖南吉首：“红色股份”发展村级集体经济增强基层党组织“向心力”》（第三届全国基层党建创新案例，载《街办基层党建创新案例（5 篇）》网络汇编篇五）成效：公布的用途中有茶叶育苗 10,000 元
looks_in:
  resolution: {any: [resolution_no], days: any}
  dividend: {by: [cooperative]}
root_cause: 一村一社一年的红利为同一事实。
falsepositives:
  - 育苗等产业扶持可视为带动增收，只提示。
  - 用途所附决议在四议两公开台账中，且决议事项写明归类、认定、公益或工作经费的，不报；普通用款决议不算归类。
innocent: 产业扶持可能带动未入社村民增收，村民会议可决议归类。
next_check: 查看决议和用途原始凭证，请村里确认该用途的归类。
clears: 村民会议确认该用途归类的决议。
related: [DU02, DU05]
message: >-
  {year} 年{cooperative}红利中有 {amount} 元用于“{summary}”，归类为{category}，{finding}，待核。
*/
with dividend_year as (
    select
        village_code,
        cooperative,
        year,
        root_cause,
        lacking
    from core.dividend_year
),

spending as (
    select
        row_id,
        village_code,
        cooperative,
        year,
        coalesce(category, '其他') as category,
        summary,
        amount,
        resolution_no
    from core.dividend_spending
),

classifying as (
    select distinct
        village_code,
        resolution_no
    from ledger.resolution
    where regexp_matches(subject, '归类|认定|公益|工作经费|办公经费')
),

outside as (
    select
        s.row_id,
        s.village_code,
        s.cooperative,
        s.year,
        s.category,
        s.summary,
        sum(s.amount) over (partition by s.village_code, s.cooperative, s.year, s.category, s.summary) as amount
    from spending as s
    left join classifying as c on s.village_code = c.village_code and s.resolution_no = c.resolution_no
    where s.category not in ('再投入', '公益事业', '工作经费', '党员活动', '困难帮扶') and coalesce(c.resolution_no, '') = ''
),

final as (
    select
        o.village_code,
        concat_ws(' ', o.cooperative, o.category, o.summary) as subject,
        make_date(o.year, 1, 1) as period,
        cast(o.amount as decimal(18, 2)) as amount,
        o.row_id,
        '命中' as outcome,
        null as missing,
        case when o.category = '产业扶持' then '提示' end as level,
        d.root_cause,
        o.year,
        o.cooperative,
        o.category,
        o.summary,
        case when o.category = '产业扶持' then '性质待定' else '不属于公益事业和工作经费' end as finding
    from outside as o
    inner join dividend_year as d
        on o.village_code = d.village_code and o.cooperative = d.cooperative and o.year = d.year
    where coalesce(d.lacking, '') = ''
    union all
    select
        village_code,
        cooperative as subject,
        make_date(year, 1, 1) as period,
        cast(null as decimal(18, 2)) as amount,
        null as row_id,
        '不可评估' as outcome,
        lacking as missing,
        null as level,
        root_cause,
        year,
        cooperative,
        null as category,
        null as summary,
        null as finding
    from dividend_year
    where lacking is not null
)

select * from final
