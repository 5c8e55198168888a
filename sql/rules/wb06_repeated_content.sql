/*
id: WB06
title: 同一文件/同一内容重复上报
level: 高
status: stable
money: 手续
subject: sheet
description: "两个村报了同一个文件；两张工作表的明细完全相同（不少于 3 行）；一张表的明细有 80% 以上且不少于 10 行见于另一张表，\
  而两者不是同一账簿的更正重报；或再次报送与前次只有一部分相同、无法判断是重报还是续报。每两张表一条，涉及两个村的各一条。"
why: 把一份账报成两份，金额会重复计算；两个村的账完全一样，至少有一个村的账不是自己的。
basis:
  - 审计实务：重复文件测试
params: [copy_rows, overlap_ratio, overlap_rows]
across: true
root_cause: 两张表的重复为同一事实，两个村合计只取一笔。
falsepositives:
  - 零活动月的模板相同：金额为零的行不比，全是零的表不报。
  - 同一账簿的更正重报、同一村同样内容的文件换个名字再报（不重复装载），不报。
  - 专项资金台账与现金、银行日记账各记一次的，按重登处理，不报。
  - 一张表上有几个村的，村与村之间不比；名册、评级、拨付等各村、各年本来就会相同的表不比。
innocent: 年度汇总账与各月的账都报了，或误把别的村的文件放进了本村的文件夹。
next_check: 对照两个文件，请报账员说明哪一份是本村、本期的账，重报或撤回另一份。
clears: 属于本村、本期的账重报，或撤回多报的一份。
related: [WB07, LED05]
message: >-
  {kind_title}“{file}”工作表“{sheet}”的 {rows_smaller:,} 行明细有 {rows_common:,} 行与“{other_file}”工作表“{other_sheet}”相同（{relation}；
  满 {overlap_ratio:.0%} 并满 {overlap_rows} 行，或 {copy_rows} 行以上完全相同），支出合计 {amount} 元，待核。
  {remark}
*/
with repeated as (
    select
        village_code,
        other_village_code,
        kind_title,
        relation,
        source_file,
        source_sheet,
        other_file,
        other_sheet,
        hash,
        other_hash,
        period,
        rows_common,
        rows_smaller,
        spent,
        row_id
    from fact.repeated_content
    where
        relation in ('同一文件', '存疑')
        or (relation = '内容相同' and rows_common >= $copy_rows)
        or (rows_common >= $overlap_rows and rows_common >= rows_smaller * $overlap_ratio)
),

village as (
    select
        village_code,
        village_name
    from core.village
),

concerned as (
    select
        village_code as own_code,
        other_village_code as other_code,
        village_code,
        other_village_code,
        kind_title,
        relation,
        source_file,
        source_sheet,
        other_file,
        other_sheet,
        hash,
        other_hash,
        period,
        rows_common,
        rows_smaller,
        spent,
        row_id
    from repeated
    union all
    select
        other_village_code as own_code,
        village_code as other_code,
        village_code,
        other_village_code,
        kind_title,
        relation,
        source_file,
        source_sheet,
        other_file,
        other_sheet,
        hash,
        other_hash,
        period,
        rows_common,
        rows_smaller,
        spent,
        row_id
    from repeated
    where village_code <> other_village_code
),

keeping as (
    select village_code
    from fact.reported
    where
        rows_current > 0
        and kind in (
            'cash_entry', 'voucher_line', 'account_balance', 'bank_line', 'dividend_use', 'aid_payment', 'allowance',
            'purchase', 'account_line'
        )
),

pair as (
    select distinct
        c.own_code,
        c.source_file,
        c.source_sheet,
        c.other_file,
        c.other_sheet,
        c.hash,
        c.other_hash,
        c.period,
        c.kind_title,
        c.relation,
        c.rows_common,
        c.rows_smaller,
        c.spent,
        case when c.own_code <> c.other_code then coalesce(v.village_name, c.other_code) end as other_village,
        concat_ws(
            '·', '重复上报', c.village_code, c.source_file, c.source_sheet, c.other_village_code, c.other_file,
            c.other_sheet
        ) as root_cause
    from concerned as c
    left join village as v on c.other_code = v.village_code
),

-- sheets with several tables, or of several villages, have several of them in common
told as (
    select
        own_code,
        source_file,
        source_sheet,
        other_file,
        other_sheet,
        period,
        cast(sum(spent) as decimal(18, 2)) as amount,
        cast(sum(rows_common) as bigint) as rows_common,
        cast(sum(rows_smaller) as bigint) as rows_smaller,
        min(root_cause) as root_cause,
        string_agg(distinct kind_title, '、' order by kind_title) as kind_title,
        string_agg(distinct relation, '、' order by relation) as relation,
        coalesce('另一村是' || string_agg(distinct other_village, '、' order by other_village) || '。', '')
        || '文件校验值 ' || concat_ws('、', min(hash), min(other_hash)) || '。' as remark
    from pair
    group by own_code, source_file, source_sheet, other_file, other_sheet, period
),

final as (
    select
        c.own_code as village_code,
        c.source_file || '#' || c.source_sheet || ' 与 ' || c.other_file || '#' || c.other_sheet as subject,
        c.period,
        t.amount,
        c.row_id,
        '命中' as outcome,
        null as missing,
        t.root_cause,
        t.kind_title,
        t.relation,
        c.source_file as file,
        c.source_sheet as sheet,
        c.other_file,
        c.other_sheet,
        t.rows_common,
        t.rows_smaller,
        t.remark
    from concerned as c
    inner join told as t
        on
            c.own_code = t.own_code
            and c.source_file = t.source_file
            and c.source_sheet = t.source_sheet
            and c.other_file = t.other_file
            and c.other_sheet = t.other_sheet
            and c.period is not distinct from t.period
    union all
    select
        village_code,
        '账表' as subject,
        null as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        '逐笔登记金额的账表' as missing,
        null as root_cause,
        null as kind_title,
        null as relation,
        null as file,
        null as sheet,
        null as other_file,
        null as other_sheet,
        null as rows_common,
        null as rows_smaller,
        null as remark
    from core.village
    where village_code not in (select k.village_code from keeping as k)
)

select * from final
