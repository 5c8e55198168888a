"""Compare printed totals with the rows above them, and keep both as facts for rule WB02.

A total can mean several sums (since the last total, of the month, from the top). Where the printed
figure equals any of them it agrees; otherwise the most natural one is kept as the computed figure.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from datetime import date
from itertools import accumulate
from typing import TYPE_CHECKING

from pipeline.amounts import read_cents
from pipeline.cell import address
from pipeline.extract import EPOCH, Total

if TYPE_CHECKING:
    from pipeline.extract import Extract
    from pipeline.grid import Grid
    from pipeline.mapping import Column

BALANCES = frozenset({"balance"})
NOT_SUMMED = frozenset({"unit_price"})
_COUNT = re.compile(r"(?:共|计|合计|总计)[^\d]{0,4}(\d{1,6})(?:笔|条|项)")


def add_totals(extract: Extract, grid: Grid) -> None:
    """Fill ``extract.totals`` from the summary rows of the table, and report printed counts that differ."""
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
    for row, label, _ in grid.table.totals:
        above = bisect_left(grid.rows, row)
        if (match := _COUNT.search(label)) and int(match.group(1)) not in {above, len(grid.rows)}:
            grid.say("T01", (row, 0), "", label, rows=f"{above} 笔")


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
                if not any(p < upto for p in self.grid.aside):
                    computed = self._computed(figure, scope, upto, since.get(scope, 0), last, opening)
                since[scope] = last = upto
            cell = address(row, place)
            found.append(Total(row + 1, cell, label, scope, self.name, self.title, figure, computed))
        return found

    def _computed(
        self, figure: int, scope: str, upto: int, start: int, last: int, opening: int
    ) -> int | None:
        candidates: list[int] = []
        for values, running in zip(self.readings, self.running, strict=True):
            candidates += [running[upto] - running[start], running[upto], running[upto] + opening]
            candidates.append(running[upto] - running[last])
            if self.months and upto:
                month = self.months[upto - 1]
                candidates.append(
                    sum(v for v, m in zip(values[:upto], self.months[:upto], strict=True) if m == month)
                )
            if self.grid.ledger.name == "account_balance":
                candidates += self._account_sums(values)
        if figure in candidates:
            return figure
        if scope == "本年" and not self._from_january():
            return None
        return candidates[2] if scope in {"本年", "本页"} else candidates[0]

    def _from_january(self) -> bool:
        """Tell whether a cumulative figure can be checked: the table begins with the year, or has no dates."""
        months = [m for m in self.months if m is not None]
        return not months or min(months) % 12 == 0

    def _account_sums(self, values: list[int]) -> list[int]:
        """Sum a trial balance over its top accounts, and over its leaves."""
        codes = [str(c or "") for c in self.grid.columns.get("account_code", [])]
        shortest = min((len(c) for c in codes if c), default=0)
        leaves = [not any(o != c and o.startswith(c) for o in codes) for c in codes]
        return [
            sum(v for v, c in zip(values, codes, strict=True) if len(c) == shortest),
            sum(v for v, leaf in zip(values, leaves, strict=True) if leaf),
        ]
