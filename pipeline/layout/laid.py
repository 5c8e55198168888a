"""Hold a sheet laid out anew so that it reads like a list, and where each of its cells really stands."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.files.marks import Address
    from pipeline.files.workbook import Sheet
    from pipeline.values.cell import Cell


@dataclass(slots=True)
class Laid:
    """A sheet laid out anew; ``rows`` are the real rows of its rows, ``moved`` the real places of moved cells.

    All other cells keep their column. ``made``: cells that stand nowhere on the sheet as they are here. ``turned``: it
    lies on its side, its records stand in columns of one row.
    """

    sheet: Sheet
    rows: list[int]
    moved: dict[Address, Address] = field(default_factory=dict)
    made: frozenset[Address] = frozenset()
    turned: bool = False

    def real(self, row: int, column: int) -> Address:
        """Give the real place of a cell."""
        return self.moved.get((row, column), (self.rows[row], column))


def lay(
    sheet: Sheet,
    rows: Sequence[int],
    cells: list[list[Cell]],
    moved: dict[Address, Address],
    made: frozenset[Address] = frozenset(),
) -> Laid:
    """Lay ``sheet`` out as ``cells``, whose rows stand for the real ``rows``; what is said of cells goes with them.

    ``made``: cells that stand nowhere on the sheet as they are here.
    """
    laid = Laid(replace(sheet, rows=cells, merged=[], formulas={}), list(rows), moved, made)
    marked = sheet.errors.keys() | sheet.uncached | sheet.red
    if marked:
        here: dict[Address, list[Address]] = {}
        for row, line in enumerate(cells):
            for column in range(len(line)):
                place = laid.real(row, column)
                if place in marked and (row, column) not in made:
                    here.setdefault(place, []).append((row, column))
        laid.sheet.errors = {to: text for at, text in sheet.errors.items() for to in here.get(at, ())}
        laid.sheet.uncached = frozenset(to for at in sheet.uncached for to in here.get(at, ()))
        laid.sheet.red = frozenset(to for at in sheet.red for to in here.get(at, ()))
    laid.sheet.hidden_rows = frozenset(row for row, real in enumerate(laid.rows) if real in sheet.hidden_rows)
    return laid
