"""Annotate a copy of the officer's own workbook: problem cells in colour, each with a comment."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from pipeline.publish import look
from pipeline.publish.feedback import problem_sheet, results
from pipeline.read.own_sheets import PROBLEMS, is_own

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from pipeline.publish.feedback.cases import Case, Finding, LostRows

AUTHOR = "村账"
_EARLIER = "\n—— 原有批注 ——\n"
_HINT = (
    "改法：标了颜色的格子有问题，点“位置”可直接跳到，批注里写着怎么改。改好后用原来的文件名放回 "
    "inputs 里原来的文件夹，盖掉旧文件；本页不用删。图片、图形以原件为准。"
)


def annotate(data: bytes, case: Case, *, macros: bool) -> bytes:
    """Return the workbook ``data`` with the problems of ``case`` marked and listed in front.

    Values, formulas with their results, and styles stay as they are. Raises whatever openpyxl raises on a workbook it can't read.
    """
    book = openpyxl.load_workbook(io.BytesIO(data), keep_vba=macros, rich_text=True)
    _forget_earlier(book)
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    for place, findings in _by_cell(case, sheets).items():
        _mark(place, findings)
    front = book.create_sheet(PROBLEMS, 0)
    hidden = {name for name, sheet in sheets.items() if sheet.sheet_state != "visible"}
    problem_sheet.write(front, case, sheets.keys() - hidden, hidden, _HINT)
    # Were the old sheet still selected too, typing would change both.
    for sheet in book.worksheets:
        sheet.sheet_view.tabSelected = sheet is front
    book.active = 0
    output = io.BytesIO()
    book.save(output)
    return results.carry_over(data, book, output.getvalue())


def _forget_earlier(book: Workbook) -> None:
    """Take out the list and the marks of an earlier round that came back inside the workbook."""
    for sheet in list(book.worksheets):
        if is_own(sheet.title, sheet.cell(1, 1).value):
            book.remove(sheet)
            continue
        for cell in results.written(sheet):
            if isinstance(cell, Cell) and cell.comment and cell.comment.author == AUTHOR:
                _, _, original = cell.comment.text.partition(_EARLIER)
                cell.comment = Comment(original, "") if original else None
                cell.fill = PatternFill()


def _by_cell(case: Case, sheets: dict[str, Worksheet]) -> dict[Cell, list[Finding | LostRows]]:
    """Assign findings to cells; a lost row that no finding explains is marked at its first cell."""
    marks: dict[Cell, list[Finding | LostRows]] = {}
    explained = set()
    for one in case.findings[: problem_sheet.MOST]:
        if one.anchor and one.sheet in sheets:
            marks.setdefault(_top_left(sheets[one.sheet], one.anchor), []).append(one)
            explained.add((one.sheet, one.row))
    for lost in case.lost[: problem_sheet.MOST]:
        if lost.sheet in sheets and (lost.sheet, lost.first) not in explained:
            marks.setdefault(_top_left(sheets[lost.sheet], f"A{lost.first}"), []).append(lost)
    return marks


def _top_left(sheet: Worksheet, anchor: str) -> Cell:
    cell = sheet[anchor]
    if isinstance(cell, MergedCell):
        area = next(a for a in sheet.merged_cells.ranges if anchor in a)
        cell = sheet.cell(area.min_row, area.min_col)
    assert isinstance(cell, Cell)
    return cell


def _mark(cell: Cell, findings: list[Finding | LostRows]) -> None:
    # Findings come gravest first.
    cell.fill = look.fill(findings[0].level)
    text = "\n\n".join(look.clean(one.advice) for one in findings)
    if cell.comment:
        text += _EARLIER + cell.comment.text
    lines = sum(1 + len(part) // 22 for part in text.split("\n"))
    cell.comment = Comment(text, AUTHOR, width=320, height=min(30 + 19 * lines, 480))
