"""Run the nights of counties in processes of their own, as many at a time as cores and memory allow."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.phases import Step
    from pipeline.province.counties import County

# What the night of a large county takes at most (docs/benchmarks.md: 1,936 MiB on 138 villages × 36 months).
_ROOM = 2 << 30
# From the best to the worst; what is not among them (killed, stopped) is as bad as a fault.
_CODES = (0, 5, 4, 2, 3)
_CALL = "from pipeline.cli import main; main()"


@dataclass(frozen=True, slots=True)
class Ended:
    """How a night ended: its exit code, and where it is not 0 what it said last."""

    code: int
    said: str


def worst(codes: Iterable[int]) -> int:
    """Give the worst of ``codes``."""
    return max((code if code in _CODES else 3 for code in codes), key=_CODES.index, default=0)


def slots(counties: int, cores: int, memory: int | None) -> int:
    """Say how many nights go on at a time, with so many bytes of memory to be had (``None``: nobody knows)."""
    by_memory = counties if memory is None else memory // _ROOM
    return max(1, min(counties, cores, by_memory))


def nights(
    counties: Sequence[County], options: Sequence[str], jobs: int | None, done: Step
) -> dict[str, Ended]:
    """Run the night of each county; one that fails stops no other. ``jobs``: how many at a time, if somebody says so."""
    cores = os.cpu_count() or 1
    at_once = min(jobs, len(counties)) if jobs else slots(len(counties), cores, _memory())
    shared = ["--workers", str(max(1, cores // at_once))] if "--workers" not in options else []
    running = Nights()
    found: dict[str, Ended] = {}
    with ThreadPoolExecutor(at_once) as pool:
        asked = {pool.submit(running.night, county, [*shared, *options]): county for county in counties}
        try:
            for future in as_completed(asked):
                found[asked[future].name] = future.result()
                done(1)
        except BaseException:
            running.stop()
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return {county.name: found[county.name] for county in counties}


class Nights:
    """The nights that go on, so that all of them end with this run."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._processes: list[subprocess.Popen[str]] = []
        self._stopped = False

    def night(self, county: County, options: Sequence[str]) -> Ended:
        """Run one night to its end."""
        places = county.places
        asked = [
            sys.executable, "-c", _CALL, "run",
            "--inputs", str(places.inputs), "--outputs", str(places.outputs), *options,
        ]  # fmt: skip
        with self._lock:
            if self._stopped:
                return Ended(3, "没有运行。")
            process = subprocess.Popen(
                asked, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", errors="replace"
            )
            self._processes.append(process)
        _, told = process.communicate()
        lines = told.strip().splitlines()
        said = lines[-1] if process.returncode and lines else ""
        return Ended(process.returncode, said or ("进程中断。" if process.returncode else ""))

    def stop(self) -> None:
        """Ask every night to stop."""
        with self._lock:
            self._stopped = True
            for process in self._processes:
                process.terminate()


def _memory() -> int | None:
    """Give the bytes of memory to be had, where the system says so."""
    try:
        return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return None
