"""Make the publication of this version without rows: every table, view and comment, once for all nights."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from pipeline import blank
from pipeline.connection import SETTINGS
from pipeline.ddl import literal
from pipeline.judge import views
from pipeline.publish import comments
from schemas import _kept

if TYPE_CHECKING:
    from collections.abc import Iterable

# Copied as tables, in this order; audit and 审计 are views on top of them.
SCHEMAS = ("ledger", "past", "meta", "fact", "result", "core")
# The oldest file format that holds all this: inspectors' tools often bring an older DuckDB along.
CONFIG: dict[str, str | bool | int | float | list[str]] = {"storage_compatibility_version": "v1.0.0"}
# In the warehouse current rows are a view of history; here they are a table of their own, and history is
# the view that puts them and the superseded ones (``past``) together again: every row is written once.
_PAST = "state.history.\"{}\" where superseded_by <> ''"


def read() -> bytes:
    """Give the file of a publication without rows."""
    return _kept.read("publication.duckdb", lambda: blank.bytes_of(_make))


def relations(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """List (schema, name) of what is copied from the attached state."""
    return con.execute(
        """
        with found as (
            select replace(table_schema, 'history', 'past') as schema, table_name
            from information_schema.tables where table_catalog = 'state'
        )
        select schema, table_name from found where list_contains($schemas, schema)
        order by list_position($schemas, schema), table_name
        """,
        {"schemas": list(SCHEMAS)},
    ).fetchall()


def source(schema: str, table: str) -> str:
    """Say what of the attached state a table is copied from."""
    return _PAST.format(table) if schema == "past" else f'state.{schema}."{table}"'


def create_history(con: duckdb.DuckDBPyConnection, current: Iterable[tuple[str, str]]) -> None:
    """Put current and superseded rows together; ``current``: a kind, and what selects its current rows."""
    for table, rows in current:
        con.execute(
            f"create or replace view history.\"{table}\" as select *, '' as superseded_by from {rows} "
            f'union all select * from past."{table}"'
        )


def _make(path: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        state = Path(folder) / "state.duckdb"
        blank.write(state)
        with duckdb.connect(str(path), config=CONFIG) as con:
            con.execute(SETTINGS)
            con.execute(f"attach {literal(str(state))} as state (read_only)")
            # One transaction: a thousand comments would otherwise be a thousand writes.
            con.execute("begin")
            _create(con)
            con.execute("commit; detach state; checkpoint")


def _create(con: duckdb.DuckDBPyConnection) -> None:
    # All that is the same in the warehouse comes over at once, with its comments.
    [(own,)] = con.execute("select current_database()").fetchall()
    con.execute(
        f'copy from database state to "{own}" (schema);'
        "drop table if exists main.made_by; drop schema ledger cascade; drop schema history cascade"
    )
    for schema in ("ledger", "past", "history"):
        con.execute(f"create schema {schema}")
    kinds = [table for schema, table in relations(con) if schema == "past"]
    for schema in ("ledger", "past"):
        for table in kinds:
            con.execute(
                f'create table {schema}."{table}" as select * from {source(schema, table)} with no data'
            )
    create_history(con, ((table, f'ledger."{table}"') for table in kinds))
    comments.carry(con)
    views.create_chinese(con)
