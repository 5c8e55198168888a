"""Read the columns of a table that are not money: days (split or whole), words, texts, counts …"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from pipeline import messages
from pipeline.read.fields import read_column, read_months_as_days
from pipeline.values import accounts, decimal_days, units
from pipeline.values.cell import Bad
from pipeline.values.celltext import cell_text, squeeze
from pipeline.values.dates import EPOCH, join_date, to_month, to_year

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pipeline.layout.column import Column
    from pipeline.read.grid import Grid
    from pipeline.values.cell import Cell
    from schemas._spec import FieldSpec

_SHORT = re.compile(r"[0-9]{1,2}\.[123]")


def read_field(grid: Grid, spec: FieldSpec, column: Column) -> None:
    """Read one field into ``grid.columns`` and say which cells could not be read."""
    if spec.role == "date" and not column.columns:
        _split_date(grid, spec, column)
        return
    place = column.first
    raw = grid.spread(place)
    if column.half:
        raw = [_half(cell, column.half) for cell in raw]
    if spec.units:
        header = "".join(grid.header_texts(place))
        raw = [units.without(cell, spec.units, header) for cell in raw]
    values, bads = read_column(spec, raw, _year(grid, column), grid.month)
    if spec.month_means and (taken := read_months_as_days(spec, bads, values)):
        cell = (grid.rows[taken[0]], place)
        day = "第一天" if spec.month_means == "first" else "最后一天"
        grid.say("C18", cell, spec.title, squeeze(raw[taken[0]]), count=len(taken), day=day)
    if spec.role == "date":
        _decimal_days(grid, spec, column, values)
    if "word" in column.parts and column.columns:
        values = [_with_word(v, w) for v, w in zip(values, grid.spread(column.parts["word"]), strict=True)]
    if spec.role == "ratio":
        percent = any("%" in squeeze(text) for text in grid.header_texts(place))
        values = [
            _share(v, percent and not (isinstance(c, str) and "%" in c))
            for v, c in zip(values, raw, strict=True)
        ]
    _own_words(grid, spec, place, bads)
    for position, bad in bads.items():
        if bad.reason != "own_word":
            _bad_value(grid, spec, place, position, bad)
    if len(column.columns) > 1:
        values = _other_columns(grid, spec, column, values)
    grid.columns[spec.name] = values


def _half(cell: Cell, half: str) -> Cell:
    """Take the code or the name out of 102 银行存款; a cell that lacks the code is a name."""
    if account := accounts.split(cell_text(cell)):
        return account.code if half == "code" else account.name
    return "" if half == "code" else cell


def _decimal_days(grid: Grid, spec: FieldSpec, column: Column, values: list[object]) -> None:
    """Settle 7.3 by the order of the entries, which only the entry's own date keeps."""
    if (year := _year(grid, column)) is None:
        return
    raw = grid.spread(column.first)
    if grid.sheet.text_only:
        # Written out as text, a number kept as 7.30 is 7.3 too.
        raw = [float(c) if isinstance(c, str) and _SHORT.fullmatch(c.strip()) else c for c in raw]
    ordered = spec.name == grid.ledger.date_field
    if told := decimal_days.settle(raw, values, year, ordered=ordered):
        cell = (grid.rows[told[0]], column.first)
        grid.say("C21", cell, spec.title, squeeze(raw[told[0]]), count=len(told))


def _other_columns(grid: Grid, spec: FieldSpec, column: Column, values: list[object]) -> list[object]:
    """Fill blanks from further columns of the same field; say so where one holds more than that."""
    if spec.joined:
        every = [values, *(read_column(spec, grid.spread(p), None, None)[0] for p in column.columns[1:])]
        return [_joined(texts, spec.joined) for texts in zip(*every, strict=True)]
    for place in column.columns[1:]:
        others, _ = read_column(spec, grid.spread(place), None, None)
        lost = any(o is not None and v is not None and o != v for v, o in zip(values, others, strict=True))
        if lost:
            header = grid.header_name(place)
            used = grid.header_name(column.first)
            grid.say("H02", (grid.table.header[1], place), header, header, header=header, used=used)
        values = [o if v is None else v for v, o in zip(values, others, strict=True)]
    return values


def _joined(texts: Iterable[object], between: str) -> str | None:
    """Put together what several columns say, each thing once: 转出 and 付水泥款 are 转出 付水泥款."""
    found: list[str] = []
    for text in texts:
        if text and not any(str(text) in other for other in found):
            found = [other for other in found if other not in str(text)] + [str(text)]
    return between.join(found) or None


def _with_word(number: object, word: Cell) -> object:
    """Put the voucher word (记, 收, 付) before its number."""
    text = squeeze(word)
    return number if number is None or not text or str(number).startswith(text) else f"{text}{number}"


def _own_words(grid: Grid, spec: FieldSpec, place: int, bads: dict[int, Bad]) -> None:
    """Report each word that an open list lacks, once, at its first cell; the rows are loaded with it."""
    counted = Counter(bad.found for bad in bads.values() if bad.reason == "own_word")
    for position, bad in bads.items():
        if bad.reason == "own_word" and (count := counted.pop(bad.found, 0)):
            grid.own_word(spec, (grid.rows[position], place), bad.found, count)


def _bad_value(grid: Grid, spec: FieldSpec, place: int, position: int, bad: Bad) -> None:
    cell = (grid.rows[position], place)
    if bad.reason == "digits_lost":
        grid.say("C12", cell, spec.title, bad.found)
    elif spec.role == "code":
        grid.say("C05", cell, spec.title, bad.found, words="、".join(w for w, _ in spec.values))
    elif spec.role == "date":
        grid.say("C03", cell, spec.title, bad.found)
    else:
        grid.say("C04", cell, spec.title, bad.found, kind=messages.ROLES[spec.role])
    if spec.required:
        grid.aside.setdefault(position, f"“{spec.title}”这一格是“{bad.found}”，看不懂")


def _year(grid: Grid, column: Column) -> int | None:
    """Find the year that days without one belong to: over the split columns, else in the title block."""
    for place in column.parts.values():
        for text in grid.header_texts(place):
            if match := re.search(r"(?:19|20)\d{2}", text):
                return int(match.group())
    return grid.year


def _split_date(grid: Grid, spec: FieldSpec, column: Column) -> None:
    year = _year(grid, column)
    raw = {part: grid.spread(place) for part, place in column.parts.items()}
    for part, read in (("year", to_year), ("month", to_month)):
        if part in column.parts:
            raw[part] = _carried_down(grid, column.parts[part], read)
    if "month" not in raw and grid.month:
        raw["month"] = [grid.month] * len(grid.rows)
    blanks: list[Cell] = [""] * len(grid.rows)
    values: list[object] = []
    last = max(column.parts.values())
    for position, parts in enumerate(
        zip(*(raw.get(p, blanks) for p in ("year", "month", "day")), strict=True)
    ):
        given = [None if c == "" else c for c in parts]
        blank = given[2] is None and "day" in raw
        value = None if blank else join_date(given[0], given[1], given[2], year)
        if isinstance(value, Bad):
            _bad_value(grid, spec, last, position, value)
            value = None
        values.append(None if value is None else value.toordinal() - EPOCH)
    grid.columns[spec.name] = values


def _carried_down(grid: Grid, place: int, read: Callable[[Cell], object]) -> list[Cell]:
    """Read year or month cells that traditional books write once and leave blank below, summary rows too."""
    found: list[Cell] = []
    current: Cell = ""
    row = grid.table.header[1]
    for data_row in grid.rows:
        while row < data_row:
            row += 1
            cell = grid.at(row, place)
            if isinstance(read(cell), int):
                current = cell
        cell = grid.at(data_row, place)
        found.append(cell if cell != "" else current)
    return found


def _share(value: object, percent: bool) -> object:
    """Convert a percentage to a share of 1; values above 1 can only be percentages."""
    if not isinstance(value, int):
        return value
    one = 10**8
    return value // 100 if (percent or value > one) and abs(value) <= 100 * one else value
