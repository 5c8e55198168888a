"""Measure the flaws of a county as a whole, each on a small county of its own."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path

from pipeline import demo
from pipeline.demo.flaws import COUNTY_FLAWS
from tests.bench_rules.night import again
from tests.bench_rules.score import Tally, score

MONTHS = 12


def measure(folder: Path, seed: int, workers: int, hinting: Collection[str]) -> tuple[dict[str, Tally], int]:
    """Make and judge one county for each flaw; returns tallies by rule, and how many village-months that took.

    Only the rule of the flaw is counted: what changes a whole county is not what its villages' rules look for.
    """
    tallies: dict[str, Tally] = {}
    village_months = 0
    for number, one in enumerate(COUNTY_FLAWS):
        home = folder / f"county-{number}"
        made = demo.write(home, one.villages, MONTHS, seed + number, workers, whole=one)
        labels = json.loads((home / "labels.json").read_text("utf-8"))
        flags = [flag for flag in again(home, made.as_of, workers) if flag.rule_id == one.rule]
        for rule, tally in score(labels, flags, hinting)[0].items():
            tallies.setdefault(rule, Tally(rule)).add(tally)
        village_months += one.villages * MONTHS
    return tallies, village_months
