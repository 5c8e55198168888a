"""Plant labelled flaws, and decoys that only look like them, in a clean county.

No module here knows how rules are written: what is planted follows from what is forbidden.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Sequence
from random import Random

from pipeline.demo.flaws.countywide import COUNTY_FLAWS, CountyFlaw, invent, of_county, publish
from pipeline.demo.flaws.desk import Bound, Desk, Label
from pipeline.demo.flaws.registry import FLAWS, Task, deal
from pipeline.demo.village import Village

__all__ = [
    "COUNTY_FLAWS", "Bound", "CountyFlaw", "Desk", "Label", "Task", "deal", "invent", "of_county", "plant", "publish",
]  # fmt: skip

for _module in sorted(m.name for m in pkgutil.iter_modules(__path__)):
    importlib.import_module(f"{__name__}.{_module}")


def plant(one: Village, tasks: Sequence[Task], seed: int) -> list[Desk]:
    """Plant the flaws dealt to a village; returns their desks, with labels and the steps still to do."""
    desks = []
    for task in sorted(tasks, key=lambda task: not FLAWS[task.number].first):
        this = FLAWS[task.number]
        label = Label(
            this.rule,
            one.place.code,
            one.place.name,
            this.what,
            this.difficulty,
            this.is_decoy,
            also=this.also,
        )
        shared, own = Random(f"{seed}/{task.group}"), Random(f"{seed}/{task.group}/{task.role}")
        desk = Desk(one, label, own, shared, task.role)
        this.plant(desk)
        desks.append(desk)
    return desks
