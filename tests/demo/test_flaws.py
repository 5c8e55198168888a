"""Flaws are dealt out fairly, labelled, and outnumbered by what only looks like them."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from pipeline import demo
from pipeline.demo import flaws
from pipeline.demo.flaws.registry import FLAWS
from pipeline.rules import load_rules
from tests.e2e.night import digest

# What can't be planted in one village without a say of what the others look like, or has no flaw yet.
UNPLANTED = {"CAD04", "PAY08", "RC08", "ST01", "WB01"}


def test_every_rule_has_a_flaw_and_as_many_decoys() -> None:
    planted, decoys = Counter[str](), Counter[str]()
    for one in FLAWS:
        (decoys if one.is_decoy else planted)[one.rule] += one.villages
    assert {rule.id for rule in load_rules()} - set(planted) <= UNPLANTED
    assert sum(decoys.values()) >= sum(planted.values())
    assert {rule for rule in planted if not decoys[rule]} <= {"SUB01", "SVC06", "LED01"}


def test_a_village_gets_one_flaw_of_a_rule_and_one_of_an_area() -> None:
    codes = [str(n) for n in range(40)]
    dealt = flaws.deal(codes, set(codes[:30]), 36, seed=5)
    for code, tasks in dealt.items():
        ones = [FLAWS[task.number] for task in tasks]
        assert max(Counter(one.rule for one in ones).values()) == 1
        assert max(Counter(one.area for one in ones if one.area).values(), default=1) == 1
        assert code in codes[:30] or not any(one.red for one in ones)
    assert dealt == flaws.deal(codes, set(codes[:30]), 36, seed=5)
    assert dealt != flaws.deal(codes, set(codes[:30]), 36, seed=6)


def test_labels_tell_what_was_planted_and_only_flawed_villages_differ(tmp_path: Path) -> None:
    made = demo.write(tmp_path / "flawed", 3, 6, seed=9, flawed=True)
    demo.write(tmp_path / "clean", 3, 6, seed=9)
    labels = json.loads((tmp_path / "flawed" / "labels.json").read_text("utf-8"))
    assert made.labels == len(labels) > 30
    assert all(label["amount"] is None or float(label["amount"]) > 0 for label in labels)
    assert not any(label["is_decoy"] and label["amount"] for label in labels)

    def bytes_of(folder: str) -> dict[str, str]:
        root = tmp_path / folder / "inputs"
        return {p.relative_to(root).as_posix(): digest(p) for p in root.rglob("*.xlsx")}

    flawed, clean = bytes_of("flawed"), bytes_of("clean")
    assert set(clean) <= set(flawed)
    assert flawed != clean
    assert flawed["县农经站/村情登记表.xlsx"] == clean["县农经站/村情登记表.xlsx"]
