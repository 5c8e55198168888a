/*
view: core.account_transfer
title: 账户转出：对账单上的每笔付出，连同账上的说明；没有对账单的取银行账的付款
columns:
  row_id: 行编号：对账单行，或没有对账单时的收支明细行
  entry_row_id: 对应的收支明细行：对账单行已入账时
  village_code: 村代码
  entry_date: 日期
  amount: 转出金额（元）
  name: 收款人规范名
  is_person: 收款人名称是否像个人姓名
  account: 收款账号：只留数字
  words: 说明：对账单附言和账上摘要
  purpose_class: 用途类别
  is_documented: 账上是否有发票或财政票据号
  is_cash: 是否已记入现金账（提现）
*/
with party as (
    select
        written,
        name,
        is_person
    from fact.party_name
),

bank_line as (
    select
        row_id,
        village_code,
        entry_date,
        amount_out,
        counterparty,
        nullif(regexp_replace(coalesce(counterparty_account, ''), '[^0-9]', '', 'g'), '') as account,
        nullif(memo, '') as memo
    from ledger.bank_line
    where coalesce(currency, '人民币') = '人民币' and amount_out > 0
),

matched as (
    select
        bank_row_id,
        entry_row_id
    from fact.bank_match
    where bank_row_id is not null and entry_row_id is not null
),

set_aside as (
    select row_id from fact.reversal
),

payee as (
    select
        row_id,
        payee_name,
        is_person,
        purpose_class
    from fact.payee
),

entry as (
    select
        e.row_id,
        e.village_code,
        e.account_kind,
        e.entry_date,
        e.summary,
        coalesce(e.expense, 0) as expense,
        coalesce(e.document_type in ('发票', '财政票据') and e.document_no is not null, false) as is_documented,
        coalesce(e.method, e.account_kind) as channel,
        p.payee_name,
        coalesce(p.is_person, false) as is_person,
        nullif(regexp_replace(coalesce(e.counterparty_account, ''), '[^0-9]', '', 'g'), '') as account,
        coalesce(p.purpose_class, '其他') as purpose_class
    from core.cash_entry as e
    left join payee as p on e.row_id = p.row_id
    where not e.is_repeat and e.row_id not in (select s.row_id from set_aside as s)
),

booked as (
    select
        m.bank_row_id,
        min(e.row_id) as entry_row_id,
        string_agg(e.summary, '；' order by e.summary) as summary,
        max(e.purpose_class) filter (where e.purpose_class <> '其他') as purpose_class,
        bool_or(e.is_documented) as is_documented,
        bool_or(e.account_kind = '现金') as is_cash
    from matched as m
    inner join entry as e on m.entry_row_id = e.row_id
    group by m.bank_row_id
),

final as (
    select
        b.row_id,
        k.entry_row_id,
        b.village_code,
        b.entry_date,
        b.amount_out as amount,
        p.name,
        coalesce(p.is_person, false) as is_person,
        b.account,
        concat_ws('；', b.memo, k.summary) as words,
        coalesce(k.purpose_class, '其他') as purpose_class,
        coalesce(k.is_documented, false) as is_documented,
        coalesce(k.is_cash, false) as is_cash
    from bank_line as b
    left join party as p on b.counterparty = p.written
    left join booked as k on b.row_id = k.bank_row_id
    union all
    select
        row_id,
        null as entry_row_id,
        village_code,
        entry_date,
        expense as amount,
        payee_name as name,
        is_person,
        account,
        summary as words,
        purpose_class,
        is_documented,
        false as is_cash
    from entry
    where
        expense > 0
        and channel in ('转账', '银行', '代发')
        and row_id not in (select m.entry_row_id from matched as m)
)

select * from final
