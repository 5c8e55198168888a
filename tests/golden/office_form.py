"""Draw a village form as offices print it: title, 编制单位 and 单位, a bordered table, notes, signatures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

Value = str | int | float | None


@dataclass(frozen=True)
class Column:
    title: str
    width: int
    money: bool = False


@dataclass(frozen=True)
class Form:
    """One sheet: a title, the line with 编制单位 and 单位, a bordered table, notes, and the signatures."""

    sheet: str
    title: str
    prepared_by: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    unit: str = ""
    total: bool = False
    notes: Sequence[str] = ()


def write(path: Path, forms: Sequence[Form]) -> Path:
    """Write a workbook of ``forms``, made to be printed; the same forms give the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # XlsxWriter stamps zip members with 1980-01-01; a fixed creation date makes all bytes repeatable.
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"created": datetime(2026, 11, 22), "company": forms[0].prepared_by})
        styles = _styles(book)
        for form in forms:
            _draw(book.add_worksheet(form.sheet), form, styles)
    return path


def _styles(book: xlsxwriter.Workbook) -> dict[str, Format]:
    body = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
    cell = {**body, "border": 1, "text_wrap": True}
    return {
        "title": book.add_format(
            {"font_name": "黑体", "font_size": 18, "align": "center", "valign": "vcenter"}
        ),
        "left": book.add_format(body),
        "right": book.add_format({**body, "align": "right"}),
        "header": book.add_format({**cell, "bold": True, "align": "center", "bg_color": "#F2F2F2"}),
        "text": book.add_format(cell),
        "centre": book.add_format({**cell, "align": "center"}),
        "money": book.add_format({**cell, "num_format": "#,##0.00"}),
        "note": book.add_format({**body, "font_size": 10, "text_wrap": True}),
    }


def _draw(sheet: Worksheet, form: Form, styles: dict[str, Format]) -> None:
    last = len(form.columns) - 1
    for index, column in enumerate(form.columns):
        sheet.set_column(index, index, column.width)
    sheet.set_row(0, 32)
    sheet.merge_range(0, 0, 0, last, form.title, styles["title"])
    sheet.write(1, 0, f"编制单位：{form.prepared_by}", styles["left"])
    if form.unit:
        sheet.write(1, last, f"单位：{form.unit}", styles["right"])
    sheet.set_row(2, 24)
    for index, column in enumerate(form.columns):
        sheet.write(2, index, column.title, styles["header"])
    for line, row in enumerate(form.rows, start=3):
        sheet.set_row(line, 22)
        for index, (value, column) in enumerate(zip(row, form.columns, strict=True)):
            sheet.write(line, index, value, _cell_style(column, value, styles))
    line = 3 + len(form.rows)
    if form.total:
        _draw_total(sheet, form, line, styles)
        line += 1
    for note in form.notes:
        sheet.set_row(line, 30)
        sheet.merge_range(line, 0, line, last, note, styles["note"])
        line += 1
    sheet.write(
        line,
        0,
        "单位负责人：          审核人：          制表人：          填报日期：    年    月    日",
        styles["left"],
    )
    _set_page(sheet, line, last)


def _draw_total(sheet: Worksheet, form: Form, line: int, styles: dict[str, Format]) -> None:
    for index, column in enumerate(form.columns):
        if column.money:
            letter = chr(ord("A") + index)
            value = sum(float(row[index] or 0) for row in form.rows)
            sheet.write_formula(line, index, f"=SUM({letter}4:{letter}{line})", styles["money"], value)
        else:
            sheet.write(line, index, "合计" if index == 0 else None, styles["centre"])


def _cell_style(column: Column, value: Value, styles: dict[str, Format]) -> Format:
    if column.money:
        return styles["money"]
    return styles["centre"] if column.width <= 12 or isinstance(value, int) else styles["text"]


def _set_page(sheet: Worksheet, last_row: int, last_column: int) -> None:
    sheet.set_paper(9)  # A4
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    sheet.repeat_rows(2)
    sheet.freeze_panes(3, 0)
    sheet.print_area(0, 0, last_row, last_column)
    sheet.set_footer("&C第 &P 页，共 &N 页")
