/*
id: DU07
title: 公益项目无验收或未公开
level: 中
status: stable
money: 手续
subject: entry
applies_to: 红色股份
description: 红利用于公益事业、金额在规定数额以上（默认超过 1,000 元）的，没有验收日期，或没有公开。
why: 红利经四议两公开后才用于公益事业，做没做成要有验收和公开作证。
basis:
  - 《湖南吉首：“红色股份”发展村级集体经济增强基层党组织“向心力”》（第三届全国基层党建创新案例，载《街办基层党建创新案例（5 篇）》网络汇编篇五）做法（三）：通过“四议两公开”等程序后用于兴办村公益事业
params: [welfare_min_amount]
looks_in:
  publication: {when: {finding: 公开}, says: {subject: 红利|收支|公益|项目|财务}, days: 366}
  dividend: {by: [cooperative]}
root_cause: 每笔公益支出为一个事实。
falsepositives:
  - 小修（不超过 1,000 元）不报；正好 1,000 元的也不报。
  - 使用明细中没有验收日期列的村不可评估。
  - 没有公开登记表的村只看验收；有登记的，红利、财务收支、公益或项目的公告盖到使用之日即可；没有使用日期的，公告与红利年度或次年有重叠即可。
innocent: 验收单可能另存，未登记在使用明细里。
next_check: 查验收单、公开照片，实地看项目。
clears: 验收单和公开照片。
related: [DU03]
message: >-
  {year} 年红利用于公益事业“{summary}”{amount} 元（超过 {welfare_min_amount:,} 元的应有验收和公开），{finding}，
  待核。
*/
with spending as (
    select
        row_id,
        village_code,
        cooperative,
        year,
        used_on,
        summary,
        amount,
        accepted_on
    from core.dividend_spending
    where category = '公益事业' and amount > $welfare_min_amount
),

registered as (
    select distinct village_code
    from ledger.publication
),

notice as (
    select
        village_code,
        covers_from,
        covers_to
    from ledger.publication
    where fund = '红色公司' or regexp_matches(subject, '红利|收支|公益|项目|财务')
),

published as (
    select distinct s.row_id
    from spending as s
    inner join notice as n
        on
            s.village_code = n.village_code
            and n.covers_from <= coalesce(s.used_on, make_date(s.year + 1, 12, 31))
            and n.covers_to >= coalesce(s.used_on, make_date(s.year, 1, 1))
),

judged as (
    select
        s.row_id,
        s.village_code,
        s.cooperative,
        s.year,
        s.used_on,
        s.summary,
        s.amount,
        concat_ws(
            '、',
            case when s.accepted_on is null then '没有验收日期' end,
            case when r.village_code is not null and coalesce(p.row_id, '') = '' then '没有公开登记' end
        ) as finding
    from spending as s
    left join registered as r on s.village_code = r.village_code
    left join published as p on s.row_id = p.row_id
),

final as (
    select
        village_code,
        concat_ws(' ', cooperative, cast(used_on as varchar), summary) as subject,
        make_date(year, 1, 1) as period,
        cast(sum(amount) over (partition by village_code, cooperative, year, used_on, summary) as decimal(18, 2)) as amount,
        row_id,
        year,
        summary,
        min(finding) over (partition by village_code, cooperative, year, used_on, summary) as finding
    from judged
    where finding != ''
)

select * from final
