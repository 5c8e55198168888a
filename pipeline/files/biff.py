"""Take a second look at the records of an .xls workbook for what calamine drops."""

from __future__ import annotations

import struct
from array import array
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.files.marks import Address, Marks, Refusal, judge_extent
from pipeline.files.shared_text import SharedText

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.files.marks import Span

ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
BOF, EOF, BOUNDSHEET, CODEPAGE, NAME = 0x0809, 0x000A, 0x0085, 0x0042, 0x0018
FONT, FORMAT, XF, DATEMODE = 0x0031, 0x041E, 0x00E0, 0x0022
NUMBER, FORMULA = 0x0203, 0x0006
# Some writers take the numbers that older versions had for it; the bodies begin alike.
_FORMULAS = frozenset({FORMULA, 0x0206, 0x0406})
_FILEPASS, _PALETTE = 0x002F, 0x0092
_SST, _CONTINUE, _LABELSST = 0x00FC, 0x003C, 0x00FD
_ROW, _COLINFO, _DIMENSIONS = 0x0208, 0x007D, 0x0200
_BOOLERR, _MULRK = 0x0205, 0x00BD
_OTHER_CELLS = frozenset({NUMBER, 0x027E, _LABELSST, 0x0204, 0x00D6})
_SHORTEST_FORMULA = 22
# Every sheet is walked; no workbook of a village comes near this many.
_MOST_SHEETS = 5_000

Record = tuple[int, int, int]


@dataclass(slots=True)
class Book:
    """What the records of a workbook say: marks by sheet, and where what calamine trips over begins.

    ``codepages``, ``unwanted`` and ``formulas`` are offsets of record bodies in the stream. Unwanted are names,
    which it fails on, and the declared size of a sheet, for which it sets memory aside before it reads a cell.
    """

    marks: list[Marks] = field(default_factory=list)
    version: int = 0
    codepages: list[int] = field(default_factory=list)
    unwanted: list[int] = field(default_factory=list)
    formulas: array[int] = field(default_factory=lambda: array("L"))


def look(stream: bytes) -> Book | Refusal:
    """Collect the marks of every sheet in workbook order, or refuse the workbook."""
    try:
        return _look(stream)
    except (struct.error, IndexError):
        return Refusal("F01", "记录不完整")


def _look(stream: bytes) -> Book | Refusal:
    start, version = struct.unpack_from("<H2xH", stream)
    if start != BOF:
        return Refusal("F01", "工作簿开头损坏")
    book = Book(version=version)
    sheets: list[int] = []
    fonts: list[int] = []
    formats: list[int] = []
    reds = {2, 10}
    shared: list[Span] = []
    in_texts = False
    for kind, start, length in records(stream, 0):
        if kind == _FILEPASS:
            return Refusal("F02", "工作簿已加密")
        if kind == BOUNDSHEET:
            sheets.append(struct.unpack_from("<I", stream, start)[0])
        elif kind == CODEPAGE and length >= 2:
            book.codepages.append(start)
        elif kind == NAME:
            book.unwanted.append(start)
        elif kind == FONT:
            fonts.append(struct.unpack_from("<H", stream, start + 4)[0])
        elif kind == XF:
            formats.append(struct.unpack_from("<H", stream, start)[0])
        elif kind == _PALETTE:
            reds = {8 + at for at in range((length - 2) // 4) if _is_red(stream, start + 2 + 4 * at)} | {2}
        in_texts = kind == _SST or (in_texts and kind == _CONTINUE)
        if in_texts:
            shared.append((start, start + length))
    red_fonts = {number for number, colour in enumerate(fonts) if colour in reds}
    # Font 4 does not exist: the fifth font of the file has the number 5.
    red_formats = {
        number for number, font in enumerate(formats) if (font if font < 4 else font - 1) in red_fonts
    }
    texts = SharedText(_lengths(stream, shared))
    if len(sheets) > _MOST_SHEETS:
        return Refusal("F05", f"{len(sheets)} 张工作表")
    if len(set(sheets)) < len(sheets):
        return Refusal("F01", "工作表目录重复")
    following = dict(pairwise(sorted(sheets)))
    for offset in sheets:
        found = _look_at_sheet(stream, (offset, following.get(offset)), red_formats, texts, book)
        if isinstance(found, Refusal):
            return found
        book.marks.append(found)
    return book


def _is_red(stream: bytes, at: int) -> bool:
    return stream[at] >= 0xB0 and stream[at + 1] <= 0x50 and stream[at + 2] <= 0x50


def records(stream: bytes, at: int, end: int | None = None) -> Iterator[Record]:
    """Yield (kind, start, length) of one substream, without those of charts embedded in it.

    ``end``: where the next one begins. Raises ``struct.error`` where a substream is not closed before: what is
    missing there is more than its last record.
    """
    depth = 0
    end = len(stream) if end is None else end
    while at + 4 <= end:
        kind, length = struct.unpack_from("<HH", stream, at)
        if at + 4 + length > end:
            raise struct.error("record cut off")
        if kind == BOF:
            depth += 1
        elif kind == EOF:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield kind, at + 4, length
        at += 4 + length
    raise struct.error("no end")


def _lengths(stream: bytes, parts: list[Span]) -> Iterator[int]:
    """Measure the shared texts: each has a count of letters, flags, and what its form asks for beside them.

    Where a text goes on in the next record, a byte says anew whether its letters take one byte or two.
    """
    if not parts:
        return
    part = 0
    at, end = parts[0][0] + 8, parts[0][1]
    with suppress(struct.error, IndexError):
        while True:
            while at >= end:
                part += 1
                at, end = at - end + parts[part][0], parts[part][1]
            letters, flags = struct.unpack_from("<HB", stream, at)
            at += 3
            extra = 0
            if flags & 8:
                extra = 4 * struct.unpack_from("<H", stream, at)[0]
                at += 2
            if flags & 4:
                extra += struct.unpack_from("<I", stream, at)[0]
                at += 4
            yield letters * 2
            wide = 1 + (flags & 1)
            while at + letters * wide > end:
                letters -= (end - at) // wide
                part += 1
                at, end = parts[part][0] + 1, parts[part][1]
                wide = 1 + (stream[at - 1] & 1)
            at += letters * wide + extra


def _look_at_sheet(
    stream: bytes, span: tuple[int, int | None], red_formats: set[int], texts: SharedText, book: Book
) -> Marks | Refusal:
    marks = Marks()
    shown = array("L")
    filled = rows = columns = 0
    for kind, start, length in records(stream, *span):
        if kind in _OTHER_CELLS or kind in (_BOOLERR, _MULRK) or kind in _FORMULAS:
            row, column, style = struct.unpack_from("<HHH", stream, start)
            last = column
            if kind == _MULRK:
                last = min(struct.unpack_from("<H", stream, start + length - 2)[0], column + length // 6)
            filled += last - column + 1
            rows, columns = max(rows, row + 1), max(columns, last + 1)
            if kind == _LABELSST:
                shown.append(struct.unpack_from("<I", stream, start + 6)[0])
            elif kind in _FORMULAS:
                marks.add_formula(row, column)
                if length >= _SHORTEST_FORMULA:
                    book.formulas.append(start)
                # A result that is no number ends in FFFF; its first byte says what it is.
                if stream[start + 12 : start + 14] == b"\xff\xff" and stream[start + 6] == 2:
                    _note_error(marks, (row, column), stream[start + 8])
            elif kind == _BOOLERR and stream[start + 7]:
                _note_error(marks, (row, column), stream[start + 6])
            if red_formats:
                for at in range(column, last + 1):
                    if kind == _MULRK:
                        style = struct.unpack_from("<H", stream, start + 4 + 6 * (at - column))[0]
                    if style in red_formats:
                        marks.red.add((row, at))
        elif kind == _ROW:
            row, flags = struct.unpack_from("<H10xH", stream, start)
            if flags & 0x20:
                marks.hidden_rows.append((row, row))
        elif kind == _COLINFO:
            first, last, flags = struct.unpack_from("<HH4xH", stream, start)
            if flags & 1:
                marks.hidden_columns.append((first, last))
        elif kind == _DIMENSIONS:
            book.unwanted.append(start)
    texts.show(shown)
    return judge_extent(rows, columns, filled, texts.shown) or marks


def _note_error(marks: Marks, address: Address, code: int) -> None:
    marks.errors[address] = ERRORS.get(code, "#ERROR!")
