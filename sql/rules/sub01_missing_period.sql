/*
id: SUB01
title: 逾期未报/缺期间
level: 中
status: stable
money: 手续
subject: sheet
units: 村
description: "收支明细账、银行对账单、记账凭证、科目余额表，自该村该账簿（表种、资金）首个申报期起逐期检查：\
  期末之后超过 15 个工作日（扣除法定节假日，含调休）仍没有报的，每本账每年一条，列出所缺期间。"
why: 不报、缺报的期间无从核对，也是账外开支最容易发生的期间。
basis:
  - 《村民委员会组织法》（2018 年修正）第 30 条：一般事项至少每季度公布一次，财务往来较多的每月公布
params: [due_workdays]
looks_in:
  cash_entry: {by: [kind=book], at: [first_day, last_day], undeclared: true}
  voucher_line: {by: [kind=book], at: [first_day, last_day], undeclared: true}
  account_balance: {by: [kind=book], at: [first_day, last_day], undeclared: true}
  bank_line: {by: [kind=book], at: [first_day, last_day], undeclared: true}
root_cause: 一村一本账一年的缺期为同一事实。
falsepositives:
  - 新设、撤并的村：只查村情登记表启用日期之后、停用日期之前的期间。
  - "历史账补报不算逾期：最近一期已过一年以上、又不是当时报来的账是历史账，只查首末两期之间的缺期，不查此后。"
  - 年度账覆盖其各月；没有注明资金的账覆盖各种资金；没有写明期间的表覆盖其日期所在的月份。
  - 当月没有收支而报了空表的、报了被退回的，不算缺（退回的另见反馈）。
  - 期间长短按最近一期的申报（月、季、年）；从未写明期间的账不可评估。
  - 名册、台账等有事才报的表不查。
innocent: 当期没有收支，没有报空表；或几个月合在一张表上而没有写明期间。
next_check: 催报；当期银行账户有流出的，先调银行对账单。
clears: 补报的账表；当期没有收支的，补报空表。
related: [SUB02, BK03]
message: "{year} 年{book}缺 {periods} 期（{listed}），已超过期末后 {due} 个工作日；\
  这些期间银行流出（没有对账单的，按拨款）{amount} 元，待核。"
*/
with missing as (
    select
        village_code,
        kind,
        kind_title,
        fund,
        period,
        period_end,
        label,
        year(period) as year,
        kind_title || coalesce('（' || fund || '）', '') as book
    from core.missing_report
    where is_overdue
),

outflow as (
    select
        row_id,
        village_code,
        entry_date as day,
        amount_out as amount
    from ledger.bank_line
    where amount_out > 0 and coalesce(currency, '人民币') = '人民币'
),

granted as (
    select
        row_id,
        village_code,
        fund,
        paid_on as day,
        amount
    from ledger."grant"
    where amount > 0
),

bank_of_period as (
    select
        m.village_code,
        m.book,
        m.year,
        o.row_id,
        o.amount
    from missing as m
    inner join outflow as o
        on m.village_code = o.village_code and o.day between m.period and m.period_end
    where m.kind <> 'bank_line'
),

with_bank as (
    select distinct
        village_code,
        book,
        year
    from bank_of_period
),

money as (
    select
        village_code,
        book,
        year,
        row_id,
        amount
    from bank_of_period
    union all
    select
        m.village_code,
        m.book,
        m.year,
        g.row_id,
        g.amount
    from missing as m
    inner join granted as g
        on
            m.village_code = g.village_code
            and g.day between m.period and m.period_end
            and coalesce(m.fund = g.fund, true)
    left join with_bank as w on m.village_code = w.village_code and m.book = w.book and m.year = w.year
    where w.book is null
),

total as (
    select
        village_code,
        book,
        year,
        cast(sum(amount) as decimal(18, 2)) as amount
    from money
    group by village_code, book, year
),

book_year as (
    select
        village_code,
        book,
        year,
        count(*) as periods,
        string_agg(label, '、' order by period) as listed,
        min(period) as first_day,
        max(period_end) as last_day
    from missing
    group by village_code, book, year
),

declared as (
    select distinct village_code
    from fact.reported
    where
        period_kind in ('月', '季', '年')
        and kind in ('cash_entry', 'voucher_line', 'account_balance', 'bank_line')
),

final as (
    select
        b.village_code,
        b.book as subject,
        make_date(b.year, 1, 1) as period,
        coalesce(t.amount, cast(0 as decimal(18, 2))) as amount,
        m.row_id,
        '命中' as outcome,
        null as missing,
        b.year,
        b.book,
        b.periods,
        b.listed,
        b.first_day,
        b.last_day,
        $due_workdays as due
    from book_year as b
    left join total as t on b.village_code = t.village_code and b.book = t.book and b.year = t.year
    left join money as m on b.village_code = m.village_code and b.book = m.book and b.year = m.year
    union all
    select
        village_code,
        '账簿' as subject,
        null as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        '写明月、季、年的账簿' as missing,
        null as year,
        null as book,
        null as periods,
        null as listed,
        null as first_day,
        null as last_day,
        null as due
    from core.village
    where village_code not in (select d.village_code from declared as d)
)

select * from final
