"""Bring the words for uses in budgets and in books to one list, so that 办公费 is found under 工作经费."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.judge.emptiness import all_of
from pipeline.values.vocabulary import OTHER, categories, infer_category

if TYPE_CHECKING:
    from datetime import date

    import duckdb

TITLE = "用途类别对照：预算表和收支明细账上写的类别，各属哪一类用途"
COLUMNS = {"category": ("varchar", "类别原文"), "category_class": ("varchar", "用途类：看不出的为空")}
EMPTY_IF = all_of("ledger.budget", "ledger.cash_entry")


def compute(con: duckdb.DuckDBPyConnection, as_of: date) -> pl.DataFrame:
    """List every category as written (trimmed) once, with the class of use it speaks of."""
    rows = con.execute("""
        select trim(category) as category from ledger.budget where trim(category) <> ''
        union
        select trim(category) from ledger.cash_entry where trim(category) <> ''
        order by category
    """).fetchall()
    found = [(category, use_class(category)) for (category,) in rows]
    return pl.DataFrame(found, schema=dict.fromkeys(COLUMNS, pl.String), orient="row")


def use_class(category: str) -> str | None:
    """Name the class of use of a category as an officer writes it, ``None`` if it tells none."""
    known = category in categories("cash_entry")
    inferred = category if known else infer_category("cash_entry", category)
    return None if inferred == OTHER else inferred
