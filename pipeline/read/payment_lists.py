"""Tell of lists of payments to persons, and of collections, what does not hold: sums, products, items, persons without id.

Their rows are loaded all the same.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from pipeline.values.money import yuan
from pipeline.values.vocabulary import ITEMS, item_words, listed_item

if TYPE_CHECKING:
    from pipeline.read.extract import Extract
    from pipeline.read.grid import Grid

# Quantity and rate are ten-thousandths, an amount hundredths: their product in hundredths.
_TO_CENTS = 1_000_000
# Amounts are rounded to a yuan, or paid for some months at once.
_ROUNDED, _MONTHS = 100, 12
# So many items are named as examples.
_FEW = 6


def check(grid: Grid, extract: Extract) -> None:
    """Report what does not hold."""
    for name in grid.ledger.asks_for:
        _blanks(grid, name)
    told = [identity for identity in grid.ledger.identities if identity.told]
    for identity in told:
        if grid.columns.keys() >= set(identity.fields):
            _products(grid, identity.fields)
    if grid.ledger.name in ITEMS:
        _items(grid)
    if told or grid.ledger.name in ITEMS:
        for total in extract.totals:
            if total.computed not in {None, total.printed}:
                computed, column = yuan(total.computed or 0), grid.table.recognition.columns[total.field]
                place = (total.row - 1, column.first)
                grid.say("T02", place, total.column_title, yuan(total.printed), computed=computed)


def _place(grid: Grid, name: str, position: int) -> tuple[int, int] | None:
    column = grid.table.recognition.columns.get(name)
    return (grid.rows[position], column.first) if column else None


def _loaded(grid: Grid) -> list[int]:
    left = grid.aside.keys() | grid.no_move | grid.unfilled
    return [position for position in range(len(grid.rows)) if position not in left]


def _blanks(grid: Grid, name: str) -> None:
    cells = grid.columns.get(name)
    blank = [p for p in _loaded(grid) if cells is None or cells[p] is None]
    if blank:
        title, place = grid.title_of(name), _place(grid, name, blank[0]) or _place(grid, "name", blank[0])
        grid.say("C27", place, title, "", count=len(blank), column_title=title)


def _products(grid: Grid, fields: tuple[str, ...]) -> None:
    wrong = []
    columns = [grid.columns[name] for name in fields]
    for position in _loaded(grid):
        quantity, rate, amount = (column[position] for column in columns)
        if isinstance(quantity, int) and isinstance(rate, int) and isinstance(amount, int):
            product = Fraction(quantity * rate, _TO_CENTS)
            months = round(amount / product) if product else 1
            exact = max(1, min(months, _MONTHS)) * product
            if abs(amount - exact) >= _ROUNDED:
                wrong.append((position, amount, round(product)))
    if wrong:
        position, amount, due = wrong[0]
        first, second, title = map(grid.title_of, fields)
        place = _place(grid, fields[-1], position)
        grid.say(
            "C28",
            place,
            title,
            yuan(amount),
            count=len(wrong),
            first=first,
            second=second,
            column_title=title,
            product=yuan(due),
        )


def _items(grid: Grid) -> None:
    kind = grid.ledger.name
    unknown: dict[str, list[int]] = {}
    for position in _loaded(grid):
        text = grid.columns["item"][position]
        if isinstance(text, str) and listed_item(kind, text) is None:
            unknown.setdefault(text, []).append(position)
    words = "、".join(item_words(kind)[:_FEW])
    for text, positions in unknown.items():
        place, title = _place(grid, "item", positions[0]), grid.title_of("item")
        grid.say("C29", place, title, text, count=len(positions), words=words, found_word=text)
