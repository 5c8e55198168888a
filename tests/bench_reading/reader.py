"""Read a file with the product: the only module of this benchmark that knows the reading's code.

Whatever the rooms of reading are called, this is what the benchmark needs to know of a file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from pipeline.findings import Issue
from pipeline.layout.headers import Headers
from pipeline.layout.recognise import Recogniser
from pipeline.read.extract import Extract
from pipeline.read.intake import digest
from pipeline.values.dates import EPOCH
from schemas._spec import Ledger
from tests.bench_reading.definitions import Words

LOADED, SENT_BACK, SKIPPED = "装载", "退回", "跳过"
_SCALES = {"money": -2, "ratio": -8, "quantity": -4}
_CELL = re.compile(r"([A-Z]+)(\d+)")
# Fields the reading adds to say where a row belongs, which stand in no column.
_OWN = frozenset({"period", "period_kind"})


@dataclass(frozen=True)
class Said:
    """One issue: its code, and the sheet, row and column (from 0; -1 for none) it stands at."""

    code: str
    sheet: str
    row: int
    column: int
    text: str


@dataclass(frozen=True)
class Table:
    """One table of a sheet.

    ``rows``: spreadsheet row → field → canonical text; ``aside``: rows set aside, with the reason; ``passed``:
    rows skipped, with the reason. ``columns``: sheet column (from 0) → the field it was taken for (two fields
    joined by | for an amount that fills either); ``unread``: sheet column → header, of columns not taken.
    """

    sheet: str
    outcome: str
    kind: str
    rows: Mapping[int, Mapping[str, str]]
    aside: Mapping[int, str]
    passed: Mapping[int, str]
    columns: Mapping[int, str]
    unread: Mapping[int, str]
    header_row: int


@dataclass(frozen=True)
class Reading:
    """All tables of a file, and all that was said about it."""

    tables: tuple[Table, ...]
    said: tuple[Said, ...]


def read(path: str, data: bytes, words: Words) -> Reading:
    """Read the file ``path`` with the ledger kinds ``words``."""
    found = digest(path, data, _recogniser(words))
    ledgers = {ledger.name: ledger for ledger in words.ledgers}
    return Reading(
        tuple(_table(one, ledgers.get(one.kind)) for one in found.tables),
        tuple(_said(issue) for issue in found.issues),
    )


@lru_cache(maxsize=4)
def _recogniser(words: Words) -> Recogniser:
    return Recogniser(Headers(replace(ledger, model=None) for ledger in words.ledgers))


def _table(found: Extract, ledger: Ledger | None) -> Table:
    aside = {one.row: one.reason for one in found.rejected}
    passed = {row: reason for reason, rows in found.skipped_rows.items() for row in rows}
    if ledger is None or found.sent_back:
        outcome = SENT_BACK if found.sent_back else SKIPPED
        return Table(found.sheet, outcome, found.kind, {}, aside, passed, {}, {}, found.header_row)
    roles = {field.name: field.role for field in ledger.fields}
    names = {field.title: field.name for field in ledger.fields}
    for sided in ledger.sided:
        titles = "或".join(ledger.by_name[name].title for name in (sided.plus, sided.minus))
        names[titles] = f"{sided.plus}|{sided.minus}"
    rows: dict[int, dict[str, str]] = {row: {} for row in found.rows}
    for name, values in found.columns.items():
        for row, value in zip(found.rows, values, strict=True):
            if value is not None and name not in _OWN:
                rows[row][name] = _written(roles.get(name, ""), value)
    columns = {h.place: names.get(h.title, h.title) for h in found.headings if h.title}
    unread = {h.place: h.header for h in found.headings if not h.title and h.note != "只是序号"}
    return Table(found.sheet, LOADED, found.kind, rows, aside, passed, columns, unread, found.header_row)


def _written(role: str, value: object) -> str:
    if role in _SCALES and isinstance(value, int):
        number = Decimal(value).scaleb(_SCALES[role])
        return f"{number:.2f}" if role == "money" else f"{number.normalize():f}"
    return (
        date.fromordinal(value + EPOCH).isoformat()
        if role == "date" and isinstance(value, int)
        else str(value)
    )


def _said(issue: Issue) -> Said:
    row, column = -1, -1
    if found := _CELL.fullmatch(issue.cell):
        row = int(found[2]) - 1
        for letter in found[1]:
            column = (column + 1) * 26 + ord(letter) - ord("A")
    return Said(issue.code, issue.sheet, row, column, f"{issue.found} {issue.fix}")
