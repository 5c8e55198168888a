"""Find the running balance of a book with one amount and a word for its way: the column that follows it line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.layout import proofs
from pipeline.layout.column import Column
from pipeline.values.celltext import cell_text
from pipeline.values.direction import side_word

if TYPE_CHECKING:
    from pipeline.layout.headers import KindIndex
    from pipeline.layout.mapping import Block
    from pipeline.layout.profile import Sample

_WAYS = {"in": 1, "out": -1}


def find_balance(
    index: KindIndex,
    columns: dict[str, Column],
    unmapped: list[tuple[int, str]],
    sample: Sample,
    block: Block,
) -> None:
    """Take the one unread column that the amounts, in and out, lead from line to line for the balance."""
    for identity in (i for i in index.ledger.identities if i.form == "chain"):
        balance, plus, minus = identity.fields
        sided = next((s for s in index.ledger.sided if (s.plus, s.minus) == (plus, minus)), None)
        column = columns.get(sided.name) if sided else None
        if balance in columns or column is None or not column.columns or "side" not in column.parts:
            continue
        ways = [_WAYS.get(side_word(cell_text(cell)) or "", 0) for cell in sample.cells(column.parts["side"])]
        amounts = sample.cents(column.first)
        came = [a if way > 0 else None for a, way in zip(amounts, ways, strict=True)]
        went = [a if way < 0 else None for a, way in zip(amounts, ways, strict=True)]
        fits = []
        for place, _ in unmapped:
            satisfied, tried = proofs.chain(sample.cents(place), came, went)
            if satisfied == tried and proofs.holds(satisfied, tried):
                fits.append(place)
        if len(fits) == 1:
            columns[balance] = Column("", "".join(block[fits[0]]), fits, why=identity.name)
            unmapped[:] = [one for one in unmapped if one[0] != fits[0]]
