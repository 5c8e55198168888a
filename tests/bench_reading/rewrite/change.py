"""Hold one rewriting of a sheet: the new cells, and where each old row and column went."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from random import Random
from typing import TYPE_CHECKING

from tests.bench_reading.facts.plain import Row
from tests.bench_reading.paper import Area, Paper

if TYPE_CHECKING:
    from tests.bench_reading.rewrite.bases import Base


BESIDE, BELOW = "旁边", "下面"


@dataclass(frozen=True)
class Change:
    """A rewritten sheet.

    ``rows`` and ``columns``: old place → new place (from 0). ``second``: kind of a table put beside or below, and its
    truth by spreadsheet row. ``word``: what was done, in a word.
    """

    paper: Paper
    rows: Mapping[int, int]
    columns: Mapping[int, int]
    word: str = ""
    second: str = ""
    truth: Mapping[int, Row] = field(default_factory=dict)

    @classmethod
    def unchanged(cls, paper: Paper, word: str = "") -> Change:
        """The sheet with every cell in its place."""
        return cls(paper, {i: i for i in range(len(paper.rows))}, {j: j for j in range(paper.width)}, word)


Rewrite = Callable[["Base", Random], Change | None]


def moved(paper: Paper, rows: Mapping[int, int], columns: Mapping[int, int], from_row: int = 0) -> Paper:
    """Move cells: rows and columns to their new places, columns only from ``from_row`` on."""
    height, width = max(rows.values(), default=-1) + 1, max(columns.values(), default=-1) + 1
    made = [[None] * width for _ in range(height)]
    new = replace(paper, rows=made, merged=[], red=frozenset())

    def at(i: int, j: int) -> tuple[int, int]:
        return rows[i], columns[j] if i >= from_row else j

    for i, row in enumerate(paper.rows):
        for j, cell in enumerate(row):
            to = at(i, j)
            made[to[0]][to[1]] = cell
    new.merged = [area for old in paper.merged if (area := _area(old, at, paper))]
    new.red = frozenset(at(i, j) for i, j in paper.red)
    new.hidden_rows = frozenset(rows[i] for i in paper.hidden_rows if i in rows)
    return new


def _area(old: Area, at: Callable[[int, int], tuple[int, int]], paper: Paper) -> Area | None:
    top, left, bottom, right = old
    if bottom >= len(paper.rows):
        return None
    corners = [at(i, j) for i in (top, bottom) for j in range(left, right + 1)]
    rows, columns = [i for i, _ in corners], [j for _, j in corners]
    if max(columns) - min(columns) != right - left or max(rows) - min(rows) != bottom - top:
        return None
    return min(rows), min(columns), max(rows), max(columns)
