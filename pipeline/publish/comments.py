"""Carry the Chinese comments of the warehouse over to what a publication alone has: ledger, past, history.

The words stand where a table is defined (ledger schemas); all else is copied with its comments.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.ddl import literal

if TYPE_CHECKING:
    import duckdb

# The words of current, superseded and all rows of a kind are those of ``history`` in the warehouse.
_CARRIED = """
with named as (
    select database_name, schema_name, table_name, 'table' as what, '' as column_name, comment from duckdb_tables()
    union all
    select database_name, schema_name, view_name, 'view', '', comment from duckdb_views()
    union all
    select database_name, schema_name, table_name, 'column', column_name, comment from duckdb_columns()
)
select new.schema_name, new.table_name, new.what, new.column_name, old.comment
from named as new
join named as old
    on old.schema_name = 'history'
    and old.table_name = new.table_name
    and old.column_name = new.column_name
where new.database_name = current_database() and new.schema_name in ('ledger', 'past', 'history')
    and old.database_name = 'state' and old.comment is not null
order by all
"""
_OF_VIEW = """
select 'view', '', comment from duckdb_views()
where database_name = current_database() and schema_name = $schema and view_name = $view
union all
select 'column', column_name, comment from duckdb_columns()
where database_name = current_database() and schema_name = $schema and table_name = $view
"""
VERSIONS = {"history": "（历次版本）", "past": "（已被取代的版本）"}
_BARE = """
with named as (
    select schema_name || '.' || table_name as name, comment
    from duckdb_tables() where database_name = current_database() and not internal
    union all
    select schema_name || '.' || view_name, comment
    from duckdb_views() where database_name = current_database() and not internal
    union all
    select schema_name || '.' || table_name || '.' || column_name, comment
    from duckdb_columns() where database_name = current_database() and not internal
)
select name from named where coalesce(comment, '') = '' order by name
"""


def carry(con: duckdb.DuckDBPyConnection) -> None:
    """Comment on the tables and columns of the open database, with the warehouse attached as ``state``."""
    texts = []
    for schema, table, what, column, comment in con.execute(_CARRIED).fetchall():
        version = "" if column else VERSIONS.get(schema, "")
        texts.append(_said(schema, table, what, column, comment + version))
    con.execute(";".join(texts))


def of(con: duckdb.DuckDBPyConnection, schema: str, view: str) -> str:
    """Give the statements that say again what is said of a view and its columns now."""
    rows = con.execute(_OF_VIEW, {"schema": schema, "view": view}).fetchall()
    return ";".join(_said(schema, view, *row) for row in rows)


def _said(schema: str, table: str, what: str, column: str, comment: str) -> str:
    place = f'{schema}."{table}"' + (f'."{column}"' if column else "")
    return f"comment on {what} {place} is {literal(comment)}"


def uncommented(con: duckdb.DuckDBPyConnection) -> list[str]:
    """List the tables, views and columns of the open database that have no comment."""
    return [name for (name,) in con.execute(_BARE).fetchall()]
