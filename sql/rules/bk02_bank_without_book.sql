/*
id: BK02
title: 有流水无账（账外）
level: 严重
status: stable
money: 受损
subject: entry
description: "银行对账单上的一笔进出，在村账上找不到。先按 3 日内同额同向一对一，再按不超过 6 笔合并，\
  再找 180 日内唯一同额；距基准日不足 60 天的未匹配视为在途，不报。\
  只比对账单与银行账都覆盖的月份。"
why: 钱从账户进出而账上没有，就是账外资金。
basis:
  - 《会计法》（2024 年修正）第 16、17 条：不得私设会计账簿，账实相符
  - 审计实务：银行对账
params: [transit_days, bank_charge_line, foreign_book_lines, foreign_book_share]
looks_in:
  cash_entry:
    - {amount: one, by: [fund], at: [day], days: 180, near: 180}
    - {amount: one, by: [fund], says: {account_kind: 银行}, at: [day], days: 60, due: true}
  bank_line: {amount: one, by: [account_no], at: [day], days: 180}
  bank_account: {when: {unclear: .}, any: [account_no=unclear], days: any}
root_cause: 一笔流水为同一事实。
falsepositives:
  - 合并入账：同一凭证各行、或不超过 6 笔相加等于流水的，视为已入账。
  - 在途：距基准日不足 60 天的不报。
  - 一边没有资料的月份：不可评估，不报。
  - 账户登记表写明资金类别的，只与该资金的账相比；整个账户十笔以上、对上的不到两成，视为没有报该账户的账，不可评估。
  - 退汇、冲正：银行自己退回的一进一出不报；提现、存现已记在现金账的不报。
  - 小额利息、手续费漏记只作提示；外币流水不查。
innocent: 入账时写错金额，或记在另一本没有报送的账上。
next_check: 向开户行调取该笔回单，对照全部账簿查找入账凭证。
clears: 补记入账的凭证，或说明这笔流水记在哪本账上的凭证号。
related: [BK03, BK05]
message: >-
  {day}账户{account}{direction} {amount} 元（{words}），已过 {transit_days} 天的在途期限，村账上未找到对应记录，
  待核。
*/
with setting as (
    select as_of from meta.setting
),

bank_line as (
    select
        row_id,
        village_code,
        coalesce(account_no, '') as account_no,
        entry_date,
        counterparty,
        memo,
        coalesce(nullif(amount_out, 0), amount_in) as amount,
        case when coalesce(amount_out, 0) <> 0 then '付出' else '收入' end as direction
    from ledger.bank_line
    where
        coalesce(currency, '人民币') = '人民币'
        and (coalesce(amount_in, 0) <> 0 or coalesce(amount_out, 0) <> 0)
),

compared as (
    select row_id from core.compared_line
),

matched as (
    select distinct bank_row_id as row_id
    from fact.bank_match
),

unread as (
    select
        row_id,
        told
    from fact.unread_match
),

subject as (
    select
        row_id,
        subject
    from fact.entry_subject
),

covered as (
    select
        l.row_id,
        l.village_code,
        l.account_no,
        l.entry_date,
        l.counterparty,
        l.memo,
        l.amount,
        l.direction,
        m.row_id is not null as is_matched
    from bank_line as l
    inner join compared as p on l.row_id = p.row_id
    left join matched as m on l.row_id = m.row_id
),

account as (
    select
        village_code,
        account_no,
        count(*) >= $foreign_book_lines and count(*) filter (where is_matched) < count(*) * $foreign_book_share as foreign_book
    from covered
    group by village_code, account_no
),

unbooked as (
    select
        c.row_id,
        c.village_code,
        c.account_no,
        c.entry_date,
        c.counterparty,
        c.memo,
        abs(c.amount) as amount,
        c.direction
    from covered as c
    inner join account as a on c.village_code = a.village_code and c.account_no = a.account_no
    cross join setting as s
    where
        not a.foreign_book
        and not c.is_matched
        and date_diff('day', c.entry_date, s.as_of) >= $transit_days
),

unclear as (
    select
        village_code,
        accounts
    from core.unclear_account
),

unknown as (
    select
        l.village_code,
        min(case when a.foreign_book then '账户 ' || a.account_no || ' 的账簿' else '与对账单同期的银行日记账' end) as missing
    from bank_line as l
    left join account as a on l.village_code = a.village_code and l.account_no = a.account_no
    group by l.village_code
    having count(*) filter (where not a.foreign_book) = 0
),

final as (
    select
        u.village_code,
        s.subject,
        make_date(year(u.entry_date), month(u.entry_date), 1) as period,
        u.amount,
        u.row_id,
        '命中' as outcome,
        null as missing,
        case
            when
                u.amount < $bank_charge_line
                and regexp_matches(coalesce(u.memo, ''), '利息|结息|手续费|短信费|工本费|年费|管理费')
                then '提示'
        end as level,
        u.entry_date as day,
        case when u.account_no = '' then '' else ' ' || u.account_no || ' ' end as account,
        u.direction,
        coalesce(nullif(concat_ws('，', u.counterparty, u.memo), ''), '未写对方和摘要') as words,
        n.accounts as unclear,
        r.told as unread
    from unbooked as u
    inner join subject as s on u.row_id = s.row_id
    left join unclear as n on u.village_code = n.village_code
    left join unread as r on u.row_id = r.row_id
    union all
    select
        village_code,
        '银行对账单' as subject,
        null as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        missing,
        null as level,
        null as day,
        null as account,
        null as direction,
        null as words,
        null as unclear,
        null as unread
    from unknown
)

select * from final
