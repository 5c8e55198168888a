"""Rules and oracles agree on small made-up tables full of edges."""

from __future__ import annotations

from datetime import date

from hypothesis import HealthCheck, Phase, given, settings

from tests.oracles import tables
from tests.oracles.asked import ORACLES
from tests.oracles.county import County, flagged
from tests.rules.harness import empty_county, evaluate, fill

AS_OF = date(2025, 6, 30)


# Without shrinking: an example is a county of eight villages, and what differs names its village.
@settings(
    max_examples=3,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(tables.county())
def test_rules_find_what_their_oracles_find(made: tables.Tables) -> None:
    con = empty_county()
    fill(con, tables.text_of(made))
    evaluate(con, AS_OF.isoformat(), *ORACLES)
    county = County.read(con, AS_OF)
    for rule, (by, judge) in ORACLES.items():
        assert (rule, flagged(con, rule, by)) == (rule, judge(county))
