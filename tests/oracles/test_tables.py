"""Rules and oracles agree on small made-up tables full of edges."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from hypothesis import HealthCheck, Phase, given, settings

from tests.oracles import tables
from tests.oracles.asked import ORACLES
from tests.oracles.county import County, flagged
from tests.rules.harness import empty_county, evaluate, fill

AS_OF = date(2025, 6, 30)


def test_rules_find_what_their_oracles_find() -> None:
    hit: dict[str, set[str]] = defaultdict(set)
    clean: dict[str, set[str]] = defaultdict(set)

    # Without shrinking: an example is a county of eight villages, and what differs names its village.
    @settings(
        max_examples=4,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(tables.county())
    def agree(made: tables.Tables) -> None:
        con = empty_county()
        fill(con, tables.text_of(made))
        evaluate(con, AS_OF.isoformat(), *ORACLES)
        county = County.read(con, AS_OF)
        villages = {row["village_code"] for row in county.ledgers["village"]}
        for rule, (by, judge) in ORACLES.items():
            found = flagged(con, rule, by)
            wanted = judge(county)
            assert (rule, found - wanted, wanted - found) == (rule, set(), set())
            named = {village for village, _, _ in found}
            hit[rule] |= named
            clean[rule] |= villages - named

    agree()
    assert hit.keys() == clean.keys() == ORACLES.keys()
    assert all(hit.values()) and all(clean.values())
