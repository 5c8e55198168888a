/*
id: LED01
title: 期初≠上期期末
level: 高
status: stable
money: 受损
difference: true
subject: sheet
description: "科目余额表每个末级科目的期初余额应等于紧接的上一期（月、季、年）期末余额；收支明细账每本账的期初余额应等于\
  紧接的上一期期末余额。相差超过 0.01 元的，每个科目（每本账）每期一条。"
why: 期初接不上上期期末，说明上期的账在报送之后被改过，或期初是手工填的。
basis:
  - 《会计法》（2024 年修正）第 17 条：账账相符
params: [tolerance]
looks_in:
  account_balance: {cells: [opening_debit, opening_credit, closing_debit, closing_credit]}
  cash_entry: {amount: sum, sheet: true, days: any}
  voucher_line: {any: [account_code], says: {summary: 调整|结转|更正|衔接}, days: 31}
root_cause: 一个科目（一本账）一期的期初为同一事实。
falsepositives:
  - "年初结转科目调整：一月的期初有摘要写明调整、结转、更正的分录涉及该科目的，不报；\
    损益和收益分配科目（年末结平）不查年初。"
  - 新旧科目表衔接：编码和名称都相同的科目才比。
  - "期初栏印的是年初数的表：对一期的两种读法各查一遍，取接不上的科目少的一种。"
  - 中间缺期的不比；上级科目是下级之和，不重复报；同期有两张余额表（两套账）含同一科目的不比。
innocent: 上期结账后补记了分录而没有重报上期的表，或年初按规定调整了科目。
next_check: 要求提供上期结账后的全部分录，核对调整的依据和批准。
clears: 年初或上期的调整分录及其批准依据。
related: [LED02, WB07]
message: >-
  {subject}期初为 {opening} 元，上一期（{previous}起）期末为 {closing} 元，相差 {amount} 元（容差 {tolerance} 元），
  待核。
*/
with account_line as (
    select
        row_id,
        village_code,
        period,
        period_kind,
        submission_id,
        source_sheet,
        slice_id,
        trim(account_code) as account_code,
        trim(account_name) as account_name,
        is_leaf,
        coalesce(opening_debit, opening_credit) is not null as has_opening,
        coalesce(opening_debit, 0) - coalesce(opening_credit, 0) as opening,
        coalesce(closing_debit, 0) - coalesce(closing_credit, 0) as closing
    from ledger.account_balance
    where period_kind in ('月', '季', '年')
),

adjustment as (
    select
        village_code,
        trim(account_code) as account_code,
        year(entry_date) as year
    from ledger.voucher_line
    where regexp_matches(coalesce(summary, ''), '调整|结转|更正|衔接')
    group by village_code, trim(account_code), year(entry_date)
),

book_line as (
    select
        village_code,
        book,
        subject,
        period,
        position,
        row_id,
        moved,
        balance
    from fact.book_line
    where regexp_matches(subject, '（[月季年]）$')
),

-- an account with longer codes below it is a sum of those
placed as (
    select
        row_id,
        village_code,
        period,
        period_kind,
        account_code,
        account_name,
        is_leaf,
        has_opening,
        opening,
        closing,
        lead(account_code) over (
            partition by submission_id, source_sheet, slice_id order by account_code, row_id
        ) as next_code,
        count(*) over (partition by village_code, period, period_kind, account_code, account_name) as times
    from account_line
),

leaf as (
    select
        row_id,
        village_code,
        period,
        period_kind,
        account_code,
        account_name,
        has_opening,
        opening,
        closing,
        case period_kind
            when '月' then cast(period + interval 1 month as date)
            when '季' then cast(period + interval 1 quarter as date)
            else cast(period + interval 1 year as date)
        end as next_period
    from placed
    where
        times = 1
        and coalesce(
            is_leaf = '是',
            next_code is null or next_code = account_code or left(next_code, length(account_code)) <> account_code
        )
),

pair as (
    select
        t.village_code,
        t.account_code,
        t.account_name,
        t.period,
        t.opening,
        t.row_id,
        p.period as previous,
        p.closing,
        p.opening as previous_opening,
        p.row_id as previous_row_id,
        year(p.period) < year(t.period) as new_year
    from leaf as t
    inner join leaf as p
        on
            t.village_code = p.village_code
            and t.account_code = p.account_code
            and t.period = p.next_period
            and coalesce(t.account_name = p.account_name, true)
    where t.has_opening
    qualify row_number() over (
        partition by t.row_id order by t.period_kind = p.period_kind desc, p.period desc, p.row_id asc
    ) = 1
),

-- some tables print the balance at the start of the year in the opening column
reading as (
    select
        village_code,
        period,
        sum(case when opening <> closing then 1 else 0 end)
        > sum(case when opening <> previous_opening then 1 else 0 end) as prints_start_of_year
    from pair
    where not new_year
    group by village_code, period
),

wrong_account as (
    select
        p.village_code,
        concat_ws(' ', '科目', p.account_code, p.account_name) as subject,
        p.period,
        p.opening,
        p.closing,
        p.previous,
        p.row_id,
        p.previous_row_id
    from pair as p
    left join reading as r on p.village_code = r.village_code and p.period = r.period
    left join adjustment as a
        on p.village_code = a.village_code and p.account_code = a.account_code and year(p.period) = a.year
    where
        abs(p.opening - p.closing) > $tolerance
        and not (coalesce(r.prints_start_of_year, false) and p.opening = p.previous_opening)
        and not (
            p.new_year
            and (
                a.account_code is not null
                or left(p.account_code, 1) = '5'
                or regexp_matches(coalesce(p.account_name, ''), '本年收益|收益分配|本年盈余|盈余分配|未分配')
                or regexp_matches(p.account_code, '^32[12]')
            )
        )
),

rolled as (
    select
        village_code,
        book,
        subject,
        period,
        position,
        row_id,
        balance,
        cast(sum(moved) over (partition by book order by position) as decimal(38, 2)) as moved_to_date,
        cast(sum(moved) over (partition by book) as decimal(38, 2)) as moved_in_all
    from book_line
),

book_end as (
    select
        village_code,
        subject,
        period,
        balance - moved_to_date as opening,
        row_id,
        row_number() over (partition by book order by position) as place,
        last_value(balance - moved_to_date + moved_in_all) over (
            partition by book order by position rows between unbounded preceding and unbounded following
        ) as closing,
        last_value(row_id) over (
            partition by book order by position rows between unbounded preceding and unbounded following
        ) as closing_row_id,
        count(book) over (partition by village_code, subject, period, book) as lines,
        count(book) over (partition by village_code, subject, period) as lines_of_subject,
        case
            when regexp_matches(subject, '（月）$') then cast(period + interval 1 month as date)
            when regexp_matches(subject, '（季）$') then cast(period + interval 1 quarter as date)
            else cast(period + interval 1 year as date)
        end as next_period
    from rolled
    where balance is not null
),

book_pair as (
    select
        t.village_code,
        t.subject,
        t.period,
        t.opening,
        p.closing,
        p.period as previous,
        t.row_id,
        p.closing_row_id as previous_row_id
    from book_end as t
    inner join book_end as p
        on t.village_code = p.village_code and t.subject = p.subject and t.period = p.next_period
    where
        t.place = 1
        and p.place = 1
        and t.lines = t.lines_of_subject
        and p.lines = p.lines_of_subject
),

wrong as (
    select
        village_code,
        subject,
        period,
        opening,
        closing,
        previous,
        row_id,
        previous_row_id
    from wrong_account
    union all
    select
        village_code,
        subject,
        period,
        opening,
        closing,
        previous,
        row_id,
        previous_row_id
    from book_pair
    where abs(opening - closing) > $tolerance
),

comparable as (
    select village_code from pair
    union
    select village_code from book_pair
),

evidence as (
    select
        village_code,
        subject,
        period,
        opening,
        closing,
        previous,
        row_id
    from wrong
    union all
    select
        village_code,
        subject,
        period,
        opening,
        closing,
        previous,
        previous_row_id as row_id
    from wrong
),

final as (
    select
        village_code,
        subject,
        period,
        cast(abs(opening - closing) as decimal(18, 2)) as amount,
        row_id,
        '命中' as outcome,
        null as missing,
        cast(opening as decimal(18, 2)) as opening,
        cast(closing as decimal(18, 2)) as closing,
        previous
    from evidence
    union all
    select
        village_code,
        '余额' as subject,
        null as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        '相邻两期的余额（科目余额表，或写明月、季、年并有余额的收支明细账）' as missing,
        null as opening,
        null as closing,
        null as previous
    from core.village
    where village_code not in (select c.village_code from comparable as c)
)

select * from final
