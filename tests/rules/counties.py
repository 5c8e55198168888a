"""Make warehouses without a row for tests to fill, and take back what came after a point."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from datetime import date
from functools import cache
from pathlib import Path

import duckdb

from pipeline import connection, result_tables, warehouse
from pipeline.judge import facts
from pipeline.judge.views import create_views
from schemas import ledgers

# Made once in every process, and gone with it.
_FOLDER = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
_NUMBERS = itertools.count()


@cache
def _blank() -> Path:
    """Write a warehouse without a row: tables, views and comments take longer than most of what is asked of them."""
    path = Path(_FOLDER.name) / "blank.duckdb"
    with duckdb.connect(str(path)) as con:
        warehouse.prepare(con, ledgers().values())
        result_tables.create(con)
        facts.create(con, date(2026, 6, 30))
        create_views(con)
    return path


def make() -> duckdb.DuckDBPyConnection:
    """Give a warehouse without a row that nobody else has."""
    con = duckdb.connect(shutil.copyfile(_blank(), Path(_FOLDER.name) / f"{next(_NUMBERS)}.duckdb"))
    connection.suit_few(con)
    con.begin()
    return con


def keep(con: duckdb.DuckDBPyConnection) -> None:
    """Let what stands be what ``afresh`` goes back to."""
    con.commit()
    con.begin()


def afresh(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Take back all that came after what was kept."""
    con.rollback()
    con.begin()
    return con
