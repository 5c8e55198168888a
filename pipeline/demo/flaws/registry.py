"""Keep the list of flaws and decoys, and deal them out to the villages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from random import Random

from pipeline.demo.flaws.desk import Desk

EASY, MIDDLING, HARD = "易", "中", "难"
RED_COMPANY, STARS, THREE_STARS, RURAL, URBAN = "红色公司", "星级", "三星以上", "行政村", "社区"
Plant = Callable[[Desk], None]


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something to plant.

    ``areas``: what of the village it changes; a village is given one flaw per area (none: it changes nothing
    that others touch). ``needs``: what the village must have or be (红色公司, 星级, 三星以上, 行政村, 社区).
    ``villages``: how many take part. ``months``: how long the window must be. ``county``: how many villages the
    county must have at least. ``first``: it clears the ground, and is planted before the village's other flaws.
    ``late``: it is dealt after those that are not, which stay where they are.
    """

    rule: str
    what: str
    difficulty: str
    is_decoy: bool
    areas: tuple[str, ...]
    needs: str
    villages: int
    months: int
    county: int
    first: bool
    late: bool
    also: tuple[str, ...]
    plant: Plant


@dataclass(frozen=True, slots=True)
class Task:
    """A flaw dealt to one village: ``group`` is common to the villages that take part, ``role`` their place."""

    number: int
    group: int
    role: int


FLAWS: list[Flaw] = []
_MOST, _MOST_LATE = 24, 20  # tasks of one village


def flaw(
    rule: str, what: str, difficulty: str = EASY, *, decoy: bool = False, area: str | Sequence[str] = (),
    needs: str = "", villages: int = 1, months: int = 6, county: int = 1, first: bool = False,
    late: bool = False, also: Sequence[str] = (),
) -> Callable[[Plant], Plant]:  # fmt: skip
    """Enter a function that plants a flaw (or decoy) of ``rule``; ``area`` is one or several."""
    areas = (area,) if isinstance(area, str) else tuple(area)

    def enter(plant: Plant) -> Plant:
        FLAWS.append(
            Flaw(
                rule, what, difficulty, decoy, areas, needs, villages, months, county, first, late, tuple(also),
                plant,
            )
        )  # fmt: skip
        return plant

    return enter


late_flaw = partial(flaw, late=True)


def deal(
    codes: Sequence[str], having: Mapping[str, set[str]], months: int, seed: int
) -> dict[str, list[Task]]:
    """Deal every flaw to villages, more copies in larger counties, each village at most one of a rule.

    ``having``: the villages that have what a flaw may need. Returns village code → tasks. A flaw for which no
    village is free is left out.
    """
    rng = Random(f"{seed}/deal")
    tasks: dict[str, list[Task]] = defaultdict(list)
    taken: set[tuple[str, str]] = set()
    early = _order(rng, codes, False, _MOST)
    order = [*early, *_order(Random(f"{seed}/late"), codes, True, _MOST_LATE)]
    for group, number in enumerate(order):
        one, most = FLAWS[number], _MOST if group < len(early) else _MOST + _MOST_LATE
        claims = {one.rule, *(f"/{area}" for area in one.areas)}
        free = [
            code
            for code in codes
            if len(tasks[code]) < most
            and (not one.needs or code in having[one.needs])
            and taken.isdisjoint((code, claim) for claim in claims)
        ]
        if months < one.months or len(codes) < one.county or len(free) < one.villages:
            continue
        load = {code: (len(tasks[code]), rng.random()) for code in free}
        for role, code in enumerate(sorted(free, key=lambda c: load[c])[: one.villages]):
            tasks[code].append(Task(number, group, role))
            taken.update((code, claim) for claim in claims)
    return dict(tasks)


def _order(rng: Random, codes: Sequence[str], late: bool, most: int) -> list[int]:
    """Put the early or the late flaws in the order in which they choose their villages."""
    copies = max(1, len(codes) // 17)
    order = [(number, copy) for copy in range(copies) for number, one in enumerate(FLAWS) if one.late is late]
    if len(codes) * most < len(order):  # no room for all: any of them
        rng.shuffle(order)
    else:  # what needs much (several villages, a red company, many areas) chooses first
        order.sort(key=lambda item: (item[1], *_modesty(FLAWS[item[0]])))
    return [number for number, _ in order]


def _modesty(one: Flaw) -> tuple[int, bool, int]:
    return -one.villages, one.needs in {"", RURAL}, -len(one.areas)
