"""Make up rows of every ledger kind as a village would have them: canonical texts by field, arithmetic in order."""

from __future__ import annotations

from random import Random

from schemas._spec import Ledger
from tests.bench_reading.facts import books, offices, papers, rolls, shares
from tests.bench_reading.facts.plain import Row, village_of, written

MAKERS = {**books.MAKERS, **shares.MAKERS, **rolls.MAKERS, **papers.MAKERS, **offices.MAKERS}
YEAR = 2023


def rows_of(ledger: Ledger, rng: Random, count: int = 8) -> list[Row]:
    """Make about ``count`` rows; a field the maker of the kind does not know gets values of its type."""
    maker = MAKERS.get(ledger.name)
    made = maker(rng, count, YEAR) if maker else [{} for _ in range(count)]
    here = village_of(rng)
    for number, row in enumerate(made):
        for spec in ledger.fields:
            if spec.name not in row:
                row[spec.name] = here.get(spec.name) or written(spec, rng, number, YEAR)
    return made
