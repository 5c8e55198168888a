"""Lay a sheet with months or items across out with one line for each amount; each cell remembers where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.layout.laid import Laid, lay
from pipeline.layout.month_run import at, is_nothing
from pipeline.values.celltext import squeeze

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.files.marks import Address, Area
    from pipeline.files.workbook import Sheet
    from pipeline.layout.month_run import Run
    from pipeline.values.cell import Cell

MONTH, PERIOD, YEAR, PER = "月份", "期间", "年度", "计发周期"


@dataclass(slots=True)
class Unfolded:
    """A sheet laid out with one line for each amount, the runs it was laid out by, and whose amount a line is.

    ``entries`` maps laid rows to (number of the run, number of the group).
    """

    laid: Laid
    runs: list[Run]
    entries: dict[int, tuple[int, int]]


def unfold(sheet: Sheet, runs: Sequence[Run]) -> Unfolded:
    """Lay ``sheet`` out with one line for each amount under ``runs``; all other rows stay as they are."""
    return _Unfolding(sheet, runs).run()


class _Unfolding:
    def __init__(self, sheet: Sheet, runs: Sequence[Run]) -> None:
        self.sheet, self.runs = sheet, list(runs)
        self.cells: list[list[Cell]] = []
        self.rows: list[int] = []
        self.moved: dict[Address, Address] = {}
        self.made: set[Address] = set()
        self.entries: dict[int, tuple[int, int]] = {}

    def run(self) -> Unfolded:
        of_row = {row: number for number, run in enumerate(self.runs) for row in run.rows}
        heads = {row: number for number, run in enumerate(self.runs) for row in self._header_rows(run)}
        bare = {r: number for number, run in enumerate(self.runs) for r in (*run.totals, *run.blank)}
        for row, line in enumerate(self.sheet.rows):
            number = of_row.get(row, heads.get(row, bare.get(row)))
            if number is None:
                self._add(row, line)
                continue
            run = self.runs[number]
            rest = self._without_months(run, line)
            if row in of_row:
                self._add_entries(number, row, rest)
                continue
            if row in heads and row + 1 not in heads:
                self._head(run, row, rest)
            self._add(row, rest)
        laid = lay(self.sheet, self.rows, self.cells, self.moved, frozenset(self.made))
        laid.sheet.merged = self._merged()
        months = {column for run in self.runs for column in run.columns}
        laid.sheet.hidden_columns = frozenset(self.sheet.hidden_columns - months)
        return Unfolded(laid, self.runs, self.entries)

    def _add(self, row: int, line: list[Cell]) -> None:
        self.cells.append(line)
        self.rows.append(row)

    def _header_rows(self, run: Run) -> list[int]:
        """List the rows of a header, and of its repetitions further down."""
        found = list(range(run.first, run.last + 1))
        texts = [[squeeze(c) for c in self.sheet.rows[r]] for r in found]
        for row in range(run.last + 1, run.end):
            if [squeeze(c) for c in self.sheet.rows[row]] == texts[0]:
                found += range(row, row + len(texts))
        return found

    @staticmethod
    def _without_months(run: Run, line: list[Cell]) -> list[Cell]:
        gone = {*run.columns, *(one.column for one in run.sums)}
        return ["" if column in gone else cell for column, cell in enumerate(line)]

    def _head(self, run: Run, row: int, line: list[Cell]) -> None:
        """Name what stands in the slots, in the lowest row of a header."""
        for column in range(len(line)):
            # A header that is not really merged stands above the parts of the months (csv, pasted from a page).
            if line[column] == "" and column not in {*run.columns, *(one.column for one in run.sums)}:
                above = range(row - 1, row - 1 - (run.last - run.first), -1)
                real = next((r for r in above if at(self.sheet, r, column) != ""), None)
                if real is not None and not self._is_merged(real, column):
                    line[column] = at(self.sheet, real, column)
                    self.moved[len(self.cells), column] = (real, column)
                    # Left where it stood, it would head the column on its right too.
                    upper = self.cells[real - row]
                    upper[column] = ""
        for slot, part in zip(run.slots, run.parts, strict=True):
            line[slot] = part
        single = all(g.months.first == g.months.last for g in run.groups if g.months)
        line += [""] * (run.month_slot + bool(run.pers) + 1 - len(line))
        if run.pers:
            line[run.month_slot + 1] = PER
            self.moved[len(self.cells), run.month_slot + 1] = (row, run.groups[0].first)
        line[run.month_slot] = run.item or (MONTH if single else PERIOD)
        if run.year_slot is not None:
            line[run.year_slot] = YEAR
        for slot in (*run.slots, run.month_slot):
            self.moved[len(self.cells), slot] = (row - run.last + run.top, min(slot, run.groups[-1].first))

    def _is_merged(self, row: int, column: int) -> bool:
        return any(
            top <= row <= low and left <= column <= right for top, left, low, right in self.sheet.merged
        )

    def _add_entries(self, number: int, row: int, rest: list[Cell]) -> None:
        run = self.runs[number]
        for place, group in enumerate(run.groups):
            own = [c for part, c in enumerate(group.columns) if c >= 0 and part not in run.idle]
            idle = all(self._is_nothing(row, column) for column in own)
            if idle and (place or row not in run.keeps):
                continue
            here, line = len(self.cells), list(rest)
            for slot, column in zip(run.slots, group.columns, strict=True):
                if column < 0:
                    continue
                line[slot] = at(self.sheet, row, column)
                self.moved[here, slot] = (row, column)
            line += [""] * (run.month_slot + bool(run.pers) + 1 - len(line))
            if not idle:
                self._put(line, (here, run.month_slot), group.text, (run.top, group.first))
            if run.pers:
                self._put(line, (here, run.month_slot + 1), run.pers[place], (run.top, group.first))
            if run.year_slot is not None and group.year:
                self._put(line, (here, run.year_slot), str(group.year), (run.top, group.columns[0]))
            self.entries[here] = (number, place)
            self._add(row, line)

    def _is_nothing(self, row: int, column: int) -> bool:
        """Tell whether a cell states nothing: a broken formula states what can't be read."""
        broken = (row, column) in self.sheet.errors or (row, column) in self.sheet.uncached
        return not broken and is_nothing(at(self.sheet, row, column))

    def _put(self, line: list[Cell], here: Address, text: str, real: Address) -> None:
        line[here[1]] = text
        self.moved[here] = real
        self.made.add(here)

    def _merged(self) -> list[Area]:
        """Carry the merged areas over, without those of the months and sums."""
        first: dict[int, int] = {}
        last: dict[int, int] = {}
        for here, row in enumerate(self.rows):
            first.setdefault(row, here)
            last[row] = here
        gone = [(run.first, run.end, {*run.columns, *(one.column for one in run.sums)}) for run in self.runs]
        return [
            (first[top], left, last[bottom], right)
            for top, left, bottom, right in self.sheet.merged
            if not any(a <= top <= b and columns & set(range(left, right + 1)) for a, b, columns in gone)
        ]
