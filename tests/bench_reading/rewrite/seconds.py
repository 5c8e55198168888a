"""Put another table on the sheet: beside the first one, its header at another height, or below it."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from tests.bench_reading import forms
from tests.bench_reading.definitions import whole
from tests.bench_reading.forms import TITLED, Sheet
from tests.bench_reading.rewrite.bases import Base
from tests.bench_reading.rewrite.change import BELOW, BESIDE, Change


def beside(base: Base, rng: Random) -> Change | None:
    """Put a table to the right, a blank column between; its rows begin above, beside or below the header."""
    other = _other(base)
    start = max(0, base.table.header_row - 1 + rng.choice((-2, -1, 0, 1)))
    return _with(base, other, start, base.paper.width + 1, BESIDE)


def below(base: Base, rng: Random) -> Change | None:
    """Put a table below, one or two blank rows between."""
    return _with(base, _other(base), len(base.paper.rows) + rng.choice((1, 2)), 0, BELOW)


def _other(base: Base) -> Sheet:
    """Draw a purchase list, or beside such a list one of members."""
    kind, target = ("hardship_register", "name") if base.table.kind == "purchase" else ("purchase", "item")
    ledger = next(one for one in whole().ledgers if one.name == kind)
    return forms.draw(ledger, TITLED, target, {}, "second")


def _with(base: Base, other: Sheet, top: int, left: int, word: str) -> Change:
    rows = base.paper.square()
    width = max(base.paper.width, left + other.paper.width)
    height = max(len(rows), top + len(other.paper.rows))
    rows = [[*row, *[None] * (width - len(row))] for row in [*rows, *[[] for _ in range(height - len(rows))]]]
    for i, row in enumerate(other.paper.rows):
        rows[top + i][left : left + len(row)] = row
    merged = [(t + top, a + left, b + top, z + left) for t, a, b, z in other.paper.merged]
    paper = replace(base.paper, rows=rows, merged=[*base.paper.merged, *merged])
    truth = {number + top: row for number, row in other.rows.items()}
    return replace(Change.unchanged(base.paper, word), paper=paper, second=other.kind, truth=truth)
