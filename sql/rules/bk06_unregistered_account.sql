/*
id: BK06
title: 使用未登记的银行账户
level: 高
status: stable
money: 手续
subject: village
description: "银行对账单的账号、专项资金拨付表和红利收取表的收款账号，不在本村账户登记表中，或在登记的开户日期以前、销户日期 30 天以后还在使用。\
  一个账户一条。收支明细账没有本方账号，不查。"
why: 登记以外的账户不在监管之内，钱可能不入账。
basis:
  - 《街办基层党建创新案例（5 篇）》网络汇编篇二（原题名不存，讲的是乡镇财政财务：乡镇按此，村作参照）“建议”部分（三）“乡财县管”：账户统设，取消在各银行和金融机构的所有账户
  - 《财政违法行为处罚处分条例》（国务院令第 427 号）第 11 条：擅自在金融机构开立、使用账户
params: [closing_days, full_account_length, tail_length, agency_villages]
looks_in:
  bank_account: {any: [account_no=account], days: any}
root_cause: 一个账户为同一事实。
falsepositives:
  - 撤销后的尾款：销户日期后 30 天之内的不报。
  - 账号写法不同：空格、横线不计；中间打星号或只写尾号的，只要登记的账户有一个尾号相同即视为登记。
  - 三个以上的村都用的账户，多半是乡镇代管户或财政专户，只作提示。
  - 没有填开户日期、销户日期的，视为一直有效；红利没有填到账日期的，登记过即可。
  - 收款账号一格里没有数字的（只写户名）不比；外币不查。
innocent: 账户登记表没有及时更新，或拨付、红利表上账号写错了位数。
next_check: 查开户许可、撤户证明和账户备案，向开户行查该账户的户名。
clears: 账户登记或备案资料、开户许可，或撤户证明。
related: [BK02, DR06, PAY04]
message: "账户 {account} {matter}，流入合计 {amount} 元（{places}），待核。"
*/
with bank_line as (
    select
        row_id,
        village_code,
        account_no,
        entry_date,
        coalesce(amount_in, 0) as amount_in
    from ledger.bank_line
    where coalesce(currency, '人民币') = '人民币'
),

granted as (
    select
        row_id,
        village_code,
        payee_account,
        paid_on,
        amount
    from ledger."grant"
),

dividend as (
    select
        row_id,
        village_code,
        payee_account,
        received_on,
        received
    from ledger.dividend
),

used as (
    select
        '银行对账单' as place,
        row_id,
        village_code,
        account_no as written,
        entry_date as day,
        amount_in as amount
    from bank_line
    union all
    select
        '专项资金拨付表' as place,
        row_id,
        village_code,
        payee_account as written,
        paid_on as day,
        amount
    from granted
    union all
    select
        '红利收取表' as place,
        row_id,
        village_code,
        payee_account as written,
        received_on as day,
        received as amount
    from dividend
),

-- what stands behind a mask is all that is known of an account
own as (
    select
        place,
        row_id,
        village_code,
        day,
        amount,
        regexp_replace(regexp_replace(written, '^.*[*＊xX]', '', 'g'), '[^0-9]', '', 'g') as account
    from used
),

registered as (
    select
        row_id,
        village_code,
        regexp_replace(regexp_replace(account_no, '^.*[*＊xX]', '', 'g'), '[^0-9]', '', 'g') as account,
        opened_on,
        closed_on
    from ledger.bank_account
),

account as (
    select distinct
        village_code,
        account
    from own
),

paired as (
    select
        r.row_id,
        a.village_code,
        a.account,
        r.opened_on,
        r.closed_on
    from account as a
    inner join registered as r
        on
            a.village_code = r.village_code
            and length(r.account) >= $tail_length
            and right(a.account, length(r.account)) = right(r.account, length(a.account))
            and (a.account = r.account or least(length(a.account), length(r.account)) < $full_account_length)
),

listed as (
    select distinct
        village_code,
        account
    from paired
),

covered as (
    select distinct o.row_id
    from own as o
    inner join paired as p on o.village_code = p.village_code and o.account = p.account
    where
        coalesce(o.day >= p.opened_on, true)
        and coalesce(date_diff('day', p.closed_on, o.day) <= $closing_days, true)
),

outside as (
    select
        o.place,
        o.row_id,
        o.village_code,
        o.account,
        o.day,
        o.amount
    from own as o
    left join covered as c on o.row_id = c.row_id
    where length(o.account) >= $tail_length and c.row_id is null
),

shared as (
    select
        account,
        count(distinct village_code) as villages
    from outside
    where length(account) >= $full_account_length
    group by account
),

-- a grant or dividend is on the account's own statement too, if there is one
judged as (
    select
        village_code,
        account,
        cast(
            greatest(
                sum(case when place = '银行对账单' then amount else 0 end),
                sum(case when place <> '银行对账单' then amount else 0 end)
            ) as decimal(18, 2)
        ) as amount,
        string_agg(distinct place, '、' order by place) as places
    from outside
    group by village_code, account
),

evidence as (
    select
        village_code,
        account,
        row_id
    from outside
    union all
    select
        village_code,
        account,
        row_id
    from paired
),

final as (
    select
        j.village_code,
        '账户 ' || j.account as subject,
        cast(null as date) as period,
        j.amount,
        o.row_id,
        case when s.villages >= $agency_villages then '提示' end as level,
        j.account,
        case
            when l.account is not null then '在登记的开户、销户日期以外还在使用'
            when s.villages >= $agency_villages
                then '不在本村账户登记表中（' || cast(s.villages as varchar) || ' 个村都用，可能是代管账户）'
            else '不在本村账户登记表中'
        end as matter,
        j.places
    from judged as j
    inner join evidence as o on j.village_code = o.village_code and j.account = o.account
    left join listed as l on j.village_code = l.village_code and j.account = l.account
    left join shared as s on j.account = s.account
)

select * from final
