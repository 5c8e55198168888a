"""Hold what a spreadsheet says about its cells besides their values."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field

Address = tuple[int, int]
Area = tuple[int, int, int, int]

# A dense grid costs about 100 bytes a cell: this many is what one worker can bear.
MOST_CELLS = 20_000_000
# Below this a sheet may be as sparse as it likes.
SPARSE_FROM = 2_000_000
# Above it at least one cell in so many must hold something.
SPARSEST = 50


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a file can't be read: an F code of ``messages`` and what was found."""

    code: str
    found: str = ""


@dataclass(slots=True)
class Marks:
    """What calamine does not tell about one sheet; rows and columns count from 0.

    ``errors`` maps (row, column) to the text shown (``#REF!``); ``uncached`` are formulas saved without a
    result; ``merged`` are inclusive first row, first column, last row, last column; ``formulas`` gives the
    rows that hold formulas by column.
    """

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    errors: dict[Address, str] = field(default_factory=dict)
    uncached: set[Address] = field(default_factory=set)
    red: set[Address] = field(default_factory=set)
    merged: list[Area] = field(default_factory=list)
    formulas: dict[int, array[int]] = field(default_factory=dict)

    def add_formula(self, row: int, column: int) -> None:
        """Note that a cell holds a formula."""
        self.formulas.setdefault(column, array("Q")).append(row)


def judge_extent(rows: int, columns: int, filled: int) -> Refusal | None:
    """Refuse a sheet whose ``filled`` cells would be spread over a grid too large to hold."""
    area = rows * columns
    if area <= SPARSE_FROM:
        return None
    if area > MOST_CELLS:
        return Refusal("F05", f"内容一直到第 {rows} 行、第 {columns} 列")
    if area > SPARSEST * filled:
        return Refusal("F05", f"只有 {filled} 个单元格有内容，却分散到第 {rows} 行、第 {columns} 列")
    return None
