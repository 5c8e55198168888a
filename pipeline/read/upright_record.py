"""Read the record of an upright form: laid on its side, read like any other table, turned back to where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import messages
from pipeline.layout.header_rows import HeaderRows
from pipeline.layout.laid import lay
from pipeline.layout.table import Table
from pipeline.read.extract import UnreadPlace
from pipeline.read.leftover import figures, money_in
from pipeline.read.normalise import normalise
from pipeline.read.turned_back import turn_back
from pipeline.values.cell import address
from pipeline.values.celltext import cell_text, filled
from pipeline.values.money import yuan

# So much of a text that has no label is shown.
LONGEST = 12

if TYPE_CHECKING:
    from pipeline.files.workbook import Sheet
    from pipeline.findings import Issue
    from pipeline.layout.upright import Upright
    from pipeline.read.extract import Extract
    from pipeline.values.cell import Cell


def read(form: Upright, sheet: Sheet, source_file: str, headers: HeaderRows) -> tuple[Extract, list[Issue]]:
    """Read the record of a form."""
    columns = {place for column in form.recognition.columns.values() for place in column.columns}
    record = min(form.items[place].place[0] for place in columns)
    names: list[Cell] = [item.text for item in form.items]
    moved = {(0, j): item.label for j, item in enumerate(form.items)}
    moved |= {(1, j): item.place for j, item in enumerate(form.items)}
    laid = lay(sheet, [form.header, record], [names, [item.value for item in form.items]], moved)
    laid.sheet.hidden_columns = frozenset()
    block = tuple(item.parts for item in form.items)
    table = Table(form.context, headers.names, form.recognition, (0, 0), block, [1])
    anew = HeaderRows(laid.sheet, headers.names, headers.recogniser)
    extract, issues = normalise(table, laid.sheet, source_file, anew)
    for heading in extract.headings:
        heading.place = form.items[heading.place].place[1]
    issues = turn_back(extract, issues, laid)
    extract.header_row = form.header + 1
    _account(extract, form, sheet, record)
    return extract, issues + _unread(extract, form, sheet, source_file)


def _account(extract: Extract, form: Upright, sheet: Sheet, record: int) -> None:
    """Account for every row of the form."""
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


def _unread(extract: Extract, form: Upright, sheet: Sheet, source_file: str) -> list[Issue]:
    """List what stands in the form under labels that are not known; tell of it at once, of money at each cell."""
    issues: list[Issue] = []
    told: list[tuple[str, str]] = []
    for header, (row, column) in form.unread:
        cell, place = sheet.rows[row][column], address(row, column)
        money = money_in(header, [cell], form.context.factor or 1)
        why = "没有读懂" if header else "没有列名"
        extract.unread.append(UnreadPlace(place, header, 1, figures(header, [cell]), money, why))
        extract.money_unread += money
        extract.money_read += money
        if money:
            issues.append(
                messages.issue(
                    "H04",
                    source_file,
                    sheet=sheet.name,
                    cell=place,
                    column=header,
                    found=header,
                    header=header,
                    nearest="",
                    money=yuan(money),
                )
            )
        else:
            told.append((header or cell_text(cell), place))
    if told:
        names = "、".join(dict.fromkeys(name[:LONGEST] for name, _ in told))
        place = told[0][1]
        issues.append(
            messages.issue(
                "H07", source_file, sheet=sheet.name, cell=place, found=names, count=len(told), names=names
            )
        )
    return issues
