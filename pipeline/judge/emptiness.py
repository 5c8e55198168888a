"""Formulas of what a query can't do without: so that nothing is asked of nothing, and a village knows what it lacks.

A formula is the name of a table (holds where it is empty) or of a column (``ledger.kind.field``: holds where no sheet
has it), ``["any", …]`` or ``["all", …]`` of formulas.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import reduce
from typing import Any

Formula = str | list[Any]
NEVER: Formula = ["any"]
ALWAYS: Formula = ["all"]


def any_of(*parts: Formula) -> Formula:
    """Holds where one of ``parts`` does."""
    flat = _flat("any", parts)
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


def _implied(part: Formula, others: list[Formula]) -> bool:
    """Tell whether ``part`` needs one of ``others`` besides more, and so says nothing of its own."""
    return isinstance(part, list) and part[0] == "all" and any(other in others for other in part[1:])


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


def names(formula: Formula) -> tuple[str, ...]:
    """List the tables and columns that ``formula`` names, in its order, each once."""
    if isinstance(formula, str):
        return (formula,)
    return tuple(dict.fromkeys(reduce(lambda found, part: found + names(part), formula[1:], ())))
