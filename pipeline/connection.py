"""Open DuckDB databases with our settings, and ask much of them in few questions: on few rows each costs its planning."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, Any, NamedTuple

import duckdb

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

# DuckDB draws a bar of its own on long statements; the terminal is ours. A sum over a whole window it makes into a join
# of the table with itself, and breaks off ("inequal types") where what it knows of the amounts narrows the sum's type.
SETTINGS = "set enable_progress_bar = false; set disabled_optimizers = 'window_self_join'"
# Beyond this a batch goes on through temporary files beside the warehouse.
MEMORY = "512MB"
# On few rows threads only wait for one another, and to find out how to compress a column costs more than it saves.
_LIGHT = "set threads = 1; set force_compression = 'uncompressed'"
# There a statement is planned longer than it runs: of the optimizer stays what turns conditions into joins.
_KEPT = (
    "cte_inlining",
    "deliminator",
    "empty_result_pullup",
    "expression_rewriter",
    "filter_pullup",
    "filter_pushdown",
    "outer_join_simplification",
    "unused_columns",
)
_FEW = 20_000
_SMALL = 2**25  # bytes of a database file


class Column(NamedTuple):
    """A column as the database describes it; ``comment``: '' for none."""

    name: str
    kind: str
    comment: str


def connect(path: Path) -> duckdb.DuckDBPyConnection:
    """Open the warehouse for writing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    con = duckdb.connect(str(path), config={"memory_limit": MEMORY})
    con.execute(SETTINGS)
    return con


def suit(con: duckdb.DuckDBPyConnection, meta: str = "meta") -> bool:
    """Set a connection for what comes of the rows that schema ``meta`` tells of; tells whether they are few."""
    few = bool(
        con.execute(f"select coalesce(sum(rows_loaded), 0) < {_FEW} from {meta}.sheet").fetchall()[0][0]
    )
    if few:
        suit_few(con)
    else:
        con.execute(SETTINGS)
    return few


def suit_few(con: duckdb.DuckDBPyConnection) -> None:
    """Set a connection for what is asked of few rows."""
    known = con.execute("select name from duckdb_optimizers()").fetchall()
    left_out = ",".join(name for (name,) in known if name not in _KEPT)
    con.execute(f"{SETTINGS}; {_LIGHT}; set disabled_optimizers = '{left_out}'")


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold a small database open for reading while the block runs: to open one costs more than to ask it.

    Whoever opens it for reading meanwhile finds its tables read already. Of a large one, the memory counts more.
    """
    with ExitStack() as stack:
        with suppress(duckdb.Error, OSError):
            if path.stat().st_size < _SMALL:
                stack.enter_context(duckdb.connect(str(path), read_only=True))
        yield


def ask_all(con: duckdb.DuckDBPyConnection, questions: Sequence[str], *, few: bool) -> list[tuple[Any, ...]]:
    """Give the answers to ``questions``, which have the same columns, in no order.

    ``few``: of few rows all are asked at once, which takes less time; else one after the other, which takes less memory.
    """
    asked = [" union all ".join(questions)] if few and questions else questions
    return [line for question in asked for line in con.execute(question).fetchall()]


def with_rows(con: duckdb.DuckDBPyConnection, sources: Sequence[str]) -> list[int]:
    """List the places of those ``sources`` (tables, with a condition or without) that give a row."""
    asked = [f"(select {place} from {source} limit 1)" for place, source in enumerate(sources)]
    return sorted(place for (place,) in ask_all(con, asked, few=True))


def columns_of(con: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], list[Column]]:
    """Give the columns of every table and view (schema, name) of the open database, in their order."""
    found: dict[tuple[str, str], list[Column]] = {}
    for schema, table, *column in con.execute(
        "select schema_name, table_name, column_name, data_type, coalesce(comment, '') from duckdb_columns()"
        " where database_name = current_database() order by schema_name, table_name, column_index"
    ).fetchall():
        found.setdefault((schema, table), []).append(Column(*column))
    return found
