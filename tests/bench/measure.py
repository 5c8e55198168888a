"""Time a command and sample the CPU time and memory of its whole process tree."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

import psutil

INTERVAL = 0.05


@dataclass(frozen=True)
class Usage:
    """Wall and CPU seconds, and the highest sum of resident memory seen, in bytes.

    Pages that processes share are counted in each of them, so the peak is an upper bound.
    """

    seconds: float
    cpu: float
    peak: int
    out: str


def run(command: Sequence[str]) -> Usage:
    """Run ``command`` to its end.

    Raises ``subprocess.CalledProcessError`` when it fails: a figure for work not done would mislead.
    """
    environment = {**os.environ, "CUNZHANG_SETTLE_SECONDS": "0", "PYTHONUTF8": "1"}
    started = time.perf_counter()
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        sampler = _Sampler(process.pid)
        sampler.start()
        out, _ = process.communicate()
        seconds = time.perf_counter() - started
        sampler.stop.set()
        sampler.join()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, list(command), out)
    return Usage(seconds, sum(sampler.cpu.values()), sampler.peak, out)


class _Sampler(threading.Thread):
    """Look at the tree every few hundredths of a second; what a process used last counts for it."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.root = psutil.Process(pid)
        self.stop = threading.Event()
        self.cpu: dict[int, float] = {}
        self.peak = 0

    def run(self) -> None:
        while not self.stop.wait(INTERVAL):
            try:
                tree = [self.root, *self.root.children(recursive=True)]
            except psutil.NoSuchProcess:
                return
            self.peak = max(self.peak, sum(self._look(process) for process in tree))

    def _look(self, process: psutil.Process) -> int:
        try:
            with process.oneshot():
                times = process.cpu_times()
                self.cpu[process.pid] = times.user + times.system
                return int(process.memory_info().rss)
        except psutil.NoSuchProcess:
            return 0
