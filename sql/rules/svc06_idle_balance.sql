/*
id: SVC06
title: 结余长期沉淀
level: 中
status: stable
money: 手续
tunable: idle_fund_months
subject: village
units: 村
applies_to: 专项资金
description: "专项资金到账满 12 个月（以基准日计）仍未用的，按到账年度看：未用超过到账数的 30%，并且超过 30,000 元。\
  一村一条，金额为各到账年度未用数之和。支出按先到先用冲抵；合同在手还没有付的金额，视同已用。"
why: 民生钱长期躺在账上，群众急需的事没有办，也容易被挪作他用。
basis:
  - 审计实务：专项资金账龄分析
params: [idle_fund_months, idle_fund_share, idle_fund_amount]
looks_in:
  cash_entry: {amount: cover, says: {fund: 专项资金}, days: any}
  project: {amount: cover, days: any}
root_cause: 一村的沉淀结余为一个事实，以最早的到账年度编号。
falsepositives:
  - 项目跨年：专项资金项目的合同额（含变更）减去已付款，是合同在手额，先扣除；项目台账没有写明资金的也扣除。
  - 提现、划转不算支出；红字冲销抵减；台账与日记账各记一次的只计一次。
  - 本村的账只报到到账满 12 个月以前的，后来可能已经用了，只作提示。
  - 期初结存没有到账日，算不出账龄，不判断；支出也先冲抵有到账日的钱。
innocent: 项目正在招标或等待验收付款，或后来的账没有报送。
next_check: 查项目进度、合同和延期批复，核对最近的银行余额。
clears: 延期使用的批复，或其后已经使用的账。
related: [SVC01, SVC05]
message: >-
  专项资金到账满 {months} 个月（截至 {as_of}）还有 {amount} 元没有用：{ages}（合同在手 {committed} 元已扣除，
  账报到 {last_day}；超过到账数的 {idle_fund_share:.0%}，并超过 {idle_fund_amount:,} 元），待核。
*/
with setting as (
    select as_of from meta.setting
),

entry as (
    select
        e.row_id,
        e.village_code,
        e.entry_date,
        coalesce(e.income, 0) as income,
        coalesce(e.expense, 0) as expense,
        (year(s.as_of) - year(e.entry_date)) * 12 + month(s.as_of) - month(e.entry_date)
        - case when day(s.as_of) < day(e.entry_date) then 1 else 0 end as age
    from core.service_entry as e
    cross join setting as s
    where e.entry_date <= s.as_of and not e.is_internal and not e.is_opening
),

receipt as (
    select
        row_id,
        village_code,
        entry_date,
        age,
        income
    from entry
    where income > 0
),

spent as (
    select
        village_code,
        sum(expense + greatest(-income, 0)) as spent
    from entry
    group by village_code
),

paid as (
    select
        village_code,
        trim(project_no) as project_no,
        sum(expense) as paid
    from core.cash_entry
    where not is_repeat and not is_internal
    group by village_code, trim(project_no)
),

contract as (
    select
        village_code,
        trim(project_no) as project_no,
        max(contract_amount + coalesce(change_amount, 0)) as contract
    from ledger.project
    where contract_amount > 0 and regexp_matches(coalesce(funds, '专项'), '专项|为民服务|聚力工程')
    group by village_code, trim(project_no)
),

committed as (
    select
        c.village_code,
        sum(greatest(c.contract - coalesce(p.paid, 0), 0)) as committed
    from contract as c
    left join paid as p on c.village_code = p.village_code and c.project_no = p.project_no
    group by c.village_code
),

rolled as (
    select
        row_id,
        village_code,
        entry_date,
        age,
        income,
        sum(income) over (partition by village_code order by entry_date, row_id) as received_to_date
    from receipt
),

unspent as (
    select
        r.row_id,
        r.village_code,
        year(r.entry_date) as year,
        r.entry_date,
        r.income,
        coalesce(c.committed, 0) as committed,
        least(r.income, greatest(r.received_to_date - s.spent - coalesce(c.committed, 0), 0)) as unspent
    from rolled as r
    inner join spent as s on r.village_code = s.village_code
    left join committed as c on r.village_code = c.village_code
    where r.age >= $idle_fund_months
),

cohort as (
    select
        village_code,
        year,
        max(entry_date) as last_receipt,
        max(committed) as committed,
        sum(income) as received,
        sum(unspent) as unspent
    from unspent
    group by village_code, year
    having sum(unspent) > $idle_fund_share * sum(income) and sum(unspent) > $idle_fund_amount
),

idle as (
    select
        village_code,
        min(year) as first_year,
        min(last_receipt) as last_receipt,
        cast(max(committed) as decimal(18, 2)) as committed,
        cast(sum(unspent) as decimal(18, 2)) as amount,
        string_agg(
            cast(year as varchar) || ' 年到账 ' || replace(cast(cast(received as decimal(18, 2)) as varchar), '.00', '')
            || ' 元、未用 ' || replace(cast(cast(unspent as decimal(18, 2)) as varchar), '.00', '') || ' 元',
            '，' order by year
        ) as ages
    from cohort
    group by village_code
),

last_entry as (
    select
        e.village_code,
        max(e.entry_date) as last_day
    from core.cash_entry as e
    cross join setting as s
    where e.entry_date <= s.as_of
    group by e.village_code
),

final as (
    select
        i.village_code,
        '为民服务和发展专项资金结余' as subject,
        make_date(i.first_year, 1, 1) as period,
        i.amount,
        u.row_id,
        -- what happened after the last book handed in nobody knows
        case
            when
                (year(l.last_day) - year(i.last_receipt)) * 12 + month(l.last_day) - month(i.last_receipt)
                < $idle_fund_months
                then '提示'
        end as level,
        concat_ws('·', '专项资金结余', i.village_code, cast(i.first_year as varchar)) as root_cause,
        i.ages,
        s.as_of,
        $idle_fund_months as months,
        i.committed,
        l.last_day
    from idle as i
    cross join setting as s
    inner join cohort as c on i.village_code = c.village_code
    inner join unspent as u on c.village_code = u.village_code and c.year = u.year
    inner join last_entry as l on i.village_code = l.village_code
)

select * from final
