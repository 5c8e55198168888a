"""Make all templates once for the tests of this folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.template import write
from tests.e2e.night import Night
from tests.template.filling import KINDS


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every template, as ``cunzhang template --all`` writes it; not to be changed."""
    folder = tmp_path_factory.mktemp("templates")
    assert all(write(KINDS, KINDS, folder, village=True).values())
    return folder


@pytest.fixture
def night(tmp_path: Path) -> Night:
    """An empty county whose village register has been handed in."""
    county = Night(tmp_path)
    county.register()
    return county
