"""Read who signed from what stands in the columns for signatures."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import polars as pl

from pipeline.judge.emptiness import all_of
from pipeline.judge.facts._names import is_person, normalise

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    import duckdb

TITLE = "签字人：经手、证明、审批、监督、制单、审核栏里的姓名，每个姓名一行"
COLUMNS = {
    "written": ("varchar", "原文"),
    "name": ("varchar", "规范名"),
    "signers": ("integer", "原文里的人数"),
}
_SOURCES = {
    "cash_entry": ("handler", "witness", "approver", "supervisor"),
    "voucher_line": ("preparer", "reviewer"),
}
EMPTY_IF = all_of(*(f"ledger.{name}" for name in _SOURCES))
_BETWEEN = re.compile(r"[、，,;；/|&+\n]+")
_ROLE = re.compile(r"^(经手人?|经办人?|证明人?|审批人?|监督人?|监委会主任|监委会|制单人?|审核人?)[:：]")


def compute(con: duckdb.DuckDBPyConnection, as_of: date) -> pl.DataFrame:
    """List every text once for each person it names; a text that names nobody is left out."""
    query = " union ".join(
        f"select {column} as written from ledger.{kind} where {column} is not null"
        for kind, columns in _SOURCES.items()
        for column in columns
    )
    found: list[tuple[str, str, int]] = []
    for (written,) in con.execute(f"{query} order by written").fetchall():
        names = sorted(set(signers(written)))
        found += [(written, name, len(names)) for name in names]
    schema = {"written": pl.String, "name": pl.String, "signers": pl.Int32}
    return pl.DataFrame(found, schema=schema, orient="row")


def signers(text: str) -> Iterator[str]:
    """Read the names in 张三、李四; 张　三 is one name, and what is no person's name is passed over."""
    for part in _BETWEEN.split(unicodedata.normalize("NFKC", text)):
        bare = _ROLE.sub("", part.strip())
        words = bare.split()
        for name in words if all(len(word) > 1 for word in words) else [bare]:
            if is_person(normalise(name)):
                yield normalise(name)
