"""Tell what stretch of time a standard is for where no column says it: 90元/天, 月标准, 单位：元/月."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.read.fields import code_word
from pipeline.values.cell import tidy
from pipeline.values.celltext import cell_text, squeeze
from pipeline.values.units import period_in

if TYPE_CHECKING:
    from pipeline.read.grid import Grid

_UNIT_LINE = re.compile("单位[:：]?|[(（\\[]")


def fill(grid: Grid, name: str, amounts: tuple[str, ...]) -> None:
    """Fill the blanks of the field ``name`` from the cell of the amount, its header, or the unit line above."""
    if name not in grid.specs:
        return
    given = grid.columns.get(name, [None] * len(grid.rows))
    found = grid.table.recognition.columns
    places = [found[one].first for one in amounts if one in found and found[one].columns]
    above = next(
        (word for place in places for text in grid.header_texts(place) if (word := period_in(text))), ""
    )
    above = "" if _is_unread(grid, name) else above or _unit_line(grid)
    said: list[object] = []
    sources: list[str | None] = []
    for position, value in enumerate(given):
        cells = (grid.raw(place)[position] for place in places)
        own = next((word for cell in cells if isinstance(cell, str) and (word := period_in(cell))), "")
        said.append(value if value is not None else own or above or None)
        sources.append("title" if value is None and not own and above else None)
    if any(word is not None for word in said):
        grid.columns[name] = said
    if any(sources):
        grid.supplied[name] = sources


def _is_unread(grid: Grid, name: str) -> bool:
    """Tell whether a column that could not be read holds nothing but the field's words: no header stands in for it."""
    spec = grid.specs[name]
    for place, _ in grid.table.recognition.unmapped:
        said = [text for cell in grid.raw(place) if (text := squeeze(cell_text(cell)))]
        if said and all(code_word(spec, text) for text in said):
            return True
    return False


def _unit_line(grid: Grid) -> str:
    """Find the time that the unit line above the table states."""
    for row in grid.table.skipped.get("标题", ()):
        for cell in grid.sheet.rows[row]:
            text = tidy(cell_text(cell))
            if _UNIT_LINE.search(text) and "元" in text and (word := period_in(squeeze(text))):
                return word
    return ""
