"""Turn what was read from a sheet laid out anew back to the sheet as it stands: rows, cells, issues, sums."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline import messages
from pipeline.values.cell import address

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.files.marks import Address
    from pipeline.findings import Issue
    from pipeline.layout.laid import Laid
    from pipeline.read.extract import Extract

_ADDRESS = re.compile(r"([A-Z]+)(\d+)")


def turn_back(extract: Extract, issues: Iterable[Issue], laid: Laid) -> list[Issue]:
    """Give every row and cell of ``extract`` its real place; returns the ``issues`` with theirs, each once."""
    if laid.turned:
        _turn_places(extract, laid)
    if extract.header_row:
        extract.header_row = laid.rows[extract.header_row - 1] + 1
    extract.rows = [laid.rows[row - 1] + 1 for row in extract.rows]
    for rejected in extract.rejected:
        rejected.row = laid.rows[rejected.row - 1] + 1
        # The month of an entry stands in the header, not in its row.
        places = ((_place(at), text) for at, text in rejected.cells.items())
        own = {laid.real(*place): text for place, text in places if place not in laid.made}
        rejected.cells = {address(*place): own[place] for place in sorted(own)}
    extract.skipped_rows = {
        reason: [laid.rows[row - 1] + 1 for row in rows] for reason, rows in extract.skipped_rows.items()
    }
    for total in extract.totals:
        total.row, total.cell = laid.rows[total.row - 1] + 1, real_address(total.cell, laid)
    extract.unread = [
        replace(one, place=":".join(real_address(at, laid) for at in one.place.split(":")))
        for one in extract.unread
    ]
    turned = [replace(_real_text(i, laid), cell=real_address(i.cell, laid)) for i in issues]
    return list({(i.code, i.cell, i.column, i.found): i for i in turned}.values())


def _turn_places(extract: Extract, laid: Laid) -> None:
    """Say in which columns the records stand of a table that lies on its side, and in which rows its fields."""
    extract.beside = [laid.real(row - 1, 0)[1] for row in extract.rows]
    for heading in extract.headings:
        heading.place = laid.real(extract.header_row - 1, heading.place)[0]


def _place(cell: str) -> Address:
    """Translate A1 into row and column, counted from 0."""
    letters = cell.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(cell[len(letters) :]) - 1, column - 1


def real_address(cell: str, laid: Laid) -> str:
    """Translate the address of a cell; what is none stays."""
    if not _ADDRESS.fullmatch(cell):
        return cell
    row, column = _place(cell)
    return address(*laid.real(row, column)) if row < len(laid.rows) else cell


def _real_text(issue: Issue, laid: Laid) -> Issue:
    """Name hidden rows by their real numbers, each once."""
    if issue.code != "C09":
        return issue
    numbers = sorted({laid.rows[int(row) - 1] + 1 for row in re.findall(r"\d+", issue.found)})
    count = len({laid.rows[row] for row in laid.sheet.hidden_rows})
    told = messages.issue(
        "C09",
        issue.source_file,
        sheet=issue.sheet,
        cell=issue.cell,
        column=issue.column,
        found=f"第 {'、'.join(map(str, numbers))} 行",
        count=count,
    )
    return replace(told, cents=issue.cents)
