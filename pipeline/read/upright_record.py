"""Read the record of an upright form: laid on its side, read like any other table, addresses turned back."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.files.workbook import Sheet
from pipeline.layout.header_rows import HeaderRows
from pipeline.layout.table import Table
from pipeline.read.normalise import normalise
from pipeline.values.cell import address
from pipeline.values.celltext import filled

if TYPE_CHECKING:
    from pipeline.findings import Issue
    from pipeline.layout.upright import Upright
    from pipeline.read.extract import Extract
    from pipeline.values.cell import Cell

_LETTERS = re.compile(r"([A-Z]+)\d+")


def read(form: Upright, sheet: Sheet, source_file: str, headers: HeaderRows) -> tuple[Extract, list[Issue]]:
    """Read the record of a form."""
    laid = _lay(sheet, form)
    block = tuple((text,) for _, text in form.items)
    table = Table(form.context, headers.names, form.recognition, (0, 0), block, [1])
    extract, issues = normalise(table, laid, source_file, HeaderRows(laid, headers.names, headers.recogniser))
    rows = [row for row, _ in form.items]
    record = min(rows[column.first] for column in form.recognition.columns.values())
    _turn_back(extract, form, sheet, record)
    for heading in extract.headings:
        heading.place = form.column
    return extract, [replace(i, cell=_real(i.cell, rows, form.column)) for i in issues]


def _lay(sheet: Sheet, form: Upright) -> Sheet:
    """Lay the items on their side: a sheet of one header row and one row of values."""
    items, column = form.items, form.column

    def at(row: int) -> Cell:
        return sheet.rows[row][column] if column < len(sheet.rows[row]) else ""

    here = {(row, column): (1, j) for j, (row, _) in enumerate(items)}
    return Sheet(
        sheet.name,
        [[text for _, text in items], [at(row) for row, _ in items]],
        errors={here[place]: text for place, text in sheet.errors.items() if place in here},
        uncached=frozenset(here[place] for place in sheet.uncached if place in here),
        red=frozenset(here[place] for place in sheet.red if place in here),
        text_only=sheet.text_only,
    )


def _turn_back(extract: Extract, form: Upright, sheet: Sheet, record: int) -> None:
    """Give the record its row on the sheet, and account for every row of the form."""
    extract.header_row = form.header + 1
    extract.rows = [record + 1 for _ in extract.rows]
    for rejected in extract.rejected:
        rejected.row = record + 1
    extract.skipped, extract.skipped_rows = {}, {}
    for row in range(form.first, form.end):
        if row == record:
            continue
        if not filled(sheet.rows[row]):
            reason = "空行"
        elif row < form.header:
            reason = "标题"
        elif row == form.header:
            reason = "表头"
        else:
            reason = "竖排表的其他行" if row <= form.last else "说明行"
        extract.leave_out(reason, [row + 1])
    extract.rows_read = form.end - form.first


def _real(cell: str, rows: list[int], column: int) -> str:
    if not (found := _LETTERS.fullmatch(cell)):
        return cell
    place = 0
    for letter in found[1]:
        place = place * 26 + ord(letter) - 64
    return address(rows[place - 1], column)
