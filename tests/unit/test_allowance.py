"""A file that takes more than its share is sent back with what was counted; one with more rows may take more."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from pipeline.files import allowance
from pipeline.files.allowance import Exhausted, for_a_file, grant
from pipeline.files.inbox import Dropped
from pipeline.known import Known
from pipeline.place import reading
from pipeline.place.pool import Failed, map_isolated
from pipeline.settings import Settings
from schemas import ledgers

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no such limits")


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(allowance, "SECONDS", 0.2)
    monkeypatch.setattr(allowance, "_AGAIN", 0.05)
    yield


def work(seconds: float) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        sum(range(1000))


def test_within_its_share_nothing_happens_also_afterwards() -> None:
    with for_a_file():
        work(0.05)
    work(0.4)


def test_past_its_share_a_file_ends_and_says_what_was_counted() -> None:
    with pytest.raises(Exhausted) as told, for_a_file():
        work(5)
    assert str(told.value) == (
        "太大或太复杂：还没有读出行数，用处理器 0 秒没有读完（限 0.2 秒，另加每行 0.2 毫秒）"
    )


def test_waiting_for_others_takes_nothing_of_it() -> None:
    with for_a_file():
        time.sleep(0.5)


def test_a_file_with_more_rows_may_take_more() -> None:
    with for_a_file():
        grant(5_000)
        work(0.6)
    with pytest.raises(Exhausted, match="1,000 行"), for_a_file():
        grant(1_000)
        work(5)


def test_a_library_that_swallows_it_is_told_again() -> None:
    with pytest.raises(Exhausted), for_a_file():
        with suppress(Exhausted):
            work(5)
        work(5)


def greedy(rows: int) -> int:
    with for_a_file():
        grant(rows)
        return len(bytearray(1200 << 20))


def test_memory_has_a_share_too_and_the_next_file_its_own() -> None:
    found = list(map_isolated(greedy, [10, 800_000, 10], workers=1, seconds=60, megabytes=2048))
    assert [one.detail if isinstance(one, Failed) else one for _, one in found] == [
        "太大或太复杂：10 行，占用内存过多（限 1 GiB，另加每行 1 kB）",
        1200 << 20,
        "太大或太复杂：10 行，占用内存过多（限 1 GiB，另加每行 1 kB）",
    ]


def test_what_was_counted_stands_in_the_feedback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = Failed("share", "太大或太复杂：10 行，占用内存过多")
    monkeypatch.setattr(reading, "map_isolated", lambda _, tasks, **__: [(task, told) for task in tasks])
    file = Dropped("东滩村.xlsx", tmp_path / "a", 1, 1, "0" * 64)
    [one] = reading.read([file], Known(), ledgers(), Settings(), lambda _: None)
    assert [(issue.code, issue.found) for issue in one.issues] == [("F09", told.detail)]
    assert one.status == "退回"
