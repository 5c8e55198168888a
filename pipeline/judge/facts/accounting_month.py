"""Give the months of every year that a village keeps vouchers or trial balances of."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from pipeline.judge.emptiness import all_of

if TYPE_CHECKING:
    import duckdb

TITLE = "会计期间：有凭证或科目余额的各年，每年十二个月"
COLUMNS = {
    "year": ("integer", "年度"),
    "month": ("integer", "月份"),
    "first_day": ("date", "第一天"),
    "last_day": ("date", "最后一天"),
}
EMPTY_IF = all_of("ledger.voucher_line", "ledger.account_balance")


def compute(con: duckdb.DuckDBPyConnection, as_of: date) -> pl.DataFrame:
    """List the twelve months of each year, however few of them are reported."""
    years = con.execute("""
        select year(entry_date) as year from ledger.voucher_line
        union select year(period) from ledger.account_balance where period is not null
        order by year
    """).fetchall()
    rows = [
        (year, month, date(year, month, 1), date(year, month, monthrange(year, month)[1]))
        for (year,) in years
        for month in range(1, 13)
    ]
    schema = {"year": pl.Int32, "month": pl.Int32, "first_day": pl.Date, "last_day": pl.Date}
    return pl.DataFrame(rows, schema=schema, orient="row")
