"""Number the days by workdays, so that SQL can say how many workdays lie between two of them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import polars as pl

from pipeline.judge.facts._workdays import Workdays

if TYPE_CHECKING:
    import duckdb

TITLE = "工作日：每一天之前（含当天）累计的工作日数，两天相减即相隔几个工作日"
COLUMNS = {"day": ("date", "日期"), "number": ("integer", "累计工作日数")}
EMPTY_IF = "ledger.grant"
_EARLIEST = date(2004, 1, 1)  # older dates are typing errors; the table stays small


def compute(con: duckdb.DuckDBPyConnection, as_of: date) -> pl.DataFrame:
    """List every day from the first grant paid to ``as_of``; nothing where no grant is dated."""
    days = con.execute('select distinct paid_on from ledger."grant" where paid_on is not null').fetchall()
    known = [day for (day,) in days if _EARLIEST <= day <= as_of]
    schema = {"day": pl.Date, "number": pl.Int32}
    if not known:
        return pl.DataFrame(schema=schema)
    counts = Workdays(min(known), as_of).counts
    numbered = [(min(known) + timedelta(n), count) for n, count in enumerate(counts)]
    return pl.DataFrame(numbered, schema=schema, orient="row")
