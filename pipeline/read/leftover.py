"""Account for the filled cells of a table's data rows that were given no meaning: columns, and cells under no header."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.layout.headers import SEQUENCE
from pipeline.layout.lexicon import meaning
from pipeline.layout.profile import describe
from pipeline.read.extract import UnreadPlace
from pipeline.read.heading import nearest
from pipeline.values.cell import address
from pipeline.values.celltext import cell_text
from pipeline.values.money import cents_column, yuan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.layout.profile import Profile
    from pipeline.read.grid import Grid
    from pipeline.values.cell import Cell

# 补贴标准, 单价, 元/天 say what one costs, not what was paid.
_RATE = re.compile("标准|单价|价格|元/|每")
# Headers that say a column holds money (余额 and 金额), where the cells are figures.
MONEY_PARTS = frozenset({"金额", "总额", "余额", "借", "贷", "收入", "支出", "付款", "收款", "扣"})


def account(grid: Grid) -> list[UnreadPlace]:
    """List the unread columns of the data rows with the money in them, and tell the officer of each."""
    known = {
        place for c in grid.table.recognition.columns.values() for place in (*c.columns, *c.parts.values())
    }
    known |= {place for place, _, _ in grid.table.recognition.shadowed}
    if grid.table.recognition.status is not None:
        known.add(grid.table.recognition.status)
    known |= {place for place, parts in enumerate(grid.table.block) if parts[-1] in SEQUENCE}
    found = []
    for place in range(len(grid.cells)):
        if place in known:
            continue
        cells = grid.raw(place)
        count = sum(1 for cell in cells if cell_text(cell).strip())
        if count:
            found.append(_unread(grid, place, cells, count))
    return found


def _unread(grid: Grid, place: int, cells: Sequence[Cell], count: int) -> UnreadPlace:
    header = grid.header_name(place) if place < len(grid.table.block) else ""
    money = money_in(header, cells, grid.factor(place))
    near = nearest(grid, header) if header else ""
    told = {
        "header": header or "没有列名的一列",
        "nearest": f"是否应为“{near}”？" if near else "",
        "count": count,
    }
    code = "H04" if money else "H01" if header else "H06"
    at = (grid.table.header[1], place) if header else (grid.rows[0], place)
    grid.say(code, at, header, header or cell_text(cells[0]), money or None, money=yuan(money), **told)
    where = f"{address(grid.rows[0], place)}:{address(grid.rows[-1], place)}"
    return UnreadPlace(
        where, header, count, figures(header, cells), money, "列名不认识" if header else "没有列名"
    )


def figures(header: str, cells: Sequence[Cell]) -> bool:
    """Tell whether a column holds figures that may be amounts: no years, no price of one."""
    profile = describe(cells)
    return _counts(header, profile) and profile.years < 0.5


def money_in(header: str, cells: Sequence[Cell], factor: int) -> int:
    """Add up the amounts of a column, in cents; 0 for a column that holds none.

    Figures are money where the header says so, or where they are written with cents.
    """
    profile = describe(cells)
    if not _counts(header, profile) or not (profile.cents or meaning(header).parts & MONEY_PARTS):
        return 0
    return sum(c for c in cents_column(cells, factor)[0] if c)


def _counts(header: str, profile: Profile) -> bool:
    """Tell whether a column holds figures, and no price of one."""
    return profile.numbers >= 0.5 and not _RATE.search(header)
