"""Nothing is held against a village that follows from what we failed to read (issue 12, point 1).

Every rule but those that tell of the torn thing itself: set any row of its clean cases aside, or send any sheet back, and
no flag of level 中 or higher comes of it, of any rule.
"""

from __future__ import annotations

from collections import defaultdict
from zlib import crc32

import pytest

from pipeline.judge.rule import load_rules
from tests.rules.harness import Case, cases_of
from tests.rules.test_outcomes import outcomes
from tests.rules.torn import COPIES, County, Flag, Tear, counties_of, evaluate, new_flags, tables_of, tears

# They tell of the torn thing itself.
TOLD = ("WB01", "WB03")
# These look at the whole county: in one of copies they say nothing, so each tear is tried alone.
COUNTYWIDE = (
    "CARE03",
    "DR03",
    "INV03",
    "INV05",
    "PAY04",
    "PAY09",
    "PAY10",
    "RC08",
    "SUB04",
    "WB06",
    "XV01",
    "XV02",
    "XV04",
)
EVERY = frozenset(rule.id for rule in load_rules())
RULES = sorted(EVERY - set(TOLD))
_MOST = 1200  # counties of one evaluation
_ROWS = 60_000  # rows of all counties of one case: of a long list not every row can be torn
_ALONE = 60  # tears that are each a county alone


def clean(rule_id: str) -> list[Case]:
    """List the cases of a rule in which a village passes."""
    return [case for case in cases_of(rule_id) if "通过" in outcomes(case)]


def sample(case: Case, few: int) -> list[Tear]:
    """Choose a few ways to tear a case, always the same."""
    return sorted(tears(tables_of(case)), key=lambda tear: crc32(f"{case}{tear}".encode()))[:few]


def rows(case: Case) -> int:
    return sum(map(len, tables_of(case).values()))


def of_all(made: list[tuple[Case, list[Tear]]]) -> list[str]:
    """Tell what flags come of the tears of many cases, each in a county of its own."""
    by_day: dict[str, list[tuple[Case, list[Tear]]]] = defaultdict(list)
    for one in made:
        by_day[one[0].as_of].append(one)
    told: list[str] = []
    for day, left in by_day.items():
        while left:
            some, count = [], 0
            while left and count < _MOST:
                some.append(left.pop())
                count += 1 + len(some[-1][1])
            counties = counties_of(some)
            evaluate(counties, day, {*COPIES, *COUNTYWIDE})
            told += _told(new_flags(counties, TOLD))
    return told


def of_one(case: Case, made: list[Tear]) -> list[str]:
    """Tell what flags of the rules on the whole county come of each tear of a case where nothing else is in the county.

    What the others find of the same tears stands in the copies (``of_all``).
    """
    whole, *torn = counties_of([(case, made)])
    for one in torn:
        evaluate([one], case.as_of, EVERY - set(COUNTYWIDE))
    if any(one.flags for one in torn):
        evaluate([whole], case.as_of, EVERY - set(COUNTYWIDE))
    return _told(new_flags([whole, *torn], TOLD))


def _told(found: list[tuple[County, Flag]]) -> list[str]:
    return [f"{one.case} | {one.tear} | {flag}" for one, flag in found]


def test_no_flag_comes_of_a_row_set_aside_or_a_sheet_sent_back() -> None:
    made = [(case, sample(case, 2)) for rule in RULES for case in clean(rule)[:1]]
    assert of_all(made) == []


@pytest.mark.parametrize(
    "rule",
    [pytest.param(rule, marks=[pytest.mark.heavy] if n % 3 else []) for n, rule in enumerate(COUNTYWIDE)],
)
def test_no_flag_comes_of_it_where_the_whole_county_is_looked_at(rule: str) -> None:
    case = clean(rule)[0]
    assert of_one(case, sample(case, 1)) == []


@pytest.mark.heavy
@pytest.mark.parametrize("rule", RULES)
def test_no_flag_comes_of_any_row_or_sheet_of_any_case(rule: str) -> None:
    assert of_all([(case, sample(case, _ROWS // rows(case))) for case in clean(rule)]) == []


@pytest.mark.heavy
@pytest.mark.parametrize("rule", COUNTYWIDE)
def test_no_flag_comes_of_any_row_or_sheet_where_the_whole_county_is_looked_at(rule: str) -> None:
    assert [line for case in clean(rule) for line in of_one(case, sample(case, _ALONE))] == []
