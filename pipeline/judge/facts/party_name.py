"""Bring every name written in rolls, bank lines and registers to the form in which payees are compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.judge.emptiness import all_of
from pipeline.judge.facts._names import is_person, normalise

if TYPE_CHECKING:
    from datetime import date

    import duckdb

TITLE = "户名规范：名册、对账单、项目、采购、合同和债权债务里写的名称，各自的规范名"
COLUMNS = {
    "written": ("varchar", "原文"),
    "name": ("varchar", "规范名"),
    "is_person": ("boolean", "是否个人"),
}
_SOURCES = {
    "bank_line": ("counterparty", "account_name"),
    "bank_account": ("account_name",),
    "project": ("contractor",),
    "purchase": ("supplier",),
    "official": ("name",),
    "allowance": ("name",),
    "aid_payment": ("name",),
    "contract": ("counterparty",),
    "debt": ("party",),
    "subsidy_payment": ("name", "payee_name"),
    "labour": ("name", "signed"),
}
EMPTY_IF = all_of(*(f"ledger.{name}" for name in _SOURCES))


def compute(con: duckdb.DuckDBPyConnection, as_of: date) -> pl.DataFrame:
    """List every name as written once, with its normalised form; what is no name at all is left out."""
    query = " union ".join(
        f"select {column} as written from ledger.{kind} where {column} is not null"
        for kind, columns in _SOURCES.items()
        for column in columns
    )
    written = [row[0] for row in con.execute(f"{query} order by written").fetchall()]
    named = [(text, name, is_person(name)) for text in written if (name := normalise(text))]
    schema = {"written": pl.String, "name": pl.String, "is_person": pl.Boolean}
    return pl.DataFrame(named, schema=schema, orient="row")
