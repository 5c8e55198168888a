"""Give the shares in which leading digits are expected to come up (Benford), whatever the county."""

from __future__ import annotations

from math import log10
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from datetime import date

    import duckdb

TITLE = "首位数字的期望比例（Benford）"
COLUMNS = {
    "places": ("integer", "位数：1 为首位，2 为前两位"),
    "digits": ("varchar", "数字"),
    "share": ("double", "期望比例"),
}
EMPTY_IF = None


def compute(con: duckdb.DuckDBPyConnection, as_of: date) -> pl.DataFrame:
    """List the digits 1-9 and 10-99 with log10(1 + 1/d)."""
    numbers = [(places, n) for places, first in ((1, 1), (2, 10)) for n in range(first, first * 10)]
    rows = [(places, str(n), log10(1 + 1 / n)) for places, n in numbers]
    return pl.DataFrame(
        rows, schema={"places": pl.Int32, "digits": pl.String, "share": pl.Float64}, orient="row"
    )
