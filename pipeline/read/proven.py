"""Hold what was read against what its figures must satisfy, and mend or refuse a reading that breaks it.

A running balance decides which of two columns is in and which is out, whatever their headers say.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.layout import proofs
from pipeline.read.extract import Proof

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.read.grid import Grid
    from schemas._spec import Identity


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the identities of a kind say of a reading; ``refuted`` names one that no reading satisfies."""

    proofs: tuple[Proof, ...]
    refuted: str = ""


def prove(grid: Grid) -> Verdict:
    """Try every identity of the kind on all rows; exchange in and out where only that satisfies it."""
    found: list[Proof] = []
    for identity in grid.ledger.identities:
        names = [name.removeprefix("-") for name in identity.fields]
        absent = [name for name in names if name not in grid.columns]
        # A book of payments alone has a balance too.
        if absent and (identity.form != "chain" or absent not in ([names[1]], [names[2]])):
            continue
        satisfied, tried = _tried(grid, identity)
        if proofs.fails(satisfied, tried):
            if identity.form == "chain" and not identity.either and _exchanged(grid, identity):
                satisfied, tried = _tried(grid, identity)
            elif identity.form in {"chain", "balanced"}:
                _say_refuted(grid, identity, satisfied, tried)
                return Verdict((*found, Proof(identity.name, satisfied, tried)), identity.name)
        if tried:
            found.append(Proof(identity.name, satisfied, tried))
    return Verdict(tuple(found))


def _tried(grid: Grid, identity: Identity) -> tuple[int, int]:
    if identity.form == "balanced":
        voucher, debit, credit = (grid.columns[name] for name in identity.fields)
        days = grid.columns.get(grid.ledger.date_field, [None] * len(grid.rows))
        groups = [None if v is None else (d, v) for d, v in zip(days, voucher, strict=True)]
        return proofs.balanced(groups, _whole(debit), _whole(credit))
    if identity.form == "share":
        stock, ratio, amount = (_whole(grid.columns[name]) for name in identity.fields)
        return proofs.share(stock, [None if r is None else r // 10**4 for r in ratio], amount)
    if identity.form == "product":
        return proofs.product(*(_whole(grid.columns[name]) for name in identity.fields))
    if identity.form == "total":
        whole, *parts = identity.fields
        return proofs.total([_signed(grid, part) for part in parts], _whole(grid.columns[whole]))
    satisfied = tried = 0
    for positions in books(grid):
        s, t = proofs.chain(*(figures_at(grid, n, positions) for n in identity.fields))
        satisfied, tried = satisfied + s, tried + t
    return satisfied, tried


def figures_at(grid: Grid, name: str, positions: Sequence[int]) -> list[int | None]:
    """Give the figures of a field in the rows at ``positions``; None where there is none."""
    column = grid.columns.get(name)
    return [None] * len(positions) if column is None else _whole([column[p] for p in positions])


def books(grid: Grid) -> list[list[int]]:
    """Part the rows by account, fund and currency: each has a balance of its own."""
    keys = [grid.columns[n] for n in (*grid.ledger.slice_fields, "currency") if n in grid.columns]
    books: dict[tuple[object, ...], list[list[int]]] = {}
    for position in range(len(grid.rows)):
        book = books.setdefault(tuple(column[position] for column in keys), [[]])
        if position in grid.aside:
            # What moved there is not known: the next balance follows from nothing.
            book.append([])
        elif position not in grid.no_move:
            book[-1].append(position)
    return [stretch for book in books.values() for stretch in book]


def _whole(values: list[object]) -> list[int | None]:
    return [v if isinstance(v, int) else None for v in values]


def _signed(grid: Grid, part: str) -> list[int | None]:
    values = _whole(grid.columns[part.removeprefix("-")])
    return [None if v is None else -v for v in values] if part.startswith("-") else values


def _exchanged(grid: Grid, identity: Identity) -> bool:
    """Exchange in and out where the balances prove that; tells whether they do."""
    _, plus, minus = identity.fields
    columns = grid.columns
    for name in (plus, minus):
        columns.setdefault(name, [None] * len(grid.rows))
    columns[plus], columns[minus] = columns[minus], columns[plus]
    if proofs.holds(*_tried(grid, identity)):
        lone = [grid.table.recognition.columns.get(s.name) for s in grid.ledger.sided]
        if any(c is not None and "side" not in c.parts for c in lone):
            # One column for both, without words: what is negative in it went the other way.
            columns[plus], columns[minus] = _by_sign(columns[plus], columns[minus])
        column = grid.table.recognition.columns.get(plus)
        place = (grid.table.header[1], column.first) if column else None
        grid.say(
            "H05",
            place,
            grid.title_of(plus),
            identity.name,
            plus=grid.title_of(plus),
            minus=grid.title_of(minus),
        )
        return True
    columns[plus], columns[minus] = columns[minus], columns[plus]
    return False


def _by_sign(plus: list[object], minus: list[object]) -> tuple[list[object], list[object]]:
    """Give what is negative on one side to the other."""
    pairs = zip(_whole(plus), _whole(minus), strict=True)
    turned = [
        (None, -a) if a is not None and a < 0 else (-b, None) if b is not None and b < 0 else (a, b)
        for a, b in pairs
    ]
    return [a for a, _ in turned], [b for _, b in turned]


def _say_refuted(grid: Grid, identity: Identity, satisfied: int, tried: int) -> None:
    name = next(n for n in identity.fields if n in grid.table.recognition.columns)
    place = (grid.rows[0], grid.table.recognition.columns[name].first)
    code = "S12" if identity.form == "chain" else "S13"
    grid.say(code, place, grid.title_of(name), f"{tried} 处里只有 {satisfied} 处对得上")
