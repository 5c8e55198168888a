"""Write a notice as one sheet of a workbook, A4 upright: tables of unlike columns on one fine grid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.publish.notice import wording
from pipeline.publish.report import sheets, style

if TYPE_CHECKING:
    from pathlib import Path

    from xlsxwriter.worksheet import Worksheet

    from pipeline.publish.notice.content import Notice, Part
    from pipeline.publish.report.sheets import Book
    from pipeline.publish.report.table import Column

_GRID, _WIDE = 48, 2.0
# How much of a line a column gets beside others; texts not named here and amounts get 10.
_SHARE = {
    "date": 8, "voucher_no": 6, "fund": 7, "category": 8, "summary": 22, "project": 12, "year": 4, "stars": 4,
    "direction": 6, "incurred_on": 8, "purpose": 16, "asset_name": 14, "quantity": 7, "disposed_on": 8, "decided_on": 8,
    "source_file": 24, "level": 4, "cell": 5, "found": 10, "fix": 24,
    "rows_loaded": 7, "taken_on": 8, "outcome": 9, "rows_rejected": 7, "period": 8, "resolution_no": 8, "cooperative": 12,
}  # fmt: skip
_MANY = 8  # columns from which on amounts are set small


def write(path: Path, notice: Notice) -> None:
    """Write the workbook to ``path``."""
    book = sheets.open_book(path, notice.batch.started_at)
    sheet = book.file.add_worksheet(notice.covers)
    sheet.set_column(0, _GRID - 1, _WIDE)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.45, right=0.45, top=0.5, bottom=0.6)
    sheet.set_footer("&C第 &P 页，共 &N 页")
    sheet.hide_gridlines(2)
    look = book.look
    row = _text(
        book, sheet, 0, notice.title, look.get(bold=True, font_size=16, font_color="#1F3A5F", align="center")
    )
    row = _text(book, sheet, row, wording.source(notice), look.note)
    if lacking := wording.lacking(notice):
        row = _text(book, sheet, row, lacking, look.get(bold=True, text_wrap=True, valign="vcenter"))
    for number, (title, parts) in zip(wording.NUMBERS, notice.sections, strict=False):
        row = _text(book, sheet, row, f"{number}、{title}", look.section)
        for part in parts:
            row = _part(book, sheet, row, part, part.title if len(parts) > 1 else "")
    row = _text(book, sheet, row, notice.foot, look.note)
    half = _GRID // 2
    for left, right in zip(notice.signatures[::2], notice.signatures[1::2], strict=True):
        sheet.set_row(row, 26)
        for first, label in ((0, left), (half, right)):
            _cell(
                book,
                sheet,
                row,
                (first, first + half - 1),
                f"{label}：",
                "text",
                look.get(valign="vcenter", bottom=4),
            )
        row += 1
    sheet.print_area(0, 0, row - 1, _GRID - 1)
    book.file.close()


def _part(book: Book, sheet: Worksheet, row: int, part: Part, title: str) -> int:
    look, table = book.look, part.table
    if title:
        row = _text(book, sheet, row, title, look.get(bold=True, valign="vcenter"))
    if not table.rows:
        return _text(book, sheet, row, part.empty, look.note)
    if part.remark:
        row = _text(book, sheet, row, part.remark, look.note)
    spans = _spans(table.columns)
    small = {"font_size": 8} if len(table.columns) > _MANY else {"font_size": 9}
    sheet.set_row(row, 30)
    for column, span in zip(table.columns, spans, strict=True):
        heading = column.title.replace("（元）", "\n（元）") if len(table.columns) > _MANY else column.title
        _cell(
            book,
            sheet,
            row,
            span,
            heading,
            "text",
            look.cell("text", bold=True, bg_color="#EEF2F6", align="center", **small),
        )
    for values in table.rows:
        row += 1
        forms = [look.cell(column.kind, **small) for column in table.columns]
        _line(book, sheet, row, part, spans, values, forms)
    for label, sums in part.totals:
        row += 1
        values = (label, *(sums.get(column.name) for column in table.columns[1:]))
        kinds = ["text", *(column.kind for column in table.columns[1:])]
        forms = [look.cell(kind, bold=True, bg_color="#F5F7F9", **small) for kind in kinds]
        _line(book, sheet, row, part, spans, values, forms)
    sheet.set_row(row + 1, 6)
    return row + 2


def _line(
    book: Book,
    sheet: Worksheet,
    row: int,
    part: Part,
    spans: list[tuple[int, int]],
    values: tuple[Any, ...],
    forms: list[Any],
) -> None:
    wide = [(last - first + 1) * (_WIDE + 0.9) for first, last in spans]
    texts = ((value, w) for value, w in zip(values, wide, strict=True) if isinstance(value, str))
    need = max((style.lines(text, w) for text, w in texts), default=1)
    sheet.set_row(row, min(13.5 * need + 4, style.MOST_HEIGHT))
    for column, span, value, form in zip(part.table.columns, spans, values, forms, strict=True):
        _cell(book, sheet, row, span, value, column.kind, form)


def _spans(columns: tuple[Column, ...]) -> list[tuple[int, int]]:
    """Part the grid among the columns: first and last of each."""
    shares = [_SHARE.get(column.name, 10) for column in columns]
    ends = [round(_GRID * sum(shares[: i + 1]) / sum(shares)) for i in range(len(shares))]
    return [(start, end - 1) for start, end in zip([0, *ends], ends, strict=False)]


def _text(book: Book, sheet: Worksheet, row: int, text: str, form: Any) -> int:
    sheet.set_row(row, 15.0 * style.lines(text, _GRID * (_WIDE + 0.4)) + (12 if form.font_size > 12 else 4))
    _cell(book, sheet, row, (0, _GRID - 1), text, "text", form)
    return row + 1


def _cell(
    book: Book, sheet: Worksheet, row: int, span: tuple[int, int], value: Any, kind: str, form: Any
) -> None:
    first, last = span
    if last > first:
        sheet.merge_range(row, first, row, last, "", form)
    book.value(sheet, row, first, value, kind, form)
