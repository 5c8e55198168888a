"""Compute the confidence factors of money-unit sampling: upper limits of a Poisson mean, in exact decimals.

Source: AICPA Audit Guide "Audit Sampling", confidence factors for monetary unit sampling; the published table
raises each limit to 0.01 (risk 5%: 3.00, 4.75, 6.30, 7.76, 9.16, 10.52 …), and so do we.
"""

from __future__ import annotations

from decimal import Decimal, localcontext
from functools import cache

_DIGITS = 25  # rounding noise stays far below what a step of 0.01 changes


@cache
def hundredths(confidence: Decimal, errors: int) -> int:
    """Give the factor, in hundredths, for ``errors`` found at ``confidence`` percent (95, none: 300).

    It is the least number of hundredths x/100 at which a Poisson mean of x/100 yields ``errors`` or fewer
    with a probability of at most 1 - confidence.
    """
    risk = 1 - confidence / 100
    if errors == 0:
        found = int(-100 * risk.ln())
    else:
        # Factors rise by ever smaller steps: the last step leads close to the next factor.
        before = hundredths(confidence, errors - 1)
        found = 2 * before - hundredths(confidence, errors - 2) if errors > 1 else before + 150
    while _at_most(errors, found) > risk:
        found += 1
    while _at_most(errors, found - 1) <= risk:
        found -= 1
    return found


def written(confidence: Decimal, errors: int) -> str:
    """Write the factor as the published table does: 3.00."""
    whole, rest = divmod(hundredths(confidence, errors), 100)
    return f"{whole}.{rest:02}"


def _at_most(errors: int, hundredth: int) -> Decimal:
    """Give the probability of ``errors`` or fewer where the mean is ``hundredth`` / 100."""
    with localcontext() as context:
        context.prec = _DIGITS
        mean = Decimal(hundredth) / 100
        term = total = (-mean).exp()
        for count in range(1, errors + 1):
            term = term * mean / count
            total += term
        return total
