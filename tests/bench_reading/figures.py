"""Count outcomes, and keep the figures of each day beside those of others."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from tests.bench_reading.cases import Case, Outcome
from tests.bench_reading.score import MISREAD, SILENT

FILE = Path(__file__).with_name("figures.json")
Lines = dict[str, dict[str, int]]
Series = dict[str, dict[str, Lines]]  # day → section → line → outcome → count
GROUPS = "groups"


def lines(outcomes: Iterable[Outcome], name: Callable[[Case], str] = lambda case: case.line) -> Lines:
    """Count the outcomes of each line, or of whatever ``name`` calls a case."""
    found: dict[str, Counter[str]] = {}
    for one in outcomes:
        found.setdefault(name(one.case), Counter())[one.verdict.outcome] += 1
    return {line: dict(counts) for line, counts in found.items()}


def groups(outcomes: Iterable[Outcome]) -> dict[str, int]:
    """Count what was misread or lost, by its kind."""
    found = Counter(
        f"{one.verdict.outcome}：{one.verdict.group}"
        for one in outcomes
        if one.verdict.outcome in {MISREAD, SILENT}
    )
    return dict(found.most_common())


def load() -> Series:
    """Read all series, oldest first."""
    return json.loads(FILE.read_text("utf-8")) if FILE.exists() else {}


def store(day: str, section: str, outcomes: list[Outcome]) -> None:
    """Keep the figures of a section under a day's name, in place of those of the same name."""
    series = load()
    kept = series.setdefault(day, {})
    kept[section] = lines(outcomes)
    kept.setdefault(GROUPS, {})[section] = groups(outcomes)
    FILE.write_text(json.dumps(series, ensure_ascii=False, indent=1) + "\n", "utf-8")
