"""The page that says which system is followed by what names kinds, rules, views and tests that are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.judge.rule import load_rules
from pipeline.judge.views import load_views
from schemas import ledgers

ROOT = Path(__file__).parents[2]
ROWS = [
    line.strip("|").split("|")
    for line in (ROOT / "docs" / "mission.md").read_text("utf-8").splitlines()
    if line.startswith("| ") and "|---" not in line
][1:]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0].strip()[:20])
def test_what_a_row_names_is_there(row: list[str]) -> None:
    system, kinds, rules, views, tests, lacks = row
    assert set(re.findall(r"`(\w+)`", kinds)) <= ledgers().keys()
    assert set(re.findall(r"[A-Z]{2,4}\d{2}", rules)) <= {rule.id for rule in load_rules()}
    assert set(re.findall(r"`([\w.]+)`", views)) <= {view.name for view in load_views()}
    files = re.findall(r"`(tests/[\w/.]+)`", tests)
    assert files and all((ROOT / file).is_file() for file in files)
    assert re.search(r"\w", rules) or lacks.strip(), f"{system}: no rule, and nothing said to be lacking"


def test_every_rule_of_the_two_moneys_and_what_stands_around_them_is_named() -> None:
    text = "".join(row[2] for row in ROWS)
    families = (
        "SVC",
        "STA",
        "CAD",
        "OFF",
        "CARE",
        "DU",
        "DR",
        "RC",
        "PRC",
        "FS",
        "LAB",
        "COL",
        "WK",
        "CON",
        "DBT",
        "AST",
    )
    assert {rule.id for rule in load_rules() if rule.id.startswith(families)} <= set(
        re.findall(r"[A-Z]{2,4}\d{2}", text)
    )
