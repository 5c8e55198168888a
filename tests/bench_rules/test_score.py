"""Events are matched one to one, and every flag is accounted for."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from pipeline.judge.rule import load_rules
from tests.bench_rules.kinds import KIND_OF, STATISTICAL
from tests.bench_rules.report import by_kind, summary, table
from tests.bench_rules.score import Flag, Tally, score, wilson


def label(rule: str, village: str, **values: Any) -> dict[str, Any]:
    usual = {
        "what": "",
        "village_name": village,
        "difficulty": "易",
        "is_decoy": False,
        "hint": "",
        "amount": None,
        "also": [],
    }
    return {"rule_id": rule, "village_code": village} | usual | values


def flag(
    number: int, rule: str, village: str, amount: str = "1.00", message: str = "", level: str = "高"
) -> Flag:
    return Flag(str(number), rule, level, village, "", Decimal(amount), message, 10.0 - number)


def test_the_flag_with_the_right_amount_is_taken_and_the_other_is_an_alarm() -> None:
    flags = [flag(1, "A1", "甲", "5.00"), flag(2, "A1", "甲", "7.00")]
    tallies, right = score([label("A1", "甲", amount="7.00")], flags)
    assert right == {"2"}
    assert (tallies["A1"].found, tallies["A1"].amounts_exact) == (1, 1)
    assert [f.flag_id for f in tallies["A1"].alarms] == ["1"]
    assert tallies["A1"].precision == 0.5


def test_another_village_or_another_name_is_a_miss() -> None:
    tallies, right = score(
        [label("A1", "甲", hint="红枣")], [flag(1, "A1", "乙"), flag(2, "A1", "甲", message="葡萄")]
    )
    assert right == set()
    assert tallies["A1"].recall == 0
    assert len(tallies["A1"].alarms) == 2


def test_a_decoy_that_fires_is_an_alarm_unless_it_only_hints() -> None:
    decoys = [label("A1", "甲", is_decoy=True), label("A1", "乙", is_decoy=True)]
    tallies, _ = score(decoys, [flag(1, "A1", "甲"), flag(2, "A1", "乙", level="提示")])
    assert (tallies["A1"].decoys, tallies["A1"].decoys_fired, len(tallies["A1"].alarms)) == (2, 1, 1)


def test_what_the_same_facts_trip_is_no_alarm() -> None:
    tallies, _ = score(
        [label("A1", "甲", also=["B2"])], [flag(1, "A1", "甲"), flag(2, "B2", "甲"), flag(3, "B2", "乙")]
    )
    assert [f.flag_id for f in tallies["B2"].alarms] == ["3"]


@pytest.mark.parametrize(
    ("hits", "total", "low", "high"),
    [(10, 10, 0.722, 1.0), (0, 10, 0.0, 0.278), (5, 10, 0.237, 0.763), (0, 0, 0, 1)],
)
def test_wilson(hits: int, total: int, low: float, high: float) -> None:
    assert wilson(hits, total) == pytest.approx((low, high), abs=0.001)


def test_the_report_adds_up() -> None:
    flags = [flag(1, "A1", "甲", "5.00"), flag(2, "A1", "乙")]
    tallies, right = score([label("A1", "甲", amount="5.00"), label("A1", "丙")], flags)
    assert "| 合计 | — | 2 | 1 | 0.500（0.095–0.905） | 0.500 | 1/1 | 0 | 0 | 1 |" in table(tallies.values())
    text = summary(list(tallies.values()), flags, right, village_months=100)
    assert "每 1,000 个村月 10.00 条" in text
    assert "前 2 条的精确率：0.500" in text


def test_a_rule_that_only_hints_is_held_to_its_hints() -> None:
    flags = [flag(1, "A1", "甲", level="提示"), flag(2, "A1", "乙", level="提示")]
    labels = [label("A1", "甲"), label("A1", "乙", is_decoy=True)]
    assert score(labels, flags)[0]["A1"].decoys_fired == 0
    tally = score(labels, flags, hinting={"A1"})[0]["A1"]
    assert (tally.found, tally.decoys_fired, len(tally.alarms)) == (1, 1, 1)


def test_every_rule_is_of_one_kind_and_statistics_stay_low() -> None:
    rules = {rule.id: rule for rule in load_rules()}
    assert set(KIND_OF) == set(rules)
    assert {rules[rule].level for rule, kind in KIND_OF.items() if kind is STATISTICAL} == {"低"}


def test_a_kind_is_met_only_when_recall_and_precision_are() -> None:
    exact, low = Tally("INV03", planted=2, found=2), Tally("ST02", planted=1, found=0)
    levels = {"ST02": {"低"}}
    first, *_, last = by_kind({"INV03": exact, "ST02": low}, levels, 1000).splitlines()[2:]
    assert first.endswith("| 是 |")
    assert last.endswith("| 是 |")
    exact.alarms.append(flag(1, "INV03", "甲"))
    first = by_kind({"INV03": exact}, levels, 1000).splitlines()[2]
    assert "0.667" in first
    assert first.endswith("| 否 |")
    levels["ST02"].add("高")
    assert by_kind({"ST02": low}, levels, 1000).splitlines()[-1].endswith("| 否 |")
