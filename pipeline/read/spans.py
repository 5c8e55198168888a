"""Read the columns whose cells say where something begins and where it ends."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pipeline.values.cell import Bad
from pipeline.values.dates import EPOCH
from pipeline.values.spans import day_span, number_span

if TYPE_CHECKING:
    from pipeline.read.grid import Grid
    from schemas._spec import Span

_FORMS = {"date": "起止日期，如 2024-01-01至2024-03-31", "text": "起止号码，如 0000101-0000150"}


def read(grid: Grid) -> None:
    """Fill the first and last field of each span that has a column, and say which cells could not be read."""
    for span in grid.ledger.spans:
        if column := grid.table.recognition.columns.get(span.name):
            _read(grid, span, column.first)


def _read(grid: Grid, span: Span, place: int) -> None:
    spec = grid.specs[span.first]
    title = f"{spec.title}、{grid.title_of(span.last)}"
    firsts: list[object] = []
    lasts: list[object] = []
    for position, cell in enumerate(grid.spread(place)):
        found = (
            day_span(cell, grid.year, whole=span.whole, alone=span.alone)
            if spec.role == "date"
            else number_span(cell)
        )
        if isinstance(found, Bad):
            grid.say("C04", (grid.rows[position], place), title, found.found, kind=_FORMS[spec.role])
            if spec.required:
                grid.aside.setdefault(position, f"“{title}”这一格是“{found.found}”，看不懂")
            found = None
        first, last = map(_stored, found or (None, None))
        firsts.append(first)
        lasts.append(last)
    grid.columns[span.first], grid.columns[span.last] = firsts, lasts


def _stored(value: date | str | None) -> int | str | None:
    return value.toordinal() - EPOCH if isinstance(value, date) else value
