"""Words come in pairs: where one amount is headed 贷方发生额, the other is headed 借方发生额."""

from __future__ import annotations

from schemas._spec import Ledger
from tests.bench_reading.definitions import Term


def other_side(ledger: Ledger, term: Term) -> dict[tuple[str, str], str]:
    """Name the word over the other side of an amount: (field, part) → word; nothing for other fields."""
    sibling = _sibling(ledger, term.field)
    if term.part or not sibling:
        return {}
    own, spec = ledger.by_name[term.field], ledger.by_name[sibling]
    words = (spec.title, *spec.aliases)
    at = (own.title, *own.aliases).index(term.word)
    # The lists run side by side in the main; where they do not, the word most alike is the one.
    twin = words[at] if at < len(words) else ""
    alike = [word for word in (twin, *words) if len(word) == len(term.word)]
    best = max(alike, key=lambda word: _shared(word, term.word), default=spec.title)
    return {(sibling, ""): best if best == twin or _shared(best, term.word) * 2 >= len(best) else spec.title}


def _shared(one: str, other: str) -> int:
    return sum(a == b for a, b in zip(one, other, strict=True))


def _sibling(ledger: Ledger, name: str) -> str:
    pairs = [(s.plus, s.minus) for s in ledger.sided] + [("debit", "credit")]
    for plus, minus in pairs:
        if name in {plus, minus} and {plus, minus} <= ledger.by_name.keys():
            return minus if name == plus else plus
    return ""
