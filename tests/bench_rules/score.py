"""Match flags with labels, event by event, and count."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class Flag:
    """One flag as published."""

    flag_id: str
    rule_id: str
    level: str
    village_code: str
    subject: str
    amount: Decimal | None
    message: str
    priority: float


@dataclass(slots=True)
class Tally:
    """What became of one rule's labels and flags."""

    rule_id: str
    planted: int = 0
    found: int = 0
    amounts: int = 0
    amounts_exact: int = 0
    decoys: int = 0
    decoys_fired: int = 0
    alarms: list[Flag] = field(default_factory=list)
    hits: list[tuple[dict[str, Any], Flag]] = field(default_factory=list)
    missed: list[dict[str, Any]] = field(default_factory=list)
    fooled: list[tuple[dict[str, Any], Flag]] = field(default_factory=list)
    inexact: list[tuple[dict[str, Any], Flag]] = field(default_factory=list)

    @property
    def precision(self) -> float | None:
        """Found events over everything flagged; flags on decoys count as alarms."""
        said = self.found + len(self.alarms)
        return self.found / said if said else None

    @property
    def recall(self) -> float | None:
        """Found events over planted ones."""
        return self.found / self.planted if self.planted else None

    def interval(self) -> tuple[float, float]:
        """Give the Wilson interval (95%) of the recall."""
        return wilson(self.found, self.planted)

    def add(self, other: Tally) -> None:
        """Count what became of another county's labels of the rule, or of another rule, as well."""
        for name in ("planted", "found", "amounts", "amounts_exact", "decoys", "decoys_fired"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in ("alarms", "hits", "missed", "fooled", "inexact"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


def wilson(hits: int, total: int, z: float = 1.96) -> tuple[float, float]:
    """Give the Wilson score interval of a share; (0, 1) where there is nothing to count."""
    if not total:
        return 0.0, 1.0
    share, square = hits / total, z * z
    middle = (share + square / (2 * total)) / (1 + square / total)
    half = z * math.sqrt(share * (1 - share) / total + square / (4 * total * total)) / (1 + square / total)
    return middle - half, middle + half


def score(
    labels: Iterable[dict[str, Any]], flags: Sequence[Flag], hinting: Collection[str] = ()
) -> tuple[dict[str, Tally], set[str]]:
    """Match each planted event with at most one flag; returns tallies by rule and the ids of flags that are right.

    A flag that another planted event trips as well (``also``) is neither right nor an alarm. So are flags
    of level 提示: they accuse nobody. ``hinting``: rules that never say more than 提示, whose flags count.
    """
    labels = list(labels)
    tallies: dict[str, Tally] = defaultdict(lambda: Tally(""))
    by_place: dict[tuple[str, str], list[Flag]] = defaultdict(list)
    for flag in flags:
        by_place[flag.rule_id, flag.village_code].append(flag)
    right: set[str] = set()
    for label in (one for one in labels if not one["is_decoy"]):
        tally = tallies[label["rule_id"]]
        tally.planted += 1
        fits = [
            f
            for f in by_place[label["rule_id"], label["village_code"]]
            if _fits(label, f) and f.flag_id not in right
        ]
        if not fits:
            tally.missed.append(label)
            continue
        best = max(fits, key=lambda f: _agrees(label, f))
        right.add(best.flag_id)
        tally.found += 1
        tally.hits.append((label, best))
        if label["amount"] is not None:
            tally.amounts += 1
            if _agrees(label, best):
                tally.amounts_exact += 1
            else:
                tally.inexact.append((label, best))
    also = {(rule, label["village_code"]) for label in labels for rule in label["also"]}
    for label in (one for one in labels if one["is_decoy"]):
        tally = tallies[label["rule_id"]]
        tally.decoys += 1
        fired = [
            f
            for f in by_place[label["rule_id"], label["village_code"]]
            if f.flag_id not in right
            and (f.rule_id, f.village_code) not in also
            and _fits(label, f)
            and (f.level != "提示" or f.rule_id in hinting)
        ]
        if fired:
            tally.decoys_fired += 1
            tally.fooled.append((label, fired[0]))
    for flag in flags:
        if (
            flag.flag_id not in right
            and (flag.rule_id, flag.village_code) not in also
            and (flag.level != "提示" or flag.rule_id in hinting)
        ):
            tallies[flag.rule_id].alarms.append(flag)
    for rule_id, tally in tallies.items():
        tally.rule_id = rule_id
    return dict(sorted(tallies.items())), right


def _fits(label: dict[str, Any], flag: Flag) -> bool:
    return label["hint"] in flag.subject or label["hint"] in flag.message


def _agrees(label: dict[str, Any], flag: Flag) -> bool:
    return label["amount"] is not None and flag.amount is not None and Decimal(label["amount"]) == flag.amount
