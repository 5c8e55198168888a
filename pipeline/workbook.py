"""Read any accepted file into sheets of typed cells that keep their addresses."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import PurePosixPath

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from pipeline import guard, messages, ooxml, text_table
from pipeline.findings import Issue
from pipeline.marks import Address, Area, Marks, Refusal

Cell = str | float | int | bool | date | datetime | time | timedelta


@dataclass(slots=True)
class Sheet:
    """One sheet: ``rows[i][j]`` is spreadsheet row i + 1, column j + 1; a blank cell is ``""``.

    Addresses count from 0. ``errors`` maps a cell to what it shows (``#REF!``; its value is ``""``),
    ``uncached`` are formulas saved without a result, ``red`` cells in red ink (xlsx and xlsm only).
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
    formulas: bool = False
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
    marks = _second_look(guarded)
    if isinstance(marks, Refusal):
        return _refuse(source_file, guarded.format, marks)
    issues = []
    if any(name.startswith("xl/externalLinks/") for name in guarded.parts):
        issues.append(messages.issue("F10", source_file))
    # calamine unpacks for itself: the guard's copy would only double the memory.
    guarded.parts.clear()
    sheets = _decode(data, marks)
    if isinstance(sheets, Refusal):
        return _refuse(source_file, guarded.format, sheets)
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


def _second_look(guarded: guard.Guarded) -> list[Marks] | Refusal:
    """Collect per sheet, in workbook order, what calamine will not tell."""
    marks: list[Marks] = []
    if guarded.format not in ("xlsx", "xlsm"):
        return marks
    reds = ooxml.red_styles(ooxml.styles_part(guarded.parts))
    for part in ooxml.sheet_parts(guarded.parts):
        found = ooxml.look(guarded.parts.get(part, b""), reds)
        if isinstance(found, Refusal):
            return found
        marks.append(found)
    return marks


def _decode(data: bytes, marks: list[Marks]) -> list[Sheet] | Refusal:
    """Decode all sheets with calamine."""
    sheets = []
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for number, about in enumerate(book.sheets_metadata):
            mark = marks[number] if number < len(marks) else Marks()
            rows: list[list[Cell]] = []
            merged = mark.merged
            # Charts, macros and dialogs have no cells; calamine fails on some of them.
            if about.typ == SheetTypeEnum.WorkSheet:
                decoded = book.get_sheet_by_index(number)
                rows = decoded.to_python(skip_empty_area=False)
                merged = merged or [(a, b, c, d) for (a, b), (c, d) in decoded.merged_cell_ranges or ()]
            height, width = len(rows), len(rows[0]) if rows else 0
            sheets.append(
                Sheet(
                    name=about.name,
                    rows=rows,
                    hidden=about.visible != SheetVisibleEnum.Visible,
                    merged=merged,
                    hidden_rows=frozenset(row for row in mark.hidden_rows if row < height),
                    hidden_columns=frozenset(column for column in mark.hidden_columns if column < width),
                    errors=mark.errors,
                    uncached=frozenset(mark.uncached),
                    red=frozenset(mark.red),
                    formulas=mark.formulas,
                )
            )
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    # A Rust panic is a BaseException, and says only that the file broke the reader.
    except BaseException as error:
        return Refusal(
            "F01", "读取程序无法解析" if isinstance(error, CalamineError | OSError) else "内部结构错乱"
        )
    return sheets
