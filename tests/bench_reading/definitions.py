"""Ledger kinds with words taken away: plain data, made from the alias lists of ``schemas``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache

from schemas import ledgers
from schemas._spec import FieldSpec, Ledger, Sided

# Columns of the program's own lists, which it fills in itself where they are not there.
_OWN = frozenset({"category_source"})


@dataclass(frozen=True)
class Words:
    """Ledger kinds to read with; two with the same ``key`` are the same."""

    key: str
    ledgers: tuple[Ledger, ...] = field(compare=False, repr=False)


@dataclass(frozen=True)
class Term:
    """One header word: its kind, the field (or sided amount) it heads, and which list it stands in.

    ``part``: '' for a field; 'amount' or 'side' for an amount that fills two fields.
    """

    kind: str
    field: str
    word: str
    part: str = ""


@cache
def whole() -> Words:
    """The kinds as they are."""
    return Words("", tuple(replace(ledger, model=None) for ledger in ledgers().values()))


def terms(ledger: Ledger) -> Iterator[Term]:
    """List every header word of a kind: titles, aliases, and those of sided amounts."""
    for spec in ledger.fields:
        if spec.name in _OWN:
            continue
        for word in (spec.title, *spec.aliases):
            yield Term(ledger.name, spec.name, word)
    for sided in ledger.sided:
        for word in sided.amount_aliases:
            yield Term(ledger.name, sided.name, word, "amount")
        for word in sided.side_aliases:
            if word not in sided.amount_aliases:
                yield Term(ledger.name, sided.name, word, "side")


def without(term: Term) -> Words:
    """The kinds without one word of one field: of a title the first alias takes the place."""

    def keep(words: tuple[str, ...], *, listed: bool) -> tuple[str, ...]:
        return tuple(word for word in words if word != term.word)

    return _changed(f"-{term}", term, keep)


def without_list(term: Term) -> Words:
    """The kinds with only the title left of the field that ``term`` heads (of a sided list, its first word)."""

    def keep(words: tuple[str, ...], *, listed: bool) -> tuple[str, ...]:
        return words[:1] if listed else words

    return _changed(f"-{term.kind}/{term.field}/{term.part}/*", term, keep)


def _changed(key: str, term: Term, keep: Callable[..., tuple[str, ...]]) -> Words:
    """Keep only some words of the field; ``listed`` tells the list that the term itself stands in."""

    def spec_of(spec: FieldSpec) -> FieldSpec:
        if spec.name != term.field:
            return spec
        title, *aliases = keep((spec.title, *spec.aliases), listed=True) or (f"〔{spec.title}〕",)
        return replace(spec, title=title, aliases=tuple(aliases))

    def sided_of(sided: Sided) -> Sided:
        if sided.name != term.field:
            return sided
        amounts = keep(sided.amount_aliases, listed=term.part == "amount")
        sides = keep(sided.side_aliases, listed=term.part == "side")
        return replace(sided, amount_aliases=amounts, side_aliases=sides)

    def ledger_of(ledger: Ledger) -> Ledger:
        if ledger.name != term.kind:
            return ledger
        if term.part:
            return replace(ledger, sided=tuple(map(sided_of, ledger.sided)))
        return replace(ledger, fields=tuple(map(spec_of, ledger.fields)))

    return Words(key, tuple(map(ledger_of, whole().ledgers)))
