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
    "submission_id": "报送编号",
    "sheet": "工作表",
    "row": "行号",
    "kind": "表种：cash_entry 或 bank_line",
    "moved": "收入减支出（元）：本行读出的，或前后余额相差的；看不出的为空",
    "first_day": "最早哪一天；看不出的为空",
    "last_day": "最晚哪一天；看不出的为空",
}
EMPTY_IF = any_of("meta.rejected_row")


def compute(con: duckdb.DuckDBPyConnection, as_of: date) -> pl.DataFrame:
    """List the rows set aside of sheets of which other lines were loaded.

    Balances tell an amount where most of the sheet's run on from line to line, down or up, and those next to the row
    do. The days lie between those of the lines before and after, or else within the period of the sheet.
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

        torn as (
            select
                submission_id, sheet, kind, "row",
                try_cast(coalesce(fields ->> 'income', fields ->> 'amount_in') as decimal(18, 2)) as money_in,
                try_cast(coalesce(fields ->> 'expense', fields ->> 'amount_out') as decimal(18, 2)) as money_out,
                try_cast(fields ->> 'entry_date' as date) as day,
                try_cast(fields ->> 'balance' as decimal(18, 2)) as balance, period, period_end
            from placed
            where kind in ('cash_entry', 'bank_line') and rows_loaded > 0
        ),

        line as (
            select
                submission_id, source_sheet as sheet, 'cash_entry' as kind, source_row as "row",
                cast(coalesce(income, 0) - coalesce(expense, 0) as decimal(18, 2)) as moved, balance, entry_date as day,
                false as is_torn, cast(null as date) as period, cast(null as date) as period_end
            from ledger.cash_entry
            union all
            select
                submission_id, source_sheet, 'bank_line', source_row,
                cast(coalesce(amount_in, 0) - coalesce(amount_out, 0) as decimal(18, 2)), balance, entry_date, false, null, null
            from ledger.bank_line
            union all
            select
                submission_id, sheet, kind, "row",
                case
                    when coalesce(money_in, money_out) is not null
                        then cast(coalesce(money_in, 0) - coalesce(money_out, 0) as decimal(18, 2))
                end,
                balance, day, true, case when period_end is not null then period end, period_end
            from torn
            union all
            select submission_id, source_sheet, kind, source_row, null, printed, null, false, null, null
            from meta.printed_total
            where field = 'balance' and scope in ('期初', '期末') and printed is not null
        ),

        neighbours as (
            select
                *,
                lag(balance) over sheet as balance_above, lag(moved) over sheet as moved_above,
                lead(balance) over sheet as balance_below,
                last_value(day ignore nulls) over (sheet rows between unbounded preceding and 1 preceding) as day_above,
                first_value(day ignore nulls) over (sheet rows between 1 following and unbounded following) as day_below
            from line
            semi join torn using (submission_id, sheet, kind)
            window sheet as (partition by submission_id, sheet, kind order by "row")
        ),

        run as (
            select *, balance = balance_above + moved as runs_down, balance_above = balance + moved_above as runs_up
            from neighbours
        ),

        checked as (
            select
                *,
                count(*) filter (where runs_down) over whole as down, count(*) filter (where runs_up) over whole as up,
                coalesce(lag(runs_down) over sheet, true) and coalesce(lead(runs_down) over sheet, true) as fits_down,
                coalesce(runs_up, true) and coalesce(lead(runs_up, 2) over sheet, true) as fits_up
            from run
            window
                whole as (partition by submission_id, sheet, kind),
                sheet as (partition by submission_id, sheet, kind order by "row")
        ),

        told as (
            select
                submission_id, sheet, "row", kind,
                coalesce(
                    moved,
                    nullif(
                        case
                            when down > up and fits_down then balance - balance_above
                            when up > down and fits_up then balance - balance_below
                        end,
                        0
                    )
                ) as moved,
                coalesce(day, case when up > down then day_below else day_above end, period) as first_day,
                coalesce(day, case when up > down then day_above else day_below end, period_end) as last_day
            from checked
            where is_torn
        )

        select
            submission_id, sheet, "row", kind, moved,
            case when first_day > last_day then last_day else first_day end as first_day,
            case when first_day > last_day then first_day else last_day end as last_day
        from told
        order by all
        """,
    )
