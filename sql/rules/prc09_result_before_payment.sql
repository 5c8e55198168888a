/*
id: PRC09
title: 还没有付款就公开了实施结果
level: 低
status: stable
money: 手续
subject: project
units: 村
description: "四议两公开台账里的实施结果公开日，早于写明这个编号的全部付款：公开结果时一分钱也没有付。\
  一个编号只登记了一个事项的才查；只付了质保金、尾款的不查。先付款后决议由 PRC02 查，四个会的次序由 PRC03 查。"
why: 结果公开要说清钱花了多少、花在哪里；钱还没有付，公开的多半是空话，付多少村民也看不到。
basis:
  - 审计实务：各地公开的四议两公开工作流程，实施结果公开是最后一步
  - 参照《湖南吉首：“红色股份”发展村级集体经济增强基层党组织“向心力”》（第三届全国基层党建创新案例，载《街办基层党建创新案例（5 篇）》网络汇编篇五）做法（三）：通过“四议两公开”等程序后用于兴办村公益事业
looks_in:
  resolution: {any: [resolution_no], days: any}
  cash_entry:
    - {any: [resolution_no], at: [resolved_on, published_on], days: 31, due: true}
    - {cells: [resolution_no]}
root_cause: 一个决议事项为同一事实，与 PRC02、PRC03、PRC04、PRC05 合计金额时只取最大一笔。
falsepositives:
  - 公开以前付过一笔的，不管多少，不报。
  - 编号里没有年份的，只与同一年的付款比；没有写编号的付款不比。
  - 公开日早于决议日的，是日期填错，由村里更正，不报。
innocent: 村里把决议公开的日期填到了结果公开一栏。
next_check: 看公开照片上的内容和日期，问清付款为什么在公开以后。
clears: 付款以后再次公开结果的照片。
related: [PRC02, PRC03]
message: "{subject}的实施结果在 {published_on}公开，写明这个编号的付款 {payments} 笔共 {amount} 元，最早一笔在 {first_day}，待核。"
*/
with matter as (
    select
        row_id,
        village_code,
        resolution_no,
        case when not regexp_matches(resolution_no, '(19|20)[0-9][0-9]') then year(period) end as year,
        resolved_on,
        result_published_on,
        subject,
        period,
        root_cause
    from core.resolution
    qualify count(*) over (partition by village_code, resolution_no) = 1
),

payment as (
    select
        row_id,
        village_code,
        resolution_no,
        year,
        entry_date,
        amount,
        regexp_matches(summary, '质保|保证金|尾款|余款') as is_last
    from core.resolution_payment
    where amount > 0
),

paid as (
    select
        village_code,
        resolution_no,
        year,
        count(*) as payments,
        cast(sum(amount) as decimal(18, 2)) as amount,
        min(entry_date) as first_day
    from payment
    group by village_code, resolution_no, year
    having count(*) filter (where not is_last) > 0
),

early as (
    select
        m.row_id,
        m.village_code,
        m.resolution_no,
        m.year,
        m.resolved_on,
        m.result_published_on,
        m.subject,
        m.period,
        m.root_cause,
        p.payments,
        p.amount,
        p.first_day
    from matter as m
    inner join paid as p
        on
            m.village_code = p.village_code
            and m.resolution_no = p.resolution_no
            and m.year is not distinct from p.year
    where m.result_published_on < p.first_day and coalesce(m.resolved_on <= m.result_published_on, true)
),

evidence as (
    select
        e.row_id as matter_row_id,
        p.row_id
    from early as e
    inner join payment as p
        on
            e.village_code = p.village_code
            and e.resolution_no = p.resolution_no
            and e.year is not distinct from p.year
    union all
    select
        row_id as matter_row_id,
        row_id
    from early
),

final as (
    select
        e.village_code,
        e.subject,
        e.period,
        e.amount,
        v.row_id,
        e.root_cause,
        e.resolution_no,
        coalesce(e.resolved_on, e.result_published_on) as resolved_on,
        e.result_published_on as published_on,
        e.payments,
        e.first_day
    from early as e
    inner join evidence as v on e.row_id = v.matter_row_id
)

select * from final
