"""Hold what a report shows as plain rows: exact values, Chinese column titles, what kind each column is."""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Literal

from pipeline.publish import masking

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import duckdb

Kind = Literal["text", "money", "ratio", "score", "count", "year", "date", "yesno"]
Value = Any  # str, int, Decimal, date, bool or None; never a float

# Columns that hold a part of 1; so do those whose name ends with _share.
_RATIOS = frozenset({"ratio", "yield", "rate", "county_median"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in SQL, its Chinese title and its kind (money in 元, ratio 0.5 for 50%)."""

    name: str
    title: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of values in column order; ``title`` is the Chinese name of the whole."""

    title: str
    columns: tuple[Column, ...]
    rows: list[tuple[Value, ...]]

    def position(self, name: str) -> int:
        """Say which column (from 0) is called ``name``; raises ``KeyError`` when none is."""
        for index, column in enumerate(self.columns):
            if column.name == name:
                return index
        raise KeyError(name)

    def values(self, name: str) -> list[Value]:
        """List the values of one column."""
        index = self.position(name)
        return [row[index] for row in self.rows]

    def picked(self, *names: str) -> Iterator[tuple[Value, ...]]:
        """Give of each row the values of the named columns."""
        return map(itemgetter(*map(self.position, names)), self.rows)

    def parts(self, name: str = "township") -> dict[Value, Table]:
        """Part the rows by their value in one column, each part in the order of the whole."""
        index = self.position(name)
        found: dict[Value, list[tuple[Value, ...]]] = {}
        for row in self.rows:
            found.setdefault(row[index], []).append(row)
        return {value: Table(self.title, self.columns, rows) for value, rows in found.items()}

    def records(self) -> Iterator[dict[str, Value]]:
        """Give the rows by column name, one after the other."""
        names = [column.name for column in self.columns]
        return (dict(zip(names, row, strict=True)) for row in self.rows)


def read(
    con: duckdb.DuckDBPyConnection,
    title: str,
    query: str,
    titles: dict[str, str],
    values: Mapping[str, object] | None = None,
) -> Table:
    """Run ``query``; ``titles`` names its columns in order.

    Numbers of persons are masked in names of files and sheets, the only texts that the database keeps whole.

    Raises ``ValueError`` when the query's columns are not those of ``titles``.
    """
    cursor = con.execute(query, values or {})
    described = [(str(one[0]), str(one[1])) for one in cursor.description or ()]
    if [name for name, _ in described] != list(titles):
        raise ValueError(f"{title}：查询的列 {[name for name, _ in described]} 与标题 {list(titles)} 不一致")
    columns = tuple(Column(name, titles[name], _kind(name, kind)) for name, kind in described)
    return Table(title, columns, _masked(columns, cursor.fetchall()))


def _kind(name: str, sql_type: str) -> Kind:
    if sql_type.startswith("DECIMAL"):
        ratio = name in _RATIOS or name.endswith("_share")
        return "ratio" if ratio else "money" if sql_type == "DECIMAL(18,2)" else "score"
    if sql_type in {"INTEGER", "BIGINT", "HUGEINT"}:
        return "year" if name == "year" else "count"
    return {"DATE": "date", "BOOLEAN": "yesno"}.get(sql_type, "text")  # type: ignore[return-value]


def _masked(columns: tuple[Column, ...], rows: list[tuple[Value, ...]]) -> list[tuple[Value, ...]]:
    names = {i for i, column in enumerate(columns) if column.name in masking.ADDRESS}
    if not names:
        return rows
    return [tuple(masking.masked(v) if i in names else v for i, v in enumerate(row)) for row in rows]
