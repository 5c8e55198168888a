/*
id: BK07
title: 对账单余额链断裂
level: 高
status: stable
money: 受损
difference: true
subject: sheet
description: "同一账户的对账单逐行余额应等于上一行余额加收入减支出，差超过 0.01 元为断裂，每个账户每期一条。\
  正序、倒序、按日期排三种读法取断裂最少的；同一天的几笔可以任意排列，排过仍断才算。期间首尾相连的几张表接着核。"
why: 银行打印的余额不会断；断了，说明有行被删、被改，或只报了一部分。
basis:
  - 审计实务：对账单余额链核对，查被删的行、被改的数
params: [tolerance, orderless_lines, orderless_share]
looks_in:
  bank_line: {amount: exact, sheet: true, days: any}
root_cause: 一个账户一期的断裂为同一事实。
falsepositives:
  - 同一天、同一秒的几笔次序不定：任意排列后能接上的不报。
  - 最近的在最上面：倒序、按日期各读一遍，取断裂少的。
  - 没有填余额的行不断链，其收支累计到下一个余额。
  - 多半的余额都接不上的，是没有按次序排列或余额另有含义，不可评估。
  - 外币行分开，不计入元的核对；两张表之间缺了期间的，不接着核。
innocent: 导出时筛选过（如只导出某个对方），或复制时漏了行。
next_check: 向开户行重新打印该期对账单，与报送的逐行比对。
clears: 开户行重新出具并盖章的该期对账单。
related: [BK02, BK03, LED02]
message: >-
  账户 {account} 的对账单余额有 {breaks} 处接不上，差额合计 {amount} 元（容差 {tolerance} 元）；第一处在 {day}，
  应为 {expected} 元，对账单为 {balance} 元（工作表“{sheet}”），待核。
*/
with statement_line as (
    select
        village_code,
        account_no,
        statement,
        source_file,
        source_sheet,
        source_row,
        coalesce(period, make_date(year(entry_date), month(entry_date), 1)) as period,
        position,
        kind,
        row_id,
        previous_row_id,
        entry_date,
        balance,
        expected,
        abs(balance - expected) as gap
    from fact.statement_line
),

statement as (
    select
        village_code,
        statement,
        count(expected) as links,
        count(*) filter (where gap > $tolerance) as breaks
    from statement_line
    group by village_code, statement
),

in_order as (
    select
        village_code,
        statement
    from statement
    where links > 0 and not (links >= $orderless_lines and breaks >= links * $orderless_share)
),

broken as (
    select
        l.village_code,
        l.account_no,
        l.period,
        l.source_sheet,
        l.row_id,
        l.previous_row_id,
        l.entry_date,
        l.balance,
        l.expected,
        l.gap,
        row_number() over (
            partition by l.village_code, l.account_no, l.period order by l.statement, l.position
        ) as place
    from statement_line as l
    inner join in_order as o on l.statement = o.statement
    where l.gap > $tolerance
),

account as (
    select
        village_code,
        account_no,
        period,
        count(*) as breaks,
        cast(sum(gap) as decimal(18, 2)) as amount
    from broken
    group by village_code, account_no, period
),

evidence as (
    select
        village_code,
        account_no,
        period,
        row_id
    from broken
    union all
    select
        village_code,
        account_no,
        period,
        previous_row_id as row_id
    from broken
),

unknown as (
    select
        village_code,
        '银行对账单' as subject,
        case when max(links) > 0 then '按交易次序排列的银行对账单' else '同一账户的对账单上至少两个余额' end as missing
    from statement
    where village_code not in (select o.village_code from in_order as o)
    group by village_code
    union all
    select
        village_code,
        '没有装载的行' as subject,
        min(source_file || '“' || source_sheet || '”第 ' || cast(source_row as varchar) || ' 行没有装载') as missing
    from statement_line
    where kind = '未装载'
    group by village_code
),

final as (
    select
        a.village_code,
        case when a.account_no = '' then '银行对账单' else '账户 ' || a.account_no end as subject,
        a.period,
        a.amount,
        v.row_id,
        '命中' as outcome,
        null as missing,
        coalesce(nullif(a.account_no, ''), '（未填账号）') as account,
        a.breaks,
        f.entry_date as day,
        f.expected,
        f.balance,
        f.source_sheet as sheet
    from account as a
    inner join broken as f
        on a.village_code = f.village_code and a.account_no = f.account_no and a.period = f.period and f.place = 1
    inner join evidence as v on a.village_code = v.village_code and a.account_no = v.account_no and a.period = v.period
    union all
    select
        village_code,
        subject,
        null as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        missing,
        null as account,
        null as breaks,
        null as day,
        null as expected,
        null as balance,
        null as sheet
    from unknown
)

select * from final
