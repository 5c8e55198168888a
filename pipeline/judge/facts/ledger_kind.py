"""List the kinds of tables by name, so that one which nobody has handed in is known too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from schemas import ledgers

if TYPE_CHECKING:
    from datetime import date

    import duckdb

TITLE = "表种名单"
COLUMNS = {"kind": ("varchar", "表种"), "kind_title": ("varchar", "表名")}
EMPTY_IF = None


def compute(con: duckdb.DuckDBPyConnection, as_of: date) -> pl.DataFrame:
    """List every kind that villages hand in."""
    rows = [(kind.name, kind.title) for kind in ledgers().values() if kind.per_village]
    return pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String), orient="row")
