"""Create the views of sql/views in the order in which they build on each other."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

from pipeline.connection import columns_of
from pipeline.ddl import literal
from pipeline.faults import VIEW, step
from pipeline.judge.sqlfile import SqlFile, read_folder
from pipeline.phases import unheard

if TYPE_CHECKING:
    import duckdb

    from pipeline.judge.filled import Filled
    from pipeline.phases import Step

CHINESE_SCHEMA = "审计"


@dataclass(frozen=True, slots=True)
class View:
    """One view: its name as ``schema.name``, its Chinese name (empty if inner), titles and text."""

    name: str
    chinese: str
    title: str
    columns: dict[str, str]
    file: SqlFile


@cache
def load_views() -> tuple[View, ...]:
    """Read every view, each after the views it reads.

    Raises ``ValueError`` for a header that lacks something, ``CycleError`` for views in a circle.
    """
    views: dict[str, View] = {}
    for file in read_folder("views"):
        header = file.header
        try:
            view = View(header["view"], header.get("chinese", ""), header["title"], header["columns"], file)
        except KeyError as error:
            raise ValueError(f"视图 {file.name}：说明缺少 {error}") from error
        # A view that others' queries know by a Chinese name stands in a file that every system can name.
        schema, _, name = view.name.partition(".")
        fits = (
            file.name == f"{schema}_{name}" if name.isascii() else file.name.startswith(f"{schema.lower()}_")
        )
        if not fits:
            raise ValueError(f"视图 {file.name}：文件名与 view: {view.name} 不一致")
        views[view.name] = view
    graph = {name: sorted(view.file.tables & views.keys()) for name, view in sorted(views.items())}
    return tuple(views[name] for name in TopologicalSorter(graph).static_order())


def create_core(con: duckdb.DuckDBPyConnection) -> None:
    """Create the views of schema ``core`` as tables without rows: dozens of rules and readers ask them.

    The tables they read must be there: ``ledger``, ``meta``, ``fact``, ``result``.
    Raises ``ValueError`` when a view's columns are not those its header names.
    """
    for view in _stored():
        con.execute(f"create table {view.name} as {view.file.text} with no data")
    _comment(con, _stored(), "table")


def store_core(
    con: duckdb.DuckDBPyConnection,
    filled: Filled,
    aside: frozenset[str] = frozenset(),
    done: Step = unheard,
) -> None:
    """Make what its views hold now the rows of schema ``core``; ``filled`` knows of the tables they read.

    Those ``aside`` get no rows; ``done`` hears of every view. Raises ``StepFailed`` for a view that can't be stored.
    """
    _store(con, filled, _stored(), aside, done)


def store_judged(con: duckdb.DuckDBPyConnection, filled: Filled, aside: frozenset[str] = frozenset()) -> None:
    """Store again the views of ``core`` that rest on what the rules found, which were stored before the rules ran."""
    judged: dict[str, View] = {}
    for view in _stored():
        if any(name.startswith("result.") or name in judged for name in view.file.tables):
            judged[view.name] = view
    _store(con, filled, list(judged.values()), aside, unheard)


def many() -> int:
    """Count the views that are stored."""
    return len(_stored())


def _stored() -> list[View]:
    return [view for view in load_views() if view.name.startswith("core.")]


def _store(
    con: duckdb.DuckDBPyConnection, filled: Filled, wanted: list[View], aside: frozenset[str], done: Step
) -> None:
    for view in wanted:
        if filled.has_rows(view.name):
            con.execute(f"delete from {view.name}")
        rows = 0
        if not filled.empty(view.file.empty) and view.name not in aside:
            with step(VIEW, view.name):
                rows = con.execute(f"insert into {view.name} {view.file.text}").fetchall()[0][0]
        filled.note(view.name, rows)
        done(1)


def create_views(con: duckdb.DuckDBPyConnection) -> None:
    """Create (or replace) every view with its Chinese comments; views of ``core`` that are stored stay so.

    Raises ``ValueError`` when a view's columns are not those its header names.
    """
    stored = {name for (name,) in con.execute(_STORED).fetchall()}
    wanted = [view for view in load_views() if view.name not in stored]
    for view in wanted:
        con.execute(f"create schema if not exists {view.name.partition('.')[0]}")
        con.execute(f"create or replace view {view.name} as {view.file.text}")
    _comment(con, wanted, "view")


# Only this database's: while a publication is built, the warehouse is attached beside it.
_STORED = (
    "select schema_name || '.' || table_name from duckdb_tables()"
    " where schema_name = 'core' and database_name = current_database()"
)


def _comment(con: duckdb.DuckDBPyConnection, created: list[View], what: str) -> None:
    """Comment on ``created`` views (or tables, as ``what`` says) and their columns, which must be those told."""
    described = columns_of(con)
    texts = []
    for view in created:
        schema, _, name = view.name.partition(".")
        found = [column.name for column in described[schema, name]]
        if found != list(view.columns):
            raise ValueError(f"视图 {view.name}：说明里的列 {list(view.columns)} 与实际的列 {found} 不一致")
        texts.append(f"comment on {what} {view.name} is {literal(view.title)}")
        for column, title in view.columns.items():
            texts.append(f'comment on column {view.name}."{column}" is {literal(title)}')
    con.execute(";".join(texts))


def create_chinese(con: duckdb.DuckDBPyConnection) -> None:
    """Create schema 审计: the audit views again, under Chinese names with Chinese column titles."""
    con.execute(f"create schema if not exists {CHINESE_SCHEMA}")
    for view in load_views():
        if not view.chinese:
            continue
        name = f'{CHINESE_SCHEMA}."{view.chinese}"'
        chosen = ", ".join(f'"{column}" as "{_short(title)}"' for column, title in view.columns.items())
        texts = [f"create or replace view {name} as select {chosen} from {view.name}"]
        texts.append(f"comment on view {name} is {literal(view.title)}")
        texts += [
            f'comment on column {name}."{_short(title)}" is {literal(title)}'
            for title in view.columns.values()
        ]
        con.execute(";".join(texts))


def _short(title: str) -> str:
    return title.partition("：")[0]
