"""Read any accepted file into sheets of typed cells that keep their addresses."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from pipeline import messages
from pipeline.files import error_values, guard, ooxml, opendocument, text_file, xls
from pipeline.files.marks import Marks, Refusal, Unfit, clipped, judge_filled, too_many, united
from pipeline.files.sheet import Found, Sheet, Texts
from pipeline.values.cell import Cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.findings import Issue

__all__ = ["Cell", "Sheet", "Workbook", "read"]


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
    try:
        found = _read(data, guarded, PurePosixPath(source_file).stem)
        if isinstance(found, Found):
            found = _judge(found.sheets) or found
    except Unfit as unfit:
        found = unfit.refusal
    if isinstance(found, Refusal):
        return _refuse(source_file, guarded.format, found)
    issues = []
    if guarded.parts is not None and any(name.startswith("xl/externalLinks/") for name in guarded.parts):
        issues.append(messages.issue("F10", source_file))
    return Workbook(found.format, found.sheets, issues)


def _read(data: bytes, guarded: guard.Guarded, stem: str) -> Found | Refusal:
    if guarded.parts is not None:
        return _read_archive(data, guarded.format, guarded.parts)
    if guarded.format == "xls":
        return _read_xls(data)
    if guarded.format == "mht":
        # lxml takes long to load and few files need it.
        from pipeline.files import web_archive

        return web_archive.read(data, stem)
    return text_file.read(data, stem)


def _judge(sheets: list[Sheet]) -> Refusal | None:
    rows = sum(len(sheet.rows) for sheet in sheets)
    filled = sum(len(row) - row.count("") for sheet in sheets for row in sheet.rows)
    return judge_filled(filled, rows)


def _refuse(source_file: str, kind: str, refusal: Refusal) -> Workbook:
    return Workbook(kind, [], [messages.issue(refusal.code, source_file, found=refusal.found)])


def _read_archive(data: bytes, kind: str, parts: guard.Parts) -> Found | Refusal:
    marks = opendocument.look(parts.read("content.xml")) if kind == "ods" else ooxml.look(parts)
    if isinstance(marks, Refusal):
        return marks
    parts.check_rest()
    sheets = _decode(error_values.familiar(data, marks) if kind in ("xlsx", "xlsm") else data)
    if isinstance(sheets, Refusal):
        return sheets
    return _marked(kind, sheets, marks)


def _read_xls(data: bytes) -> Found | Refusal:
    legacy = xls.prepare(data)
    if isinstance(legacy, Refusal):
        return legacy
    sheets = _decode(legacy.data)
    if isinstance(sheets, Refusal):
        return sheets
    return legacy.decode(sheets) or _marked("xls", sheets, legacy.marks)


def _decode(data: bytes) -> list[Sheet] | Refusal:
    """Decode all sheets with calamine, which stops at the first thing it can't parse."""
    sheets: list[Sheet] = []
    texts = Texts()
    cells = height = 0
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for number, about in enumerate(book.sheets_metadata):
            sheet = Sheet(about.name, [], hidden=about.visible != SheetVisibleEnum.Visible)
            sheets.append(sheet)
            # Charts, macros and dialogs have no cells; calamine fails on some of them.
            if about.typ == SheetTypeEnum.WorkSheet:
                decoded = book.get_sheet_by_index(number)
                # Each sheet alone is bearable: the marks were looked at. All together may not be.
                last_row, last_column = decoded.end or (-1, -1)
                height += last_row + 1
                cells += (last_row + 1) * (last_column + 1)
                if too_many(cells, height):
                    return Refusal("F05", f"前 {number + 1} 张工作表共有 {cells} 个单元格")
                left: list[Cell] = [""] * (decoded.start[1] if decoded.start else 0)
                sheet.rows = [left + texts.row(row) for row in decoded.iter_rows()]
                sheet.merged = [(a, b, c, d) for (a, b), (c, d) in decoded.merged_cell_ranges or ()]
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except (CalamineError, OSError):
        return Refusal("F01", "读取程序无法解析")
    # A Rust panic is a BaseException, and says only that the file broke the reader.
    except BaseException:
        return Refusal("F01", "内部结构错乱")
    return texts.judge(sheets) or sheets


def _marked(kind: str, sheets: list[Sheet], marks: Sequence[Marks]) -> Found | Refusal:
    """Add to the decoded sheets what the second look found."""
    if not sheets or len(sheets) != len(marks):
        return Refusal("F01", "工作表目录前后不一致")
    for sheet, seen in zip(sheets, marks, strict=True):
        _put(seen, sheet)
    return Found(kind, sheets)


def _put(marks: Marks, sheet: Sheet) -> None:
    rows = sheet.rows
    height, width = len(rows), len(rows[0]) if rows else 0
    for row, column in marks.errors:
        if row < height and column < width:
            rows[row][column] = ""
    sheet.merged = clipped(sheet.merged or marks.merged, height, width)
    sheet.hidden_rows = united(marks.hidden_rows, height)
    sheet.hidden_columns = united(marks.hidden_columns, width)
    sheet.errors = marks.errors
    sheet.uncached = frozenset(marks.uncached)
    sheet.red = frozenset((r, c) for r, c in marks.red if r < height and c < width and rows[r][c] != "")
    sheet.formulas = marks.formulas
