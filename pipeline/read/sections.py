"""Give the rows of a list of several villages, whose names stand in lines of their own (一、东滩村), that of the line above."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from pipeline.values.celltext import filled, squeeze

if TYPE_CHECKING:
    from pipeline.read.grid import Grid

_LINE = re.compile(
    r"(?:[(（]?[一二三四五六七八九十0-9]{1,3}[)）]?[、.．:：]?)?(?P<village>[\u4e00-\u9fff]{1,8}(?:村|社区|居委会|村委会))"
    r"(?:[(（:：].*)?"
)
# What says which villages a table is of, and names none.
_ANY = re.compile("行政村|自然村|各村|全村|本村|农村|村民委员会|建制村|贫困村|.*(?:类|级|型|等)村")
_WHOSE = frozenset({"village_name", "village_code"})


def name_villages(grid: Grid) -> None:
    """Fill in the village of each row where a line above each names one, and no column does."""
    if not grid.ledger.per_village or not _WHOSE.isdisjoint(grid.table.recognition.columns):
        return
    lines: dict[int, str] = {}
    for row in grid.table.skipped.get("说明行", ()):
        places = filled(grid.sheet.rows[row])
        found = _LINE.fullmatch(squeeze(grid.sheet.rows[row][places[0]])) if len(places) == 1 else None
        if found and not _ANY.fullmatch(found["village"]):
            lines[row] = found["village"]
    heads = sorted(lines)
    if len(heads) < 2 or grid.rows[0] < heads[0]:
        return
    grid.columns["village_name"] = [lines[heads[bisect_right(heads, row) - 1]] for row in grid.rows]
    grid.supplied["village_name"] = "title"
