"""Every rule is shown hitting, passing beside the mark, and not assessable: none may lack one of the three."""

from __future__ import annotations

import pytest

from pipeline.judge.needs import named
from pipeline.judge.rule import Rule, load_rules
from tests.rules.harness import Case, cases_of
from tests.rules.written import read_tables


def outcomes(case: Case) -> set[str]:
    """Give the outcomes that a case expects of the villages it names."""
    return {row["结果"] for row in next(iter(read_tables("结果\n" + case.expect).values()))}


@pytest.mark.parametrize("rule", load_rules(), ids=lambda rule: rule.id)
def test_a_rule_has_a_case_for_each_of_its_three_outcomes(rule: Rule) -> None:
    seen = set().union(*map(outcomes, cases_of(rule.id)))
    # What asks a village for no paper is always assessed where it applies.
    assert seen >= {"命中", "通过", "不可评估" if named(rule.needs) or "不可评估" in seen else "不适用"}


@pytest.mark.parametrize("rule", load_rules(), ids=lambda rule: rule.id)
def test_a_rule_has_a_near_miss_among_its_cases(rule: Rule) -> None:
    """A village that passes beside one that hits, or a case of its own in which what looks alike passes."""
    assert any("通过" in outcomes(case) for case in cases_of(rule.id))
    assert any({"命中", "通过"} <= outcomes(case) for case in cases_of(rule.id)) or len(cases_of(rule.id)) > 2
