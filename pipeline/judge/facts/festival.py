"""Give the days of the five festivals that discipline inspectors watch, year by year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.judge.emptiness import all_of

if TYPE_CHECKING:
    from datetime import date

    import duckdb

TITLE = "节日：春节、清明、端午、中秋、国庆各年的日期"
COLUMNS = {"name": "节日", "day": "日期（公历）"}
EMPTY_IF = all_of("ledger.cash_entry", "ledger.dividend_use")
_NAMES = {"春节": "春节", "清明节": "清明", "端午节": "端午", "中秋节": "中秋", "国庆节": "国庆"}


def compute(con: duckdb.DuckDBPyConnection, as_of: date) -> pl.DataFrame:
    """List the first day of each festival in every year of the books, and the year before and after.

    春节 is the first day of the first lunar month, so 除夕 is the day before it.
    """
    years = con.execute("""
        select distinct year(entry_date) from ledger.cash_entry
        union select year(used_on) from ledger.dividend_use where used_on is not null
    """).fetchall()
    known = [year for (year,) in years]
    schema = {"day": pl.Date, "name": pl.String}
    if not known:
        return pl.DataFrame(schema=schema).select(list(COLUMNS))
    first_days: dict[tuple[str, int], date] = {}
    import holidays

    around = range(min(known) - 1, max(known) + 2)
    calendar = holidays.country_holidays("CN", years=around, language="zh_CN")
    for day, names in sorted(calendar.items()):
        for name in names.split("; "):
            if name in _NAMES:
                first_days.setdefault((_NAMES[name], day.year), day)
    found = sorted((day, name) for (name, _), day in first_days.items())
    return pl.DataFrame(found, schema=schema, orient="row").select(list(COLUMNS))
