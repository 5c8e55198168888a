"""Compare printed counts of entries (共 5 笔, 合计笔数：5) with the rows of the table."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from pipeline.values.celltext import squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.read.grid import Grid

# Not counts of one side only: 收入：1笔, 支出笔数：2.
_COUNT = re.compile(
    r"(?<![收支入出借贷付])(?:共计?|合计|总计?)(?:[笔条]数:?(\d{1,6})|[^\d收支入出借贷付元]{0,4}(\d{1,6})[笔条项])"
)


def check_counts(grid: Grid) -> None:
    """Report counts in titles, notes and summary rows that fit neither the rows above nor the whole table."""
    whole = len(grid.rows)
    for row in _texts(grid):
        for column, value in enumerate(grid.sheet.rows[row]):
            text = (
                squeeze(value)
                if isinstance(value, str) and ("笔" in value or "条" in value or "项" in value)
                else ""
            )
            found = _COUNT.search(text)
            if found is None:
                continue
            above = bisect_left(grid.rows, row) or whole
            if int(found[1] or found[2]) not in {above, whole}:
                grid.say("T01", (row, column), "", text, rows=f"{above} 笔")


def _texts(grid: Grid) -> Iterator[int]:
    yield from grid.table.skipped.get("标题", ())
    yield from grid.table.skipped.get("说明行", ())
    yield from (row for row, _, _ in grid.table.totals)
