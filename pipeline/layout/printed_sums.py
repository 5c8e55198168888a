"""Tell rows that sum up others, whatever they are called, from entries: by what they lack and what they add up to.

A row that has neither day, nor voucher, nor number where the entries have them is a sum if its amounts are those of
the rows above (since the last sum, of the month, of all), or if the running balance does not move by them.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.values.cell import Bad
from pipeline.values.celltext import filled, squeeze
from pipeline.values.dates import to_date, to_month
from pipeline.values.money import to_cents

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.layout.rowkinds import Scope
    from pipeline.layout.rowsort import Columns
    from pipeline.layout.table import Table
    from pipeline.values.cell import Cell

    Rows = Sequence[list[Cell]]

# What a day, a voucher or a running number is written with; 本月止 in the column of days is none of them.
_KEY = re.compile(r"[年月日号第字记收付转银现上下午张\-./_:~]*[0-9][0-9年月日号第字记收付转银现张\-./_:~T]*")
_NUMERAL = re.compile(r"\(?[一二三四五六七八九十]{1,3}[、.)]?")
# A word of summing up: with the right figure it makes a sum of a single entry too.
_WORDS = re.compile("计|累|结[转存余]|[前次上下后]页|总[数额]|共$|一共|合共")
# So many entries are summed up, where no word says so; and so many of the balances follow.
LEAST_ENTRIES, RUNS = 2, 0.9


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: its amounts by column in cents, its balance, its month."""

    row: int
    amounts: dict[int, int]
    balance: int | None
    month: int | None


@dataclass(slots=True)
class Running:
    """The sums of the rows so far: of all, of the month, since the last sum; and how many rows each has."""

    every: Counter[int] = field(default_factory=Counter)
    month: Counter[int] = field(default_factory=Counter)
    since: Counter[int] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)
    of_month: int | None = None
    balance: int | None = None

    def add(self, entry: Entry) -> None:
        """Add an entry."""
        if entry.month != self.of_month and entry.month is not None:
            self.month, self.of_month = Counter(), entry.month
            self.counts["本月"] = 0
        for sums in (self.every, self.month, self.since):
            sums.update(entry.amounts)
        self.counts.update(("合计", "本月", "小计"))
        self.balance = self.balance if entry.balance is None else entry.balance

    def close(self) -> None:
        """Begin anew after a sum."""
        self.since = Counter()
        self.counts["小计"] = 0

    def scopes(self) -> Iterator[tuple[Scope, Counter[int], int]]:
        """Give what a figure may sum up: scope, sums, rows."""
        for scope, sums in (("合计", self.every), ("本月", self.month), ("小计", self.since)):
            yield scope, sums, self.counts[scope]  # type: ignore[misc]


def has_key(row: list[Cell], keys: frozenset[int], places: Sequence[int]) -> bool:
    """Tell whether a row (filled at ``places``) has a day, a voucher or a number."""
    return any(j in keys and _is_key(row[j]) for j in places)


def _is_key(cell: Cell) -> bool:
    if not isinstance(cell, str):
        return True
    text = squeeze(cell)
    return bool(_KEY.fullmatch(text) or _NUMERAL.fullmatch(text))


def take_out(table: Table, rows: Rows, columns: Columns, unkeyed: Sequence[int]) -> None:
    """Skip those of the data rows ``unkeyed`` (without day, voucher and number) that sum up others."""
    lacking = frozenset(unkeyed).intersection(table.data)
    if not columns.figures or not lacking or len(lacking) == len(table.data):
        return
    found = _Sums(table, rows, columns, lacking).find()
    table.data = [r for r in table.data if r not in found]
    table.skip("合计行", sorted(found))
    said = [(row, _label(rows[row]), scope) for row, scope in found.items() if scope]
    table.totals = sorted([*table.totals, *said])


class _Sums:
    """The rows of one table, those ``lacking`` their keys among them."""

    def __init__(self, table: Table, rows: Rows, columns: Columns, lacking: frozenset[int]) -> None:
        self.rows, self.columns, self.lacking = rows, columns, lacking
        self.known = {row for row, _, scope in table.totals if scope not in {"期初", "期末"}}
        self.openings = {row for row, _, scope in table.totals if scope == "期初"}
        months = _months(table, rows, columns)
        every = sorted({*table.data, *self.known, *self.openings})
        self.entries = [self._entry(row, months.get(row)) for row in every]
        self.runs = self._run([e for e in self.entries if e.row in months and e.row not in lacking])

    def _entry(self, row: int, month: int | None) -> Entry:
        cells = self.rows[row]
        amounts = {j: c for j in self.columns.figures if (c := _cents(cells, j)) is not None}
        balance = next((c for j in self.columns.balance if (c := _cents(cells, j)) is not None), None)
        return Entry(row, amounts, balance, month)

    def find(self) -> dict[int, Scope | None]:
        """Give the rows that are sums, and what they sum up (None where no figure says it)."""
        found = self._pass(sure=False)
        # Where other entries lack their day too, a figure alone may be a coincidence.
        return found if len(found) == len(self.lacking) else self._pass(sure=True)

    def _pass(self, *, sure: bool) -> dict[int, Scope | None]:
        found: dict[int, Scope | None] = {}
        running, opening = Running(), Counter[int]()
        for entry in self.entries:
            if entry.row in self.openings:
                opening, running.balance = Counter(entry.amounts), entry.balance
            elif entry.row in self.known:
                running.close()
            elif entry.row not in self.lacking:
                running.add(entry)
            else:
                is_sum, scope = self._judge(entry, running, opening, sure=sure)
                if is_sum:
                    found[entry.row] = scope
                    running.close()
                else:
                    running.add(entry)
        return found

    def _judge(
        self, entry: Entry, running: Running, opening: Counter[int], *, sure: bool
    ) -> tuple[bool, Scope | None]:
        """Tell whether a row is a sum, and of what."""
        stated = {j: c for j, c in entry.amounts.items() if c}
        worded = any(isinstance(cell, str) and _WORDS.search(cell) for cell in self.rows[entry.row])
        if not stated:
            return self._only_balance(entry, running)
        net = self._net(entry)
        known = self.runs and entry.balance is not None and running.balance is not None
        moved = abs((entry.balance or 0) - (running.balance or 0))
        if net and known and moved == abs(net):
            return False, None
        stands = bool(net) and known and moved == 0
        if not (worded or self.columns.has_days or self._nameless(entry.row)):
            return False, None
        for scope, sums, count in running.scopes():
            with_opening = {j: sums[j] + opening[j] for j in stated}
            equal = count > 0 and stated in ({j: sums[j] for j in stated}, with_opening)
            if equal and (worded or stands or (count >= LEAST_ENTRIES and not sure)):
                return True, scope
        return stands, None

    def _only_balance(self, entry: Entry, running: Running) -> tuple[bool, Scope | None]:
        """Tell whether a row without amounts states the balance before the first entry or after the last one."""
        if entry.balance is None or not self.runs:
            return False, None
        if running.balance is not None:
            return running.balance == entry.balance, "期末"
        after = next((e for e in self.entries if e.row > entry.row and e.row not in self.lacking), None)
        if after is None or after.balance is None:
            return False, None
        return abs(after.balance - entry.balance) == abs(self._net(after)), "期初"

    def _nameless(self, row: int) -> bool:
        """Tell whether a row of a list leaves blank what each entry must have besides its amount."""
        cells = self.rows[row]
        own = [group for group in self.columns.required if not self.columns.amounts.issuperset(group)]
        return bool(own) and all(j >= len(cells) or cells[j] == "" for group in own for j in group)

    def _net(self, entry: Entry) -> int:
        """Give what came in less what went out; of a single column, its amount."""
        return sum(-c if j in self.columns.minus else c for j, c in entry.amounts.items())

    def _run(self, entries: list[Entry]) -> bool:
        """Tell whether the balances of entries follow from one to the next, either way round."""
        pairs = [(a, b) for a, b in pairwise(entries) if a.balance is not None and b.balance is not None]
        steps = [abs((b.balance or 0) - (a.balance or 0)) for a, b in pairs]
        down = sum(step == abs(self._net(b)) for step, (_, b) in zip(steps, pairs, strict=True))
        up = sum(step == abs(self._net(a)) for step, (a, _) in zip(steps, pairs, strict=True))
        return bool(steps) and max(down, up) >= RUNS * len(steps)


def _months(table: Table, rows: Rows, columns: Columns) -> dict[int, int | None]:
    """Give the month of each entry, counted from year 0, as its day or a month written once above it says."""
    dated = table.recognition.columns.get(columns.date_field)
    if dated is None:
        return dict.fromkeys(table.data)
    if not dated.columns:
        carried: int | None = None
        found: dict[int, int | None] = {}
        place = dated.parts.get("month", -1)
        for row in table.data:
            month = to_month(rows[row][place]) if 0 <= place < len(rows[row]) else None
            carried = month if isinstance(month, int) else carried
            found[row] = carried
        return found
    days = {
        row: to_date(rows[row][dated.first], 2000) if dated.first < len(rows[row]) else None
        for row in table.data
    }
    return {
        row: None if day is None or isinstance(day, Bad) else day.year * 12 + day.month
        for row, day in days.items()
    }


FINER = 10**6


def _cents(row: list[Cell], place: int) -> int | None:
    # Finer than a cent: amounts may be in 万元.
    value = to_cents(row[place], FINER) if place < len(row) and row[place] != "" else None
    return value if isinstance(value, int) else None


def _label(row: list[Cell]) -> str:
    return next((squeeze(row[j]) for j in filled(row) if isinstance(row[j], str)), "")
