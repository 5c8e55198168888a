"""Put tables on paper: sheets with title, header, opening, entries, totals and signatures, in workbooks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from random import Random
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pipeline.demo.forms import FORMS, MONEY, Forms
from pipeline.demo.forms_of_lists import LISTS, MORE
from pipeline.demo.village import Row

_EVERY = FORMS | LISTS
ALL_FORMS: Forms = {kind: (titles, fields | MORE.get(kind, {})) for kind, (titles, fields) in _EVERY.items()}
# columns of the printed form, there even where nobody has filled them in
_PRINTED = {
    "contract": {"resolution_no"}, "asset": {"resolution_no"}, "receipt_book": {"returned_on"},
    "share_event": {"mandate_no"},
}  # fmt: skip
_MADE = datetime(2025, 1, 1)  # noqa: DTZ001 — a fixed time of making, so that equal content is equal bytes
_WAYS = {
    "dash": "{0.year}-{0.month:02}-{0.day:02}",
    "dot": "{0.year}.{0.month}.{0.day}",
    "han": "{0.year}年{0.month}月{0.day}日",
}


@dataclass(slots=True)
class Sheet:
    """One table of one kind. ``opening``: the balance carried forward, where it is a book.

    ``head``: pairs above the header (编制单位, 账号 …). ``total``: label of the row of sums, '' for none.
    ``sums``: sums to print instead of the right ones. ``texts``: row among the entries and field → text to
    print instead of the value. ``hidden``: rows among the entries that are hidden. ``so_far``: sums of the
    year so far, printed below the total. ``headers``: words above columns other than the bookkeeper's.
    ``without``: columns left out.
    """

    name: str
    kind: str
    title: str
    rows: list[Row]
    head: tuple[str, ...] = ()
    opening: int | None = None
    carried: str = "上月结转"
    total: str = ""
    sums: dict[str, int] = field(default_factory=dict)
    texts: dict[tuple[int, str], str] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    so_far: dict[str, int] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    without: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Hand:
    """How one bookkeeper writes: which header words, which form of date, which columns are left out."""

    words: dict[tuple[str, str], str]
    titles: dict[str, str]
    dates: str
    numbered: bool


def hand(rng: Random) -> Hand:
    """Choose a bookkeeper's habits."""
    words, titles = _chosen(rng, FORMS)
    dates, numbered = rng.choice(("cell", "cell", "dash", "dot", "han")), rng.random() < 0.4
    more = _chosen(rng, LISTS)
    rare = {(kind, name): rng.choice(some) for kind, fields in MORE.items() for name, some in fields.items()}
    return Hand(words | more[0] | rare, titles | more[1], dates, numbered)


def _chosen(rng: Random, forms: Forms) -> tuple[dict[tuple[str, str], str], dict[str, str]]:
    words = {(kind, name): rng.choice(some) for kind, (_, fields) in forms.items() for name, some in fields.items()}  # fmt: skip
    return words, {kind: rng.choice(some) for kind, (some, _) in forms.items()}


def save(path: Path, sheets: Iterable[Sheet], habits: Hand) -> None:
    """Write one workbook; the same sheets give the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"created": _MADE})
        formats = {
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
            "money": book.add_format({"num_format": "#,##0.00"}),
            "title": book.add_format({"bold": True, "font_size": 14}),
            "header": book.add_format({"bold": True, "border": 1}),
        }
        for sheet in sheets:
            _write(book.add_worksheet(sheet.name), sheet, habits, formats)


def _write(page: Worksheet, sheet: Sheet, habits: Hand, formats: dict[str, Format]) -> None:
    fields = _columns(sheet)
    shift = 1 if habits.numbered else 0
    page.write_string(0, 0, sheet.title, formats["title"])
    line = 1
    if sheet.head:
        for place, text in enumerate(sheet.head):
            page.write_string(line, place * 3, text)
        line += 1
    if shift:
        page.write_string(line, 0, "序号", formats["header"])
    for place, name in enumerate(fields):
        word = sheet.headers.get(name) or habits.words[sheet.kind, name]
        page.write_string(line, place + shift, word, formats["header"])
    if sheet.opening is not None:
        line += 1
        page.write_string(line, fields.index("summary") + shift, sheet.carried)
        page.write_number(line, fields.index("balance") + shift, sheet.opening / 100, formats["money"])
    for number, row in enumerate(sheet.rows, start=1):
        line += 1
        if shift:
            page.write_number(line, 0, number)
        if number - 1 in sheet.hidden:
            page.set_row(line, None, None, {"hidden": True})
        for place, name in enumerate(fields):
            value = sheet.texts.get((number - 1, name), row.get(name))
            _cell(page, line, place + shift, name, value, habits, formats)
    if sheet.total:
        sums = {
            name: sum(row.get(name) or 0 for row in sheet.rows)
            for name in ("income", "expense", "amount", "debit", "credit")
            if name in fields
        }
        for label, figures in ((sheet.total, sums | sheet.sums), ("本年累计", sheet.so_far)):
            if figures:
                line += 1
                place = fields.index("summary") if "summary" in fields else 0
                page.write_string(line, place + shift, label)
                for name, figure in figures.items():
                    page.write_number(line, fields.index(name) + shift, figure / 100, formats["money"])


def _columns(sheet: Sheet) -> Sequence[str]:
    """List the fields of the form; one that is empty throughout has no column, but for those always there."""
    always = {"income", "expense", "amount_in", "amount_out", "debit", "credit", "balance", "summary"}
    always |= _PRINTED.get(sheet.kind, set())
    used = {name for row in sheet.rows for name, value in row.items() if value is not None}
    blank = not sheet.rows
    return [
        name
        for name in ALL_FORMS[sheet.kind][1]
        if name not in sheet.without
        and (blank or name in used or name in always or name.startswith(("opening", "closing")))
    ]


def _cell(
    page: Worksheet, line: int, place: int, name: str, value: Any, habits: Hand, formats: dict[str, Format]
) -> None:
    if value is None:
        return
    if name in MONEY and isinstance(value, int):
        page.write_number(line, place, value / 100, formats["money"])
    elif isinstance(value, date):
        if habits.dates == "cell":
            page.write_datetime(line, place, value, formats["date"])
        else:
            page.write_string(line, place, _WAYS[habits.dates].format(value))
    elif isinstance(value, int | float):
        page.write_number(line, place, value)
    elif name in {"ratio", "charter_reserve_rate", "progress", "unit_price"}:
        page.write_number(line, place, float(value))
    else:
        page.write_string(line, place, value)
