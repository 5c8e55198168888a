"""Know which cells of loaded rows could not be read, and which columns of their sheets no one understood.

A rule that takes an empty field for an answer asks here whether the field is empty on the sheet as well.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from schemas import ledgers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import duckdb

_PLACE = re.compile(r"[A-Z]+(\d+)(?::[A-Z]+(\d+))?")
_CELLS = """
    select i.submission_id, coalesce(i.sheet, ''), i.cell, i."column" from meta.issue as i
    semi join meta.submission as m on i.submission_id = m.submission_id and m.superseded_by = ''
    where coalesce(i.cell, '') <> '' and coalesce(i."column", '') <> ''
"""
_COLUMNS = """
    select u.submission_id, u.sheet, u.place, u.header, u.money <> 0 or coalesce(u.figures, true) from meta.unread as u
    semi join meta.submission as m on u.submission_id = m.submission_id and m.superseded_by = ''
    where coalesce(u.header, '') <> ''
"""
_KNOWN = """
    select c.submission_id, c.sheet, c.kind, c.field from meta.sheet_column as c
    semi join meta.unread as u on c.submission_id = u.submission_id and c.sheet = u.sheet
"""


class Cells:
    """The cells and columns that were not read of what is current, by sheet."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        """Look them up."""
        self._cells: dict[tuple[str, str, int], dict[str, str]] = defaultdict(dict)
        for submission, sheet, cell, column in con.execute(_CELLS).fetchall():
            if place := _PLACE.fullmatch(cell):
                self._cells[submission, sheet, int(place[1])][column] = cell
        self._columns: dict[tuple[str, str], list[tuple[range, str, bool]]] = defaultdict(list)
        for submission, sheet, cells, header, has_figures in con.execute(_COLUMNS).fetchall():
            if place := _PLACE.fullmatch(cells):
                rows = range(int(place[1]), int(place[2] or place[1]) + 1)
                self._columns[submission, sheet].append((rows, header, has_figures))
        self._known = set(con.execute(_KNOWN).fetchall())
        self.any = bool(self._cells or self._columns)

    def titles(self, submission: str, sheet: str, row: int) -> frozenset[str]:
        """Give the titles of the columns of which a row's cell could not be read, if every column was understood."""
        if any(row in rows for rows, _, _ in self._columns.get((submission, sheet), ())):
            return frozenset()
        return frozenset(self._cells.get((submission, sheet, row), ()))

    def unread(self, line: Mapping[str, str], fields: Iterable[str]) -> str:
        """Name a cell or column that may hold one of the ``fields`` a loaded row (by field, as text) has empty; '' for none.

        A column without any figure holds no amount.
        """
        sheet = line["submission_id"], line["source_sheet"]
        row, kind = int(line["source_row"]), line["kind"]
        where = f"{line['source_file']}“{line['source_sheet']}”"
        strange = [(header, has) for rows, header, has in self._columns.get(sheet, ()) if row in rows]
        cells = self._cells.get((*sheet, row), {})
        for name in fields:
            if name in line:
                continue
            if cell := cells.get(ledgers()[kind].by_name[name].title):
                return f"{where}{cell} 没有读懂"
            is_money = ledgers()[kind].by_name[name].role == "money"
            may_be = [header for header, has_figures in strange if has_figures or not is_money]
            if may_be and (*sheet, kind, name) not in self._known:
                return f"{where}“{may_be[0]}”一列没有读懂"
        return ""
