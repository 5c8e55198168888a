"""Take a second look at the records of an .xls workbook for what calamine drops."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from pipeline.files.marks import Address, Marks, Refusal, judge_extent

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
_BOF, _EOF, _FILEPASS, _BOUNDSHEET = 0x0809, 0x000A, 0x002F, 0x0085
_FONT, _XF, _PALETTE = 0x0031, 0x00E0, 0x0092
_ROW, _COLINFO, _DIMENSIONS = 0x0208, 0x007D, 0x0200
_BOOLERR, _MULRK, _FORMULA = 0x0205, 0x00BD, 0x0006
_OTHER_CELLS = frozenset({0x0203, 0x027E, 0x00FD, 0x0204, 0x00D6})
_MOST_ROWS, _MOST_COLUMNS = 65_536, 256

Record = tuple[int, int, int]


def look(stream: bytes) -> list[Marks] | Refusal:
    """Collect the marks of every sheet in workbook order, or refuse the workbook."""
    try:
        return _look(stream)
    except struct.error:
        return Refusal("F01", "记录不完整")


def _look(stream: bytes) -> list[Marks] | Refusal:
    if struct.unpack_from("<H", stream)[0] != _BOF:
        return Refusal("F01", "工作簿开头损坏")
    sheets: list[int] = []
    fonts: list[int] = []
    formats: list[int] = []
    reds = {2, 10}
    for kind, start, length in _records(stream, 0):
        if kind == _FILEPASS:
            return Refusal("F02", "工作簿已加密")
        if kind == _BOUNDSHEET:
            sheets.append(struct.unpack_from("<I", stream, start)[0])
        elif kind == _FONT:
            fonts.append(struct.unpack_from("<H", stream, start + 4)[0])
        elif kind == _XF:
            formats.append(struct.unpack_from("<H", stream, start)[0])
        elif kind == _PALETTE:
            reds = {8 + at for at in range((length - 2) // 4) if _is_red(stream, start + 2 + 4 * at)} | {2}
    red_fonts = {number for number, colour in enumerate(fonts) if colour in reds}
    # Font 4 does not exist: the fifth font of the file has the number 5.
    red_formats = {
        number for number, font in enumerate(formats) if (font if font < 4 else font - 1) in red_fonts
    }
    marks = []
    for offset in sheets:
        found = _look_at_sheet(stream, offset, red_formats)
        if isinstance(found, Refusal):
            return found
        marks.append(found)
    return marks


def _is_red(stream: bytes, at: int) -> bool:
    return stream[at] >= 0xB0 and stream[at + 1] <= 0x50 and stream[at + 2] <= 0x50


def _records(stream: bytes, at: int) -> Iterator[Record]:
    """Yield (kind, start, length) of one substream, without those of charts embedded in it."""
    depth = 0
    end = len(stream)
    while at + 4 <= end:
        kind, length = struct.unpack_from("<HH", stream, at)
        if at + 4 + length > end:
            raise struct.error("record cut off")
        if kind == _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield kind, at + 4, length
        at += 4 + length


def _look_at_sheet(stream: bytes, offset: int, red_formats: set[int]) -> Marks | Refusal:
    marks = Marks()
    filled = rows = columns = 0
    for kind, start, length in _records(stream, offset):
        if kind in _OTHER_CELLS or kind in (_BOOLERR, _MULRK, _FORMULA):
            row, column, style = struct.unpack_from("<HHH", stream, start)
            last = struct.unpack_from("<H", stream, start + length - 2)[0] if kind == _MULRK else column
            filled += last - column + 1
            rows, columns = max(rows, row + 1), max(columns, last + 1)
            if kind == _FORMULA:
                marks.add_formula(row, column)
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
                marks.hidden_rows.add(row)
        elif kind == _COLINFO:
            first, last, flags = struct.unpack_from("<HH4xH", stream, start)
            if flags & 1:
                marks.hidden_columns.update(range(first, min(last, _MOST_COLUMNS) + 1))
        elif kind == _DIMENSIONS:
            form = "<4xI2xH" if length >= 14 else "<2xH2xH"
            # calamine sets this many cells aside before it reads one.
            declared_rows, declared_columns = struct.unpack_from(form, stream, start)
            if declared_rows > _MOST_ROWS or declared_columns > _MOST_COLUMNS:
                return Refusal("F01", f"声明有 {declared_rows} 行、{declared_columns} 列")
    return judge_extent(rows, columns, filled) or marks


def _note_error(marks: Marks, address: Address, code: int) -> None:
    marks.errors[address] = ERRORS.get(code, "#ERROR!")
