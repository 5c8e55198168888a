"""Know which tables have rows: what reads only empty ones need not be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from pipeline.connection import with_rows
from pipeline.judge.emptiness import holds
from pipeline.judge.views import load_views
from schemas import ledgers

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

    from pipeline.judge.emptiness import Formula

_TABLES = """
select schema_name, table_name from duckdb_tables() where database_name = current_database()
"""


class Filled:
    """The tables with rows, as they stood when they were looked at; a view is as empty as what it reads."""

    def __init__(self, known: dict[str, bool]) -> None:
        self._views: Mapping[str, Formula] = {view.name: view.file.empty for view in load_views()}
        self._known = known

    @classmethod
    def of(cls, con: duckdb.DuckDBPyConnection) -> Self:
        """Look at the warehouse that is open."""
        filled = cls({})
        filled.look(con)
        return filled

    def look(self, con: duckdb.DuckDBPyConnection) -> None:
        """Look at every table anew; of a kind without any row ever, no current or superseded one is looked for.

        ``past.<kind>``: the rows of ``history`` that another submission has superseded.
        """
        tables = con.execute(_TABLES).fetchall()
        self._known = dict.fromkeys(
            (f"{part}.{name}" for name in ledgers() for part in ("ledger", "past")), False
        )
        self._ask(con, {f"{schema}.{name}": f'{schema}."{name}"' for schema, name in tables})
        kinds = [name for name in ledgers() if self._known[f"history.{name}"]]
        current = {f"ledger.{name}": f"history.\"{name}\" where superseded_by = ''" for name in kinds}
        past = {f"past.{name}": f"history.\"{name}\" where superseded_by <> ''" for name in kinds}
        if kinds:
            self._ask(con, current | past)

    def _ask(self, con: duckdb.DuckDBPyConnection, sources: Mapping[str, str]) -> None:
        """Take down which of ``sources`` give a row, in one query."""
        there = set(with_rows(con, list(sources.values())))
        self._known |= {name: place in there for place, name in enumerate(sources)}

    def note(self, table: str, rows: int) -> None:
        """Take down how many rows a table has got since."""
        self._known[table] = rows > 0

    def has_rows(self, table: str) -> bool:
        """Tell whether a table had rows when it was looked at."""
        return self._known[table]

    def empty(self, formula: Formula) -> bool:
        """Tell whether nothing can come of what ``formula`` was read off."""
        return holds(formula, self._is_empty)

    def _is_empty(self, name: str) -> bool:
        if name in self._known:
            return not self._known[name]
        return name in self._views and self.empty(self._views[name])
