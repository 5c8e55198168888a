"""Keep the list of flaws and decoys, and deal them out to the villages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from pipeline.demo.flaws.desk import Desk

EASY, MIDDLING, HARD = "易", "中", "难"
Plant = Callable[[Desk], None]


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something to plant.

    ``area``: what of the village it changes; a village is given one flaw per area ('' changes nothing that
    others touch). ``villages``: how many take part. ``months``: how long the window must be.
    """

    rule: str
    what: str
    difficulty: str
    is_decoy: bool
    area: str
    red: bool
    villages: int
    months: int
    also: tuple[str, ...]
    plant: Plant


@dataclass(frozen=True, slots=True)
class Task:
    """A flaw dealt to one village: ``group`` is common to the villages that take part, ``role`` their place."""

    number: int
    group: int
    role: int


FLAWS: list[Flaw] = []
_MOST = 20  # tasks of one village


def flaw(
    rule: str, what: str, difficulty: str = EASY, *, decoy: bool = False, area: str = "", red: bool = False,
    villages: int = 1, months: int = 6, also: Sequence[str] = (),
) -> Callable[[Plant], Plant]:  # fmt: skip
    """Enter a function that plants a flaw (or decoy) of ``rule``."""

    def enter(plant: Plant) -> Plant:
        FLAWS.append(Flaw(rule, what, difficulty, decoy, area, red, villages, months, tuple(also), plant))
        return plant

    return enter


def deal(
    codes: Sequence[str], with_red: set[str], months: int, seed: int
) -> dict[str, list[Task]]:  # fmt: skip
    """Deal every flaw to villages, more copies in larger counties, each village at most one of a rule.

    Returns village code → tasks. A flaw for which no village is free is left out.
    """
    rng = Random(f"{seed}/deal")
    copies = max(1, len(codes) // 17)
    tasks: dict[str, list[Task]] = defaultdict(list)
    taken: set[tuple[str, str]] = set()
    order = [(number, copy) for copy in range(copies) for number in range(len(FLAWS))]
    # what needs much (several villages, a red company) chooses first
    order.sort(key=lambda item: (item[1], -FLAWS[item[0]].villages, not FLAWS[item[0]].red))
    for group, (number, _) in enumerate(order):
        one = FLAWS[number]
        free = [
            code
            for code in codes
            if len(tasks[code]) < _MOST
            and (code, one.rule) not in taken
            and (not one.area or (code, one.area) not in taken)
            and (not one.red or code in with_red)
        ]
        if months < one.months or len(free) < one.villages:
            continue
        load = {code: (len(tasks[code]), rng.random()) for code in free}
        for role, code in enumerate(sorted(free, key=lambda c: load[c])[: one.villages]):
            tasks[code].append(Task(number, group, role))
            taken.add((code, one.rule))
            if one.area:
                taken.add((code, one.area))
    return dict(tasks)
