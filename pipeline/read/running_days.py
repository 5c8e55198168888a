"""Find the days of lines that leave them blank: between two lines of one day, or posted on the day of the line before."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.layout import proofs

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from pipeline.read.grid import Grid

_NUMBER = re.compile(r"(.*?)([0-9]{1,18})[^0-9]*")


def blanks(grid: Grid, name: str) -> dict[int, object]:
    """Give the blank lines whose day is certain: the line before and the one after are of it, and no line is missing.

    Neither is where the vouchers between them don't run on or the balances don't follow; at least one must show it.
    """
    values = grid.columns.get(name, [])
    if None not in values:
        return {}
    found: dict[int, object] = {}
    for first, last in _stretches(values):
        before, after = values[first - 1], values[last + 1]
        if before == after and not grid.aside.keys() & set(range(first - 1, last + 2)):
            evidence = {_vouchers_run_on(grid, first, last), balances_follow(grid, first, last)}
            if True in evidence and False not in evidence:
                found |= dict.fromkeys(range(first, last + 1), before)
    return found | _posted_at_once(grid, name, values, found)


def _posted_at_once(grid: Grid, name: str, values: list[object], found: Container[int]) -> dict[int, object]:
    """Give the blanks that the line's own posting day proves: no earlier than the line before, no later than posted.

    Only where the book runs forward and none of its lines was posted before its day.
    """
    posted = grid.columns.get(grid.ledger.date_stand_in, [])
    lines = list(zip(values, posted, strict=False))
    days = [day for day in values if isinstance(day, int)]
    both = [(day, by) for day, by in lines if isinstance(day, int) and isinstance(by, int)]
    if not both or days != sorted(days) or any(day > by for day, by in both):
        return {}
    last: object = None
    proven: dict[int, object] = {}
    for position, (day, by) in enumerate(lines):
        if day is not None:
            last = day
        elif last is not None and by == last and position not in found and position not in grid.aside:
            proven[position] = last
    return proven


def _stretches(values: list[object]) -> Iterator[tuple[int, int]]:
    """List the first and last position of each stretch of blanks that has a line before and one after it."""
    first: int | None = None
    for position, value in enumerate(values):
        if value is None:
            first = position if first is None else first
        else:
            if first:
                yield first, position - 1
            first = None


def _vouchers_run_on(grid: Grid, first: int, last: int) -> bool | None:
    """Tell whether the voucher numbers go up (or down) by at most one from line to line; None where there are none."""
    numbers = grid.columns.get("voucher_no")
    if numbers is None or all(n is None for n in numbers[first : last + 1]):
        return None
    parts = [_NUMBER.fullmatch(str(n or "")) for n in numbers[first - 1 : last + 2]]
    if None in parts or len({p[1] for p in parts if p}) > 1:
        return False
    counted = [int(p[2]) for p in parts if p]
    steps = {b - a for a, b in pairwise(counted)}
    return steps <= {0, 1} or steps <= {0, -1}


def balances_follow(grid: Grid, first: int, last: int) -> bool | None:
    """Tell whether each balance follows from the one before; None in a book that prints none there."""
    chain = next((i for i in grid.ledger.identities if i.form == "chain"), None)
    if chain is None or chain.fields[0] not in grid.columns:
        return None
    lines = range(first - 1, min(last + 2, len(grid.rows)))
    balance, *moves = ([_cents(grid, name, p) for p in lines] for name in chain.fields)
    if any(b is None for b in balance[1 : last - first + 2]):
        return None
    plus, minus = moves
    tries = [proofs.chain(balance, plus, minus)]
    tries += [proofs.chain(balance, minus, plus)] if chain.either else []
    return any(tried and satisfied == tried for satisfied, tried in tries)


def _cents(grid: Grid, name: str, position: int) -> int | None:
    value = grid.columns[name][position] if name in grid.columns else None
    return value if isinstance(value, int) else None
