"""The sheet that every reader hands over, whatever form the file had."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.files.marks import LONGEST_TEXT, Refusal, judge_extent
from pipeline.values.cell import address

if TYPE_CHECKING:
    from array import array
    from collections.abc import Iterable

    from pipeline.files.marks import Address, Area
    from pipeline.values.cell import Cell

# Dates, names and words come again and again; of numbers written as text hardly one does.
_REMEMBERED = 65_536


@dataclass(slots=True)
class Sheet:
    """One sheet: ``rows[i][j]`` is spreadsheet row i + 1, column j + 1; a blank cell is ``""``.

    Addresses count from 0. ``errors`` maps a cell to what it shows (``#REF!``; its value is ``""``),
    ``formulas`` gives the rows of formulas by column, ``uncached`` those saved without a result, ``red``
    cells in red ink (xlsx, xlsm, xls and XML Spreadsheet only). Merged areas lie within the rows and columns.
    ``text_only``: csv-likes and HTML, where a number stored as text means nothing.
    """

    name: str
    rows: list[list[Cell]]
    hidden: bool = False
    merged: list[Area] = field(default_factory=list)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    errors: dict[Address, str] = field(default_factory=dict)
    uncached: frozenset[Address] = frozenset()
    red: frozenset[Address] = frozenset()
    formulas: dict[int, array[int]] = field(default_factory=dict)
    text_only: bool = False


@dataclass(slots=True)
class Found:
    """What a reader made of a file: its format by content, and its sheets."""

    format: str
    sheets: list[Sheet]


class Texts:
    """Make equal texts of a file one object, and notice one that no spreadsheet program would hold."""

    def __init__(self) -> None:
        self._seen: dict[str, str] = {}
        self._longest = 0

    def row(self, cells: Iterable[Cell]) -> list[Cell]:
        """Return the cells of a row, with texts seen before as the objects seen before."""
        keep = self._seen.setdefault
        row = [keep(cell, cell) if type(cell) is str else cell for cell in cells]
        if len(self._seen) > _REMEMBERED:
            self._forget()
        return row

    def judge(self, sheets: Iterable[Sheet]) -> Refusal | None:
        """Refuse a file with a text too long for a cell, saying where it stands."""
        self._forget()
        if self._longest <= LONGEST_TEXT:
            return None
        row, column, length = next(
            (row, column, len(cell))
            for sheet in sheets
            for row, cells in enumerate(sheet.rows)
            for column, cell in enumerate(cells)
            if isinstance(cell, str) and len(cell) > LONGEST_TEXT
        )
        return Refusal("F05", f"{address(row, column)} 一格里有 {length} 个字")

    def _forget(self) -> None:
        self._longest = max(self._longest, max(map(len, self._seen), default=0))
        self._seen.clear()


def squared(rows: list[list[Cell]]) -> Refusal | None:
    """Give rows that end at their last filled cell one width, unless that would be too large a grid."""
    while rows and not rows[-1]:
        rows.pop()
    width = max(map(len, rows), default=0)
    refusal = judge_extent(len(rows), width, sum(map(len, rows)))
    if refusal is None:
        for row in rows:
            row.extend([""] * (width - len(row)))
    return refusal
