"""Read the amounts of a table: plain, split over digit columns, doubled, in red ink, or by direction."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline import messages
from pipeline.layout import proofs
from pipeline.read.sides import NoMove, Sides, signed_balances, split_sides
from pipeline.values import units
from pipeline.values.cell import Bad
from pipeline.values.celltext import cell_text, squeeze
from pipeline.values.direction import is_direction
from pipeline.values.money import cents_column, join_digits, to_cents, yuan

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from pipeline.layout.column import Column
    from pipeline.read.grid import Grid
    from pipeline.values.cell import Cell
    from schemas._spec import Sided

_CODES = {"too_fine": "C02", "mismatch": "C13", "too_big": "C17"}
Cents = list[int | None]
_FIGURE = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")


@dataclass(slots=True)
class _Read:
    """The amounts of a column as read, the cells that could not be, and where they stand."""

    cents: Cents
    bads: dict[int, Bad]
    place: int


def read_cents(grid: Grid, rows: Sequence[int], column: Column) -> Cents:
    """Read the amounts of ``column`` in summary rows; what can't be read is None."""
    if column.columns:
        place = column.columns[0]
        return cents_column([grid.at(r, place) for r in rows], grid.factor(place))[0]
    digits = _digits(column)
    found = (join_digits([grid.at(r, place) for place in digits.values()], list(digits)) for r in rows)
    return [None if isinstance(value, Bad) else value for value in found]


def _digits(column: Column) -> dict[str, int]:
    return {part: place for part, place in column.parts.items() if part != "side"}


def _read(grid: Grid, name: str, column: Column, own: bool, each: Collection[str] = ()) -> _Read | None:
    """Read a column, its digit columns or its alternatives; None when two of them contradict each other.

    ``each``: what the amount may be said to be for, behind it (元/年).
    """
    if not column.columns:
        digits = _digits(column)
        values = [
            join_digits(cells, list(digits)) for cells in zip(*map(grid.raw, digits.values()), strict=True)
        ]
        bads = {p: v for p, v in enumerate(values) if isinstance(v, Bad)}
        return _Read([None if isinstance(v, Bad) else v for v in values], bads, column.first)
    if len(column.columns) > 1:
        used = [c for c in column.columns if any(cell != "" for cell in grid.raw(c))] or column.columns[:1]
        # Of several columns for a figure beside the amount itself (合同金额, 中标价) the best-named one counts.
        column.columns = sorted(used, key=lambda c: (_in_words(grid, c), c)) if own else used[:1]
    place = column.columns[0]
    if len(column.columns) == 1:
        return _Read(*cents_column(_cells(grid, place, each), grid.factor(place)), place)
    readings = [cents_column(_cells(grid, c, each), grid.factor(c)) for c in column.columns]
    by_row = list(zip(*(cents for cents, _ in readings), strict=True))
    first, second = (grid.header_name(c) for c in column.columns[:2])
    words = next((n for n, c in enumerate(column.columns) if n and _in_words(grid, c)), None)
    for position, row in enumerate(by_row):
        figures = [v for v in row[:words] if v]
        if len(set(figures)) > 1:
            grid.say(
                "S07",
                (grid.rows[position], column.columns[1]),
                name,
                yuan(row[1] or 0),
                first=first,
                second=second,
            )
            return None
        if words is not None and figures and row[words] not in (None, 0, figures[0]):
            # The figure is what the sheet adds up; that its words say another sum is told, and judged (WB03).
            cell = (grid.rows[position], column.columns[words])
            grid.say("C13", cell, name, f"小写 {yuan(figures[0])}，大写 {yuan(row[words] or 0)}", figures[0])
    bads = {p: bad for _, found in readings for p, bad in found.items() if not any(by_row[p])}
    cents = [next((v for v in row if v), next((v for v in row if v is not None), None)) for row in by_row]
    return _Read(cents, bads, place)


def _cells(grid: Grid, place: int, each: Collection[str]) -> Sequence[Cell]:
    raw = grid.raw(place)
    if not each:
        return raw
    header = "".join(grid.header_texts(place))
    return [units.of_money(cell, each, header) for cell in raw]


def _in_words(grid: Grid, place: int) -> bool:
    """Tell whether a column writes its amounts out (金额大写)."""
    return "大写" in grid.header_name(place)


def read_money(grid: Grid, name: str, column: Column) -> bool:
    """Read a money field; False when two filled columns contradict each other (the table is sent back)."""
    title = grid.title_of(name)
    found = _read(grid, title, column, name in grid.kind.needed, grid.specs[name].units)
    if found is None:
        return False
    _red_ink(grid, found, title)
    _report(grid, name, found)
    grid.columns[name] = list(found.cents)
    return True


def read_sided(grid: Grid, sided: Sided, column: Column) -> bool:
    """Read an amount that fills two fields, by direction words, sign or title; False as in ``read_money``."""
    found = _read(grid, grid.header_name(column.first), column, own=True)
    if found is None:
        return False
    raw = grid.raw(found.place)
    words = grid.raw(column.parts["side"]) if "side" in column.parts else None
    header = grid.header_name(found.place)
    summary = grid.table.recognition.columns.get("summary")
    headers = [header, *([grid.header_name(summary.first)] if summary else [])]
    sides = Sides.of(sided, grid.table.context, grid.table.names, headers)
    turned = [None if c is None else -c * sides.sign for c in found.cents]
    # One step is little to go by where no sign speaks as well.
    least = 1 if _any_negative(found.cents) else 2
    if words is None and not sides.signed and _balances_follow(grid, turned, least):
        # The title says that all goes one way; by the balances it went the other, and back where it is negative.
        sides = replace(sides, sign=-sides.sign, signed=True)
    if sided.needs_side and words is None and not sides.stated_in(raw):
        grid.say("H03", (grid.table.header[1], found.place), header, header, header=header)
        return True
    _red_ink(grid, found, header)
    if words is None and sides.guessed and not sides.stated_in(raw) and not _signs_prove(grid, found.cents):
        grid.say("S14", (grid.table.header[1], found.place), header, header, header=header)
        return False
    plus, minus, odd = split_sides(sides, found.cents, words, raw)
    for position, what in odd.items():
        if isinstance(what, NoMove):
            grid.no_move.setdefault(position, what.word)
            continue
        grid.say("R03", (grid.rows[position], column.parts.get("side", found.place)), "方向", what)
        grid.aside.setdefault(position, f"方向这一格是“{what}”，不知道是收还是支")
    grid.columns[sides.plus], grid.columns[sides.minus] = list(plus), list(minus)
    _report(grid, sides.plus, found)
    return True


def _signs_prove(grid: Grid, cents: Cents) -> bool:
    """Tell whether the signs of a lone amount are meant: some are negative, or the balances follow from them."""
    if _any_negative(cents):
        return True
    return _balances_follow(grid, cents)


def _balances_follow(grid: Grid, moves: Cents, least: int = 2) -> bool:
    """Tell whether every balance, ``least`` at least, is the one before with its row's move, or nearly all of many."""
    column = grid.table.recognition.columns.get("balance")
    if column is None or not column.columns:
        return False
    balances, _ = cents_column(grid.raw(column.first), grid.factor(column.first))
    satisfied, tried = proofs.chain(balances, moves, [None] * len(moves))
    return satisfied == tried >= least or proofs.holds(satisfied, tried)


def _any_negative(cents: Cents) -> bool:
    return any(c is not None and c < 0 for c in cents)


def find_directions(grid: Grid) -> None:
    """Take a column for the direction of a lone amount when it holds nothing but 收, 支 … (headed 类别)."""
    found = grid.table.recognition
    for sided in grid.ledger.sided:
        column = found.columns.get(sided.name)
        if column is None or "side" in column.parts:
            continue
        category = found.columns.get("category")
        words = (
            {squeeze(cell) for cell in grid.raw(category.first)} - {""}
            if category and category.columns
            else set()
        )
        if category and words and all(map(is_direction, words)):
            column.parts["side"] = category.first
            del found.columns["category"]


def sign_balances(grid: Grid) -> None:
    """Turn balances negative that a direction column beside them puts on the other side (贷 in a cash book)."""
    column = grid.table.recognition.columns.get("balance")
    if column is None or "side" not in column.parts or "balance" not in grid.columns or grid.ledger.paged:
        return
    for sided in grid.ledger.sided:
        blank: list[object] = [None] * len(grid.rows)
        moves = [grid.columns.get(name, blank) for name in (sided.plus, sided.minus)]
        words = grid.raw(column.parts["side"])
        grid.columns["balance"] = signed_balances(sided, words, grid.columns["balance"], *moves)


def _report(grid: Grid, name: str, found: _Read) -> None:
    title = grid.title_of(name)
    own = name in grid.kind.needed
    for position, bad in found.bads.items():
        code = _CODES.get(bad.reason, "C01")
        cents = _figure(bad.found) if code == "C13" else None
        grid.say(code, (grid.rows[position], found.place), title, bad.found, cents)
        if own:
            grid.aside.setdefault(position, f"“{title}”这一格是“{bad.found}”：{messages.TEXTS[code].fix}")
    if own and (grid.sheet.errors or grid.sheet.uncached):
        for position, row in enumerate(grid.rows):
            if (row, found.place) in grid.sheet.errors or (row, found.place) in grid.sheet.uncached:
                grid.aside.setdefault(position, f"“{title}”这一格是公式错误或没有结果")
    if not grid.sheet.text_only:
        texts = [
            p
            for p, v in enumerate(grid.raw(found.place))
            if isinstance(v, str) and v and _has_digit(v, p, found)
        ]
        if texts:
            shown = cell_text(grid.raw(found.place)[texts[0]])
            grid.say("C08", (grid.rows[texts[0]], found.place), title, shown, count=len(texts))


def _figure(text: str) -> int | None:
    """Read the amount in figures out of a cell that also has it in words."""
    figure = _FIGURE.search(text)
    cents = to_cents(figure.group()) if figure else None
    return cents if isinstance(cents, int) else None


def _has_digit(text: str, position: int, found: _Read) -> bool:
    return position not in found.bads and any(c.isdigit() for c in text)


def _red_ink(grid: Grid, found: _Read, title: str) -> None:
    """Turn red figures negative; a column that is mostly red is coloured for show."""
    if not grid.sheet.red:
        return
    cents, place = found.cents, found.place
    red = [p for p, r in enumerate(grid.rows) if (r, place) in grid.sheet.red and (cents[p] or 0) > 0]
    if len(red) * 2 > sum(1 for c in cents if c is not None):
        return
    for position in red:
        value = cents[position] or 0
        cents[position] = -value
        grid.say("C11", (grid.rows[position], place), title, yuan(value))
