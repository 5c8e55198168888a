"""Give the festivals of each year, and say which are days of rightful visits to people in need.

Which of them inspectors watch is a parameter of the rules.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import polars as pl

from pipeline.judge.emptiness import all_of

if TYPE_CHECKING:
    import duckdb

TITLE = "节日：各年的日期，是不是慰问困难群众、党员的节日"
COLUMNS = {
    "name": ("varchar", "节日"),
    "day": ("date", "日期（公历）"),
    "for_visits": ("boolean", "是否慰问的节日：春节、元宵、七一、重阳"),
}
EMPTY_IF = all_of("ledger.cash_entry", "ledger.dividend_use")
_NAMES = {
    "春节": "春节", "清明节": "清明", "端午节": "端午", "中秋节": "中秋", "国庆节": "国庆",
    "元旦": "元旦", "劳动节": "五一", "重阳节": "重阳",  # no day off on the mainland: from the calendar of Macau
}  # fmt: skip
_VISITS = frozenset({"春节", "元宵", "七一", "重阳"})
_LANTERNS = timedelta(days=14)  # the fifteenth of the first lunar month


def compute(con: duckdb.DuckDBPyConnection, as_of: date) -> pl.DataFrame:
    """List the first day of each festival in every year of the books, and the year before and after.

    春节 is the first day of the first lunar month, so 除夕 is the day before it.
    """
    years = con.execute("""
        select distinct year(entry_date) from ledger.cash_entry
        union select year(used_on) from ledger.dividend_use where used_on is not null
    """).fetchall()
    known = [year for (year,) in years]
    schema = {"name": pl.String, "day": pl.Date, "for_visits": pl.Boolean}
    if not known:
        return pl.DataFrame(schema=schema)
    first_days: dict[tuple[str, int], date] = {}
    import holidays

    around = range(min(known) - 1, max(known) + 2)
    for country in ("CN", "MO"):
        calendar = holidays.country_holidays(country, years=around, language="zh_CN")
        for day, names in sorted(calendar.items()):
            for name in names.split("; "):
                if name in _NAMES:
                    first_days.setdefault((_NAMES[name], day.year), day)
    for year in around:
        first_days["七一", year] = date(year, 7, 1)
        if new_year := first_days.get(("春节", year)):
            first_days["元宵", year] = new_year + _LANTERNS
    rows = [(name, day, name in _VISITS) for (name, _), day in first_days.items()]
    return pl.DataFrame(rows, schema=schema, orient="row").sort("day", "name")
