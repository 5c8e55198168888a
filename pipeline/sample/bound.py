"""Evaluate a money-unit sample: taints, projected misstatement, the upper limit after Stringer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from pipeline.sample.factors import hundredths

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Item:
    """One item checked: taken for its size (``top``) or drawn, what the books and the vouchers say in cents."""

    top: bool
    book: int
    found: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """The misstatement in one direction, in cents: what was found, what follows for the whole, at most how much.

    ``taints`` are the shares of their items that drawn items are wrong by, the largest first.
    """

    errors: int
    found: int
    projected: Fraction
    upper: Fraction
    taints: tuple[Fraction, ...]


def overstated(items: Sequence[Item], wide: int, rest: int, confidence: Decimal) -> Estimate:
    """Estimate what the books show above what is proven; of ``rest`` cents, no more than all can be wrong."""
    estimate = _estimate(((i.top, i.book - i.found, i.book) for i in items), wide, rest, confidence)
    most = Fraction(sum(i.book - i.found for i in items if i.top and i.found < i.book) + rest)
    return replace(estimate, projected=min(estimate.projected, most), upper=min(estimate.upper, most))


def understated(items: Sequence[Item], wide: int, rest: int, confidence: Decimal) -> Estimate:
    """Estimate what the books show below what is proven; an item may be short by more than itself."""
    return _estimate(((i.top, i.found - i.book, i.book) for i in items), wide, rest, confidence)


def _estimate(wrong: Iterable[tuple[bool, int, int]], wide: int, rest: int, confidence: Decimal) -> Estimate:
    differing = [(top, off, book) for top, off, book in wrong if off > 0]
    known = sum(off for top, off, _ in differing if top)
    taints = tuple(sorted((Fraction(off, book) for top, off, book in differing if not top), reverse=True))
    return Estimate(
        errors=len(differing),
        found=sum(off for _, off, _ in differing),
        projected=known + wide * sum(taints, Fraction(0)),
        upper=known + (stringer(taints, wide, confidence) if rest else Fraction(0)),
        taints=taints,
    )


def stringer(taints: Sequence[Fraction], wide: int, confidence: Decimal) -> Fraction:
    """Give the upper limit, in cents, that ``taints`` (the largest first) make: each weighs the factor's increase."""
    factors = [hundredths(confidence, count) for count in range(len(taints) + 1)]
    steps = zip(factors, factors[1:], taints, strict=False)
    weighed = sum((taint * (later - earlier) for earlier, later, taint in steps), Fraction(factors[0]))
    return wide * weighed / 100
