"""Nights of properties are many, and not about the processes that read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.e2e.night import reading_here


@pytest.fixture(scope="module", autouse=True)
def _reading_here() -> Iterator[None]:
    with reading_here():
        yield
