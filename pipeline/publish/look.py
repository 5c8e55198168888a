"""Give every workbook that goes back to officers one look: fonts, colours, print setup, safe text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink

from pipeline.publish.palette import LEVEL_COLOURS, TYPEFACE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

MONEY = "#,##0.00"
# More than the figure says can't be read; the cell still holds the exact number.
MONEY_AT_LEAST = '[=0]"看不出";#,##0.00"＋"'
WHOLE = "#,##0"

_TITLE = Font(name=TYPEFACE, size=16, bold=True, color="1F3A5F")
_NOTE = Font(name=TYPEFACE, size=10, color="404040")
_SECTION = Font(name=TYPEFACE, size=12, bold=True, color="1F3A5F")
_HEAD = Font(name=TYPEFACE, size=10, bold=True, color="FFFFFF")
_BODY = Font(name=TYPEFACE, size=10)
_BOLD = Font(name=TYPEFACE, size=10, bold=True)
_LINK = Font(name=TYPEFACE, size=10, color="0B57A4", underline="single")
_HEAD_FILL = PatternFill("solid", fgColor="2F5D8C")
_TOTAL_FILL = PatternFill("solid", fgColor="EEF2F6")
_FILLS = {
    level: PatternFill("solid", fgColor=colour.removeprefix("#")) for level, colour in LEVEL_COLOURS.items()
}
_EDGE = Side(style="thin", color="BFC7D1")
_GRID = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
_WRAP = Alignment(vertical="center", wrap_text=True)
_MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_RIGHT = Alignment(horizontal="right", vertical="center")
# What XML can't hold, and halves of characters.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MOST_TEXT = 2_000
_HIGHEST = 400


def clean(text: str) -> str:
    """Replace what a workbook can't hold by �, and cut what nobody reads on a sheet."""
    text = _UNPRINTABLE.sub("�", text)
    return text if len(text) <= _MOST_TEXT else f"{text[:_MOST_TEXT]}…"


def put(cell: Cell, value: object) -> None:
    """Write a value; text stays text even where it starts like a formula or reads like an error."""
    if not isinstance(value, str):
        cell.value = value
        return
    cell.value = clean(value)
    cell.data_type = "s"
    if value[:1] in tuple("=+-@\t\r"):
        cell.quotePrefix = True


def fill(level: str) -> PatternFill:
    """Return the colour of a level."""
    return _FILLS[level]


def heading(sheet: Worksheet, title: str, notes: Sequence[str], width: int) -> int:
    """Write the title and the notes under it across ``width`` columns; return the next free row."""
    for row, (text, font) in enumerate([(title, _TITLE), *((n, _NOTE) for n in notes)], start=1):
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)
        cell = sheet.cell(row, 1)
        cell.font, cell.alignment = font, Alignment(vertical="center", wrap_text=True)
        put(cell, text)
        fit(sheet, row, [(text, _wide(sheet, 1, width))])
    sheet.row_dimensions[1].height = 28
    return len(notes) + 2


def section(sheet: Worksheet, row: int, title: str) -> None:
    """Write the title of a further table."""
    cell = sheet.cell(row, 1)
    cell.font = _SECTION
    put(cell, title)
    sheet.row_dimensions[row].height = 22


def fold(sheet: Worksheet, first: int, last: int) -> None:
    """Fold rows away below the line above them; one click on its + shows them."""
    sheet.sheet_properties.outlinePr.summaryBelow = False
    for row in range(first, last + 1):
        sheet.row_dimensions[row].outlineLevel = 1
        sheet.row_dimensions[row].hidden = True
    if last >= first:
        sheet.row_dimensions[first - 1].collapsed = True


def note(sheet: Worksheet, row: int, text: str) -> None:
    """Write a remark below a table."""
    cell = sheet.cell(row, 1)
    cell.font = _NOTE
    put(cell, text)


def header(sheet: Worksheet, row: int, titles: Sequence[str]) -> None:
    """Write the column titles of a table."""
    for column, title in enumerate(titles, start=1):
        cell = sheet.cell(row, column)
        cell.font, cell.fill, cell.border, cell.alignment = _HEAD, _HEAD_FILL, _GRID, _MIDDLE
        put(cell, title)
    sheet.row_dimensions[row].height = 34 if any("\n" in t for t in titles) else 22


def line(
    sheet: Worksheet, row: int, values: Sequence[object], *, money: Sequence[int] = (), total: bool = False
) -> None:
    """Write one line of a table, as high as its longest text needs.

    Columns in ``money`` (from 0) show two decimals, other numbers none.
    """
    fit(sheet, row, [(v, _wide(sheet, c, 1)) for c, v in enumerate(values, start=1) if isinstance(v, str)])
    for column, value in enumerate(values):
        cell = sheet.cell(row, column + 1)
        number = not isinstance(value, str) and value is not None
        cell.font, cell.border = (_BOLD if total else _BODY), _GRID
        cell.alignment = _WRAP if not number else _RIGHT if column in money else _MIDDLE
        if number:
            cell.number_format = MONEY if column in money else WHOLE
        if total:
            cell.fill = _TOTAL_FILL
        put(cell, value)


def fit(sheet: Worksheet, row: int, texts: Sequence[tuple[str, float]]) -> None:
    """Make a row high enough for its (text, width): not every program does so when it opens the file."""
    lines = max(sum(-(-_width(part) // int(width)) or 1 for part in t.split("\n")) for t, width in texts)
    sheet.row_dimensions[row].height = min(15 * lines + 5, _HIGHEST)


def centred(cell: Cell, level: str) -> None:
    """Centre a cell that names a level or verdict, in the level's colour if it has one."""
    cell.alignment = _MIDDLE
    if level:
        cell.fill = _FILLS[level]


def link_to_cell(cell: Cell, sheet: str, anchor: str) -> None:
    """Make a cell jump to ``anchor`` (``C12``) on a sheet of the same workbook."""
    quoted = sheet.replace("'", "''")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!{anchor}")
    cell.font = _LINK


def link_to_file(cell: Cell, path: str) -> None:
    """Make a cell open a file that stands beside or below this workbook (forward slashes)."""
    cell.hyperlink = path.replace(" ", "%20")
    cell.font = _LINK


def arrange(sheet: Worksheet, widths: Sequence[float]) -> None:
    """Set the column widths, and print on A4 across, all columns on one page's width."""
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    page: Any = sheet.page_setup
    page.orientation, page.paperSize = "landscape", 9
    page.fitToWidth, page.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.5
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    sheet.sheet_view.showGridLines = False


def table(sheet: Worksheet, header_row: int, last_row: int, columns: int) -> None:
    """Keep a table's header in sight and on every printed page, and let its columns be filtered."""
    sheet.freeze_panes = f"A{header_row + 1}"
    sheet.print_title_rows = f"{header_row}:{header_row}"
    sheet.auto_filter.ref = f"A{header_row}:{get_column_letter(columns)}{max(last_row, header_row)}"


def _wide(sheet: Worksheet, column: int, columns: int) -> float:
    """Measure columns in half-width characters, less the margin of a cell."""
    letters = (get_column_letter(c) for c in range(column, column + columns))
    width: float = sum(sheet.column_dimensions[letter].width for letter in letters) - 1.5
    return max(width, 2)


def _width(text: str) -> int:
    """Measure a text in half-width characters."""
    return sum(1 if ord(c) < 0x2E80 else 2 for c in text)
