/*
id: RC06
title: 资金性质错配/来源文件缺失
level: 高
status: stable
money: 手续
subject: cooperative
applies_to: 红色股份
description: "初始投入、追加投入的每一行应有一个来源部门和来源文件：来源部门为空，\
  或不属于财政、扶贫（乡村振兴）、科技、民族、农业、畜牧水产、自有，或来源文件为空。"
why: 支农资金整合入股，性质、渠道、投向不变；说不清来源，就说不清钱该不该投、能不能投。
basis:
  - 《湖南吉首：“红色股份”发展村级集体经济增强基层党组织“向心力”》（第三届全国基层党建创新案例，载《街办基层党建创新案例（5 篇）》网络汇编篇五）做法（三）：保持原资金性质和投入渠道不变、投向不变
params: [share_source_departments]
root_cause: 一社同日的投入为一个事实。
falsepositives:
  - 红利转增的来源就是红利，不查；退股、转让等不是投入，不查。
  - 自有资金没有拨款文件，只要写明自有，不要求来源文件。
  - 台账上没有来源部门或来源文件这一列的，缺的那一列不可评估。
  - 一行写几个部门的，其中有一个相符即可。
innocent: 文件存在，只是台账没有填写文号。
next_check: 查拨款文件、项目批复和投资决议，补登来源部门和文号。
clears: 补附的拨款文件、项目批复。
related: [RC01, RC09]
message: >-
  {cooperative}的{event}，来源部门“{department}”，来源文件“{document}”：{finding}（可以的来源：
  {share_source_departments}），涉及 {amount} 元，待核。
*/
with event as (
    select
        row_id,
        village_code,
        trim(cooperative) as cooperative,
        coalesce(event_date, case when coalesce(period_kind, '') <> '区间' then period end) as event_day,
        event,
        amount,
        nullif(trim(source_department), '') as department,
        nullif(trim(source_document), '') as document
    from ledger.share_event
    where event in ('初始投入', '追加投入') and amount > 0
),

judged as (
    select
        e.row_id,
        e.village_code,
        e.cooperative,
        e.event_day,
        e.event,
        e.amount,
        e.department,
        e.document,
        concat_ws(
            '、',
            case
                when e.department is null then '来源部门为空'
                when not regexp_matches(e.department, replace($share_source_departments, '、', '|')) then '来源部门不在规定范围'
            end,
            case
                when e.document is null and (e.department is null or not contains(e.department, '自有')) then '来源文件为空'
            end
        ) as finding
    from event as e
),

-- rows of one day and one source are one fact; a day with several sources gives a line for each
faulty as (
    select
        village_code,
        cooperative,
        event_day,
        event,
        department,
        document,
        finding,
        cast(sum(amount) as decimal(18, 2)) as amount
    from judged
    where finding <> ''
    group by village_code, cooperative, event_day, event, department, document, finding
),

final as (
    select
        f.village_code,
        concat_ws(' ', f.cooperative, f.event, f.department, f.document) as subject,
        f.event_day as period,
        f.amount,
        j.row_id,
        concat_ws('|', 'RC06', f.village_code, f.cooperative, f.event, f.department, f.document, cast(f.event_day as varchar))
            as root_cause,
        f.cooperative,
        f.event,
        f.department,
        f.document,
        f.finding
    from faulty as f
    inner join judged as j
        on
            f.village_code = j.village_code
            and f.cooperative = j.cooperative
            and f.event = j.event
            and f.event_day is not distinct from j.event_day
            and f.department is not distinct from j.department
            and f.document is not distinct from j.document
)

select * from final
