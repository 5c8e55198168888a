/*
id: SVC03
title: 专款未专账/混用
level: 高
status: stable
money: 受损
difference: true
subject: sheet
units: 村
applies_to: 专项资金
description: "一、专项资金的一本账，首尾两个结存之差不等于其间收入减支出（差超过 0.01 元）；\
  二、从专项资金转到本村别的账户（转基本户、别的资金的账户，或三天内同额转入别的资金的账），两边都没有来源标签。"
why: 专项资金要专账管理、专款专用，混到别的钱里就看不出用到了哪里。
basis:
  - 灵武市委党校课题组《灵武市构建从严治党长效机制的实践探析》（宁夏党建刊物 2015 年第 10 期，刊名不存）：抓好村级和社区为民服务和发展专项资金使用管理工作
  - 审计实务：专款专用
params: [tolerance, transfer_days]
looks_in:
  cash_entry:
    - {when: {matter: 结存}, amount: sum, sheet: true, days: any}
    - {amount: one, explains: [counterparty, summary], against: true, days: 366}
    - {cells: [project_no]}
root_cause: 收支与结存不符的，与同一工作表的余额断链（LED02）、合计不符（WB02）为同一事实；一笔划转为一个事实。
falsepositives:
  - 几种资金共用一户：一张表里记几种资金的不作第一项核对；转入的一行资金类别为专项资金，或摘要、备注、项目编号写明专项的，视为有来源标签。
  - 账上没有余额、只有一个余额的，看不出结存，不作第一项核对。
  - 提现不是混用；已用红字冲销的划转不报。
innocent: 划转时没有登记资金类别，或余额列手工填错。
next_check: 查划转凭证和转入账户的明细，补登辅助核算（资金来源标签）；结存不符的先核对余额列。
clears: 补登资金来源标签的辅助核算，或更正后的余额。
related: [SVC04, LED02]
message: >-
  {matter}，涉及 {amount} 元，待核。
*/
with service_entry as (
    select
        row_id,
        village_code,
        entry_date,
        summary,
        income,
        expense,
        counterparty_account,
        project_no,
        note
    from core.service_entry
),

book as (
    select
        village_code,
        subject,
        period,
        source_file,
        source_sheet,
        gap,
        row_id
    from core.book_gap
    where fund = '专项资金' and abs(gap) > $tolerance
),

unbalanced as (
    select
        village_code,
        subject,
        period,
        row_id,
        cast(sum(abs(gap)) over (partition by village_code, subject, period) as decimal(18, 2)) as amount,
        min(source_file || '#' || source_sheet) over (partition by village_code, subject, period) as place,
        min(concat_ws('·', '工作表', village_code, source_file, source_sheet)) over (
            partition by village_code, subject, period
        ) as root_cause
    from book
),

payee as (
    select row_id
    from fact.payee
    where purpose_class = '内部转账'
),

reversed as (
    select row_id from fact.reversal
),

named as (
    select
        row_id,
        subject
    from fact.entry_subject
),

other_account as (
    select distinct
        village_code,
        regexp_replace(account_no, '[^0-9]', '', 'g') as account_no
    from ledger.bank_account
    where fund <> '专项资金'
),

transfer as (
    select
        s.row_id,
        s.village_code,
        s.entry_date,
        s.summary,
        s.expense,
        a.account_no is not null
        or regexp_matches(s.summary, '(转|划|拨)(入|到|至|往)?(村)?(基本|普通|一般|结算)(账)?户|专户转基本户') as says_so
    from service_entry as s
    left join payee as p on s.row_id = p.row_id
    left join other_account as a
        on
            s.village_code = a.village_code
            and regexp_replace(s.counterparty_account, '[^0-9]', '', 'g') = a.account_no
    where
        s.expense > 0
        -- words call it a transfer, or the account it went to is the village's own
        and coalesce(p.row_id, a.account_no) is not null
        and coalesce(s.project_no, '') = ''
        and not regexp_matches(coalesce(s.note, ''), '专项|为民服务')
        and s.row_id not in (select r.row_id from reversed as r)
),

income as (
    select
        row_id,
        village_code,
        entry_date,
        income,
        fund,
        fund = '专项资金'
        or project_no is not null
        or regexp_matches(summary || coalesce(note, ''), '专项|为民服务|聚力工程') as labelled
    from core.cash_entry
    where not is_opening and not is_repeat and (is_internal or regexp_matches(summary, '转|划|拨'))
),

received as (
    select
        t.row_id,
        max(case when i.labelled then 1 else 0 end) as labelled,
        max(case when i.fund <> '专项资金' then i.row_id end) as income_row_id
    from transfer as t
    inner join income as i
        on
            t.village_code = i.village_code
            and t.expense = i.income
            and abs(date_diff('day', t.entry_date, i.entry_date)) <= $transfer_days
    group by t.row_id
),

mixed as (
    select
        t.row_id,
        t.village_code,
        t.entry_date,
        t.summary,
        t.expense,
        r.income_row_id
    from transfer as t
    left join received as r on t.row_id = r.row_id
    where coalesce(r.labelled, 0) = 0 and (t.says_so or r.income_row_id is not null)
),

evidence as (
    select
        row_id,
        row_id as evidence_row_id
    from mixed
    union all
    select
        row_id,
        income_row_id as evidence_row_id
    from mixed
    where income_row_id is not null
),

final as (
    select
        village_code,
        subject,
        period,
        amount,
        row_id,
        root_cause,
        subject || '（' || place || '）期初加收入减支出与结存不符（容差 ' || cast(cast($tolerance as double) as varchar) || ' 元）' as matter
    from unbalanced
    union all
    select
        m.village_code,
        n.subject,
        make_date(year(m.entry_date), month(m.entry_date), 1) as period,
        m.expense as amount,
        e.evidence_row_id as row_id,
        concat_ws('·', '一笔支出', m.village_code, n.subject) as root_cause,
        '“' || m.summary || '”（' || cast(m.entry_date as varchar) || '）由专项资金转到别的账户，没有来源标签' as matter
    from mixed as m
    inner join named as n on m.row_id = n.row_id
    inner join evidence as e on m.row_id = e.row_id
)

select * from final
