"""Hold what a spreadsheet says about its cells besides their values, and how large it may be."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Address = tuple[int, int]
Area = tuple[int, int, int, int]
Span = tuple[int, int]

# A spreadsheet program numbers no more, so nothing beyond could be found again.
MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
# A worker may take 1 GiB and 1 kB for each row. A cell costs up to 100 bytes until the file is digested.
_MOST_CELLS, _MORE_CELLS_A_ROW = 6_000_000, 10
# It may take 20 s and 0.2 ms for each row, and what is no list costs up to 30 µs a filled cell: no list goes on
# and on with two hundred columns.
_MOST_FILLED, _MORE_FILLED_A_ROW = 500_000, 200
# Below this a sheet may be as sparse as it likes.
SPARSE_FROM = 2_000_000
# Above it at least one cell in so many must hold something.
SPARSEST = 50
# One text may stand in many cells, and is stored once for each.
MOST_TEXT = 128 << 20
MORE_TEXT_A_ROW = 500
# A spreadsheet program lets nobody type more than half of it into one cell.
LONGEST_TEXT = 65_535


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a file can't be read: an F code of ``messages`` and what was found."""

    code: str
    found: str = ""


class Unfit(Exception):
    """A part that is read for cells can't be; ``refusal`` says why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.found)
        self.refusal = refusal


@dataclass(slots=True)
class Marks:
    """What calamine does not tell about one sheet; rows and columns count from 0.

    ``errors`` maps (row, column) to the text shown (``#REF!``); ``uncached`` are formulas saved without a
    result; ``merged`` are inclusive first row, first column, last row, last column; ``formulas`` gives the
    rows that hold formulas by column. Hidden rows and columns are spans (first, last), which may overlap.
    """

    hidden_rows: list[Span] = field(default_factory=list)
    hidden_columns: list[Span] = field(default_factory=list)
    errors: dict[Address, str] = field(default_factory=dict)
    uncached: set[Address] = field(default_factory=set)
    red: set[Address] = field(default_factory=set)
    merged: list[Area] = field(default_factory=list)
    formulas: dict[int, array[int]] = field(default_factory=dict)

    def add_formula(self, row: int, column: int) -> None:
        """Note that a cell holds a formula."""
        self.formulas.setdefault(column, array("Q")).append(row)


def too_many(cells: int, rows: int) -> bool:
    """Tell whether ``cells``, blank ones too, are more than a worker can hold for so many rows."""
    return cells > _MOST_CELLS + _MORE_CELLS_A_ROW * rows


def judge_filled(filled: int, rows: int) -> Refusal | None:
    """Refuse a file that holds more than anyone could have listed in so many rows."""
    if filled > _MOST_FILLED + _MORE_FILLED_A_ROW * rows:
        return Refusal("F05", f"{rows} 行里有 {filled} 个单元格有内容")
    return None


def judge_extent(rows: int, columns: int, filled: int, text: int = 0) -> Refusal | None:
    """Refuse a sheet whose ``filled`` cells would be spread over a grid too large to hold.

    ``text``: the bytes of all texts, each counted as often as it stands in a cell.
    """
    area = rows * columns
    if rows > MOST_ROWS or columns > MOST_COLUMNS or too_many(area, rows):
        return Refusal("F05", f"内容一直到第 {rows} 行、第 {columns} 列")
    if area > SPARSE_FROM and area > SPARSEST * filled:
        return Refusal("F05", f"只有 {filled} 个单元格有内容，却分散到第 {rows} 行、第 {columns} 列")
    if text > MOST_TEXT + MORE_TEXT_A_ROW * rows:
        return Refusal("F05", f"各单元格的文字共有 {text >> 20} MB")
    return None


def united(spans: Iterable[Span], size: int) -> frozenset[int]:
    """Collect the numbers below ``size`` that lie in any of ``spans``, looking at each number once."""
    found: list[int] = []
    reached = 0
    for first, last in sorted(spans):
        after = min(last + 1, size)
        found.extend(range(max(first, reached), after))
        reached = max(reached, after)
    return frozenset(found)


def clipped(merged: Iterable[Area], rows: int, columns: int) -> list[Area]:
    """Cut merged areas down to the ``rows`` and ``columns`` in use.

    Merged areas don't overlap. Where they claim more cells than there are, the rest is a lie and left out.
    """
    kept = []
    room = rows * columns
    for top, left, bottom, right in merged:
        last_row, last_column = min(bottom, rows - 1), min(right, columns - 1)
        covered = (last_row - top + 1) * (last_column - left + 1)
        if top > last_row or left > last_column or covered < 2:
            continue
        room -= covered
        if room < 0:
            break
        kept.append((top, left, last_row, last_column))
    return kept
