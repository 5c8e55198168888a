"""Give every month from the first year on record to the day judged: years without events have a row as well."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from pipeline.judge.emptiness import all_of

if TYPE_CHECKING:
    import duckdb

TITLE = "历月：从星级、拨付、股份、红利、补贴和收支最早的年度到基准日当年，每年十二个月"
COLUMNS = {
    "year": ("integer", "年度"),
    "month": ("integer", "月份"),
    "first_day": ("date", "第一天"),
    "last_day": ("date", "最后一天"),
}
_YEARS = {
    "star_rating": "year",
    "grant": "year",
    "coop_year": "year",
    "dividend": "year",
    "allowance": "year",
    "share_event": "year(coalesce(event_date, period))",
    "cash_entry": "year(entry_date)",
}
EMPTY_IF = all_of(*(f"ledger.{kind}" for kind in _YEARS))
_EARLIEST = 1990  # older years are typing errors; the table stays small


def compute(con: duckdb.DuckDBPyConnection, as_of: date) -> pl.DataFrame:
    """List the twelve months of each year, whether or not anything happened in it."""
    asked = " union ".join(f'select {year} as year from ledger."{kind}"' for kind, year in _YEARS.items())
    (first,) = con.execute(f"select min(year) from ({asked}) where year >= {_EARLIEST}").fetchall()[0]
    years = range(as_of.year + 1 if first is None else first, as_of.year + 1)
    rows = [
        (year, month, date(year, month, 1), date(year, month, monthrange(year, month)[1]))
        for year in years
        for month in range(1, 13)
    ]
    schema = {"year": pl.Int32, "month": pl.Int32, "first_day": pl.Date, "last_day": pl.Date}
    return pl.DataFrame(rows, schema=schema, orient="row")
