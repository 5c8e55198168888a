"""Exchange one header word for a synonym by others."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from tests.bench_reading import definitions
from tests.bench_reading.rewrite.bases import Base
from tests.bench_reading.rewrite.change import Change, Rewrite
from tests.bench_reading.thesaurus import Thesaurus


def with_synonyms(thesaurus: Thesaurus) -> Rewrite:
    """Make the rewriting that exchanges a part of one header for a synonym."""

    def rewrite(base: Base, rng: Random) -> Change | None:
        ledger = next(one for one in definitions.whole().ledgers if one.name == base.table.kind)
        known = {term.word for term in definitions.terms(ledger)}
        rows = base.paper.square()
        first = base.table.header_row - 1
        fields = list(base.table.columns.values())
        choices = [
            (i, j, swap)
            for i in range(first, min(base.table.rows) - 1)
            # Where several columns make one value (摘要 and 附言), another one may stand in for the one unread.
            for j, name in base.table.columns.items()
            if fields.count(name) == 1 and j < len(rows[i]) and isinstance(word := rows[i][j], str)
            for swap, single in thesaurus.swaps("".join(word.split()))
            if not single and swap not in known
        ]
        if not choices:
            return None
        i, j, swap = rng.choice(choices)
        word, rows[i][j] = rows[i][j], swap
        return Change.unchanged(replace(base.paper, rows=rows), f"{word}→{swap}")

    return rewrite
