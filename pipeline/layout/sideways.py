"""Find a table that lies on its side: what each line says down the first column, the records side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.layout.find import find_tables
from pipeline.layout.header_rows import HeaderRows
from pipeline.layout.headers import clean
from pipeline.layout.laid import lay
from pipeline.layout.mapping import PUT_TOGETHER
from pipeline.layout.table import Table
from pipeline.values.celltext import cell_text, filled

if TYPE_CHECKING:
    from pipeline.files.marks import Address, Area
    from pipeline.files.workbook import Sheet
    from pipeline.layout.laid import Laid
    from pipeline.layout.table import Unread
    from pipeline.layout.titleblock import Context
    from pipeline.layout.upright import Upright
    from pipeline.values.cell import Cell

    Found = list[Table | Upright | Unread]

LEAST_FIELDS, LEAST_RECORDS = 4, 2
# A page holds no more records side by side.
MOST_RECORDS, MOST_LINES = 60, 60
FEW = 2  # texts in a line of those who sign


def find(sheet: Sheet, headers: HeaderRows, above: Context | None) -> tuple[Found, HeaderRows, Laid] | None:
    """Find the one table of ``sheet`` that can be read when it is laid on its side; None where there is none.

    At least four fields are named by words in the first column, most of its words are known, and records stand
    beside each other.
    """
    span = _span(sheet, headers)
    if span is None:
        return None
    laid = _lay(sheet, *span)
    anew = HeaderRows(laid.sheet, headers.names, headers.recogniser)
    found = find_tables(laid.sheet, anew, above)
    tables = [one for one in found if isinstance(one, Table)]
    if len(tables) != 1:
        return None
    table = tables[0]
    named = [c for c in table.recognition.columns.values() if c.why in {"", PUT_TOGETHER}]
    left = [place for place, _ in table.recognition.unmapped]
    if 0 in left:
        # What tells the records apart is not understood: this year's figures beside last year's.
        return None
    if len(named) < LEAST_FIELDS or len(left) > len(named) or len(table.data) < LEAST_RECORDS:
        return None
    lines = [row for row in table.data if (row, 0) not in laid.moved]
    table.data = [row for row in table.data if row not in lines]
    table.skip("说明行", lines)
    return found, anew, laid


def _span(sheet: Sheet, headers: HeaderRows) -> tuple[int, int, int] | None:
    """Find the first and last line of the table and the column of its labels; None where they name no fields."""
    rows = sheet.rows
    wide = [row for row in range(len(rows)) if len(filled(rows[row])) > LEAST_RECORDS]
    if not LEAST_FIELDS <= len(wide) <= MOST_LINES:
        return None
    first, last = wide[0], wide[-1]
    if any(len(filled(row)) > FEW for row in rows[last + 1 :]):
        return None
    column = min(filled(rows[row])[0] for row in wide)
    if max(map(len, rows)) - column > MOST_RECORDS:
        return None
    labels = [clean(cell_text(headers.cell(row, column))) for row in range(first, last + 1)]
    told = [label for label in labels if label]
    known = sum(_is_known(label, headers) for label in told)
    if known < LEAST_FIELDS - 1 or known * 2 < len(told) or len(set(told)) < len(told):
        return None
    return first, last, column


def _is_known(label: str, headers: HeaderRows) -> bool:
    index = headers.recogniser.headers
    return any(index.match(kind, (label,)) for kind in index.kinds)


def _lay(sheet: Sheet, first: int, last: int, column: int) -> Laid:
    """Lay the lines from ``first`` to ``last`` on their side; what stands above and below them stays."""
    width = max(map(len, sheet.rows))
    cells: list[list[Cell]] = [list(row) for row in sheet.rows[:first]]
    rows = list(range(first))
    moved: dict[Address, Address] = {}
    for place in range(column, width):
        here = len(cells)
        line = [row[place] if place < len(row) else "" for row in sheet.rows[first : last + 1]]
        cells.append(line)
        rows.append(first)
        moved |= {(here, j): (first + j, place) for j in range(len(line))}
    cells += [list(row) for row in sheet.rows[last + 1 :]]
    rows += range(last + 1, len(sheet.rows))
    laid = lay(sheet, rows, cells, moved)
    laid.turned = True
    laid.sheet.hidden_columns = frozenset(j - first for j in sheet.hidden_rows if first <= j <= last)
    laid.sheet.hidden_rows = frozenset(first + j - column for j in sheet.hidden_columns if j >= column)
    laid.sheet.merged = [_turned(area, first, column) for area in sheet.merged if first <= area[0] <= last]
    return laid


def _turned(area: Area, first: int, column: int) -> Area:
    top, left, bottom, right = area
    return first + left - column, top - first, first + right - column, bottom - first
