/*
id: BK03
title: 有账无流水
level: 严重
status: stable
money: 受损
subject: entry
description: "银行账上的一笔收支，在银行对账单上找不到；匹配办法、在途期和覆盖月份与 BK02 相同。现金不适用。"
why: 账上说从银行付了而银行没有，可能是虚列支出或挪作他用。
basis:
  - 《会计法》（2024 年修正）第 17 条：账实相符
  - 审计实务：银行对账
params: [transit_days, foreign_book_lines, foreign_book_share]
looks_in:
  bank_line:
    - {amount: one, by: [fund], at: [day], days: 180, near: 180}
    - {amount: one, by: [fund], at: [day], days: 60, due: true}
  bank_account: {when: {unclear: .}, any: [account_no=unclear], days: any}
  cash_entry:
    - {amount: one, by: [fund], at: [day], days: 180}
    - {any: [voucher_no], by: [fund], at: [day]}
    - {when: {beside: .}, cells: [voucher_no]}
    - {when: {paper: 收支账}, says: {account_kind: 银行}, days: any}
root_cause: 一笔账为同一事实。
falsepositives:
  - 现金账、现金支付不适用；没有写明账簿和支付方式的不算银行账。
  - 上年结转、结转下年不是收支，不查；红字冲销的一正一负不报。
  - 台账、公示不是银行账，不查；已有银行日记账的村，没有写明账簿的收支账也不查。
  - 在途、合并、覆盖月份、资金类别不同的账户：同 BK02。
innocent: 用另一个没有报送对账单的账户支付，或入账金额有误。
next_check: 调取付款回单，核对付款账户和实际到账人。
clears: 银行回单，或付款所用账户的对账单。
related: [BK02, BK05]
message: >-
  {day}银行账记{direction} {amount} 元（{summary}），已过 {transit_days} 天的在途期限，同期对账单上未找到对应流水，
  待核。
*/
with setting as (
    select as_of from meta.setting
),

cash_entry as (
    select
        e.row_id,
        e.village_code,
        e.book_fund as fund,
        e.entry_date,
        e.summary,
        e.income,
        e.expense,
        e.account_kind,
        e.method,
        e.is_opening,
        p.paper
    from core.cash_entry as e
    inner join fact.paper as p on e.row_id = p.row_id
),

-- what is written of the bank's money beside a bank journal is no second journal
journal as (
    select distinct village_code
    from cash_entry
    where paper = '日记账' and account_kind = '银行'
),

entry as (
    select
        row_id,
        village_code,
        fund,
        entry_date,
        summary,
        paper,
        coalesce(nullif(expense, 0), income) as amount,
        case when coalesce(expense, 0) <> 0 then '付出' else '收入' end as direction
    from cash_entry
    where
        not is_opening
        and (coalesce(income, 0) <> 0 or coalesce(expense, 0) <> 0)
        and (
            (paper = '日记账' and account_kind = '银行')
            or (
                paper = '收支账'
                and method in ('转账', '支票', '代发')
                and village_code not in (select j.village_code from journal as j)
            )
        )
),

compared as (
    select row_id from core.compared_line
),

matched as (
    select distinct entry_row_id as row_id
    from fact.bank_match
),

repeated as (
    select row_id from fact.twice_booked
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
        e.row_id,
        e.village_code,
        coalesce(e.fund, '') as fund,
        e.entry_date,
        e.summary,
        e.paper,
        e.amount,
        e.direction,
        m.row_id is not null as is_matched
    from entry as e
    inner join compared as p on e.row_id = p.row_id
    left join matched as m on e.row_id = m.row_id
    where e.row_id not in (select r.row_id from repeated as r)
),

book as (
    select
        village_code,
        fund,
        count(*) >= $foreign_book_lines and count(*) filter (where is_matched) < count(*) * $foreign_book_share as foreign_book
    from covered
    group by village_code, fund
),

unclear as (
    select
        village_code,
        accounts
    from core.unclear_account
),

unbanked as (
    select
        c.row_id,
        c.village_code,
        c.entry_date,
        c.summary,
        c.paper,
        abs(c.amount) as amount,
        c.direction,
        -- the bank may have moved what one voucher holds in one sum
        case
            when count(*) over (partition by c.village_code, c.fund, c.entry_date, c.direction) > 1 then '同日'
        end as beside
    from covered as c
    inner join book as b on c.village_code = b.village_code and c.fund = b.fund
    cross join setting as s
    where
        not b.foreign_book
        and not c.is_matched
        and date_diff('day', c.entry_date, s.as_of) >= $transit_days
),

candidate as (
    select
        e.village_code,
        count(b.village_code) filter (where not b.foreign_book) as assessable,
        count(n.row_id) as banked,
        max(case when b.foreign_book then '与' || b.fund || '账相符的银行对账单' end) as foreign_book
    from core.cash_entry as e
    left join entry as n on e.row_id = n.row_id
    left join book as b on e.village_code = b.village_code
    group by e.village_code
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
        u.entry_date as day,
        u.direction,
        u.summary,
        u.paper,
        u.beside,
        n.accounts as unclear,
        r.told as unread
    from unbanked as u
    inner join subject as s on u.row_id = s.row_id
    left join unclear as n on u.village_code = n.village_code
    left join unread as r on u.row_id = r.row_id
    union all
    select
        village_code,
        '银行账' as subject,
        null as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        coalesce(foreign_book, case when banked = 0 then '银行日记账' else '与银行账同期的对账单' end) as missing,
        null as day,
        null as direction,
        null as summary,
        null as paper,
        null as beside,
        null as unclear,
        null as unread
    from candidate
    where assessable = 0
)

select * from final
