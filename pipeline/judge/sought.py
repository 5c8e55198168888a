"""Say what a hit calls missing: in which kinds it would stand, and by which marks it would be known.

A rule whose hits follow from what is there alone declares nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from schemas import ledgers

# How the amounts of rows set aside bear on a hit: one of them is the sum looked for; they make up the difference; they
# make it up, and those that can't be read are allowed for by the rule itself; the other way round, only those count of
# which amount or day can't be read; they reach what is short.
ONE, SUM, EXACT, UNREAD, COVER = "one", "sum", "exact", "unread", "cover"
EVERY = "every"  # in the place of a kind: all of a village's
_KEYS = frozenset({"amount", "by", "is", "days", "at", "sheet", "anywhere", "undeclared"})


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for in one kind.

    ``amount``: how amounts are compared, '' for not at all. ``by``: fields of the kind that must say what a column of
    the rule's output, or else a field of its evidence, says. ``stands``: words that a field must hold. ``days``: how far
    from the hit's period it may lie, None for any time; ``at``: the columns of the output that give first and last day
    in the place of the period. ``sheet``: only the sheets that the evidence stands on. ``anywhere``: other villages'
    rows count as well. ``undeclared``: only what stands in tables that were sent back or declare no period.
    """

    kind: str
    amount: str = ""
    by: tuple[tuple[str, str], ...] = ()
    stands: tuple[tuple[str, str], ...] = ()
    days: int | None = 0
    at: tuple[str, ...] = ()
    sheet: bool = False
    anywhere: bool = False
    undeclared: bool = False


def parse(rule: str, header: Any) -> tuple[Sought, ...]:
    """Read ``looks_in`` of a rule's header; raises ``ValueError`` for what it can't mean."""
    found = []
    for name, said in (header or {}).items():
        kinds = [kind.name for kind in ledgers().values() if kind.per_village] if name == EVERY else [name]
        for one in said if isinstance(said, list) else [said or {}]:
            found += [_sought(rule, kind, one) for kind in kinds]
    return tuple(found)


def _sought(rule: str, kind: str, said: dict[str, Any]) -> Sought:
    by = [(field, source or field) for field, _, source in (text.partition("=") for text in said.get("by", ()))]
    stands = tuple((field, str(word)) for field, word in said.get("is", {}).items())
    days = said.get("days", 0)
    one = Sought(
        kind,
        amount=said.get("amount", ""),
        by=tuple(by),
        stands=stands,
        days=None if days == "any" else int(days),
        at=tuple(said.get("at", ())),
        sheet=bool(said.get("sheet", False)),
        anywhere=bool(said.get("anywhere", False)),
        undeclared=bool(said.get("undeclared", False)),
    )
    if kind not in ledgers() or said.keys() - _KEYS:
        raise ValueError(f"规则 {rule}：looks_in 里没有这种表，或写了不认识的项：{kind} {sorted(said.keys() - _KEYS)}")
    known = ledgers()[kind].by_name.keys() | {"kind", "fund"}
    if strange := {field for field, _ in (*by, *stands)} - known:
        raise ValueError(f"规则 {rule}：looks_in 的 {kind} 没有 {sorted(strange)} 列")
    if one.amount not in {"", ONE, SUM, EXACT, UNREAD, COVER}:
        raise ValueError(f"规则 {rule}：looks_in 的 {kind} 写了不认识的 amount")
    return one
