"""Settle days kept as numbers: 7.3 is 7月3日, or 7月30日 whose last digit the spreadsheet dropped."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.values.dates import EPOCH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.values.cell import Cell


def settle(raw: Sequence[Cell], values: list[object], year: int, *, ordered: bool) -> list[int]:
    """Read such days in ``values`` (days since ``EPOCH``) so that an ``ordered`` column stays in order.

    Returns the positions at which the order did not speak for the plain reading alone.
    """
    doubtful = {p: days for p, cell in enumerate(raw) if (days := _readings(cell, year))}
    if not doubtful or not ordered:
        return list(doubtful)
    sure = [v for p, v in enumerate(values) if isinstance(v, int) and p not in doubtful]
    falling = sum(b < a for a, b in pairwise(sure)) * 2 > len(sure) - 1 > 0
    after = _next_sure(values, doubtful)
    told: list[int] = []
    before: int | None = None
    for position in range(len(values)):
        if position in doubtful:
            plain, long = doubtful[position]
            fits = [_between(before, day, after[position], falling) for day in (plain, long)]
            if fits == [False, True]:
                values[position] = long
            if fits != [True, False]:
                told.append(position)
        settled = values[position]
        if isinstance(settled, int):
            before = settled
    return told


def _readings(cell: Cell, year: int) -> tuple[int, int] | None:
    """Give both days a number such as 7.3 may mean, None where there are not two."""
    if not isinstance(cell, float) or not 1 <= cell < 13:
        return None
    month, tenths = divmod(round(cell * 10), 10)
    if tenths not in {1, 2, 3} or abs(cell * 10 - round(cell * 10)) > 1e-9:
        return None
    if month == 2 and tenths == 3:
        return None
    return _days(year, month, tenths), _days(year, month, tenths * 10)


def _days(year: int, month: int, day: int) -> int:
    return date(year, month, day).toordinal() - EPOCH


def _next_sure(values: list[object], doubtful: dict[int, tuple[int, int]]) -> list[int | None]:
    found: list[int | None] = []
    following: int | None = None
    for position in range(len(values) - 1, -1, -1):
        found.append(following)
        value = values[position]
        if isinstance(value, int) and position not in doubtful:
            following = value
    return found[::-1]


def _between(before: int | None, day: int, after: int | None, falling: bool) -> bool:
    low, high = (after, before) if falling else (before, after)
    return (low is None or low <= day) and (high is None or day <= high)
