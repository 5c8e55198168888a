"""Tell which accounts of a trial balance are sums of others, where no column says it: only the others are added up.

A code that begins another one is that of a sum; of rows with one code it is the one that the others (农商行, 信用社)
add up to; where codes show no levels, indented names do, if the figures bear them out.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.read.grid import Grid

    # Opening and closing balance (debit less credit), debits and credits, in cents.
    Figures = tuple[int, ...]

LEAF, SUM = "是", "否"
_SEPARATOR = re.compile(r"[-_/\\. ]+")
# Codes as short as this number rows rather than levels: 1 is not the sum of 10 to 19.
SHORT = 3
_PAIRS = (("opening_debit", "opening_credit"), ("closing_debit", "closing_credit"))


def tell(grid: Grid) -> None:
    """Say of each account that says nothing itself whether it is a leaf."""
    if "is_leaf" not in grid.specs or "account_code" not in grid.columns:
        return
    given = grid.columns.get("is_leaf", [None] * len(grid.rows))
    if None not in given:
        return
    sums = {p for positions in _tables(grid) for p in _sums(grid, positions)}
    grid.supplied["is_leaf"] = ["proof" if own is None else None for own in given]
    grid.columns["is_leaf"] = [
        (SUM if p in sums else LEAF) if own is None else own for p, own in enumerate(given)
    ]


def _tables(grid: Grid) -> list[list[int]]:
    """Part the rows by what they cover and whose they are: each has its own accounts."""
    names = ("_year", "_period", "year", "month", "village_code", "village_name", "township")
    keys = [grid.columns[name] for name in names if name in grid.columns]
    parts: dict[tuple[object, ...], list[int]] = {}
    for position, code in enumerate(grid.columns["account_code"]):
        if code is not None:
            parts.setdefault(tuple(column[position] for column in keys), []).append(position)
    return list(parts.values())


def _sums(grid: Grid, positions: list[int]) -> set[int]:
    codes = {p: _SEPARATOR.sub(".", str(grid.columns["account_code"][p]).strip()) for p in positions}
    rows: dict[str, list[int]] = {}
    for position, code in codes.items():
        rows.setdefault(code, []).append(position)
    figures = {p: _figures(grid, p) for p in positions}
    ordered = sorted(rows)
    # In order of code an account's children come right after it.
    above = {a for a, b in pairwise(ordered) if _is_below(b, a)}
    above -= {a for a in above if len(a) < SHORT and not _adds_up(a, ordered, rows, figures)}
    found = {p for code in above for p in rows[code]}
    for code, several in rows.items():
        if code not in above and len(several) > 1:
            found |= _sum_of_one_code(grid, several, figures)
    return found or set(_by_indent(grid, positions, figures))


def _is_below(code: str, other: str) -> bool:
    """Tell whether ``code`` is that of a sub-account of ``other``: 102.01, 10201 or 10201.03 of 102; not 102.10 of 102.1."""
    rest = code.removeprefix(other)
    return code.startswith(other) and rest != "" and ("." not in other or rest.startswith("."))


def _adds_up(code: str, ordered: list[str], rows: dict[str, list[int]], figures: dict[int, Figures]) -> bool:
    """Tell whether the rows right below ``code`` add up to it."""
    below = [c for c in ordered if _is_below(c, code)]
    direct = [c for c in below if not any(_is_below(c, other) for other in below)]
    return _total(figures[p] for c in direct for p in rows[c]) == _total(figures[p] for p in rows[code])


def _sum_of_one_code(grid: Grid, several: list[int], figures: dict[int, Figures]) -> set[int]:
    """Find the row that the others with its code add up to; its name is part of theirs, or they are several."""
    names = {p: str(grid.columns["account_name"][p] or "") for p in several if "account_name" in grid.columns}
    for position in several:
        others = [p for p in several if p != position]
        own = names.get(position, "")
        parts = all(own in names.get(p, "") and own != names.get(p, "") for p in others)
        if parts or (len(others) > 1 and _total(figures[p] for p in others) == figures[position]):
            return {position}
    return set()


def _by_indent(grid: Grid, positions: list[int], figures: dict[int, Figures]) -> Iterator[int]:
    """List the rows whose more deeply indented ones, right below, add up to them."""
    column = grid.table.recognition.columns.get("account_name")
    if column is None or not column.columns:
        return
    raw = grid.raw(column.first)
    depth = {p: _indent(cell) if isinstance(cell := raw[p], str) else 0 for p in positions}
    if len(set(depth.values())) < 2:
        return
    for place, position in enumerate(positions):
        below: list[int] = []
        for other in positions[place + 1 :]:
            if depth[other] <= depth[position]:
                break
            below.append(other)
        direct = [p for p in below if depth[p] == min(depth[q] for q in below)]
        if direct and _total(figures[p] for p in direct) == figures[position]:
            yield position


def _indent(text: str) -> int:
    return sum(2 if c == "\u3000" else 1 for c in text[: len(text) - len(text.lstrip())])


def _figures(grid: Grid, position: int) -> Figures:
    def cents(name: str) -> int:
        value = grid.columns[name][position] if name in grid.columns else None
        return value if isinstance(value, int) else 0

    balances = (cents(debit) - cents(credit) for debit, credit in _PAIRS)
    return (*balances, cents("debit"), cents("credit"))


def _total(figures: Iterator[Figures] | Sequence[Figures]) -> Figures:
    return tuple(map(sum, zip(*figures, strict=True)))
