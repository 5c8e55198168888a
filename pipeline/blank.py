"""Open the warehouse: a new one is a copy of the blank one that each version of the program makes once.

The blank one has every table, view and comment, and what follows from the program alone; nothing of any inputs.
"""

from __future__ import annotations

import shutil
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from pipeline import connection, result_tables, warehouse
from pipeline.ddl import literal
from pipeline.judge import facts, views
from schemas import _kept, ledgers

if TYPE_CHECKING:
    from collections.abc import Callable

# What a warehouse holds of earlier nights; the rest follows from it each night anew.
_LASTING = ("history", "meta", "result")


def successor(path: Path, new: Path, made_by: str = "") -> duckdb.DuckDBPyConnection:
    """Open ``new`` for writing: the warehouse at ``path`` with all its rows and the tables of this version.

    ``made_by``: the fingerprint of the version that made those of ``path``. The old one stays as it is, whatever happens
    while the new one is written. Where there is none, the new one is without rows; where ``path`` is ``new`` itself, that
    goes on.
    """
    new.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        write(new)
    elif path != new and made_by == _kept.fingerprint():
        shutil.copyfile(path, new)
    elif path != new:
        write(new)
        _carry_over(path, new)
    return connection.connect(new)


def create(con: duckdb.DuckDBPyConnection) -> None:
    """Create every table and view of a warehouse in an empty database."""
    warehouse.prepare(con, ledgers().values())
    result_tables.create(con)
    facts.create(con, date.min)
    views.create_core(con)
    views.create_views(con)


def bytes_of(make: Callable[[Path], None]) -> bytes:
    """Give the bytes of the file that ``make`` writes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "blank.duckdb"
        make(path)
        return path.read_bytes()


def write(path: Path) -> None:
    """Write the blank warehouse of this version to ``path``."""
    path.write_bytes(_blank())


def _blank() -> bytes:
    return _kept.read("warehouse.duckdb", lambda: bytes_of(_make))


def _make(path: Path) -> None:
    with connection.connect(path) as con:
        con.execute("begin")
        create(con)
        con.execute(f"create table main.made_by as select {literal(_kept.fingerprint())} as fingerprint")
        con.execute("commit")


def _carry_over(old: Path, new: Path) -> None:
    """Copy the lasting rows of ``old`` into the tables of ``new``, by the names of their columns."""
    with connection.connect(new) as con:
        con.execute(f"attach {literal(str(old))} as old (read_only); begin")
        shared = con.execute(
            """
            select schema_name, table_name, list(column_name order by column_index)
            from duckdb_columns() as c
            semi join (select * from duckdb_columns() where database_name = 'old') as o
                using (schema_name, table_name, column_name)
            where c.database_name = current_database() and list_contains($lasting, schema_name)
            group by all order by all
            """,
            {"lasting": list(_LASTING)},
        ).fetchall()
        for schema, table, columns in shared:
            names = ", ".join(f'"{column}"' for column in columns)
            con.execute(
                f'insert into {schema}."{table}" ({names}) select {names} from old.{schema}."{table}"'
            )
        con.execute("commit; detach old")
