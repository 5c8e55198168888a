"""Read the amounts of a table: plain, split over digit columns, doubled, in red ink, or by direction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import messages
from pipeline.cell import Bad
from pipeline.context import cell_text
from pipeline.grid import first_place
from pipeline.money import cents_column, join_digits, yuan
from pipeline.sides import NoMove, Sides, split_sides

if TYPE_CHECKING:
    from pipeline.cell import Cell
    from pipeline.grid import Grid
    from pipeline.recognise import Column
    from schemas._spec import Sided

_CODES = {"too_fine": "C02", "mismatch": "C13", "too_big": "C17"}
Cents = list[int | None]
Bads = dict[int, Bad]


def read_cents(grid: Grid, rows: list[int], column: Column) -> tuple[Cents, Bads]:
    """Read the amounts of ``column`` (its first column, or its digit columns) in ``rows``."""
    if column.columns:
        place = column.columns[0]
        return cents_column([grid.at(r, place) for r in rows], grid.factor(place))
    parts = {p: c for p, c in column.parts.items() if p not in {"amount", "side"}}
    cents: Cents = []
    bads: Bads = {}
    for position, row in enumerate(rows):
        value = join_digits([grid.at(row, place) for place in parts.values()], list(parts))
        if isinstance(value, Bad):
            bads[position] = value
            value = None
        cents.append(value)
    return cents, bads


def read_money(grid: Grid, name: str, column: Column) -> bool:
    """Read a money field; False when two filled columns contradict each other (the table is sent back)."""
    used = [c for c in column.columns if any(grid.at(r, c) != "" for r in grid.rows)]
    if name not in grid.ledger.amount_fields:
        # Of several columns for a figure beside the amount itself (合同金额, 中标价) the best-named one counts.
        used = used[:1]
    column.columns = used or column.columns[:1]
    if len(used) > 1:
        readings = [cents_column(grid.raw(c), grid.factor(c)) for c in used]
        clash = _clash(grid, name, used, readings)
        if clash:
            return False
        cents = [
            next((v for v in values if v is not None), None)
            for values in zip(*(r[0] for r in readings), strict=True)
        ]
        bads = {p: bad for _, found in readings for p, bad in found.items()}
    else:
        cents, bads = read_cents(grid, grid.rows, column)
    place = first_place(column)
    _red_ink(grid, cents, place, grid.title_of(name))
    _report(grid, name, place, bads)
    grid.columns[name] = list(cents)
    return True


def _clash(grid: Grid, name: str, used: list[int], readings: list[tuple[Cents, Bads]]) -> bool:
    for position, values in enumerate(zip(*(cents for cents, _ in readings), strict=True)):
        if len({v for v in values if v}) > 1:
            first, second = (grid.header_name(c) for c in used[:2])
            place = (grid.rows[position], used[1])
            grid.say("S07", place, grid.title_of(name), yuan(values[1] or 0), first=first, second=second)
            return True
    return False


def read_sided(grid: Grid, sided: Sided, column: Column) -> None:
    """Read an amount column that fills two fields, by direction words, sign or title."""
    place = column.columns[0] if column.columns else column.parts.get("amount", first_place(column))
    if column.columns or "amount" in column.parts:
        raw = grid.raw(place)
        cents, bads = cents_column(raw, grid.factor(place))
    else:
        raw = [""] * len(grid.rows)
        cents, bads = read_cents(grid, grid.rows, column)
    sides = Sides.of(sided, grid.table.context, grid.table.names)
    words: list[Cell] | None = grid.raw(column.parts["side"]) if "side" in column.parts else None
    _red_ink(grid, cents, place, grid.header_name(place))
    plus, minus, odd = split_sides(sides, cents, words, raw)
    for position, what in odd.items():
        if isinstance(what, NoMove):
            grid.no_move.setdefault(position, what.word)
            continue
        grid.say("R03", (grid.rows[position], column.parts.get("side", place)), "方向", what)
        grid.aside.setdefault(position, f"方向这一格是“{what}”，不知道是收还是支")
    grid.columns[sides.plus], grid.columns[sides.minus] = list(plus), list(minus)
    _report(grid, sides.plus, place, bads)


def _report(grid: Grid, name: str, place: int, bads: Bads) -> None:
    title = grid.title_of(name)
    own = name in grid.ledger.amount_fields
    for position, bad in bads.items():
        code = _CODES.get(bad.reason, "C01")
        grid.say(code, (grid.rows[position], place), title, bad.found)
        if own:
            grid.aside.setdefault(position, f"“{title}”这一格是“{bad.found}”：{messages.TEXTS[code].fix}")
    if own:
        for position, row in enumerate(grid.rows):
            if (row, place) in grid.sheet.errors or (row, place) in grid.sheet.uncached:
                grid.aside.setdefault(position, f"“{title}”这一格是公式错误或没有结果")
    if not grid.sheet.text_only:
        texts = [r for p, r in enumerate(grid.rows) if p not in bads and _figure_as_text(grid.at(r, place))]
        if texts:
            shown = cell_text(grid.at(texts[0], place))
            grid.say("C08", (texts[0], place), title, shown, count=len(texts))


def _red_ink(grid: Grid, cents: Cents, place: int, title: str) -> None:
    """Turn red figures negative; a column that is mostly red is coloured for show."""
    red = [p for p, r in enumerate(grid.rows) if (r, place) in grid.sheet.red and (cents[p] or 0) > 0]
    if len(red) * 2 > sum(1 for c in cents if c is not None):
        return
    for position in red:
        value = cents[position] or 0
        cents[position] = -value
        grid.say("C11", (grid.rows[position], place), title, yuan(value))


def _figure_as_text(value: Cell) -> bool:
    return isinstance(value, str) and any(c.isdigit() for c in value)
