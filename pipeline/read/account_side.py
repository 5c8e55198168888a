"""Give the balances of an account's page their sign: in debit positive, in credit negative.

The direction beside them says it; but what most balances follow from counts more, as for directions in any book:
that of an asset grows with its debits, that of a debt with its credits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.layout import proofs
from pipeline.read.proven import books
from pipeline.values.celltext import cell_text, tidy
from pipeline.values.direction import side_word
from pipeline.values.money import cents_column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.read.grid import Grid

    Figures = list[int | None]


def sign(grid: Grid) -> None:
    """Sign the balances of each account; where nothing tells the side, say so and leave them out."""
    if "balance" not in grid.columns:
        return
    pages = books(grid)
    openings = _openings(grid) if len(pages) == 1 else []
    signed: Figures = [None] * len(grid.rows)
    proven: list[str | None] = [None] * len(grid.rows)
    for positions in pages:
        balances = [_int(grid, "balance", p) for p in positions]
        moves = [[_int(grid, name, p) for p in positions] for name in ("debit", "credit")]
        by_words = [_by_word(b, grid.columns["side"][p]) for b, p in zip(balances, positions, strict=True)
                    ] if "side" in grid.columns else None  # fmt: skip
        found = _best(balances, by_words, moves, openings)
        if found is None:
            if any(balances):
                _say_unknown(grid, positions)
            continue
        for position, value, shown in zip(positions, found, balances, strict=True):
            signed[position] = value
            if by_words is None and value != shown:
                proven[position] = "proof"
    grid.columns["balance"] = list(signed)
    if any(proven):
        grid.supplied["balance"] = proven


def _best(
    balances: Figures, by_words: Figures | None, moves: list[Figures], openings: list[tuple[int, int | None]]
) -> Figures | None:
    """Choose the reading that most balances follow from; None where the figures tell nothing and no word does."""
    negative = [None if b is None else -b for b in balances]
    readings = [(by_words, 0)] if by_words else []
    readings += [(balances, 1), (negative, -1)]
    scores = [_follow(reading, moves, openings, way) for reading, way in readings]
    best = max(range(len(readings)), key=lambda i: (scores[i], -i))
    if by_words is None and scores[0] == scores[1] and any(balances):
        return None
    return readings[best][0]


def _follow(balances: Figures, moves: list[Figures], openings: list[tuple[int, int | None]], way: int) -> int:
    """Count the balances that follow from the one before, the first from the opening one (nothing if none is printed)."""
    start = 0
    for printed, worded in openings[:1]:
        start = worded if way == 0 and worded is not None else printed * (way or 1)
    debit, credit = moves
    return proofs.chain([start, *balances], [None, *debit], [None, *credit])[0]


def _openings(grid: Grid) -> list[tuple[int, int | None]]:
    """List the opening balances printed above the entries, as printed and as the word beside them signs them."""
    column = grid.table.recognition.columns["balance"]
    side = grid.table.recognition.columns.get("side")
    found = []
    for row, _, scope in grid.table.totals:
        if scope == "期初" and column.columns and (not grid.rows or row < grid.rows[0]):
            cents = cents_column([grid.at(row, column.first)], grid.factor(column.first))[0][0]
            word = side_word(tidy(cell_text(grid.at(row, side.first)))) if side else None
            signed = {"debit": cents, "credit": None if cents is None else -cents, "even": 0}
            if cents is not None:
                found.append((cents, signed.get(word or "")))
    return found[-1:]


def _by_word(balance: int | None, word: object) -> int | None:
    return -balance if balance is not None and word == "贷" else balance


def _int(grid: Grid, name: str, position: int) -> int | None:
    values: Sequence[object] = grid.columns.get(name, ())
    return value if position < len(values) and isinstance(value := values[position], int) else None


def _say_unknown(grid: Grid, positions: list[int]) -> None:
    column = grid.table.recognition.columns["balance"]
    header = grid.header_name(column.first)
    grid.say("H03", (grid.rows[positions[0]], column.first), header, header, header=header)
