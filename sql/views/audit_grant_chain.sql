/*
view: audit.grant_chain
chinese: 资金拨付使用台账
title: 资金拨付使用台账：一村一年一种资金一个文件，从批复、下达、拨付、到账到支出、结余
columns:
  village_code: 村代码
  village_name: 村名
  township: 乡镇
  year: 年度：资金年度
  fund: 资金类别
  document: 文号：没有写的为空
  approved: 批复（元）：没有写的为空
  sent_down: 下达（元）：没有写的为空
  sent_down_on: 下达日期
  paid: 拨付（元）
  paid_on: 拨付日期：几次拨付的取最后一次
  account: 拨入账户：村账户/乡镇代管账户；收款账户登记在本村、或本村有它的对账单的是村账户，几个村共用或登记在乡镇的是乡镇代管账户，看不出的为空
  arrived: 到账（元）：拨付前后 31 天内村账（没有账的看对账单）上收到的同额一笔；拨进乡镇代管账户的（报账制）即为到账
  arrived_on: 到账日期：几笔的取最后一次
  spent: 支出（元）：这种资金的账上支出按到账先后冲抵到各文件
  carried_over: 结余（元）：到账减支出
*/
with document as (
    select
        village_code,
        year,
        fund,
        document,
        approved,
        sent_down,
        sent_down_on,
        paid,
        last_paid_on
    from core.grant_document
),

village as (
    select
        village_code,
        village_name,
        township
    from core.village
),

payment as not materialized (
    select
        row_id,
        village_code,
        year,
        fund,
        coalesce(trim(document_no), '') as document,
        amount,
        paid_on,
        nullif(regexp_replace(payee_account, '[^0-9]', '', 'g'), '') as account_no
    from ledger."grant"
),

unit as (
    select distinct village_code
    from ledger.village
    where unit_kind = '乡镇'
),

registered as (
    select
        village_code,
        regexp_replace(account_no, '[^0-9]', '', 'g') as account_no,
        regexp_matches(account_name, '财政所|农经站|经管站|三资|代管|代理|镇人民政府|乡人民政府|街道') as is_custody
    from ledger.bank_account
    union all
    select distinct
        village_code,
        regexp_replace(account_no, '[^0-9]', '', 'g') as account_no,
        false as is_custody
    from ledger.bank_line
    where account_no is not null
),

shared as (
    select account_no
    from payment
    group by account_no
    having count(distinct village_code) > 1
),

held as (
    select
        p.row_id,
        max(case when r.is_custody or s.account_no is not null or u.village_code is not null then 1 else 0 end) = 1
            as is_custody,
        max(case when r.village_code = p.village_code and not r.is_custody then 1 else 0 end) = 1 as is_own
    from payment as p
    left join registered as r on p.account_no = r.account_no
    left join shared as s on p.account_no = s.account_no
    left join unit as u on r.village_code = u.village_code
    group by p.row_id
),

income as (
    select
        row_id,
        village_code,
        fund,
        entry_date,
        income
    from core.cash_entry
    where income > 0 and not is_opening and not is_internal and not is_repeat
    union all
    -- a village that keeps no book may still have the statement
    select
        row_id,
        village_code,
        null as fund,
        entry_date,
        amount_in as income
    from ledger.bank_line
    where amount_in > 0 and village_code not in (select c.village_code from ledger.cash_entry as c)
),

-- the nearest receipt of the same amount, each taken once
received as (
    select
        p.row_id,
        i.entry_date,
        i.income
    from payment as p
    inner join income as i
        on
            p.village_code = i.village_code
            and p.amount = i.income
            and coalesce(p.fund = i.fund, true)
            and coalesce(abs(date_diff('day', p.paid_on, i.entry_date)) <= 31, year(i.entry_date) = p.year)
    qualify
        row_number() over (partition by p.row_id order by i.entry_date, i.row_id) = 1
        and row_number() over (partition by i.row_id order by p.paid_on, p.row_id) = 1
),

arrived as (
    select
        p.village_code,
        p.year,
        p.fund,
        p.document,
        case
            when min(case when h.is_custody and not h.is_own then 1 else 0 end) = 1 then '乡镇代管账户'
            when max(case when h.is_own or r.row_id is not null then 1 else 0 end) = 1 then '村账户'
        end as account,
        sum(
            case
                when r.row_id is not null then r.income
                when h.is_custody and not h.is_own then p.amount
            end
        ) as arrived,
        max(
            case
                when r.row_id is not null then r.entry_date
                when h.is_custody and not h.is_own then p.paid_on
            end
        ) as arrived_on
    from payment as p
    inner join held as h on p.row_id = h.row_id
    left join received as r on p.row_id = r.row_id
    group by p.village_code, p.year, p.fund, p.document
),

spending as (
    select
        village_code,
        fund,
        sum(expense) as spent
    from core.cash_entry
    where expense <> 0 and not is_opening and not is_internal and not is_repeat
    group by village_code, fund
),

rolled as (
    select
        a.village_code,
        a.year,
        a.fund,
        a.document,
        a.account,
        a.arrived,
        a.arrived_on,
        coalesce(s.spent, 0) as spent,
        sum(a.arrived) over (
            partition by a.village_code, a.fund order by a.year, a.arrived_on nulls last, a.document
        ) as arrived_to_date
    from arrived as a
    left join spending as s on a.village_code = s.village_code and a.fund = s.fund
),

used as (
    select
        village_code,
        year,
        fund,
        document,
        account,
        arrived,
        arrived_on,
        case when arrived is not null then least(arrived, greatest(spent - (arrived_to_date - arrived), 0)) end as spent
    from rolled
),

final as (
    select
        d.village_code,
        v.village_name,
        v.township,
        d.year,
        d.fund,
        nullif(d.document, '') as document,
        d.approved,
        d.sent_down,
        d.sent_down_on,
        d.paid,
        d.last_paid_on as paid_on,
        u.account,
        cast(u.arrived as decimal(18, 2)) as arrived,
        u.arrived_on,
        cast(u.spent as decimal(18, 2)) as spent,
        cast(u.arrived - u.spent as decimal(18, 2)) as carried_over
    from document as d
    inner join village as v on d.village_code = v.village_code
    inner join used as u
        on d.village_code = u.village_code and d.year = u.year and d.fund = u.fund and d.document = u.document
)

select * from final
