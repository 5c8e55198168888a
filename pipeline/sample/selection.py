"""Plan and draw a money-unit sample: the interval, the random start, the items that are hit.

Fixed interval, one random start (systematic selection): the chance of an item is exactly its amount / interval,
no item is hit twice, and anybody can follow the draw with a pocket calculator. The cell method, which draws anew
in each interval, guards against a periodic order; ours is by ``row_id``, a hash that has nothing to do with amounts.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.sample.factors import hundredths

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Chosen:
    """The positions of the items taken: ``top`` for their size, ``hit`` by the draw; ``rest`` in cents.

    ``rest`` is what all items together come to that are smaller than the interval.
    """

    top: tuple[int, ...]
    hit: tuple[int, ...]
    rest: int


def interval(confidence: Decimal, tolerable: int, expected: int = 0) -> int:
    """Find the widest interval, in cents, that still bears the ``expected`` misstatement; 0 when there is none.

    It is such that the upper limit comes to ``tolerable`` at most if items wholly wrong of ``expected`` cents
    turn up (the last of them in part): without expected misstatement ``tolerable`` / factor.
    """
    low, high = 0, 100 * tolerable // hundredths(confidence, 0) + 1
    while high - low > 1:
        middle = (low + high) // 2
        bearable = _limit(confidence, middle, expected) <= 100 * tolerable
        low, high = (middle, high) if bearable else (low, middle)
    return low


def _limit(confidence: Decimal, wide: int, expected: int) -> int:
    """Give the upper limit, in hundredths of a cent, if ``expected`` cents of misstatement turn up."""
    whole, rest = divmod(expected, wide)
    factor, further = (hundredths(confidence, count) for count in (whole, whole + 1))
    return wide * factor + rest * (further - factor)


def start(seed: int, wide: int) -> int:
    """Take the random start, 0 to ``wide`` - 1 cents, from the SHA-256 of the seed as written."""
    return int(hashlib.sha256(str(seed).encode()).hexdigest(), 16) % wide


def select(amounts: Sequence[int], wide: int, first: int) -> Chosen:
    """Take every amount (positive cents) of at least ``wide``, and of the others each ``wide``-th cent's item.

    ``first`` is the first cent taken, counted from 0.
    """
    top: list[int] = []
    hit: list[int] = []
    rest, following = 0, first
    for position, amount in enumerate(amounts):
        if amount >= wide:
            top.append(position)
            continue
        rest += amount
        if following < rest:
            hit.append(position)
            following += wide
    return Chosen(tuple(top), tuple(hit), rest)
