"""Match bank lines and bank entries once more, with the rows of either side that were set aside among them.

What finds its counterpart only so is not booked, or not on the statement, as far as was read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.handover import read
from pipeline.judge.emptiness import any_of
from pipeline.judge.facts import _torn_lines, bank_match

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    import duckdb

TITLE = "没有装载的对方：对账单行和银行账行，加上没有装载的行才能相配的"
COLUMNS = {"row_id": ("varchar", "行编号"), "told": ("varchar", "没有装载的行：文件、工作表、行号")}
EMPTY_IF = any_of("ledger.bank_line", "meta.rejected_row")
AFTER = ("bank_match", "torn_line")
_TOLD = "told:"
_APART, _STEPS = 2 * bank_match.NEAR + 1, 16


def compute(con: duckdb.DuckDBPyConnection, as_of: date) -> pl.DataFrame:
    """List the lines and entries that have no counterpart but together with a row that was set aside."""
    bank, entries = bank_match.legs(con)
    torn_bank = _legs(con, _BANK, "bank_line", ("account_no",), ("counterparty", "memo"))
    torn_entries = _legs(
        con, _BOOK, "cash_entry", ("fund", "account_kind"), ("counterparty", "summary", "voucher_no")
    )
    if torn_bank.is_empty() and torn_entries.is_empty():
        return pl.DataFrame(schema=dict.fromkeys(COLUMNS, pl.String))
    found = pl.concat(_matches(bank, torn_bank, entries, torn_entries))
    # A sum is one line for each of its pieces: what is torn of any of them is torn of all.
    torn = [
        pl.when(pl.col(name).str.starts_with(_TOLD)).then(name).max().over(by)
        for name, by in (("entry_row_id", "bank_row_id"), ("bank_row_id", "entry_row_id"))
    ]
    told = found.with_columns(told=pl.coalesce(*torn)).with_columns(
        told=pl.coalesce(pl.col("told").max().over("bank_row_id"), pl.col("told").max().over("entry_row_id"))
    )
    alone = read(con, "select bank_row_id, entry_row_id from fact.bank_match")
    known = pl.concat([alone["bank_row_id"], alone["entry_row_id"]]).drop_nulls()
    return (
        pl.concat(told.select(row_id=name, told="told") for name in ("bank_row_id", "entry_row_id"))
        .drop_nulls()
        .filter(~pl.col("row_id").str.starts_with(_TOLD), ~pl.col("row_id").is_in(known.implode()))
        .with_columns(pl.col("told").str.strip_prefix(_TOLD))
        .group_by("row_id")
        .agg(pl.col("told").min())
        .select(list(COLUMNS))
        .sort("row_id")
    )


def _matches(
    bank: pl.DataFrame, torn_bank: pl.DataFrame, entries: pl.DataFrame, torn_entries: pl.DataFrame
) -> Iterator[pl.DataFrame]:
    """Match with the rows set aside on their day; those without one on all days they may be of, as near as matches go."""
    torn = [torn_bank, torn_entries]
    for step in range(_STEPS):
        day = pl.min_horizontal(pl.col("first_day") + pl.duration(days=step * _APART), "last_day")
        yield bank_match.match(
            pl.concat([bank, torn[0].with_columns(day=day).select(bank.columns)]),
            pl.concat([entries, torn[1].with_columns(day=day).select(entries.columns)]),
        )
        later = pl.concat(rows.filter(day < pl.col("last_day"))["village_code"] for rows in torn).unique()
        if later.is_empty():
            return
        bank, entries, *torn = (
            rows.filter(pl.col("village_code").is_in(later.implode())) for rows in (bank, entries, *torn)
        )


_DAYS = """
    select submission_id, sheet as source_sheet, "row" as source_row, first_day, last_day from fact.torn_line
"""
_BANK = """
    select
        l.row_id, l.submission_id, l.source_file, l.source_sheet, l.source_row, l.village_code, l.village_name,
        r.fund, l.account_no, l.entry_date, l.counterparty, l.memo, '' as kind, cast(0 as bigint) as moved,
        cast(0 as bigint) as balance
    from ledger.bank_line as l
    left join (
        select village_code, account_no, min(fund) as fund from ledger.bank_account
        group by all having count(distinct fund) = 1
    ) as r on l.village_code = r.village_code and l.account_no = r.account_no
"""
_BOOK = """
    select
        row_id, submission_id, source_file, source_sheet, source_row, village_code, village_name, fund,
        coalesce(account_kind, case when method = '现金' then '现金' end, '银行') as account_kind, entry_date,
        counterparty, summary, voucher_no, true as is_journal, '' as kind, cast(0 as bigint) as moved,
        cast(0 as bigint) as balance
    from ledger.cash_entry
"""


def _legs(
    con: duckdb.DuckDBPyConnection,
    lines: str,
    kind: str,
    marks: tuple[str, ...],
    says: tuple[str, ...],
) -> pl.DataFrame:
    torn = _torn_lines.among(con, read(con, lines), kind, marks, says=says)
    place = ["submission_id", "source_sheet", "source_row"]
    torn = torn.join(read(con, _DAYS), on=place, how="left")
    told = pl.format("{}{}“{}”第 {} 行没有装载", pl.lit(_TOLD), "source_file", "source_sheet", "source_row")
    words = "memo" if kind == "bank_line" else "summary"
    return torn.filter(pl.col("moved") != 0).with_columns(
        row_id=told,
        first_day=pl.coalesce("first_day", "entry_date"),
        last_day=pl.coalesce("last_day", "entry_date"),
        direction=pl.when(pl.col("moved") > 0).then(pl.lit("收")).otherwise(pl.lit("付")),
        cents=pl.col("moved").abs(),
        words=pl.col(words).fill_null(""),
        group="account_no" if kind == "bank_line" else "voucher_no",
    )
