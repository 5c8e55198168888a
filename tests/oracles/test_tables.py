"""Rules and oracles agree on small made-up tables full of edges."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.oracles import tables
from tests.oracles.asked import ORACLES
from tests.oracles.county import County, flagged
from tests.rules.harness import empty_county, evaluate, fill

GROUPS = {
    "dividends": (tables.dividends(), ("DR02", "DR05", "DU01", "DU02", "DU03", "RC01", "RC05")),
    "service": (tables.service(), ("SVC01", "SVC05")),
    "books": (tables.books(), ("LED02", "LED03", "LED06")),
    "payments": (tables.payments(), ("INV03", "PAY06")),
}
AS_OF = date(2025, 6, 30)


def test_every_oracle_is_asked() -> None:
    assert sorted(rule for _, rules in GROUPS.values() for rule in rules) == sorted(ORACLES)


@pytest.mark.parametrize("group", GROUPS)
@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)
@given(data=st.data())
def test_rules_find_what_their_oracles_find(group: str, data: st.DataObject) -> None:
    made, rules = GROUPS[group]
    con = empty_county()
    fill(con, tables.text_of(data.draw(made)))
    evaluate(con, AS_OF.isoformat(), *rules)
    county = County.read(con, AS_OF)
    for rule in rules:
        by, judge = ORACLES[rule]
        assert (rule, flagged(con, rule, by)) == (rule, judge(county))
