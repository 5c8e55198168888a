"""Set aside the entries of a book that say both money in and money out, where nothing proves that both are meant."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.read.proven import books, figures_at

if TYPE_CHECKING:
    from pipeline.read.grid import Grid


def set_aside(grid: Grid) -> None:
    """Keep rows with both where most rows have both, or where the balance moves by the difference."""
    identity = next((i for i in grid.ledger.identities if i.form == "chain"), None)
    if identity is None or not grid.ledger.book:
        return
    rows = range(len(grid.rows))
    balance, plus, minus = (figures_at(grid, name, rows) for name in identity.fields)
    both = {p for p, (a, b) in enumerate(zip(plus, minus, strict=True)) if a and b}
    one = sum(bool(a) != bool(b) for a, b in zip(plus, minus, strict=True))
    if not both or len(both) > one:
        return
    for stretch in books(grid):
        for before, here in [*pairwise(stretch), *pairwise(stretch[::-1])]:
            old, new = balance[before], balance[here]
            if old is not None and new is not None and new - old == (plus[here] or 0) - (minus[here] or 0):
                both.discard(here)
    names = [grid.title_of(name) for name in identity.fields[1:]]
    column = grid.table.recognition.columns.get(identity.fields[2])
    for position in sorted(both - grid.aside.keys()):
        place = (grid.rows[position], column.first if column else 0)
        grid.say("R05", place, names[1], "两项都有金额", first=names[0], second=names[1])
        grid.aside[position] = f"{names[0]}和{names[1]}都填了金额，不知道是哪一项"
