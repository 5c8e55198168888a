"""Rules and oracles agree on a made-up county with labelled flaws, read from its workbooks."""

from __future__ import annotations

import json

import duckdb
import pytest

from pipeline import demo
from tests.e2e.night import Night
from tests.oracles.asked import ORACLES
from tests.oracles.county import County, flagged


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> tuple[Night, demo.Made]:
    folder = tmp_path_factory.mktemp("oracles")
    made = demo.write(folder, villages=8, months=6, seed=1, flawed=True)
    night = Night(folder)
    night.publish(as_of=made.as_of.isoformat())
    return night, made


@pytest.mark.parametrize("rule", ORACLES)
def test_a_rule_finds_what_its_oracle_finds(rule: str, night: tuple[Night, demo.Made]) -> None:
    published, made = night
    by, judge = ORACLES[rule]
    with duckdb.connect(str(published.database), read_only=True) as con:
        assert flagged(con, rule, by) == judge(County.read(con, made.as_of))


def test_what_is_planted_is_found_beside_its_look_alikes(night: tuple[Night, demo.Made]) -> None:
    labels = json.loads((night[0].folder / "labels.json").read_text(encoding="utf-8"))
    planted = {label["rule_id"] for label in labels if not label["is_decoy"]} & ORACLES.keys()
    alike = {label["rule_id"] for label in labels if label["is_decoy"]} & ORACLES.keys()
    with duckdb.connect(str(night[0].database), read_only=True) as con:
        silent = {rule for rule, (by, _) in ORACLES.items() if not flagged(con, rule, by)}
    assert not silent & planted
    assert len(planted) >= 5 and len(alike) >= 5
