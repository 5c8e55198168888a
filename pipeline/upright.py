"""Read upright forms (会农社02表): one record, its items down the page, this year's figures in one column.

The form is laid on its side and then read like any other table; addresses are turned back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.cell import address
from pipeline.celltext import filled, squeeze
from pipeline.header_rows import HeaderRows
from pipeline.headers import clean
from pipeline.normalise import normalise
from pipeline.recognise import Recognition
from pipeline.table import Table
from pipeline.workbook import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.cell import Cell
    from pipeline.extract import Extract
    from pipeline.findings import Issue
    from pipeline.titleblock import Context

ITEM_HEADS = frozenset({"项目", "指标", "指标名称", "项目名称", "栏目"})
VALUE_HEADS = ("本年金额", "本年数", "本年累计", "本年累计数", "本期金额", "本期数", "本年", "金额")
LEAST_ITEMS = 4
_NUMBERING = re.compile(r"^(?:[（(]?[一二三四五六七八九十0-9]+[)）、.．]+)?(?:加|减|其中)?[:：]?")
_LETTERS = re.compile(r"([A-Z]+)\d+")


@dataclass(frozen=True, slots=True)
class Upright:
    """One form: header row, rows of known items with their texts, column of the values.

    It takes up the rows from ``first`` to before ``end``; ``last`` is the row of its last item.
    """

    context: Context
    recognition: Recognition
    header: int
    items: tuple[tuple[int, str], ...]
    column: int
    first: int
    last: int
    end: int


def find(headers: HeaderRows, row: int, first: int, context: Context) -> Upright | None:
    """Find the upright form that ``row`` heads (its title block begins at ``first``); None where there is none."""
    heads = {clean(v): j for j, v in reversed(list(enumerate(headers.rows[row]))) if isinstance(v, str)}
    item_column = next((j for text, j in heads.items() if text in ITEM_HEADS), None)
    column = next((heads[text] for text in VALUE_HEADS if text in heads), None)
    if item_column is None or column is None:
        return None
    items = tuple(_items(headers, row, item_column))
    known = tuple((r, text) for r, text in items if text in headers.words)
    found = headers.recogniser.recognise(tuple((text,) for _, text in known), context, headers.names)
    if not isinstance(found, Recognition) or len(found.columns) < LEAST_ITEMS:
        return None
    found.unmapped = []
    end = items[-1][0] + 1
    while end < len(headers.rows) and not headers.like(end):
        end += 1
    return Upright(context, found, row, known, column, first, items[-1][0], end)


def _items(headers: HeaderRows, row: int, column: int) -> Iterator[tuple[int, str]]:
    for below in range(row + 1, len(headers.rows)):
        if headers.like(below):
            return
        text = _NUMBERING.sub("", squeeze(headers.cell(below, column)))
        if text and len(filled(headers.rows[below])) > 1:
            yield below, clean(text)


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
