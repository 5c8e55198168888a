"""Compute what SQL can't do well, once a batch, from the current rows.

One module of this package is one table of schema ``fact``. A module gives ``TITLE`` (what the table
is), ``COLUMNS`` (column → Chinese title) and ``compute(con, as_of)``, which returns those columns.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import TYPE_CHECKING, Protocol, cast

from pipeline.ddl import literal

if TYPE_CHECKING:
    from datetime import date

    import duckdb
    import polars as pl


class Fact(Protocol):
    """What a module of this package provides."""

    TITLE: str
    COLUMNS: dict[str, str]

    def compute(self, con: duckdb.DuckDBPyConnection, as_of: date) -> pl.DataFrame:
        """Compute the table as of ``as_of``."""


@cache
def load_facts() -> dict[str, Fact]:
    """Find the fact modules by name; names with an underscore in front are their parts."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return {
        name: cast("Fact", importlib.import_module(f"{__name__}.{name}"))
        for name in names
        if not name.startswith("_")
    }


def build(con: duckdb.DuckDBPyConnection, as_of: date) -> None:
    """Replace every table of schema ``fact``, with Chinese comments.

    Needs ``ledger`` and ``meta.printed_total``. Raises ``ValueError`` when a module returns other
    columns than it names.
    """
    con.execute("create schema if not exists fact")
    for name in load_facts():
        store(con, name, as_of)


def store(con: duckdb.DuckDBPyConnection, name: str, as_of: date) -> None:
    """Replace one table of schema ``fact``; raises ``ValueError`` like ``build``."""
    fact = load_facts()[name]
    frame = fact.compute(con, as_of)
    if frame.columns != list(fact.COLUMNS):
        raise ValueError(f"fact.{name} 的列应为 {list(fact.COLUMNS)}，实为 {frame.columns}")
    con.register("computed_fact", frame)
    con.execute(f"create or replace table fact.{name} as select * from computed_fact")
    con.unregister("computed_fact")
    con.execute(f"comment on table fact.{name} is {literal(fact.TITLE)}")
    for column, title in fact.COLUMNS.items():
        con.execute(f'comment on column fact.{name}."{column}" is {literal(title)}')
