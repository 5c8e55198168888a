"""Hold columns against what their figures must satisfy: a running balance, debit = credit, quantity × price.

All in whole numbers (cents, ten-thousandths), one pass a column. A row on which an identity can't be tried,
because a figure is missing, counts neither way.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    Figures = Sequence[int | None]

# So few rows prove nothing; so large a share of them proves the reading, or shows that it is wrong.
LEAST_ROWS = 3
PROVEN, REFUTED = 0.9, 0.5


def holds(satisfied: int, tried: int) -> bool:
    """Tell whether an identity held on (nearly) all of enough rows."""
    return tried >= LEAST_ROWS and satisfied >= PROVEN * tried


def fails(satisfied: int, tried: int) -> bool:
    """Tell whether an identity failed on most of enough rows."""
    return tried > LEAST_ROWS and satisfied < REFUTED * tried


def chain(balances: Figures, plus: Figures, minus: Figures) -> tuple[int, int]:
    """Count the balances that follow from the one before (or after, newest first), and those that could.

    A blank amount is nothing; between two balances with blanks between them the amounts add up. A row beside which
    the balance stands still says nothing: it may sum up those above.
    """
    return max(_chain(balances, plus, minus), _newest_first(balances, plus, minus))


def _chain(balances: Figures, plus: Figures, minus: Figures) -> tuple[int, int]:
    satisfied = tried = moved = 0
    before: int | None = None
    for balance, p, m in zip(balances, plus, minus, strict=True):
        moved += (p or 0) - (m or 0)
        if balance is None:
            continue
        if before is not None and balance != before:
            tried += 1
            satisfied += balance - before == moved
        before, moved = balance, 0
    return satisfied, tried


def _newest_first(balances: Figures, plus: Figures, minus: Figures) -> tuple[int, int]:
    rows = [(b, (p or 0) - (m or 0)) for b, p, m in zip(balances, plus, minus, strict=True) if b is not None]
    steps = [(newer - older, moved) for (newer, moved), (older, _) in pairwise(rows)]
    tried = [(step, moved) for step, moved in steps if step]
    return sum(step == moved for step, moved in tried), len(tried)


def steps(balances: Figures, amounts: Figures) -> tuple[int, int]:
    """Count the steps from balance to balance that are the amount of their row, in or out, and those that could be."""
    return max(_steps(balances, amounts), _steps(balances[::-1], amounts[::-1]))


def _steps(balances: Figures, amounts: Figures) -> tuple[int, int]:
    tried = [
        abs(here - before) == abs(amount)
        for (before, here), amount in zip(pairwise(balances), amounts[1:], strict=True)
        if before is not None and here is not None and amount
    ]
    return sum(tried), len(tried)


def directs(ways: Sequence[int], balances: Figures) -> bool:
    """Tell whether words (1: one way, -1: the other, 0: none) say which way each balance moved."""
    return _directs(ways, balances) or _directs(ways[::-1], balances[::-1])


def _directs(ways: Sequence[int], balances: Figures) -> bool:
    agree = [
        way * (here - before) > 0
        for (before, here), way in zip(pairwise(balances), ways[1:], strict=True)
        if before is not None and here is not None and here != before and way
    ]
    return len(agree) >= LEAST_ROWS and (all(agree) or not any(agree))


def balanced(groups: Sequence[Hashable], debit: Figures, credit: Figures) -> tuple[int, int]:
    """Count the vouchers (``groups``) whose debits equal their credits, and those that have both."""
    sums: dict[Hashable, list[int]] = {}
    for group, d, c in zip(groups, debit, credit, strict=True):
        if group is not None:
            one = sums.setdefault(group, [0, 0])
            one[0] += d or 0
            one[1] += c or 0
    tried = [one for one in sums.values() if any(one)]
    return sum(d == c for d, c in tried), len(tried)


def product(quantity: Figures, price: Figures, amount: Figures) -> tuple[int, int]:
    """Count the rows where quantity × price (both × 10^4) is the amount (cents), to the half cent."""
    tried = [
        abs(q * p - a * 10**6) <= 5 * 10**5
        for q, p, a in zip(quantity, price, amount, strict=True)
        if q is not None and p is not None and a is not None and (q or p or a)
    ]
    return sum(tried), len(tried)


def share(whole: Figures, ratio: Figures, amount: Figures) -> tuple[int, int]:
    """Count the rows where ``ratio`` (× 10^4, as far as it is written) of ``whole`` is ``amount`` (both cents)."""
    tried = [
        abs(w * r - a * 10**4) <= w
        for w, r, a in zip(whole, ratio, amount, strict=True)
        if w and r is not None and a is not None
    ]
    return sum(tried), len(tried)


def total(parts: Sequence[Figures], whole: Figures) -> tuple[int, int]:
    """Count the rows where ``parts`` (negative ones with their sign) add up to ``whole``; blank is nothing."""
    rows = zip(whole, *parts, strict=True)
    tried = [(w or 0) == sum(p or 0 for p in ps) for w, *ps in rows if sum(p is not None for p in ps) > 1]
    return sum(tried), len(tried)
