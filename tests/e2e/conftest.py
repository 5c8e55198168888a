"""Give every end-to-end test its own county."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.night import Night, read_here  # noqa: F401 (most tests are not about the processes that read)


@pytest.fixture
def night(tmp_path: Path) -> Night:
    """An empty county whose village register has been handed in."""
    county = Night(tmp_path)
    county.register()
    return county
