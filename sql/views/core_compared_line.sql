/*
view: core.compared_line
title: 对账范围：对账单和账上的每一笔，凡可能记着它的账户或账簿，那一天的都报来了的
columns:
  row_id: 行编号：对账单行，或收支明细账的行
*/
with coverage as (
    select
        side,
        village_code,
        coalesce(fund, '') as fund,
        coalesce(account_no, '') as account_no,
        covers_from,
        covers_to
    from fact.coverage
),

fund_of_account as (
    select
        village_code,
        account_no,
        min(fund) as fund
    from coverage
    where side = '流水'
    group by village_code, account_no
),

closed as (
    select
        village_code,
        regexp_replace(account_no, '\s', '', 'g') as account_no,
        max(closed_on) as closed_on
    from ledger.bank_account
    where closed_on is not null
    group by village_code, regexp_replace(account_no, '\s', '', 'g')
),

line as (
    select
        l.row_id,
        l.village_code,
        l.entry_date as day,
        '账面' as other_side,
        coalesce(f.fund, '') as fund
    from ledger.bank_line as l
    left join fund_of_account as f on l.village_code = f.village_code and coalesce(l.account_no, '') = f.account_no
    union all
    select
        row_id,
        village_code,
        entry_date as day,
        '流水' as other_side,
        coalesce(fund, '') as fund
    from ledger.cash_entry
),

-- an account, or a fund's bank books
other as (
    select
        c.side,
        c.village_code,
        c.fund,
        c.account_no,
        min(c.covers_from) as since,
        max(d.closed_on) as closed_on
    from coverage as c
    left join closed as d
        on c.village_code = d.village_code and regexp_replace(c.account_no, '\s', '', 'g') = d.account_no
    group by c.side, c.village_code, c.fund, c.account_no
    union all
    -- an account of which nothing was loaded
    select distinct
        '流水' as side,
        p.village_code,
        '' as fund,
        p.account as account_no,
        cast(null as date) as since,
        cast(null as date) as closed_on
    from fact.sheet_part as p
    left join coverage as c on p.village_code = c.village_code and p.account = c.account_no
    where p.kind = 'bank_line' and p.account <> '' and c.village_code is null
),

-- of the line's own fund, from its first day to its last; where the fund is not known, any may be the one
candidate as (
    select
        l.row_id,
        case when l.fund <> '' and l.fund = o.fund then 1 else 0 end as is_own,
        max(case when c.village_code is not null then 1 else 0 end) as is_there
    from line as l
    inner join other as o
        on
            l.village_code = o.village_code
            and l.other_side = o.side
            and (
                l.fund = ''
                or o.fund = ''
                or (l.fund = o.fund and l.day >= o.since and l.day <= coalesce(o.closed_on, l.day))
            )
    left join coverage as c
        on
            o.village_code = c.village_code
            and o.side = c.side
            and o.fund = c.fund
            and o.account_no = c.account_no
            and l.day between c.covers_from and c.covers_to
    group by l.row_id, l.fund, o.fund, o.account_no
),

final as (
    select row_id
    from candidate
    group by row_id
    having
        case
            when max(is_own) = 1 then min(case when is_own = 1 then is_there else 1 end)
            else min(is_there)
        end = 1
)

select row_id
from final
