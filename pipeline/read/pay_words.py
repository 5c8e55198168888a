"""Tell of pay lists and pay standards what nobody can go by: two standards for one day, an unknown post, item or period.

A standard whose period can't be read is set aside: 3000 元 a season is no 3000 元 a year. All else is loaded as it stands.
"""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.values.celltext import cell_text, squeeze
from pipeline.values.dates import to_day
from pipeline.values.money import yuan
from pipeline.values.vocabulary import is_cadre_post, pay_class
from schemas._spec import SCALES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from pipeline.read.grid import Grid

# Of these one post has one standard; the amounts that tell standards apart.
_SAME = ("post", "item", "region_type", "stars", "years_served")
_VALUES = ("amount", "multiple", "limit", "per")
_NO_CADRE = re.compile("干部|人员|村民|群众|党员|农户|社员|队员|工人")
_POSTS, _ITEMS = "书记、主任、副主任、委员、会计、组干部", "职务补贴、误工补贴、绩效补贴、离任补贴、干部报酬"


def check(grid: Grid) -> None:
    """Report it at its cells."""
    if grid.ledger.name not in {"allowance", "pay_standard"}:
        return
    if grid.ledger.name == "pay_standard":
        _periods(grid)
        _two_standards(grid)
    _unknown(grid, "post", "C31", _POSTS)
    _unknown(grid, "item", "C29", _ITEMS)


def _loaded(grid: Grid) -> Iterator[int]:
    left = grid.aside.keys() | grid.no_move | grid.unfilled
    return (position for position in range(len(grid.rows)) if position not in left)


def _periods(grid: Grid) -> None:
    column = grid.table.recognition.columns.get("per")
    if column is None:
        return
    raw, title = grid.spread(column.first), grid.title_of("per")
    for position in _loaded(grid):
        if grid.columns["per"][position] is None and (text := squeeze(cell_text(raw[position]))):
            grid.aside.setdefault(position, f"“{title}”这一格是“{text}”，看不懂")


def _two_standards(grid: Grid) -> None:
    """Find lines of one post and item that both hold on a day and differ; one without an end ends with the next."""
    columns = grid.columns
    by_post: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for position in _loaded(grid):
        by_post[tuple(columns[n][position] if n in columns else None for n in _SAME)].append(position)
    for (post, item, *_), lines in by_post.items():
        start = {p: day for p in lines if isinstance(day := columns["valid_from"][p], int)}
        for later, earlier in _pairs(sorted(start, key=lambda p: (start[p], p))):
            end = columns["valid_to"][earlier] if "valid_to" in columns else None
            values = [
                tuple(columns[n][p] if n in columns else None for n in _VALUES) for p in (earlier, later)
            ]
            holds = start[earlier] == start[later] or (isinstance(end, int) and start[later] <= end)
            if holds and values[0] != values[1]:
                field = next(n for n, a, b in zip(_VALUES, *values, strict=True) if a != b)
                _say_two(grid, later, earlier, field, what=f"{post}的{item}", day=to_day(start[later]))
                break


def _pairs(lines: list[int]) -> Iterator[tuple[int, int]]:
    return ((later, earlier) for n, later in enumerate(lines) for earlier in lines[:n])


def _say_two(grid: Grid, later: int, earlier: int, field: str, *, what: str, day: date | None) -> None:
    column = grid.table.recognition.columns.get(field)
    cell = (grid.rows[later], column.first) if column else None
    grid.say(
        "C30", cell, grid.title_of(field), _shown(grid, field, later),
        what=what, day=day and day.isoformat(), row=grid.rows[earlier] + 1, other=_shown(grid, field, earlier),
    )  # fmt: skip


def _shown(grid: Grid, field: str, position: int) -> str:
    value = grid.columns[field][position] if field in grid.columns else None
    if isinstance(value, int):
        role = grid.specs[field].role
        return yuan(value) if role == "money" else f"{Decimal(value).scaleb(-SCALES[role]).normalize():f}"
    return str(value or "空白")


def _unknown(grid: Grid, name: str, code: str, words: str) -> None:
    found: dict[str, list[int]] = {}
    for position in _loaded(grid) if name in grid.columns else ():
        text = grid.columns[name][position]
        if isinstance(text, str) and not (
            pay_class(text) or (name == "post" and (is_cadre_post(text) or _NO_CADRE.search(text)))
        ):
            found.setdefault(text, []).append(position)
    column = grid.table.recognition.columns.get(name)
    for text, positions in found.items():
        cell = (grid.rows[positions[0]], column.first) if column else None
        grid.say(code, cell, grid.title_of(name), text, count=len(positions), words=words, found_word=text)
