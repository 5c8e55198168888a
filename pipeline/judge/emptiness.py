"""Formulas of what a query can't do without: so that nothing is asked of nothing, and a village knows what it lacks.

A formula is the name of a table (holds where it is empty) or of a column (``ledger.kind.field``: holds where no sheet
has it), ``["any", …]`` or ``["all", …]`` of formulas.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

Formula = str | list[Any]
NEVER: Formula = ["any"]
ALWAYS: Formula = ["all"]


def any_of(*parts: Formula) -> Formula:
    """Holds where one of ``parts`` does."""
    said = [part for part in parts if part != NEVER]
    if len(said) < 2:
        return said[0] if said else NEVER
    flat = _flat("any", said)
    return ALWAYS if ALWAYS in flat else _joined("any", [p for p in flat if not _implied(p, flat)])


def all_of(*parts: Formula) -> Formula:
    """Holds where all of ``parts`` do; what every one of them names stands in front."""
    flat = _flat("all", parts)
    if NEVER in flat:
        return NEVER
    if len(flat) < 2:
        return _joined("all", flat)
    choices = [_flat("any", [part]) for part in flat]
    shared = [part for part in choices[0] if all(part in others for others in choices)]
    if not shared:
        return _joined("all", flat)
    rest = [_joined("any", [part for part in own if part not in shared]) for own in choices]
    return any_of(*shared, all_of(*rest))


def _flat(which: str, parts: Iterable[Formula]) -> list[Formula]:
    """Give ``parts``, with those of parts of the same form in their place, each once."""
    found: list[Formula] = []
    for part in parts:
        found += part[1:] if isinstance(part, list) and part[0] == which else [part]
    return [part for place, part in enumerate(found) if part not in found[:place]]


def _joined(which: str, parts: list[Formula]) -> Formula:
    return parts[0] if len(parts) == 1 else [which, *parts]


def _implied(part: Formula, others: list[Formula], by_paper: bool = False) -> bool:
    """Tell whether ``part`` holds only where another of ``others`` does, and so says nothing of its own.

    ``by_paper``: a paper that is lacked lacks its columns.
    """

    def covers(own: list[Formula], names: list[Formula]) -> bool:
        return all(
            name in own or (by_paper and isinstance(name, str) and paper(name) in own) for name in names
        )

    own, place = _flat("all", [part]), others.index(part)
    for other, names in ((n, _flat("all", [formula])) for n, formula in enumerate(others)):
        if other != place and covers(own, names) and not (covers(names, own) and other > place):
            return True
    return False


def holds(formula: Formula, absent: Callable[[str], bool]) -> bool:
    """Tell whether ``formula`` holds; ``absent`` tells it of a table or column."""
    if isinstance(formula, str):
        return absent(formula)
    which, *parts = formula
    return (any if which == "any" else all)(holds(part, absent) for part in parts)


def put_in(formula: Formula, meant: Callable[[str], Formula]) -> Formula:
    """Put what each name means in its place."""
    if isinstance(formula, str):
        return meant(formula)
    which, *parts = formula
    return (any_of if which == "any" else all_of)(*(put_in(part, meant) for part in parts))


def without(formula: Formula, given: Formula) -> Formula:
    """Say what ``formula`` means where ``given`` does not hold, in the fewest names."""
    there = [part for part in _flat("any", [given]) if isinstance(part, str)]
    return _settled(["any", *_reduced([formula], there, NEVER)])


def _settled(formula: Formula) -> Formula:
    """Leave out of the parts of a formula what the names beside them decide already."""
    if isinstance(formula, str):
        return formula
    which, *parts = formula
    beside = [part for part in parts if isinstance(part, str)]
    others = _reduced(
        [part for part in parts if not isinstance(part, str)], beside, NEVER if which == "any" else ALWAYS
    )
    if which == "any":
        found = [*beside, *map(_settled, others)]
        joined = any_of(*(part for part in found if not _implied(part, found, by_paper=True)))
    else:
        joined = all_of(*(name for name in beside if paper(name) not in beside), *map(_settled, others))
    return joined if joined == formula else _settled(joined)


def _reduced(parts: list[Formula], decided: list[str], value: Formula) -> list[Formula]:
    """Put ``value`` in the place of names that ``decided`` decides: the papers of columns that are there are there."""
    known = {*decided, *map(paper, decided)} if value == NEVER else set(decided)

    def meant(name: str) -> Formula:
        return value if name in known or (value == ALWAYS and paper(name) in known) else name

    return [put_in(part, meant) for part in parts]


def paper(name: str) -> str:
    """Give the table of a column; '' for a table."""
    return name.rpartition(".")[0] if name.count(".") > 1 else ""


def names(formula: Formula) -> tuple[str, ...]:
    """List the tables and columns that ``formula`` names, in its order, each once."""
    if isinstance(formula, str):
        return (formula,)
    return tuple(dict.fromkeys(name for part in formula[1:] for name in names(part)))
