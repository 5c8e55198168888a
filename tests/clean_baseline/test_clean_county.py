"""A county that is clean to the cent and documented in full raises no flag of any stable rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import demo
from tests.e2e.night import Night


def flags(folder: Path, villages: int, months: int, seed: int) -> list[tuple[str, ...]]:
    """Run the county through a night that reads every row, and return what was flagged."""
    made = demo.write(folder, villages, months, seed)
    night = Night(folder)
    night.publish(as_of=made.as_of.isoformat())
    assert night.query("select code, source_file, sheet, cell, found from meta.issue") == []
    [(loaded, rejected)] = night.query("select sum(rows_loaded), sum(rows_rejected) from meta.sheet")
    assert loaded > villages * months * 50
    assert rejected == 0
    return night.query("""
        select f.rule_id, f.level, f.village_name, f.message
        from audit.flag as f join meta.rule as r on f.rule_id = r.rule_id
        where r.status = 'stable' order by all
    """)


def test_a_small_clean_county_raises_no_flag(tmp_path: Path) -> None:
    assert flags(tmp_path, villages=6, months=6, seed=1) == []


@pytest.mark.heavy
@pytest.mark.parametrize("seed", [2, 3])
def test_a_county_large_enough_for_statistics_raises_no_flag(tmp_path: Path, seed: int) -> None:
    assert flags(tmp_path, villages=16, months=36, seed=seed) == []
