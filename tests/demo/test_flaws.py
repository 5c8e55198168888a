"""Flaws are dealt out fairly, labelled, and outnumbered by what only looks like them."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from pipeline import demo
from pipeline.demo import flaws
from pipeline.demo.flaws.countywide import CAPITAL, COUNTY_FLAWS
from pipeline.demo.flaws.registry import FLAWS, RED_COMPANY, RURAL, STARS, THREE_STARS, URBAN
from pipeline.judge.rule import load_rules
from tests.e2e.night import digest

_NEEDED = (RED_COMPANY, STARS, THREE_STARS, RURAL, URBAN)
EVERY = [*FLAWS, *COUNTY_FLAWS]


@pytest.mark.parametrize("rule", [rule.id for rule in load_rules()])
def test_every_rule_has_a_flaw_and_no_fewer_decoys(rule: str) -> None:
    """Flaws that take part in several villages are as many labels, as are decoys."""
    planted, decoys = Counter[str](), Counter[str]()
    for one in EVERY:
        (decoys if one.is_decoy else planted)[one.rule] += getattr(one, "villages", 1) if one in FLAWS else 1
    assert planted[rule] > 0
    assert decoys[rule] >= planted[rule]


def test_no_two_flaws_are_the_same() -> None:
    assert len({(one.rule, one.what) for one in EVERY}) == len(EVERY)


def test_a_village_gets_one_flaw_of_a_rule_and_one_of_an_area() -> None:
    codes = [str(n) for n in range(40)]
    having = {RED_COMPANY: set(codes[:30]), STARS: set(codes[5:]), THREE_STARS: set(codes[15:])}
    having |= {RURAL: set(codes[7:]), URBAN: set(codes[:7])}
    dealt = flaws.deal(codes, having, 36, seed=5)
    for code, tasks in dealt.items():
        ones = [FLAWS[task.number] for task in tasks]
        assert max(Counter(one.rule for one in ones).values()) == 1
        assert max(Counter(area for one in ones for area in one.areas).values(), default=1) == 1
        assert all(code in having[one.needs] for one in ones if one.needs)
    assert dealt == flaws.deal(codes, having, 36, seed=5)
    assert dealt != flaws.deal(codes, having, 36, seed=6)


def test_a_large_county_gets_every_flaw_and_a_small_one_all_that_fit_it() -> None:
    for count, months in ((40, 36), (17, 12)):
        codes = [str(n) for n in range(count)]
        having = {needed: set(codes[: count * 3 // 4]) for needed in _NEEDED}
        dealt = {
            task.number for tasks in flaws.deal(codes, having, months, seed=1).values() for task in tasks
        }
        fitting = {n for n, one in enumerate(FLAWS) if one.months <= months and one.county <= count}
        assert dealt == fitting


def test_what_changes_a_whole_county_is_planted_alone_and_labelled(tmp_path: Path) -> None:
    one = next(one for one in COUNTY_FLAWS if one.totals == {CAPITAL: 30_000})
    made = demo.write(tmp_path / "off", 2, 6, seed=9, whole=one)
    demo.write(tmp_path / "clean", 2, 6, seed=9)
    [label] = json.loads((tmp_path / "off" / "labels.json").read_text("utf-8"))
    assert (made.labels, label["rule_id"], label["village_code"], label["amount"]) == (
        1,
        "RC08",
        "",
        "30000.00",
    )
    differing = {
        path.name
        for path in (tmp_path / "off" / "inputs").rglob("*.xlsx")
        if digest(path)
        != digest(tmp_path / "clean" / "inputs" / path.relative_to(tmp_path / "off" / "inputs"))
    }
    assert differing == {"政策参数表.xlsx"}


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
