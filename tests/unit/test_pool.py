"""One bad item never takes down its neighbours, whatever way it goes wrong."""

from __future__ import annotations

import errno
import multiprocessing
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pebble import ProcessPool

from pipeline.errors import Environment
from pipeline.place.pool import Failed, map_isolated

LIMITS = {"workers": 2, "seconds": 20.0, "megabytes": 1024}


def behave(item: str) -> str:
    """Do what the item says, as damaged files make readers do."""
    if item == "abort":
        os.abort()
    if item == "leave":
        os._exit(3)
    if item == "hog":
        return str(len(bytearray(8 << 30)))
    if item == "hang":
        time.sleep(600)
    if item == "spread":
        return "x" * (3 << 20)
    return item.upper()


def breaks(item: int) -> int:
    if item == 11:
        raise ValueError("11 is not even")
    return item


def cannot_read(item: int) -> int:
    raise OSError(errno.EIO, "Input/output error", f"{item}/账.xlsx")


class Stubborn(Exception):
    def __init__(self, first: str, second: str) -> None:
        super().__init__(first)


def raises_what_cannot_travel(item: int) -> object:
    if item == 1:
        raise Stubborn("first", "second")
    return (lambda: item) if item == 2 else item


def process_id(_: int) -> int:
    return os.getpid()


def holds(item: tuple[Path, int]) -> bool:
    """Take so many MiB, and tell whether others were at work meanwhile."""
    at_work, megabytes = item
    held = bytearray(megabytes << 20)
    mine = at_work / str(os.getpid())
    mine.touch()
    time.sleep(0.02)
    beside = len(list(at_work.iterdir())) > 1
    mine.unlink()
    return beside and len(held) > 0


def test_every_item_comes_back_once_and_in_order() -> None:
    items = [f"item {number}" for number in range(400)]
    assert list(map_isolated(behave, items, **LIMITS)) == [(item, item.upper()) for item in items]


@pytest.mark.parametrize("workers", [1, 2])
def test_only_the_culprits_fail_and_each_says_why(workers: int) -> None:
    items = [f"item {number}" for number in range(30)]
    for place, item in ((3, "abort"), (4, "hang"), (12, "hog"), (13, "leave"), (29, "spread")):
        items[place] = item
    results = dict(map_isolated(behave, items, workers=workers, seconds=4, megabytes=1024))
    failed = {item: result.reason for item, result in results.items() if isinstance(result, Failed)}
    assert failed == {"abort": "crash", "hang": "timeout", "hog": "memory", "leave": "crash"}
    assert results["item 5"] == "ITEM 5"
    assert len(results["spread"]) == 3 << 20
    assert list(results) == items


def test_one_item_is_isolated_too() -> None:
    assert list(map_isolated(behave, ["abort"], workers=1, seconds=20, megabytes=1024)) == [
        ("abort", Failed("crash", "SIGABRT"))
    ]
    (_, worker), *_ = map_isolated(process_id, [1], workers=1, seconds=20, megabytes=1024)
    assert worker != os.getpid()


@pytest.mark.parametrize("items", [range(10, 12), range(40)], ids=["few", "many"])
def test_an_exception_is_a_fault_of_the_code_and_only_its_item_fails(items: range) -> None:
    results = dict(map_isolated(breaks, items, **LIMITS))
    failed = [item for item, result in results.items() if isinstance(result, Failed)]
    assert failed == [11]
    assert results[11].reason == "fault"
    assert "11 is not even" in results[11].detail
    assert "in breaks" in results[11].detail


@pytest.mark.parametrize("items", [range(1), range(40)], ids=["few", "many"])
def test_what_the_system_refuses_is_no_fault_of_an_item(items: range) -> None:
    with pytest.raises(Environment, match=r"账\.xlsx：磁盘读写出错"):
        list(map_isolated(cannot_read, items, **LIMITS))


def test_what_cannot_travel_between_processes_is_named() -> None:
    results = dict(map_isolated(raises_what_cannot_travel, range(4), workers=1, seconds=20, megabytes=1024))
    assert results[0] == 0
    assert results[3] == 3
    assert isinstance(results[1], Failed)
    assert results[1].reason == "fault"
    assert "Stubborn: first" in results[1].detail
    assert isinstance(results[2], Failed)
    assert results[2].reason == "fault"


def stay(folder: str) -> None:
    (Path(folder) / str(os.getpid())).touch()
    time.sleep(600)


@pytest.mark.parametrize(("items", "workers"), [(1, 1), (20, 2)], ids=["few", "many"])
def test_interrupting_stops_the_workers(items: int, workers: int, tmp_path: Path) -> None:
    script = tmp_path / "endless.py"
    script.write_text(
        "import sys\n"
        "from pipeline.place.pool import map_isolated\n"
        "from tests.unit.test_pool import stay\n"
        "if __name__ == '__main__':\n"
        f"    list(map_isolated(stay, [sys.argv[1]] * {items}, workers=2, seconds=600, megabytes=1024))\n"
    )
    started = tmp_path / "started"
    started.mkdir()
    run = subprocess.Popen(
        [sys.executable, str(script), str(started)],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        stderr=subprocess.DEVNULL,
    )
    _wait_until(lambda: len(list(started.iterdir())) == workers)
    run.send_signal(2)
    assert run.wait(20) != 0
    for worker in started.iterdir():
        _wait_until(lambda name=worker.name: not Path("/proc", name).exists())


def _wait_until(condition: object) -> None:
    deadline = time.monotonic() + 20
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.skipif(sys.platform == "win32", reason="no limit of memory there")
def test_what_takes_much_memory_runs_while_no_other_does(tmp_path: Path) -> None:
    items = [(tmp_path, 700 if number in (2, 20, 39) else 1) for number in range(40)]
    found = list(map_isolated(holds, items, workers=2, seconds=20, megabytes=1024))
    assert [item for item, _ in found] == items
    assert not any(beside for (_, megabytes), beside in found if megabytes > 1)
    assert any(beside for (_, megabytes), beside in found if megabytes == 1)


def test_workers_killed_before_they_have_begun_cost_no_result(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = ProcessPool.schedule

    def schedule(pool: ProcessPool, *given: object, **named: object) -> object:
        for child in multiprocessing.active_children():
            child.kill()
        return usual(pool, *given, **named)

    monkeypatch.setattr(ProcessPool, "schedule", schedule)
    items = [f"item {number}" for number in range(40)]
    assert list(map_isolated(behave, items, **LIMITS)) == [(item, item.upper()) for item in items]
