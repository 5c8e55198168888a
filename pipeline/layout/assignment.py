"""Give columns that no word names to the fields that most speaks for, all at once, and leave open what is not sure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.layout.evidence import FLOOR, MARGIN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.layout.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Assigned:
    """What was given, and by column what came next and why it lost."""

    taken: tuple[Evidence, ...]
    beside: dict[int, Evidence]


def assign(found: Sequence[Evidence]) -> Assigned:
    """Choose from ``found`` the pairs of column and field that are worth most together.

    A pair is given up when it is worth less than ``FLOOR``, or when its column or its field might as well
    go elsewhere: another pair of either comes closer than ``MARGIN``.
    """
    best: dict[tuple[int, str], Evidence] = {}
    for one in found:
        pair = (one.place, one.target)
        if pair not in best or one.worth > best[pair].worth:
            best[pair] = one
    chosen = _solve(best)
    taken: list[Evidence] = []
    beside: dict[int, Evidence] = {}
    for one in chosen:
        rivals = [o for o in best.values() if o != one and (o.place == one.place or o.target == one.target)]
        rival = max(rivals, key=lambda o: o.worth, default=None)
        if rival:
            beside[one.place] = rival
        if one.worth >= FLOOR and (rival is None or one.worth - rival.worth >= MARGIN):
            taken.append(one)
    return Assigned(tuple(taken), beside)


def _solve(best: dict[tuple[int, str], Evidence]) -> list[Evidence]:
    places = sorted({place for place, _ in best})
    targets = sorted({target for _, target in best})
    if len(places) == len(best) == len(targets):
        return list(best.values())
    from munkres import Munkres  # only where columns compete

    most = max(one.worth for one in best.values())
    cost = [
        [most - best[place, target].worth if (place, target) in best else 2 * most for target in targets]
        for place in places
    ]
    pairs = ((places[i], targets[j]) for i, j in Munkres().compute(cost))
    return [best[pair] for pair in pairs if pair in best]
