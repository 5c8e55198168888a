"""Put the publications of counties side by side: the same tables, with each row's county in its identity.

The text of every view is plain SQL over ``county_<number>.<schema>.<table>``, so that another engine can have it too.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb

from pipeline import edition
from pipeline.connection import MEMORY, SETTINGS
from pipeline.ddl import literal
from pipeline.judge.views import load_views

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    Columns = dict[str, str]

# What is told apart by its county: the same bytes in two counties have the same ids, and names of villages return.
_IDENTITY = re.compile(r"(?:.*_)?(?:row_id|village_code|submission_id)|source_file")
_NAMES = frozenset({"village_name"})
_COUNTY = "core.county"
_OF_VILLAGE = frozenset({"peers", "county"})
_DESCRIBED = """
select database_name, schema_name || '.' || table_name, column_name, data_type from duckdb_columns()
where database_name like 'county_%' order by database_name, schema_name, table_name, column_index
"""


def comparable(published: Mapping[str, Path]) -> tuple[dict[str, Path], dict[str, str]]:
    """Say which publications can be compared, and why the others can't."""
    able: dict[str, Path] = {}
    left_out: dict[str, str] = {}
    for county, path in published.items():
        try:
            with duckdb.connect(str(path), read_only=True) as con:
                same = edition.of(con) == edition.SCHEMA_VERSION
        except duckdb.Error:
            left_out[county] = "数据库打不开"
            continue
        if same:
            able[county] = path
        else:
            left_out[county] = "数据库是别的版本的程序发布的"
    return able, left_out


@contextmanager
def opened(
    published: Mapping[str, Path], tables: Iterable[str], room: Path
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a database whose ``tables`` hold the rows of all counties; what has no place in memory goes to ``room``."""
    config = {"memory_limit": MEMORY, "temp_directory": str(room / ".province.tmp")}
    with duckdb.connect(config=config) as con:  # type: ignore[arg-type]
        con.execute(SETTINGS)
        names = {f"county_{number}": county for number, county in enumerate(published)}
        for database, path in zip(names, published.values(), strict=True):
            con.execute(f"attach {literal(str(path))} as {database} (read_only)")
        described: dict[str, dict[str, Columns]] = {}
        for database, table, column, kind in con.execute(_DESCRIBED).fetchall():
            described.setdefault(table, {}).setdefault(database, {})[column] = kind
        texts = {
            table: side_by_side(table, described[table], names) for table in sorted({*tables} - {_COUNTY})
        }
        for table, text in {**texts, _COUNTY: _county()}.items():
            schema, _, name = table.partition(".")
            con.execute(f'create schema if not exists {schema}; create view {schema}."{name}" as {text}')
        yield con


def side_by_side(table: str, described: Mapping[str, Columns], names: Mapping[str, str]) -> str:
    """Select the rows of a table of all counties; a column that one does not have is empty there."""
    columns: Columns = {}
    for own in described.values():
        columns = own | columns
    schema, _, name = table.partition(".")
    parts = []
    for database, county in names.items():
        own = described.get(database, {})
        chosen = ", ".join(_chosen(table, column, kind, county, own) for column, kind in columns.items())
        if own:
            parts.append(f'select {chosen} from {database}.{schema}."{name}"')
    return " union all ".join(parts)


def _chosen(table: str, column: str, kind: str, county: str, own: Columns) -> str:
    if column not in own:
        return f'cast(null as {kind}) as "{column}"'
    if table == "core.village" and column in _OF_VILLAGE:
        return f'{literal(county)} as "{column}"'
    if _IDENTITY.fullmatch(column):
        return f'{literal(county + "/")} || "{column}" as "{column}"'
    if column in _NAMES:
        return f'{literal(county)} || "{column}" as "{column}"'
    return f'"{column}"'


def _county() -> str:
    """Give the text of the view that names the counties: it follows from the villages."""
    return next(view.file.text for view in load_views() if view.name == _COUNTY)
