"""Compute what SQL can't do well, once a batch, from the current rows.

One module of this package is one table of schema ``fact``. A module gives ``TITLE`` (what the table
is), ``COLUMNS`` (column → SQL type, Chinese title), ``compute(con, as_of)``, which returns those columns, and
``EMPTY_IF``: which empty tables leave it without rows, or ``None`` where it follows from the program alone.
``NULL_IF``, where it gives one, says of a column what it is NULL without. One that reads another of these
tables names it in ``AFTER``.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
from functools import cache
from typing import TYPE_CHECKING, Protocol, cast

from pipeline.ddl import create_table
from pipeline.faults import FACT, step
from pipeline.handover import lent
from pipeline.judge.filled import Filled
from pipeline.phases import unheard
from schemas import _kept

if TYPE_CHECKING:
    from datetime import date

    import duckdb
    import polars as pl

    from pipeline.judge.emptiness import Formula
    from pipeline.phases import Step


class Fact(Protocol):
    """What a module of this package provides."""

    TITLE: str
    COLUMNS: dict[str, tuple[str, str]]
    EMPTY_IF: Formula | None

    def compute(self, con: duckdb.DuckDBPyConnection, as_of: date) -> pl.DataFrame:
        """Compute the table as of ``as_of``."""


@cache
def load_facts() -> dict[str, Fact]:
    """Find the fact modules by name, each behind those it reads; names with an underscore are their parts."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    found = {name: _load(name) for name in names if not name.startswith("_")}
    return {name: found[name] for name in sorted(found, key=lambda name: (len(needed(name)), name))}


def needed(name: str) -> set[str]:
    """Name the tables of schema ``fact`` that the table ``name`` is computed from, at any remove."""
    read: tuple[str, ...] = getattr(_load(name), "AFTER", ())
    return set(read).union(*map(needed, read))


def create(con: duckdb.DuckDBPyConnection, as_of: date) -> None:
    """Create every table of schema ``fact`` with Chinese comments, on a warehouse without rows.

    What follows from the program alone stands in its table from here on.
    """
    for name, fact in load_facts().items():
        columns = [(column, kind, title) for column, (kind, title) in fact.COLUMNS.items()]
        create_table(con, f"fact.{name}", fact.TITLE, columns)
        if fact.EMPTY_IF is None:
            store(con, name, as_of)


def build(
    con: duckdb.DuckDBPyConnection, as_of: date, aside: frozenset[str] = frozenset(), done: Step = unheard
) -> Filled:
    """Replace the rows of every table of schema ``fact``; those ``aside`` get none.

    Needs ``ledger`` and ``meta``. Tells which tables have rows then; ``done`` hears of every table. Raises
    ``StepFailed`` for a table that can't be computed.
    """
    filled = Filled.of(con)
    for name in _formulas():
        if name in aside:
            _empty(con, name, filled)
        else:
            with step(FACT, name):
                renew(con, name, as_of, filled)
        done(1)
    return filled


def many() -> int:
    """Count the tables of schema ``fact``."""
    return len(_formulas())


def renew(con: duckdb.DuckDBPyConnection, name: str, as_of: date, filled: Filled) -> None:
    """Replace the rows of one table of schema ``fact``, where anything can come of it; ``filled`` takes it down."""
    formula = _formulas()[name]
    if formula is None:
        return
    if filled.empty(formula):
        _empty(con, name, filled)
    else:
        filled.note(f"fact.{name}", store(con, name, as_of))


def _empty(con: duckdb.DuckDBPyConnection, name: str, filled: Filled) -> None:
    if filled.has_rows(f"fact.{name}"):
        con.execute(f"delete from fact.{name}")
        filled.note(f"fact.{name}", 0)


def store(con: duckdb.DuckDBPyConnection, name: str, as_of: date) -> int:
    """Replace the rows of one table of schema ``fact`` and count them; raises ``ValueError`` like ``build``."""
    computed = _computed(con, name, as_of)
    with lent(con, "computed_fact", computed):
        con.execute(f"delete from fact.{name}; insert into fact.{name} select * from computed_fact")
    return computed.height


def _computed(con: duckdb.DuckDBPyConnection, name: str, as_of: date) -> pl.DataFrame:
    fact = _load(name)
    frame = fact.compute(con, as_of)
    if frame.columns != list(fact.COLUMNS):
        raise ValueError(f"fact.{name} 的列应为 {list(fact.COLUMNS)}，实为 {frame.columns}")
    return frame


def _load(name: str) -> Fact:
    return cast("Fact", importlib.import_module(f"{__name__}.{name}"))


@cache
def _formulas() -> dict[str, Formula | None]:
    """Give ``EMPTY_IF`` of every module, without loading what a module needs for computing."""
    found: dict[str, Formula | None] = json.loads(_kept.read("facts.json", _read_formulas))
    return found


def _read_formulas() -> bytes:
    return json.dumps({name: fact.EMPTY_IF for name, fact in load_facts().items()}).encode()
