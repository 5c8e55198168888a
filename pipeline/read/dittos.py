"""Write out what a list leaves out because it stands in the line above: the day of a book, the village of a group.

Where it is not plain that leaving out is the list's way, a blank stays one, and is told.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.read.running_days import balances_follow

if TYPE_CHECKING:
    from pipeline.read.grid import Grid

# So many lines must do without what stands above them, and so large a share of all.
LEAST, SHARE = 2, 5
_OF_GROUPS = ("village_name", "cooperative")


def days(grid: Grid, name: str) -> dict[int, object]:
    """Give the lines without month and day of a book that writes each month once: they are of the day above.

    Not where the balance printed beside them does not follow.
    """
    column = grid.table.recognition.columns.get(name)
    values = grid.columns.get(name, [])
    if column is None or not {"month", "day"} <= column.parts.keys() or column.columns:
        return {}
    both = list(zip(grid.spread(column.parts["month"]), grid.spread(column.parts["day"]), strict=True))
    if sum(month == "" and day != "" for month, day in both) < LEAST:
        return {}
    found: dict[int, object] = {}
    for position, (month, day) in enumerate(both):
        blank = month == "" and day == "" and values[position] is None and position not in grid.aside
        above = found.get(position - 1, values[position - 1]) if position else None
        if blank and above is not None and balances_follow(grid, position, position) is not False:
            found[position] = above
    return found


def groups(grid: Grid) -> None:
    """Fill in the village, or co-operative, that a list in groups writes once; say so.

    It does where no name stands in two lines, and several lines have none.
    """
    for name in _OF_GROUPS:
        values = grid.columns.get(name)
        column = grid.table.recognition.columns.get(name)
        if not values or column is None or not grid.ledger.per_village or values[0] is None:
            continue
        named = [value for value in values if value is not None]
        blank = [p for p, value in enumerate(values) if value is None and p not in grid.no_move]
        if len(blank) < LEAST or len(blank) * SHARE < len(values) or len(set(named)) < len(named):
            continue
        for before, here in pairwise(range(len(values))):
            if values[here] is None:
                values[here] = values[before]
        title = grid.title_of(name)
        grid.say(
            "C32", (grid.rows[blank[0]], column.first), title, "空白", column_title=title, count=len(blank)
        )
