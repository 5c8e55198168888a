"""Whatever stands in a cell, a title, a sheet's or a file's name: the night publishes, and nothing else suffers."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz import county
from tests.fuzz.trial import Bench

# The first is a whole night, with reports and feedback.
FEW, MANY = 2, 60


@pytest.fixture(scope="module")
def bench() -> Bench:
    return Bench()


@pytest.mark.parametrize(
    "seed", [*range(FEW), *(pytest.param(n, marks=pytest.mark.heavy) for n in range(FEW, MANY))]
)
def test_no_value_stops_a_night(seed: int, bench: Bench, tmp_path: Path) -> None:
    result = bench.trial(seed, tmp_path)
    assert result.odd >= county.AT_LEAST
    assert result.violations == []
