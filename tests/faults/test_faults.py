"""Whatever call goes wrong, the publication is whole, nothing is lost, and the next run heals everything by itself."""

from __future__ import annotations

import os
import random

import pytest

from tests.faults.nights import NIGHTS
from tests.faults.trial import HOW, Bench

SEED, FEW, MANY = 20261129, 4, 300

pytestmark = pytest.mark.skipif(os.name == "nt", reason="disturbed by what only Unix has")


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(tmp_path_factory.mktemp("faults"))


@pytest.mark.parametrize(
    "number", [*range(FEW), *(pytest.param(n, marks=pytest.mark.heavy) for n in range(FEW, MANY))]
)
def test_a_disturbed_night_heals(number: int, bench: Bench) -> None:
    """Half of them killed, the others by an error."""
    draw = random.Random(f"{SEED}-{number}")
    night = draw.choice(NIGHTS[:2] if number < FEW else NIGHTS)
    bench.ready(night)
    result = bench.trial(night, draw.randint(1, bench.calls[night]), draw.choice(("kill", *HOW, "kill")))
    assert result.tripped
    assert not result.violations, f"{result.night}, call {result.call}, {result.how}: {result.violations}"
