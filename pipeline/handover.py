"""Hand frames to DuckDB and back through Arrow's own interface, which both speak: no third library in between."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import polars as pl


class _Stream:
    """Rows of which the other side sees nothing but that interface.

    DuckDB, knowing a frame as polars, asks for pyarrow; polars, knowing a result as DuckDB's, keeps its type.
    """

    def __init__(self, rows: pl.DataFrame | duckdb.DuckDBPyRelation) -> None:
        self._rows = rows

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._rows.__arrow_c_stream__(requested_schema)


@contextmanager
def lent(con: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame) -> Iterator[None]:
    """Let queries read ``frame`` under ``name`` while the block runs."""
    con.register(name, _Stream(frame))
    try:
        yield
    except Exception:
        # A transaction that is aborted unregisters nothing; what failed is what has to be told.
        with suppress(duckdb.Error):
            con.unregister(name)
        raise
    con.unregister(name)


def as_text(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> pl.DataFrame:
    """Write rows as text: exact for money and dates, which DuckDB reads again, and fast to make."""
    import polars as pl

    texts = [[None if value is None else str(value) for value in row] for row in rows]
    return pl.DataFrame(texts, schema=dict.fromkeys(columns, pl.String), orient="row")


def read(con: duckdb.DuckDBPyConnection, query: str) -> pl.DataFrame:
    """Run ``query`` and return its rows with their exact types."""
    import polars as pl

    return pl.DataFrame(_Stream(con.sql(query)))
