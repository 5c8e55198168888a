"""What is changed is one condition at a time, wherever it stands; what is known of a mutant holds as long as it may."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from pipeline.judge.rule import load_rules
from tests.mutate_rules import reasons
from tests.mutate_rules.kept import Fate, Kept
from tests.mutate_rules.mutants import mutants, names


@pytest.mark.parametrize(("text", "wanted"), [
    ("select a from t where a = 1", ["去掉 末句：a = 1", "反转 末句：a = 1"]),
    ("select a from t join u on t.a = u.a", ["去掉 末句：t.a = u.a", "反转 末句：t.a = u.a"]),
    ("select count(*) filter (where b) from t", ["去掉 末句：b", "反转 末句：b"]),
    ("select case when b then 1 else 2 end from t", ["去掉 末句：b", "反转 末句：b"]),
    ("select case b when 1 then 2 end from t", []),
    ("select a > 1 as large from t", ["反转 末句：a > 1"]),
    ("select coalesce(a = 1, true) as one from t", ["反转 末句：a = 1"]),
    ("select not a as other, a from t cross join u", []),
    ("with w as (select a from t where b) select a from w", ["去掉 w：b", "反转 w：b"]),
    ("select a from t where b union all select a from u where b",
     ["去掉 末句：b", "反转 末句：b", "去掉 末句：b（第 2 处）", "反转 末句：b（第 2 处）"]),
])  # fmt: skip
def test_a_condition_is_found_wherever_it_decides(text: str, wanted: list[str]) -> None:
    assert names(text) == wanted


def test_of_several_conditions_each_is_left_out_by_itself_and_a_group_as_a_whole_too() -> None:
    assert names("select a from t where a and (b or not c)") == [
        "去掉 末句：a",
        "反转 末句：a",
        "去掉 末句：b OR NOT c",
        "去掉 末句：b",
        "反转 末句：b",
        "去掉 末句：NOT c",
        "反转 末句：NOT c",
    ]


def test_what_is_left_out_no_longer_decides_and_keeps_its_parameter() -> None:
    texts = [mutant.text for mutant in mutants("select a from t where a > $least and (b or c)")]
    where = [text.partition(" WHERE ")[2] for text in texts]
    assert where == [
        "(a > $least OR TRUE) AND (b OR c)",
        "NOT (a > $least) AND (b OR c)",
        "a > $least AND ((b OR c OR TRUE))",
        "a > $least AND ((b AND FALSE) OR c)",
        "a > $least AND (NOT (b) OR c)",
        "a > $least AND (b OR (c AND FALSE))",
        "a > $least AND (b OR NOT (c))",
    ]


def test_a_fate_is_taken_over_only_while_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "kept.jsonl"
    killed, alive = Fate("A1", "去掉 a", "test_a", "rule", "tests"), Fate("A1", "去掉 b", "", "rule", "tests")
    Kept(path).add(killed)
    Kept(path).add(alive)
    kept = Kept(path)
    assert kept.known("A1", "去掉 a", "rule", "other tests", {"test_a"}) == killed
    assert kept.known("A1", "去掉 a", "rule", "tests", {"test_b"}) is None
    assert kept.known("A1", "去掉 a", "other rule", "tests", {"test_a"}) is None
    assert kept.known("A1", "去掉 b", "rule", "tests", {"test_a"}) == alive
    assert kept.known("A1", "去掉 b", "rule", "other tests", {"test_a"}) is None
    kept.add(dataclasses.replace(alive, killer="test_c"))
    assert Kept(path).known("A1", "去掉 b", "rule", "tests", {"test_c"}) is not None
    assert Kept(path, fresh=True).known("A1", "去掉 a", "rule", "tests", {"test_a"}) is None


def test_every_reason_is_about_a_condition_that_is_there() -> None:
    texts = {rule.id: rule.file.text for rule in load_rules()}
    gone = {
        rule: sorted(set(known) - set(names(texts[rule]))) for rule, known in reasons.load().items() if known
    }
    assert {rule: some for rule, some in gone.items() if some} == {}
