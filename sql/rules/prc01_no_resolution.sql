/*
id: PRC01
title: 达线支出无四议两公开记录
level: 严重
status: stable
money: 手续
subject: project
units: 村
description: "支出达到四议两公开金额线（默认 50,000 元），或属公益事业、有项目编号的（不论金额），\
  其提议、商议、审议、决议、决议公开、结果公开六个日期缺任何一个。\
  有项目编号的按项目一条（金额为项目付款合计），没有的按笔。村里没有四议两公开台账的不可评估。"
why: 集体收益的使用、公益事业和项目立项须经村民会议讨论决定，程序缺失即少数人说了算。
basis:
  - 《村民委员会组织法》（2018 年修正）第 24 条：集体经济所得收益的使用、公益事业、项目立项须经村民会议讨论决定
  - 《湖南吉首：“红色股份”发展村级集体经济增强基层党组织“向心力”》（第三届全国基层党建创新案例，载《街办基层党建创新案例（5 篇）》网络汇编篇五）做法（三）：通过“四议两公开”等程序后用于兴办村公益事业
params: [line_4y2g, small_repair, emergency_days, result_days]
looks_in:
  bank_account: {when: {subject: '[转划调存]'}, any: [account_name=counterparty], days: any}
  resolution:
    any: [resolution_no, subject=summary, subject=project_name]
    days: any
    at: [cited_from, cited_to]
    due: true
  project: {any: [project_no], days: any}
  cash_entry:
    - {amount: one, explains: [counterparty, summary], against: true, days: 366}
    - {cells: [project_no, resolution_no]}
root_cause: 同一项目或同一笔支出为同一事实。
falsepositives:
  - 授权村民代表会议决定：台账登记的各种会议都算。
  - 应急抢险：台账标明应急且付款后 7 天内补议的通过。
  - 零星维修：公益事业单笔不超过 1,000 元且没有项目编号的不查。
  - 未到结果公开的时候：最后付款未满 60 天的，不要求结果公开日期。
  - 账上没写决议编号，但台账议题与项目名称或摘要相同的，视为已有决议。
  - 类别由摘要推断而非填报、又未达金额线的，只作提示。
  - 提现、存现、内部转账不是支出，不查；红字冲销的抵减。
innocent: 会议档案在村里，没有登记到台账。
next_check: 调阅六个环节的会议记录、签到表和公开照片。
clears: 补齐的会议档案：六个环节的记录、签到和公开照片。
related: [PRC02, PRC03, PRC04]
message: >-
  {matter}付款 {amount} 元（{payments} 笔），{reason}（立项的不论金额，公益事业超过 {small_repair:,} 元，
  其他满 {line_4y2g:,} 元），四议两公开台账{lack}，待核。
*/
with setting as (
    select as_of from meta.setting
),

entry as (
    select
        row_id,
        village_code,
        entry_date,
        summary,
        category,
        expense,
        trim(project_no) as project_no,
        trim(resolution_no) as resolution_no
    from core.cash_entry
    where not is_opening and not is_internal and expense <> 0
),

inferred as (
    select row_id
    from ledger.cash_entry
    where category_source = '推断'
),

set_aside as (
    select row_id from fact.twice_booked
    union
    select reversal.row_id
    from fact.reversal as reversal
    inner join entry as e on reversal.row_id = e.row_id
    where e.project_no is null
),

named as (
    select
        row_id,
        subject
    from fact.entry_subject
),

project as (
    select
        village_code,
        trim(project_no) as project_no,
        min(project_name) as project_name
    from ledger.project
    group by village_code, trim(project_no)
),

resolution as (
    select
        row_id,
        village_code,
        trim(resolution_no) as resolution_no,
        subject,
        emergency,
        proposed_on,
        consulted_on,
        deliberated_on,
        resolved_on,
        decision_published_on,
        result_published_on
    from ledger.resolution
),

payment as (
    select
        e.row_id,
        e.village_code,
        e.entry_date,
        e.summary,
        e.expense,
        e.resolution_no,
        -- the year that the number says it is of, this or one of the two before: that year's register has it
        case
            when regexp_matches(e.resolution_no, '(^|[^0-9])' || year(e.entry_date)) then year(e.entry_date)
            when regexp_matches(e.resolution_no, '(^|[^0-9])' || (year(e.entry_date) - 1)) then year(e.entry_date) - 1
            when regexp_matches(e.resolution_no, '(^|[^0-9])' || (year(e.entry_date) - 2)) then year(e.entry_date) - 2
        end as cited,
        j.project_name,
        e.project_no is not null as of_project,
        case
            when e.project_no is not null then '项目 ' || concat_ws(' ', e.project_no, j.project_name)
            else n.subject
        end as subject,
        coalesce(e.category = '公益事业', false) as public_work,
        coalesce(i.row_id is not null, false) as guessed
    from entry as e
    inner join named as n on e.row_id = n.row_id
    left join inferred as i on e.row_id = i.row_id
    left join project as j on e.village_code = j.village_code and e.project_no = j.project_no
    where e.row_id not in (select r.row_id from set_aside as r)
),

matter as (
    select
        village_code,
        subject,
        of_project,
        min(project_name) as project_name,
        min(summary) as summary,
        min(entry_date) as first_day,
        max(entry_date) as last_day,
        count(*) as payments,
        cast(sum(expense) as decimal(18, 2)) as amount,
        bool_or(public_work) as public_work,
        bool_and(guessed) as guessed,
        min(cited) as cited
    from payment
    group by village_code, subject, of_project
),

due_matter as (
    select
        m.village_code,
        m.subject,
        m.of_project,
        m.project_name,
        m.summary,
        m.first_day,
        m.payments,
        m.amount,
        m.public_work,
        m.guessed,
        m.cited,
        date_diff('day', m.last_day, s.as_of) >= $result_days as result_due
    from matter as m
    cross join setting as s
    where
        m.amount >= $line_4y2g
        or (m.of_project and m.amount > 0)
        or (m.public_work and m.amount > $small_repair)
),

linked as (
    select distinct
        d.village_code,
        d.subject,
        r.row_id
    from due_matter as d
    inner join payment as p on d.village_code = p.village_code and d.subject = p.subject
    inner join resolution as r
        on
            d.village_code = r.village_code
            and (
                p.resolution_no = r.resolution_no
                or contains(r.subject, d.project_name)
                or (coalesce(p.resolution_no, '') = '' and contains(r.subject, d.summary))
            )
),

judged as (
    select
        d.village_code,
        d.subject,
        r.row_id,
        concat_ws(
            '、',
            case when r.proposed_on is null then '提议' end,
            case when r.consulted_on is null then '商议' end,
            case when r.deliberated_on is null then '审议' end,
            case when r.resolved_on is null then '决议' end,
            case when r.decision_published_on is null then '决议公开' end,
            case when r.result_published_on is null and d.result_due then '结果公开' end
        ) as absent,
        case
            when
                coalesce(r.emergency, '') <> '是'
                or r.resolved_on is null
                or date_diff('day', d.first_day, r.resolved_on) > $emergency_days
                then '一般事项'
        end as ordinary
    from due_matter as d
    inner join linked as l on d.village_code = l.village_code and d.subject = l.subject
    inner join resolution as r on l.row_id = r.row_id
),

best as (
    select
        village_code,
        subject,
        row_id,
        absent,
        ordinary
    from judged
    qualify
        row_number() over (
            partition by village_code, subject
            order by ordinary asc nulls first, length(absent) asc, row_id asc
        ) = 1
),

short as (
    select
        d.village_code,
        d.subject,
        d.of_project,
        d.project_name,
        d.summary,
        d.first_day,
        d.payments,
        d.amount,
        d.cited,
        b.row_id as resolution_row_id,
        case
            when d.amount < $line_4y2g and not d.of_project and d.guessed then '提示'
        end as level,
        case
            when d.of_project then '属立项事项'
            when d.amount >= $line_4y2g then '达到四议两公开金额线'
            else '属公益事业'
        end as reason,
        case when b.row_id is null then '没有对应的记录' else '缺' || b.absent || '日期' end as lack
    from due_matter as d
    left join best as b on d.village_code = b.village_code and d.subject = b.subject
    where b.row_id is null or (b.absent <> '' and b.ordinary is not null)
),

evidence as (
    select
        village_code,
        subject,
        row_id
    from payment
    union all
    select
        village_code,
        subject,
        resolution_row_id as row_id
    from short
    where resolution_row_id is not null
),

final as (
    select
        s.village_code,
        s.subject,
        case
            when s.of_project then make_date(year(s.first_day), 1, 1)
            else make_date(year(s.first_day), month(s.first_day), 1)
        end as period,
        s.amount,
        e.row_id,
        s.level,
        case
            when s.of_project then s.subject || case when s.project_name is null then '（“' || s.summary || '”）' else '' end
            else '“' || s.summary || '”（' || cast(s.first_day as varchar) || '）'
        end as matter,
        s.payments,
        s.reason,
        s.lack,
        s.project_name,
        make_date(s.cited, 1, 1) as cited_from,
        make_date(s.cited, 12, 31) as cited_to
    from short as s
    inner join evidence as e on s.village_code = e.village_code and s.subject = e.subject
)

select * from final
