"""Read any accepted file into sheets of typed cells that keep their addresses."""

from __future__ import annotations

import io
from array import array
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import PurePosixPath

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from pipeline import messages
from pipeline.files import biff, compound, guard, ooxml, opendocument
from pipeline.files import delimited as text_table
from pipeline.files.marks import Address, Area, Marks, Refusal
from pipeline.findings import Issue

Cell = str | float | int | bool | date | datetime | time | timedelta


@dataclass(slots=True)
class Sheet:
    """One sheet: ``rows[i][j]`` is spreadsheet row i + 1, column j + 1; a blank cell is ``""``.

    Addresses count from 0. ``errors`` maps a cell to what it shows (``#REF!``; its value is ``""``),
    ``formulas`` gives the rows of formulas by column, ``uncached`` those saved without a result, ``red``
    cells in red ink (xlsx, xlsm and xls only).
    ``text_only``: csv-likes and HTML, where a number stored as text means nothing.
    """

    name: str
    rows: list[list[Cell]]
    hidden: bool = False
    merged: list[Area] = field(default_factory=list)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    errors: dict[Address, str] = field(default_factory=dict)
    uncached: frozenset[Address] = frozenset()
    red: frozenset[Address] = frozenset()
    formulas: dict[int, array[int]] = field(default_factory=dict)
    text_only: bool = False


@dataclass(slots=True)
class Workbook:
    """A file as read: ``sheets`` is empty when ``issues`` refuse it."""

    format: str
    sheets: list[Sheet]
    issues: list[Issue]


def read(source_file: str, data: bytes) -> Workbook:
    """Read a file by its content; whatever is wrong with it comes back as issues."""
    guarded = guard.inspect(data)
    if isinstance(guarded, Refusal):
        return _refuse(source_file, "", guarded)
    if guarded.format == "text":
        return _read_text(source_file, data)
    looks = _second_look(data, guarded)
    if isinstance(looks, Refusal):
        return _refuse(source_file, guarded.format, looks)
    issues = []
    if any(name.startswith("xl/externalLinks/") for name in guarded.parts):
        issues.append(messages.issue("F10", source_file))
    # calamine unpacks for itself: the guard's copy would only double the memory.
    guarded.parts.clear()
    sheets = _decode(data)
    if isinstance(sheets, Refusal):
        return _refuse(source_file, guarded.format, sheets)
    if not sheets or len(sheets) != len(looks):
        return _refuse(source_file, guarded.format, Refusal("F01", "工作表目录前后不一致"))
    for marks, sheet in zip(looks, sheets, strict=True):
        _put(marks, sheet)
    return Workbook(guarded.format, sheets, issues)


def _refuse(source_file: str, kind: str, refusal: Refusal) -> Workbook:
    return Workbook(kind, [], [messages.issue(refusal.code, source_file, found=refusal.found)])


def _read_text(source_file: str, data: bytes) -> Workbook:
    grid = text_table.read(data)
    if isinstance(grid, Refusal):
        return _refuse(source_file, "text", grid)
    rows: list[list[Cell]] = [[*row] for row in grid.rows]
    sheet = Sheet(PurePosixPath(source_file).stem, rows, merged=grid.merged, text_only=True)
    return Workbook(grid.format, [sheet], [])


def _second_look(data: bytes, guarded: guard.Guarded) -> list[Marks] | Refusal:
    """Collect per sheet, in workbook order, what calamine will not tell."""
    if guarded.format == "xls":
        stream = compound.workbook_stream(data)
        return stream if isinstance(stream, Refusal) else biff.look(stream)
    if guarded.format == "ods":
        return opendocument.look(guarded.parts.get("content.xml", b""))
    return ooxml.look(guarded.parts)


def _decode(data: bytes) -> list[Sheet] | Refusal:
    """Decode all sheets with calamine, which stops at the first thing it can't parse."""
    sheets = []
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for number, about in enumerate(book.sheets_metadata):
            sheet = Sheet(about.name, [], hidden=about.visible != SheetVisibleEnum.Visible)
            sheets.append(sheet)
            # Charts, macros and dialogs have no cells; calamine fails on some of them.
            if about.typ == SheetTypeEnum.WorkSheet:
                decoded = book.get_sheet_by_index(number)
                sheet.rows = decoded.to_python(skip_empty_area=False)
                sheet.merged = [(a, b, c, d) for (a, b), (c, d) in decoded.merged_cell_ranges or ()]
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except (CalamineError, OSError):
        return Refusal("F01", "读取程序无法解析")
    # A Rust panic is a BaseException, and says only that the file broke the reader.
    except BaseException:
        return Refusal("F01", "内部结构错乱")
    return sheets


def _put(marks: Marks, sheet: Sheet) -> None:
    """Add to a decoded sheet what the second look found."""
    rows = sheet.rows
    height, width = len(rows), len(rows[0]) if rows else 0
    for row, column in marks.errors:
        if row < height and column < width:
            rows[row][column] = ""
    sheet.merged = sheet.merged or marks.merged
    sheet.hidden_rows = frozenset(row for row in marks.hidden_rows if row < height)
    sheet.hidden_columns = frozenset(column for column in marks.hidden_columns if column < width)
    sheet.errors = marks.errors
    sheet.uncached = frozenset(marks.uncached)
    sheet.red = frozenset((r, c) for r, c in marks.red if r < height and c < width and rows[r][c] != "")
    sheet.formulas = marks.formulas
