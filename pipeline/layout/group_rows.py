"""Tell rows that head a group (一、收入 20,000 over 1 租金 and 2 利息) from entries.

A head states the sum of the rows below it; loaded as an entry it would count them twice. Nothing is taken
for a head by its number alone: the rows below must be numbered otherwise, or have the days that it lacks,
and add up to exactly what it states. Where one head of a level does not, all stay entries.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.values.celltext import filled, squeeze
from pipeline.values.money import to_cents

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.layout.rowsort import Columns
    from pipeline.layout.table import Table
    from pipeline.values.cell import Cell

    Rows = Sequence[list[Cell]]

# What the first cell of a head begins with; cheap to ask of every row.
STARTS = frozenset("一二三四五六七八九十(（")
_NUMERAL = "[一二三四五六七八九十]{1,3}"
_LEVELS = (re.compile(rf"^\({_NUMERAL}\)"), re.compile(rf"^{_NUMERAL}(?:$|[、.,:])"))
_ORDINAL = re.compile(r"^\(?\d{1,3}(?:$|[)、.])")


def take_out_heads(table: Table, rows: Rows, columns: Columns, numbered: Sequence[int]) -> None:
    """Skip those of the data rows ``numbered`` (first cell like 一, (一) or 一、收入) that head a group."""
    own = columns.voucher | columns.dates
    undated = [r for r in numbered if own.isdisjoint(filled(rows[r])[1:])]
    for level in _LEVELS:
        heads = [r for r in undated if level.match(_first(rows[r]))]
        if heads and columns.amounts:
            _take_out(table, rows, columns, heads)


def _take_out(table: Table, rows: Rows, columns: Columns, heads: list[int]) -> None:
    notes: list[int] = []
    sums: list[int] = []
    for head, after in pairwise([*heads, table.data[-1] + 1]):
        group = table.data[bisect_right(table.data, head) : bisect_left(table.data, after)]
        parts = all(_is_part(rows[r], columns) for r in group)
        places = filled(rows[head])
        if columns.amounts.isdisjoint(places):
            notes += [head] if parts and group and len(places) <= 2 else []
        elif parts and group and _states_sum(rows, columns, head, group):
            sums.append(head)
        else:
            return
    gone = {*notes, *sums}
    table.data = [r for r in table.data if r not in gone]
    table.skip("说明行", notes)
    table.skip("合计行", sums)


def _is_part(row: list[Cell], columns: Columns) -> bool:
    return bool(_ORDINAL.match(_first(row))) or not columns.dates.isdisjoint(filled(row))


def _states_sum(rows: Rows, columns: Columns, head: int, group: list[int]) -> bool:
    for place in columns.amounts:
        stated, *parts = (_cents(rows[r], place) for r in (head, *group))
        if stated is None or None in parts or stated != sum(p or 0 for p in parts):
            return False
    return True


def _cents(row: list[Cell], place: int) -> int | None:
    """Read an amount; a blank is nothing, None is what can't be read."""
    value = to_cents(row[place]) if place < len(row) else None
    return 0 if value is None else value if isinstance(value, int) else None


def _first(row: list[Cell]) -> str:
    return squeeze(row[filled(row)[0]])
