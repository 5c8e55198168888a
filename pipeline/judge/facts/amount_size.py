"""Give the order of magnitude of every payment: the logarithm that SQL dialects write differently."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.handover import read

if TYPE_CHECKING:
    from datetime import date

    import duckdb

TITLE = "金额量级：每笔支出金额的常用对数，只供统计比较"
COLUMNS = {"row_id": ("varchar", "行编号"), "size": ("double", "金额的常用对数")}
EMPTY_IF = "ledger.cash_entry"


def compute(con: duckdb.DuckDBPyConnection, as_of: date) -> pl.DataFrame:
    """Take the common logarithm of every 人民币 expense of cash_entry above zero."""
    rows = read(
        con,
        """
        select row_id, cast(expense as double) as size from ledger.cash_entry
        where expense > 0 and coalesce(currency, '人民币') = '人民币'
        order by row_id
        """,
    )
    return rows.with_columns(pl.col("size").log10())
