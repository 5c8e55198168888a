"""Give every end-to-end test its own county."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.night import Night, reading_here


@pytest.fixture(scope="module", autouse=True)
def _reading_here(request: pytest.FixtureRequest) -> Iterator[None]:
    """Most tests are not about the processes that read."""
    if getattr(request.module, "READ_APART", False):
        yield
    else:
        with reading_here():
            yield


@pytest.fixture
def night(tmp_path: Path) -> Night:
    """An empty county whose village register has been handed in."""
    county = Night(tmp_path)
    county.register()
    return county
