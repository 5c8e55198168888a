"""What a rule finds of a case beside others it finds of the case alone."""

from __future__ import annotations

import pytest

from pipeline.judge.rule import load_rules
from tests.rules.copies import alone
from tests.rules.harness import Case, cases_of, compare

ASIDE = [
    (rule.id, case) for rule in load_rules() for case in cases_of(rule.id) if not alone(rule.id, case.tables)
]
SOME = ASIDE[::40]


@pytest.mark.parametrize(("rule", "case"), SOME, ids=str)
def test_some_cases_come_out_the_same_alone(rule: str, case: Case) -> None:
    compare(rule, case)


@pytest.mark.heavy
@pytest.mark.parametrize(("rule", "case"), ASIDE, ids=str)
def test_every_case_comes_out_the_same_alone(rule: str, case: Case) -> None:
    compare(rule, case)
