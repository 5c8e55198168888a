/*
id: WB07
title: 已报送的明细被删除、改动或事后插入
level: 高
status: stable
money: 手续
subject: sheet
description: "同一账簿再次报送时，前次有而后次没有的行（删除），金额、收款人、票据、日期或摘要不同的行（改动），\
  后次新增而日期不晚于前次最后日期的行（事后插入）。每本账每次重报一条。"
why: 账已经报送，再删改、插入就没有痕迹可查；只有逐次比对才看得出来。
basis:
  - 《会计法》（2024 年修正）第 15 条：账簿记录更正须按规定办理并留痕
  - 审计实务：前后两次报送逐行比对
looks_in:
  every: {amount: one, explains: [summary, name, item, memo, counterparty], by: [kind=book], days: any}
root_cause: 一本账的一次重报为同一事实。
falsepositives:
  - "按日期、凭证号、摘要、金额配对，行的次序、空格标点、序号变化不算；只改了凭证号、审批人、备注等其他列的不报\
    （重报差异里仍可查到）。"
  - 业务日期晚于前次最后日期的新行是正常续记，不报。
  - 合计行、空行不比；移到另一张表、另一个文件而仍在册的行不算删除，后次读不懂而退回的行不算删除。
  - 删了又补回来的，不报。
  - 表名、工作表名或行中写明更正说明的，降为提示；行中写明更正的，该行不计入金额。
  - 只查记有金额的表种；项目台账随进度更新，不查。
innocent: 记错后改正，但没有附更正说明。
next_check: 要求说明每一处变化的原因，核对凭证原件和前次报送的存档。
clears: 逐项的更正说明和凭证原件。
related: [WB06, LED01]
message: "{book} 第 {version} 次报送与前次相比：{finding}，涉及 {amount} 元，待核。{remark}"
*/
with change as (
    select
        village_code,
        slice_id,
        book,
        period,
        version,
        change,
        row_id_before,
        row_id_after,
        amount,
        is_explained,
        submission_after
    from fact.restatement
    where is_weighty and kind <> 'project'
),

-- a changed row has a line for each column
changed_row as (
    select
        village_code,
        slice_id,
        book,
        period,
        version,
        submission_after,
        change,
        row_id_before,
        row_id_after,
        max(amount) as amount,
        min(case when is_explained then 1 else 0 end) = 1 as is_explained
    from change
    group by
        village_code, slice_id, book, period, version, submission_after, change, row_id_before, row_id_after
),

unexplained as (
    select
        slice_id,
        submission_after,
        village_code
    from changed_row
    where not is_explained
    group by slice_id, submission_after, village_code
),

counted as (
    select
        c.village_code,
        c.slice_id,
        c.book,
        c.period,
        c.version,
        c.submission_after,
        c.change,
        c.row_id_before,
        c.row_id_after,
        c.amount,
        u.slice_id is null as is_explained
    from changed_row as c
    left join unexplained as u
        on
            c.slice_id = u.slice_id
            and c.submission_after = u.submission_after
            and c.village_code = u.village_code
    where u.slice_id is null or not c.is_explained
),

restated as (
    select
        village_code,
        slice_id,
        book,
        period,
        version,
        submission_after,
        is_explained,
        cast(sum(amount) as decimal(18, 2)) as amount,
        sum(case when change = '删除' then 1 else 0 end) as deleted,
        sum(case when change = '改动' then 1 else 0 end) as changed,
        sum(case when change = '事后插入' then 1 else 0 end) as inserted
    from counted
    group by village_code, slice_id, book, period, version, submission_after, is_explained
),

evidence as (
    select
        village_code,
        slice_id,
        submission_after,
        row_id_before as row_id
    from counted
    where row_id_before is not null
    union
    select
        village_code,
        slice_id,
        submission_after,
        row_id_after as row_id
    from counted
    where row_id_after is not null
),

final as (
    select
        r.village_code,
        r.book || ' 第 ' || r.version || ' 次报送' as subject,
        r.period,
        r.amount,
        e.row_id,
        '命中' as outcome,
        null as missing,
        case when r.is_explained then '提示' end as level,
        concat_ws('·', '重报', r.village_code, r.slice_id, cast(r.version as varchar)) as root_cause,
        r.book,
        r.version,
        concat_ws(
            '，',
            case when r.deleted > 0 then '删除 ' || r.deleted || ' 行' end,
            case when r.changed > 0 then '改动 ' || r.changed || ' 行' end,
            case when r.inserted > 0 then '事后插入 ' || r.inserted || ' 行' end
        ) as finding,
        case when r.is_explained then '已附更正说明。' else '' end as remark
    from restated as r
    inner join evidence as e
        on
            r.village_code = e.village_code
            and r.slice_id = e.slice_id
            and r.submission_after = e.submission_after
    union all
    select
        village_code,
        '账簿' as subject,
        null as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        '已报送的账表' as missing,
        null as level,
        null as root_cause,
        null as book,
        null as version,
        null as finding,
        null as remark
    from core.village
    where village_code not in (select r.village_code from fact.reported as r where r.kind <> 'village')
)

select * from final
