"""Say what can't be relied on in a night in which a step of the program failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.faults import FACT, RULE, VIEW
from pipeline.judge.views import load_views

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.faults import Fault
    from pipeline.judge.rule import Rule

# What stands in ``missing`` of a rule that could not run.
WHY = "程序故障，本规则本批没有运行"
# Whether a rule applies to a village stands there.
MATTERS = "core.village_matter"


def names(faults: Iterable[Fault], kind: str) -> frozenset[str]:
    """List the steps of one ``kind`` that failed."""
    return frozenset(fault.name for fault in faults if fault.step == kind)


def rules(faults: Sequence[Fault], every: Iterable[Rule]) -> frozenset[str]:
    """List the rules that failed, or read what is not there because the step that makes it failed."""
    if not faults:
        return frozenset()
    lost = {f"fact.{name}" for name in names(faults, FACT)} | names(faults, VIEW)
    # Each view comes after those it reads.
    for view in load_views():
        if view.file.tables & lost:
            lost.add(view.name)
    return names(faults, RULE) | {
        rule.id for rule in every if rule.file.tables & lost or (rule.applies_to and MATTERS in lost)
    }
