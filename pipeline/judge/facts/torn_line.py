"""Say of rows of books and statements that were set aside what the lines around them tell: amount and days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.handover import read
from pipeline.judge.emptiness import any_of

if TYPE_CHECKING:
    from datetime import date

    import duckdb
    import polars as pl

TITLE = "没有装载的账目行：由前后余额推出的金额，由前后各行的日期推出的日期范围"
COLUMNS = {
    "submission_id": ("varchar", "报送编号"),
    "sheet": ("varchar", "工作表"),
    "row": ("integer", "行号"),
    "kind": ("varchar", "表种：cash_entry 或 bank_line"),
    "moved": ("decimal(38,2)", "收入减支出（元）：本行读出的，或前后余额相差的；看不出的为空"),
    "first_day": ("date", "最早哪一天；看不出的为空"),
    "last_day": ("date", "最晚哪一天；看不出的为空"),
}
EMPTY_IF = any_of("meta.rejected_row")


def compute(con: duckdb.DuckDBPyConnection, as_of: date) -> pl.DataFrame:
    """List the rows set aside of sheets of which other lines were loaded.

    Balances tell an amount where most of the sheet's run on from one stated to the next, down or up, those next to
    the row's do, and no other amount between the same two is unread. The days lie between those of the lines before
    and after, or else within the period of the sheet.
    """
    return read(
        con,
        """
        with placed as (
            select
                r.submission_id, r.sheet, r."row", r.fields, s.kind, s.rows_loaded, s.period,
                cast(case s.period_kind
                    when '月' then s.period + interval 1 month
                    when '季' then s.period + interval 3 month
                    when '年' then s.period + interval 1 year
                end - interval 1 day as date) as period_end
            from meta.rejected_row as r
            inner join meta.submission as m on r.submission_id = m.submission_id and m.superseded_by = ''
            inner join meta.sheet as s on r.submission_id = s.submission_id and r.sheet = s.sheet and s.rows_rejected > 0
            qualify row_number() over (
                partition by r.submission_id, r.sheet, r."row"
                order by coalesce(s.header_row, 0) <= r."row" desc, s.header_row desc, s.kind
            ) = 1
        ),

        -- A sheet of one village is that of every row of it; so is one of one account.
        village as (
            select
                submission_id, source_sheet as sheet,
                case when min(village_name) = max(village_name) then min(village_name) end as village_name,
                case when min(account_no) = max(account_no) then min(account_no) end as account_no
            from (
                select submission_id, source_sheet, village_name, cast(null as varchar) as account_no from ledger.cash_entry
                union all
                select submission_id, source_sheet, village_name, account_no from ledger.bank_line
            )
            group by submission_id, source_sheet
        ),

        torn as (
            select
                submission_id, sheet, kind, "row",
                concat_ws('|', coalesce(fields ->> 'village_name', village_name),
                    case when kind = 'bank_line' then coalesce(fields ->> 'account_no', account_no) end) as book,
                try_cast(coalesce(fields ->> 'income', fields ->> 'amount_in') as decimal(18, 2)) as money_in,
                try_cast(coalesce(fields ->> 'expense', fields ->> 'amount_out') as decimal(18, 2)) as money_out,
                try_cast(fields ->> 'entry_date' as date) as day,
                try_cast(fields ->> 'balance' as decimal(18, 2)) as balance, period, period_end
            from placed
            left join village using (submission_id, sheet)
            where kind in ('cash_entry', 'bank_line') and rows_loaded > 0
        ),

        line as (
            select
                submission_id, source_sheet as sheet, 'cash_entry' as kind, village_name as book, source_row as "row",
                cast(coalesce(income, 0) - coalesce(expense, 0) as decimal(18, 2)) as moved, balance, entry_date as day,
                false as is_torn, cast(null as date) as period, cast(null as date) as period_end
            from ledger.cash_entry
            union all
            select
                submission_id, source_sheet, 'bank_line', concat_ws('|', village_name, account_no), source_row,
                cast(coalesce(amount_in, 0) - coalesce(amount_out, 0) as decimal(18, 2)), balance, entry_date, false, null, null
            from ledger.bank_line
            union all
            select
                submission_id, sheet, kind, book, "row",
                case
                    when coalesce(money_in, money_out) is not null
                        then cast(coalesce(money_in, 0) - coalesce(money_out, 0) as decimal(18, 2))
                end,
                balance, day, true, case when period_end is not null then period end, period_end
            from torn
            union all
            select
                p.submission_id, p.source_sheet, p.kind,
                concat_ws('|', v.village_name, case when p.kind = 'bank_line' then v.account_no end),
                source_row, null, printed, null, false, null, null
            from meta.printed_total as p
            left join village as v on p.submission_id = v.submission_id and p.source_sheet = v.sheet
            where field = 'balance' and scope in ('期初', '期末') and printed is not null
        ),

        beside as (
            select
                *,
                last_value(day ignore nulls) over (sheet rows between unbounded preceding and 1 preceding) as day_above,
                first_value(day ignore nulls) over (sheet rows between 1 following and unbounded following) as day_below,
                count(balance) over (sheet rows between unbounded preceding and 1 preceding) as balances_above,
                count(balance) over (sheet rows between 1 following and unbounded following) as balances_below
            from line
            semi join torn using (submission_id, sheet, kind)
            window sheet as (partition by submission_id, sheet, kind, book order by "row")
        ),

        -- The lines from one stated balance to the next, read downwards and upwards.
        stretch as (
            select
                submission_id, sheet, kind, book, true as is_down, balances_above as place, max(balance) as ends_at,
                coalesce(sum(moved), 0) as moved, count(*) filter (where is_torn and moved is null) as unread
            from beside
            group by all
            union all
            select
                submission_id, sheet, kind, book, false, balances_below, max(balance), coalesce(sum(moved), 0),
                count(*) filter (where is_torn and moved is null)
            from beside
            group by all
        ),

        begun as (
            select
                *,
                lag(ends_at) over (partition by submission_id, sheet, kind, book, is_down order by place) as begins_at,
                case when unread = 0 then ends_at = begins_at + moved end as holds
            from stretch
        ),

        checked as (
            select
                *,
                count(*) filter (where holds) over (partition by submission_id, sheet, kind, book, is_down) as holding,
                coalesce(lag(holds) over run, true) and coalesce(lead(holds) over run, true) as fits
            from begun
            window run as (partition by submission_id, sheet, kind, book, is_down order by place)
        ),

        direction as (
            select
                submission_id, sheet, kind, book,
                coalesce(max(holding) filter (where is_down), 0) as down,
                coalesce(max(holding) filter (where not is_down), 0) as up
            from checked
            group by all
        ),

        told as (
            select
                b.submission_id, b.sheet, b."row", b.kind,
                coalesce(
                    b.moved,
                    case when c.unread = 1 and c.fits then nullif(c.ends_at - c.begins_at - c.moved, 0) end
                ) as moved,
                coalesce(b.day, case when d.up > d.down then b.day_below else b.day_above end, b.period) as first_day,
                coalesce(b.day, case when d.up > d.down then b.day_above else b.day_below end, b.period_end) as last_day
            from beside as b
            inner join direction as d
                on
                    b.submission_id = d.submission_id and b.sheet = d.sheet and b.kind = d.kind
                    and b.book is not distinct from d.book
            left join checked as c
                on
                    b.submission_id = c.submission_id and b.sheet = c.sheet and b.kind = c.kind
                    and b.book is not distinct from c.book
                    and ((d.down > d.up and c.is_down and b.balances_above = c.place)
                    or (d.up > d.down and not c.is_down and b.balances_below = c.place))
            where b.is_torn
        )

        select
            submission_id, sheet, "row", kind, moved,
            case when first_day > last_day then last_day else first_day end as first_day,
            case when first_day > last_day then first_day else last_day end as last_day
        from told
        order by all
        """,
    )
