"""Seal a sample list: what it was drawn with and from, so that a returned list is known to be the one drawn."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.values.money import to_cents, yuan

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

CONFIDENCE, TOLERABLE, INTERVAL, REST = "把握程度", "可容忍错报", "抽样间隔", "间隔以下的金额合计"
SEAL = "清单校验值"


@dataclass(frozen=True, slots=True)
class Frame:
    """What the evaluation needs of the draw: percent, and amounts in cents."""

    confidence: Decimal
    tolerable: int
    interval: int
    rest: int


def written(frame: Frame) -> dict[str, str]:
    """Write the frame as people read it, by label."""
    return {
        CONFIDENCE: f"{frame.confidence}%",
        TOLERABLE: f"{yuan(frame.tolerable)} 元",
        INTERVAL: f"{yuan(frame.interval)} 元",
        REST: f"{yuan(frame.rest)} 元",
    }


def read(told: Mapping[str, str]) -> Frame:
    """Read the frame back; raises ``KeyError`` or ``ValueError`` for what ``written`` did not write."""
    cents = []
    for label in (TOLERABLE, INTERVAL, REST):
        worth = to_cents(told[label])
        if not isinstance(worth, int):
            raise ValueError(label)
        cents.append(worth)
    percent = told[CONFIDENCE].removesuffix("%")
    if not percent.replace(".", "", 1).isdigit():
        raise ValueError(CONFIDENCE)
    return Frame(Decimal(percent), *cents)


def seal(told: Mapping[str, str], lines: Iterable[tuple[str, bool, int]]) -> str:
    """Hash what was told by label, and each line's ``row_id``, whether taken for its size, and cents, in any order."""
    content = [sorted((k, v) for k, v in told.items() if k != SEAL), sorted(lines)]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()
