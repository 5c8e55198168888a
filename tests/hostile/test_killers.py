"""Files made to take all time or memory are read or refused within what one file may take.

20 CPU seconds and 0.2 ms a row, 1 GiB and 1 kB a row (here without the rows): what is too large is refused in
words, by what was counted, and never costs a worker its life.
"""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from pipeline.files import workbook
from pipeline.place.pool import Failed, map_isolated
from tests.hostile.killers import KILLERS

SECONDS = 20


def take(path: Path) -> tuple[float, int, str]:
    """Read a file: CPU seconds, sheets, and the code of what it was refused for."""
    data = path.read_bytes()
    began = time.process_time()
    book = workbook.read(path.name, data)
    return time.process_time() - began, len(book.sheets), next((issue.code for issue in book.issues), "")


@pytest.mark.parametrize("name", KILLERS)
def test_a_killer_is_answered_in_time(name: str, tmp_path: Path) -> None:
    make, code = KILLERS[name]
    path = tmp_path / "账"
    path.write_bytes(make())
    ((_, result),) = map_isolated(take, [path], workers=1, seconds=120, megabytes=1024)
    assert not isinstance(result, Failed), result
    seconds, sheets, refused_for = result
    assert (refused_for, bool(sheets)) == (code, not code)
    assert seconds < SECONDS
