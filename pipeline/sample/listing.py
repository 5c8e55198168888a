"""Write a sample list: what was drawn with columns for the check's result, and how it was drawn."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_col_to_name

from pipeline.publish.report import sheets, style
from pipeline.publish.report.sheets import HEADER
from pipeline.publish.report.table import Column
from pipeline.read.own_sheets import SAMPLE, SAMPLE_NOTE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from xlsxwriter.worksheet import Worksheet

    from pipeline.publish.report.sheets import Book
    from pipeline.publish.report.table import Table, Value

LIST, NOTE = "抽样清单", "抽样说明"
NUMBER, STRATUM, ROW_ID, BOOKED = "序号", "抽取方式", "行编号", "账面金额（元）"
TOP, DRAWN = "必查", "抽中"
FOUND, WHY, WHO, DAY = "查得金额（元）", "差错原因", "检查人", "检查日期"
_REMARK = (
    "只填黄色的四列。“查得金额”写凭证、票据和实物能证实的金额：全部属实就照抄账面金额，一分也证实不了写 0；"
    "不填的不会当作属实。填好后运行 cunzhang sample --evaluate 本文件。"
)
_BEFORE = (
    "township", "village_name", "fund", "date", "voucher_no", "summary", "payee", "amount",
)  # fmt: skip
_AFTER = (
    "document_type", "document_no", "handler", "approver", "method", "source_file", "source_sheet", "source_row",
    "row_id",
)  # fmt: skip
_FILLED = (
    Column("filled_found", FOUND, "money"),
    Column("filled_note", WHY, "text"),
    Column("filled_inspector", WHO, "text"),
    Column("filled_decided_on", DAY, "date"),
)
REASONS = (
    "没有票据", "票据不合规", "金额不符", "重复付款", "收款人不符", "未见实物或成果", "不该由本资金列支", "记账差错",
)  # fmt: skip
_FIRST_DAY = date(2000, 1, 1)
_WIDE = 100.0  # half-width characters


def write(path: Path, made_at: datetime, lines: Table, top: Sequence[bool], told: Mapping[str, str]) -> None:
    """Write the list of ``lines`` (``top``: those taken for their size) and ``told``, label by label, to ``path``."""
    book = sheets.open_book(path, made_at)
    columns = (
        Column("count", NUMBER, "count"),
        Column("status", STRATUM, "text"),
        *(lines.columns[lines.position(name)] for name in _BEFORE),
        *_FILLED,
        *(lines.columns[lines.position(name)] for name in _AFTER),
    )
    before, after = ([lines.position(name) for name in names] for names in (_BEFORE, _AFTER))
    rows: list[tuple[Value, ...]] = [
        (
            n,
            TOP if big else DRAWN,
            *(row[i] for i in before),
            *(None,) * len(_FILLED),
            *(row[i] for i in after),
        )
        for n, (row, big) in enumerate(zip(lines.rows, top, strict=True), start=1)
    ]
    widths = style.widths(columns, rows)
    sheet = book.add(LIST, SAMPLE, _REMARK, columns, widths, frozen=2)
    first = 2 + len(_BEFORE)
    open_cells = {
        first + i: book.look.cell(column.kind, locked=False, bg_color="#FFFBE6")
        for i, column in enumerate(_FILLED)
    }
    sheets.lines(book, sheet, HEADER + 1, columns, rows, widths, special=open_cells)
    sheet.autofilter(HEADER, 0, HEADER + max(len(rows), 1), len(columns) - 1)
    # On paper what one needs at the voucher; whose hands it went through and the cell stand on the screen.
    sheet.print_area(0, 0, HEADER + max(len(rows), 1), first + len(_FILLED) + _AFTER.index("document_no"))
    _protect(book, sheet, first, HEADER + max(len(rows), 1))
    _explain(book, told)
    book.file.close()


def _protect(book: Book, sheet: Worksheet, first: int, last: int) -> None:
    """Let only the columns to fill in be changed; amounts are not negative, days are days."""
    top = HEADER + 1
    sheet.data_validation(
        top, first, last, first,
        {
            "validate": "decimal", "criteria": ">=", "value": 0, "error_title": FOUND,
            "error_message": "请写凭据能证实的金额，没有的写 0。",
        },
    )  # fmt: skip
    sheet.data_validation(
        top, first + 1, last, first + 1,
        {"validate": "list", "source": list(REASONS), "error_type": "information", "show_error": False},
    )  # fmt: skip
    sheet.data_validation(
        top, first + 3, last, first + 3,
        {
            "validate": "date", "criteria": ">=", "value": _FIRST_DAY, "error_title": DAY,
            "error_message": "请写成 2026-11-22 这样的日期。",
        },
    )  # fmt: skip
    booked, found = (f"${xl_col_to_name(column)}{top + 1}" for column in (first - 1, first))
    sheet.conditional_format(
        top, first, last, first,
        {
            "type": "formula", "criteria": f'=AND({found}<>"",{found}<>{booked})',
            "format": book.look.get(bg_color="#F8CBC6"),
        },
    )  # fmt: skip
    sheet.protect("", {"autofilter": True, "format_columns": True, "format_rows": True})


def _explain(book: Book, told: Mapping[str, str]) -> None:
    """Write down how the sample was drawn, so that anybody can draw it again."""
    sheet = book.file.add_worksheet(NOTE)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, _WIDE)
    book.text(sheet, 0, 0, SAMPLE_NOTE, book.look.title)
    sheet.set_row(0, 28)
    label, text = book.look.cell("text", bold=True), book.look.cell("text")
    for row, (name, value) in enumerate(told.items(), start=1):
        book.text(sheet, row, 0, name, label)
        book.text(sheet, row, 1, value, text)
        sheet.set_row(row, style.LINE * style.lines(value, _WIDE) + 4)
    style.arrange(sheet, SAMPLE_NOTE, 0)
    sheet.protect()
