"""Read the cells of one column by the role of its field: text, code, count, ratio …

Each reader takes raw cells and returns the values and, by position, the cells it could not read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.layout.titleblock import currency_of
from pipeline.values.cell import Bad
from pipeline.values.celltext import cell_text, tidy
from pipeline.values.closed_words import spellings, word_of
from pipeline.values.dates import EPOCH, date_column, find_period, to_month, to_time, to_year
from pipeline.values.money import to_scaled
from pipeline.values.stars import to_stars
from pipeline.values.vocabulary import fund_in_cell
from schemas._spec import SCALES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipeline.values.cell import Cell
    from schemas._spec import FieldSpec

Values = list[object]
Bads = dict[int, Bad]
NAMES = frozenset({"name", "village_name", "township"})
# Long identifiers lose their last digits when a spreadsheet keeps them as numbers.
LONG_IDS = frozenset(
    {"id_no", "bank_account", "payee_account", "counterparty_account", "account_no", "org_uscc"}
)
NOTHING = frozenset({"/", "-", "--", "—", "——", "\\"})
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+\d{2}", re.IGNORECASE)


def read_texts(spec: FieldSpec, raw: Sequence[Cell]) -> tuple[Values, Bads]:
    """Read texts: NFKC, single spaces; names and long numbers lose inner spaces; blank becomes None.

    A long number that a spreadsheet kept as a number has lost its last digits: it can't be read.
    """
    values: Values = []
    bads: Bads = {}
    identifier = spec.name in LONG_IDS
    squeeze = identifier or spec.name in NAMES
    for position, cell in enumerate(raw):
        if cell == "":
            values.append(None)
            continue
        text = tidy(cell if isinstance(cell, str) else _number_text(cell))
        if identifier and _digits_lost(cell, text):
            bads[position] = Bad("digits_lost", text)
            values.append(None)
            continue
        if text in NOTHING and not spec.required:
            text = ""
        values.append(("".join(text.split()) if squeeze else text) or None)
    return values, bads


def _digits_lost(cell: Cell, text: str) -> bool:
    if isinstance(cell, float):
        return abs(cell) >= 1e15
    return isinstance(cell, str) and _SCIENTIFIC.fullmatch(text) is not None


def _number_text(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return f"{cell:.0f}"
    return cell_text(cell)


def read_dates(raw: Sequence[Cell], year: int | None, month: int | None = None) -> tuple[Values, Bads]:
    """Read days as integers since 1970-01-01; ``year`` and ``month`` complete 4.5 and a bare 5."""
    days, bads = date_column(raw, year, month)
    return [None if d is None else d.toordinal() - EPOCH for d in days], bads


def read_months_as_days(spec: FieldSpec, bads: Bads, values: Values) -> list[int]:
    """Take a month alone for its first or last day where the field allows it; returns the positions."""
    taken = [p for p, bad in bads.items() if bad.reason == "no_day" and spec.month_means]
    found = {p: find_period(bads[p].found) for p in taken}
    taken = [p for p in taken if (period := found[p]) and period.kind == "月"]
    for position in taken:
        if period := found[position]:
            day = period.start if spec.month_means == "first" else period.end
            values[position] = day.toordinal() - EPOCH
            del bads[position]
    return taken


def read_codes(spec: FieldSpec, raw: Sequence[Cell]) -> tuple[Values, Bads]:
    """Read categories as the Chinese words of the contract; an unknown word is reported.

    Where the list is open (funds) an unknown word is kept as well: reason ``own_word``.
    """
    values: Values = []
    bads: Bads = {}
    known: dict[str, tuple[str | None, Bad | None]] = {}
    for position, cell in enumerate(raw):
        text = "" if cell == "" else tidy(cell_text(cell))
        if not text or text in NOTHING:
            values.append("无" if text and spec.name == "document_type" else None)
            continue
        if text not in known:
            known[text] = _code(spec, text)
        word, bad = known[text]
        if bad is not None:
            bads[position] = bad
        values.append(word)
    return values, bads


def _code(spec: FieldSpec, text: str) -> tuple[str | None, Bad | None]:
    if spec.open_list:
        fund = fund_in_cell(text)
        if fund is None or fund.known:
            return fund and fund.name, None
        return fund.name, Bad("own_word", fund.name)
    word = code_word(spec, text)
    return word, None if word else Bad("unknown_code", text)


def code_word(spec: FieldSpec, text: str) -> str | None:
    """Find the category word that ``text`` is, exactly or as a synonym; none is found in a longer text."""
    return word_of(spellings(spec.values), text)


def read_scaled(raw: Sequence[Cell], places: int) -> tuple[Values, Bads]:
    """Read ratios and quantities as integers × 10^places."""
    return _each(raw, lambda cell: to_scaled(cell, places))


_COUNT = re.compile(r"^\s*(-?\d{1,9})(?:\.0+)?\s*(?:张|人|户|个|次|天|份|枚|名|人次|笔|条)?\s*$")


def read_counts(spec: FieldSpec, raw: Sequence[Cell]) -> tuple[Values, Bads]:
    """Read whole numbers, with or without a counting word; stars as they are written (三星级)."""
    return _each(raw, to_stars if spec.name == "stars" else _to_count)


def _to_count(cell: Cell) -> int | None | Bad:
    if isinstance(cell, bool):
        return Bad("unreadable", str(cell))
    if isinstance(cell, int):
        return cell
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() and abs(cell) < 2**31 else Bad("unreadable", str(cell))
    text = tidy(cell_text(cell))
    if text in {"", "-", "/", "—", "无"}:
        return None
    match = _COUNT.match(text)
    return int(match.group(1)) if match else Bad("unreadable", text)


def _each(raw: Sequence[Cell], read: Callable[[Cell], object]) -> tuple[Values, Bads]:
    values: Values = []
    bads: Bads = {}
    for position, cell in enumerate(raw):
        value = None if cell == "" else read(cell)
        if isinstance(value, Bad):
            bads[position] = value
            value = None
        values.append(value)
    return values, bads


def read_currency(raw: Sequence[Cell]) -> tuple[Values, Bads]:
    """Read currencies; what is not recognised stays as it stands, a blank is 人民币."""
    return [currency_of(cell_text(c)) or tidy(cell_text(c)) if c != "" else "人民币" for c in raw], {}


def read_column(
    spec: FieldSpec, raw: Sequence[Cell], year: int | None, month: int | None
) -> tuple[Values, Bads]:
    """Read the cells of a column that is neither money nor split."""
    if spec.name == "currency":
        return read_currency(raw)
    if spec.role == "date":
        return read_dates(raw, year, month)
    if spec.role == "code":
        return read_codes(spec, raw)
    if spec.role in SCALES:
        return read_scaled(raw, SCALES[spec.role])
    if spec.role == "count":
        return read_counts(spec, raw)
    if spec.role == "year":
        return _each(raw, to_year)
    if spec.role == "month":
        return _each(raw, to_month)
    if spec.role == "time":
        return _each(raw, to_time)
    return read_texts(spec, raw)
