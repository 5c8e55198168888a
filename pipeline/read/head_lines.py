"""Fill in what the head of a list states for all its rows, and the head and foot of a form for its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.layout import voucher_head
from pipeline.layout.headline import stated, texts

if TYPE_CHECKING:
    from pipeline.read.grid import Grid


def fill(grid: Grid) -> None:
    """Fill days and years that no column could hold, and what is said for all rows, from a label above the table."""
    headers, columns, context = grid.headers.recogniser.headers, grid.columns, grid.table.context
    times = stated(headers, grid.ledger.name, context, grid.year)
    said = {n: one for n, one in times.items() if n not in grid.table.recognition.withheld}
    for name, one in (said | texts(headers, grid.ledger.name, context)).items():
        if name in columns:
            continue
        columns[name] = [one.value] * len(grid.rows)
        grid.supplied[name] = "title"
        title = grid.title_of(name)
        if one.label:
            grid.say("C24", None, title, "", column_title=title, label=one.label, stated=one.text)
    if voucher_head.NUMBER in grid.supplied and voucher_head.stated(grid.kind, context):
        _of_form(grid)


def _of_form(grid: Grid) -> None:
    """Fill in who handled a voucher from the foot of the form that it is; its lines go on with the summary above."""
    summaries = grid.columns.get("summary", [])
    for position, text in enumerate(summaries):
        if text is None and position:
            summaries[position] = summaries[position - 1]
    last = max(grid.rows, default=0)
    below = [row for row in grid.table.skipped.get("说明行", ()) if row > last]
    cells = [cell for row in below for cell in grid.sheet.rows[row] if isinstance(cell, str)]
    for name, person in voucher_head.signed(grid.kind, cells).items():
        if name not in grid.columns:
            grid.columns[name] = [person] * len(grid.rows)
            grid.supplied[name] = "title"
