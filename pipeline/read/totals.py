"""Compare printed totals with the rows above them, and keep both as facts for rule WB02.

A total can mean several sums (since the last total, of the month, from the top). Where the printed
figure equals any of them it agrees; otherwise the most natural one is kept as the computed figure.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import date
from itertools import accumulate
from typing import TYPE_CHECKING

from pipeline.read.amounts import read_cents
from pipeline.read.extract import Total
from pipeline.read.leaves import SUM
from pipeline.values.cell import address
from pipeline.values.dates import EPOCH

if TYPE_CHECKING:
    from pipeline.layout.column import Column
    from pipeline.read.extract import Extract
    from pipeline.read.grid import Grid

BALANCES = frozenset({"balance"})
NOT_SUMMED = frozenset({"unit_price"})


def add_totals(extract: Extract, grid: Grid) -> None:
    """Fill ``extract.totals`` from the summary rows of the table."""
    if not grid.table.totals or set(grid.columns.get("currency", ())) - {"人民币"}:
        return
    days = grid.columns.get(grid.ledger.date_field, [])
    months = [_month(d) for d in days]
    for name, column in grid.table.recognition.columns.items():
        spec = grid.specs.get(name)
        if spec and spec.role == "money" and name not in NOT_SUMMED and name in grid.columns:
            extract.totals += _Sums(grid, name, spec.title, [_whole(grid.columns[name])], months).check(
                column
            )
    for sided in grid.ledger.sided:
        if (found := grid.table.recognition.columns.get(sided.name)) and sided.plus in grid.columns:
            plus, minus = _whole(grid.columns[sided.plus]), _whole(grid.columns[sided.minus])
            gross = [p + m for p, m in zip(plus, minus, strict=True)]
            net = [p - m for p, m in zip(plus, minus, strict=True)]
            title = grid.header_name(found.first)
            extract.totals += _Sums(grid, sided.name, title, [gross, net], months).check(found)


def _whole(values: list[object]) -> list[int]:
    return [v if isinstance(v, int) else 0 for v in values]


def _month(day: object) -> int | None:
    if not isinstance(day, int):
        return None
    found = date.fromordinal(day + EPOCH)
    return found.year * 12 + found.month - 1


class _Sums:
    """The sums one column's totals may mean; ``readings`` are alternative values of its rows."""

    def __init__(
        self, grid: Grid, name: str, title: str, readings: list[list[int]], months: list[int | None]
    ) -> None:
        self.grid, self.name, self.title = grid, name, title
        self.readings, self.months = readings, months
        self.running = [[0, *accumulate(values)] for values in readings]
        self.of_month = [_month_running(values, months) for values in readings]
        self.accounts = _account_sums(grid, readings)
        self.sound = min(grid.aside, default=len(grid.rows))

    def check(self, column: Column) -> list[Total]:
        """Compare every printed total of ``column``."""
        bounds = self.grid.table.totals
        printed = read_cents(self.grid, [row for row, _, _ in bounds], column)
        place = column.first
        found: list[Total] = []
        opening, last = 0, 0
        since: dict[str, int] = {}
        for (row, label, scope), figure in zip(bounds, printed, strict=True):
            if figure is None:
                continue
            computed: int | None = None
            upto = bisect_left(self.grid.rows, row)
            if scope == "期初":
                opening = figure
            elif scope != "期末" and self.name not in BALANCES:
                if upto <= self.sound:
                    computed = self._computed(figure, scope, upto, since.get(scope, 0), last, opening)
                since[scope] = last = upto
            cell = address(row, place)
            found.append(Total(row + 1, cell, label, scope, self.name, self.title, figure, computed))
        return found

    def _computed(
        self, figure: int, scope: str, upto: int, start: int, last: int, opening: int
    ) -> int | None:
        candidates = list(self.accounts)
        for running, of_month in zip(self.running, self.of_month, strict=True):
            here = [running[upto] - running[start], running[upto], running[upto] + opening]
            candidates = [*here, running[upto] - running[last], of_month[upto], *candidates]
        if figure in candidates:
            return figure
        if scope == "本年" and not self._from_january():
            return None
        first = self.running[0]
        return first[upto] + opening if scope in {"本年", "本页"} else first[upto] - first[start]

    def _from_january(self) -> bool:
        """Tell whether a cumulative figure can be checked: the table begins with the year, or has no dates."""
        months = [m for m in self.months if m is not None]
        return not months or min(months) % 12 == 0


def _month_running(values: list[int], months: list[int | None]) -> list[int]:
    """Give for each row count the sum of the last row's month up to there."""
    sums: dict[int | None, int] = {}
    found = [0]
    for position, value in enumerate(values):
        month = months[position] if months else None
        sums[month] = sums.get(month, 0) + value
        found.append(sums[month])
    return found


def _account_sums(grid: Grid, readings: list[list[int]]) -> list[int]:
    """Sum a trial balance over its top accounts, and over its leaves."""
    if grid.ledger.name != "account_balance":
        return []
    codes = [str(c or "") for c in grid.columns.get("account_code", [])]
    shortest = min((len(c) for c in codes if c), default=0)
    tops = [len(code) == shortest for code in codes]
    leaves = [leaf != SUM for leaf in grid.columns.get("is_leaf", codes)]
    return [
        sum(v for v, counts in zip(values, chosen, strict=True) if counts)
        for values in readings
        for chosen in (tops, leaves)
    ]
