"""Read a query of the warehouse as a frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb
    import polars as pl


def read(con: duckdb.DuckDBPyConnection, query: str) -> pl.DataFrame:
    """Run ``query`` and return its rows with their exact types."""
    frame: pl.DataFrame = con.sql(query).pl()
    return frame
