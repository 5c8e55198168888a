/*
id: WB01
title: 缺少必备工作表或列
level: 低
status: stable
money: 手续
subject: sheet
description: "标题或工作表名写明是某一种账表，而缺少必填的列，整张不能装载；或县里规定必报的表（参数 required_sheets），该村一次也没有报过，或报过的都已撤回。\
  每张工作表、每种必报的表各一条。必报的表为严重，其他为低。"
why: 没有这些列，依靠它的规则都不可评估，问题可能正藏在缺的列里。
basis:
  - 本项目约定：缺少必填的列，依靠它的规则就不可评估
params: [required_sheets]
root_cause: 一张表的缺列、一种必报表的缺报为同一事实。
falsepositives:
  - 列名的别名、空格、全半角先统一再比；隐藏的工作表也照常读取，算存在。
  - 同一文件里同一种表另有一张已经装载的，不报（多半是附带的汇总）。
  - 同村、同表种、同期间后来报了合格的表，不报。
  - 表头认不出、看不出是哪个村的，不推定，只在反馈里退回。
  - 只是列名有几分像，标题和工作表名都没有写明是哪种表的，不报；不是要报的表（已跳过）不报。
innocent: 用了本地的列名，可在列名对照表里登记；或这张表本不是账表。
next_check: 对照反馈补上缺的列后重报。
clears: 补齐列后重报、已经装载的文件。
related: [SUB01, WB03]
message: "{finding}，待核。"
*/
with required as (
    select
        kind,
        kind_title
    from fact.ledger_kind
    where contains('、' || regexp_replace(replace($required_sheets, ' ', ''), '[,，;；]', '、', 'g') || '、', '、' || kind_title || '、')
),

missing_column as (
    select
        row_id,
        village_code,
        kind_title,
        source_file,
        source_sheet,
        cell,
        expected
    from fact.sheet_issue
    where code = 'S04' and is_named and not is_mended
),

reported as (
    select
        village_code,
        kind,
        rows_current
    from fact.reported
    where kind <> 'village'
),

returned as (
    select village_code
    from meta.sheet
    where village_code <> '' and rows_rejected > 0
),

handing_in as (
    select village_code from reported
    union
    select village_code from returned
),

having_kind as (
    select distinct
        village_code,
        kind
    from reported
    where rows_current > 0
),

final as (
    select
        m.village_code,
        m.source_file || '#' || m.source_sheet || '!' || m.cell as subject,
        cast(null as date) as period,
        cast(null as decimal(18, 2)) as amount,
        m.row_id,
        '命中' as outcome,
        null as missing,
        case when r.kind is null then '低' else '严重' end as level,
        '“' || m.source_file || '”工作表“' || m.source_sheet || '”写明是' || m.kind_title || '，缺少' || m.expected as finding
    from missing_column as m
    left join required as r on m.kind_title = r.kind_title
    union all
    select
        v.village_code,
        '必报表 ' || r.kind_title as subject,
        null as period,
        null as amount,
        null as row_id,
        '命中' as outcome,
        null as missing,
        '严重' as level,
        '没有报过必报的' || r.kind_title as finding
    from handing_in as v
    cross join required as r
    left join having_kind as h on v.village_code = h.village_code and r.kind = h.kind
    where coalesce(h.kind, '') = ''
    union all
    select
        village_code,
        '账表' as subject,
        null as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        '报来的账表' as missing,
        null as level,
        null as finding
    from core.village
    where village_code not in (select h.village_code from handing_in as h)
)

select * from final
