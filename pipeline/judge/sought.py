"""Say what a hit calls missing: in which kinds it would stand, and by which marks it would be known.

A rule whose hits follow from what is there alone declares nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from schemas import ledgers

# How the amounts of rows set aside bear on a hit: one of them is the sum looked for; they make up the difference; they
# make it up, and those that can't be read are allowed for by the rule itself; they reach what is short.
ONE, SUM, EXACT, COVER = "one", "sum", "exact", "cover"
# A thing of which the amount can't be read is looked for this many days off, not as far as an equal amount.
NEAR = 10
EVERY = "every"  # in the place of a kind: all of a village's
# What is known of a row besides its own fields.
_AROUND = frozenset({"kind", "fund", "account_kind", "account_no"})

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for in one kind.

    A mark is a field of the kind, and a column of the rule's output, or else a field of its evidence, that says the same.

    ``when``: only for hits whose output says this (column, pattern). ``amount``: how amounts are compared with the
    hit's, or with the columns ``of``; '' for not at all. ``by``: marks that may not say something else. ``any``:
    marks of which one must say the same. ``unlike``: marks that must say something else. ``says``: patterns that
    fields must fit. ``explains``: what is looked for would only explain the hit away, so that one of these marks
    must say the same where its amount can't be read. ``against``: on the sheet of the evidence only what goes the
    other way is meant. ``days``: how far from the hit's period it may lie, None for any time; ``near``: how far at
    most, where its amount can't be read; ``at``: the columns that give the days in the place of the period.
    ``due``: a paper of that time, or a book of so many days off, that was not handed in stands in the way as well.
    ``cells``: fields of the evidence that the hit takes for empty, so that a cell or column not understood stands in
    the way; nothing else is looked for then. ``sheet``: only the sheets that the evidence stands on. ``anywhere``:
    other villages' rows count as well; ``county``: those of its county. ``undeclared``: only what
    stands in tables that were sent back or declare no period.
    """

    kind: str
    when: Pairs = ()
    amount: str = ""
    of: tuple[str, ...] = ()
    by: Pairs = ()
    any: Pairs = ()
    unlike: Pairs = ()
    says: Pairs = ()
    explains: Pairs = ()
    against: bool = False
    days: int | None = 0
    near: int = NEAR
    at: tuple[str, ...] = ()
    due: bool = False
    cells: tuple[str, ...] = ()
    sheet: bool = False
    anywhere: bool = False
    county: bool = False
    undeclared: bool = False


_KEYS = frozenset(Sought.__slots__) - {"kind"}


def parse(rule: str, header: Any) -> tuple[Sought, ...]:
    """Read ``looks_in`` of a rule's header; raises ``ValueError`` for what it can't mean."""
    found = []
    for name, said in (header or {}).items():
        kinds = [kind.name for kind in ledgers().values() if kind.per_village] if name == EVERY else [name]
        for one in said if isinstance(said, list) else [said or {}]:
            if kinds[0] not in ledgers() or one.keys() - _KEYS:
                raise ValueError(
                    f"规则 {rule}：looks_in 没有这种表，或有不认识的项：{name} {sorted(one.keys() - _KEYS)}"
                )
            found += [_sought(rule, kind, one, name == EVERY) for kind in kinds]
    return tuple(found)


def _sought(rule: str, kind: str, said: dict[str, Any], every: bool) -> Sought:
    known = ledgers()[kind].by_name.keys() | _AROUND
    marks: dict[str, Pairs] = {}
    for key in ("by", "any", "unlike", "explains"):
        pairs = [
            (field, source or field)
            for field, _, source in (text.partition("=") for text in said.get(key, ()))
        ]
        marks[key] = tuple(pair for pair in pairs if pair[0] in known or not every)
    says = tuple((field, str(pattern)) for field, pattern in said.get("says", {}).items())
    cells = tuple(said.get("cells", ()))
    named = {field for pairs in (*marks.values(), says) for field, _ in pairs} | set(cells)
    if strange := named - known:
        raise ValueError(f"规则 {rule}：looks_in 的 {kind} 没有 {sorted(strange)} 列")
    if said.get("amount", "") not in {"", ONE, SUM, EXACT, COVER}:
        raise ValueError(f"规则 {rule}：looks_in 的 {kind} 写了不认识的 amount")
    when = tuple((column, str(pattern)) for column, pattern in said.get("when", {}).items())
    for _, pattern in (*says, *when):
        re.compile(pattern)
    days = said.get("days", 0)
    return Sought(
        kind,
        when=when,
        amount=said.get("amount", ""),
        of=tuple(said.get("of", ())),
        **marks,
        says=says,
        days=None if days == "any" else int(days),
        against=bool(said.get("against", False)),
        near=int(said.get("near", NEAR)),
        at=tuple(said.get("at", ())),
        due=bool(said.get("due", False)),
        cells=cells,
        sheet=bool(said.get("sheet", False)),
        anywhere=bool(said.get("anywhere", False)),
        county=bool(said.get("county", False)),
        undeclared=bool(said.get("undeclared", False)),
    )
