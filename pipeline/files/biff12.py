"""Take a second look at the records of an .xlsb sheet for what calamine drops."""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator
from contextlib import suppress

from pipeline.files.biff import ERRORS
from pipeline.files.marks import Marks, Refusal, judge_extent
from pipeline.files.shared_text import SharedText

_ROW, _COLUMN, _MERGE, _SHEET, _SHARED_TEXT = 0, 60, 176, 156, 19
_ERROR, _SHOWS_SHARED, _FORMULA_ERROR, _FIRST_FORMULA, _LAST_CELL = 3, 7, 11, 8, 11


def sheet_links(book: bytes) -> list[str] | Refusal:
    """List the relationship id of each sheet in workbook order."""
    links = []
    try:
        for kind, start, _ in _records(book):
            if kind == _SHEET:
                length = struct.unpack_from("<I", book, start + 8)[0]
                links.append(book[start + 12 : start + 12 + 2 * length].decode("utf-16-le", "replace"))
    except (struct.error, IndexError):
        return Refusal("F01", "工作簿记录不完整")
    return links


def shared_text(part: bytes) -> SharedText:
    """Measure the texts of ``sharedStrings.bin``, as far as its records are whole."""
    lengths = []
    with suppress(struct.error, IndexError):
        for kind, _, length in _records(part):
            if kind == _SHARED_TEXT:
                lengths.append(length)
    return SharedText(lengths)


def look(part: bytes, texts: SharedText) -> Marks | Refusal:
    """Collect the marks of one sheet, or refuse a sheet that would unfold into a huge grid."""
    try:
        return _look(part, texts)
    except (struct.error, IndexError):
        return Refusal("F01", "工作表记录不完整")


def _look(part: bytes, texts: SharedText) -> Marks | Refusal:
    marks = Marks()
    shown = array("L")
    filled = rows = columns = row = 0
    for kind, start, _ in _records(part):
        if kind == _ROW:
            row = struct.unpack_from("<I", part, start)[0]
            if part[start + 11] & 0x10:
                marks.hidden_rows.append((row, row))
        elif 2 <= kind <= _LAST_CELL:
            column = struct.unpack_from("<I", part, start)[0]
            filled += 1
            rows, columns = max(rows, row + 1), max(columns, column + 1)
            if kind >= _FIRST_FORMULA:
                marks.add_formula(row, column)
            if kind in (_ERROR, _FORMULA_ERROR):
                marks.errors[row, column] = ERRORS.get(part[start + 8], "#ERROR!")
            elif kind == _SHOWS_SHARED:
                shown.append(struct.unpack_from("<I", part, start + 8)[0])
        elif kind == _COLUMN:
            first, last, flags = struct.unpack_from("<II8xH", part, start)
            if flags & 1:
                marks.hidden_columns.append((first, last))
        elif kind == _MERGE:
            top, bottom, left, right = struct.unpack_from("<4I", part, start)
            marks.merged.append((top, left, bottom, right))
    texts.show(shown)
    return judge_extent(rows, columns, filled, texts.shown) or marks


def _records(part: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield (kind, start, length); kind and length are written in 7-bit groups."""
    at, end = 0, len(part)
    while at < end:
        kind = part[at]
        at += 1
        if kind & 0x80:
            kind = kind & 0x7F | (part[at] & 0x7F) << 7
            at += 1
        length = shift = 0
        while True:
            byte = part[at]
            at += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80 or shift == 28:
                break
        if at + length > end:
            raise struct.error("record cut off")
        yield kind, at, length
        at += length
