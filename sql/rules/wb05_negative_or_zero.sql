/*
id: WB05
title: 负数或零金额
level: 低
status: stable
money: 手续
subject: entry
description: "收支明细账、红利使用明细、帮扶慰问、补贴发放、拨付、采购各表中，金额为负而不是冲红的，每笔一条；\
  金额为零的，每张工作表一条。"
why: 负数和零改变合计却不像一笔收支，常用来凑平账目。
basis:
  - 审计实务：异常金额测试
root_cause: 一笔负数、一张表的零金额为同一事实。
falsepositives:
  - "冲红：摘要、备注写明冲销、红冲、更正、退款、调整，或写了原凭证号的，不报；没有写明而与原来一笔\
    同收款人、同金额相抵的，也不报。"
  - 期初余额、本月无收支的说明行、作废的行为零，不报；拨付表上只有批复、指标下达，还没有拨付的零，不报。
  - 记账凭证的红字、银行自己的冲正、退股是正常的记法，不查。
  - 外币不计入元的核对。
innocent: 冲销了以前的一笔而没有写明，或留了一行没有填金额。
next_check: 负数找到原来的一笔；零金额问明为什么登记。
clears: 与原来那一笔配对的冲销说明，或删去空行后重报的表。
related: [WB03, LED05]
message: "{sheet_kind}{finding}，待核。"
*/
with odd as (
    select
        row_id,
        village_code,
        kind,
        kind_title,
        source_file,
        source_sheet,
        day,
        words,
        amount,
        subject
    from fact.odd_amount
    where
        not regexp_matches(
            remarks,
            '冲(销|减|回|账|抵|正|红)|红(冲|字)|更正|退(款|货|回|票|费|还)|调(整|账)|扣(回|减)|作废'
            || '|(记|收|付|转|凭证)(字第?|第)?-? ?[0-9]+ ?号|(记|收|付|转)-[0-9]+'
        )
        and not regexp_matches(
            remarks,
            '无(发生|收支|收入|支出|业务|变动)|未发生|没有(发生|收支)|结转|承前|[期年月季]初(余额|结余|结存|数)'
        )
),

reversal as (
    select reversal_row_id from fact.reversal
),

negative as (
    select
        village_code,
        kind_title || ' ' || subject as subject,
        day,
        abs(amount) as amount,
        row_id,
        kind_title,
        coalesce('“' || nullif(words, '') || '”', '') || '记为 ' || amount || ' 元，没有写明是冲销' as finding
    from odd
    where amount < 0 and row_id not in (select r.reversal_row_id from reversal as r)
),

zero as (
    select
        village_code,
        kind_title || ' ' || source_file || '#' || source_sheet || ' 零金额' as subject,
        row_id,
        kind_title,
        '工作表“' || source_sheet || '”有 ' || count(*) over (
            partition by village_code, kind_title, source_file, source_sheet
        ) || ' 行金额为零' as finding
    from odd
    where amount = 0
),

keeping as (
    select village_code
    from fact.reported
    where
        kind in ('cash_entry', 'dividend_use', 'aid_payment', 'allowance', 'grant', 'purchase')
        and rows_current > 0
),

final as (
    select
        village_code,
        subject,
        make_date(year(day), month(day), 1) as period,
        cast(amount as decimal(18, 2)) as amount,
        row_id,
        '命中' as outcome,
        null as missing,
        kind_title as sheet_kind,
        finding
    from negative
    union all
    select
        village_code,
        subject,
        cast(null as date) as period,
        cast(0 as decimal(18, 2)) as amount,
        row_id,
        '命中' as outcome,
        null as missing,
        kind_title as sheet_kind,
        finding
    from zero
    union all
    select
        village_code,
        '金额' as subject,
        null as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        '收支、发放、拨付、采购各表' as missing,
        null as sheet_kind,
        null as finding
    from core.village
    where village_code not in (select k.village_code from keeping as k)
)

select * from final
