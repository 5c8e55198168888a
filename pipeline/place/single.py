"""Run a function over a few items in one worker process that starts with next to nothing loaded."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from pipeline.place.worker import TIMEOUT, Failed, checked, ended

T = TypeVar("T")
R = TypeVar("R")

_START = "from pipeline.place.worker import serve; serve()"


def map_isolated(
    function: Callable[[T], R], items: Sequence[T], *, seconds: float, megabytes: int
) -> Iterator[tuple[T, R | Failed]]:
    """Yield (item, result) like ``pool.map_isolated``; a worker that is gone is followed by another."""
    worker: Worker | None = None
    try:
        for item in items:
            worker = worker or Worker(function, megabytes)
            outcome = worker.ask(item, seconds)
            if isinstance(outcome, Failed):
                worker = None
                yield item, outcome
            else:
                yield item, checked(outcome[0])
    finally:
        if worker:
            worker.stop()


class Worker:
    """A process that has ``function`` and waits for items."""

    def __init__(self, function: Callable[[Any], Any], megabytes: int) -> None:
        # The child finds what this process finds, and nothing that happens to lie in the current folder.
        found = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", _START],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=found,
        )
        self._listener = ThreadPoolExecutor(1)
        self._first = pickle.dumps((function, megabytes))

    def ask(self, item: object, seconds: float) -> list[Any] | Failed:
        """Hand over one item and wait for its outcomes; after a failure the process is gone."""
        waiting = self._listener.submit(self._exchange, self._first + pickle.dumps(item))
        self._first = b""
        try:
            outcomes: list[Any] = waiting.result(seconds)
        except TimeoutError:
            self.stop()
            return TIMEOUT
        except (EOFError, OSError, pickle.UnpicklingError):
            failed = ended(self._process.wait())
            self.stop()
            return failed
        return outcomes

    def stop(self) -> None:
        """End the process, also in the middle of an item."""
        self._process.kill()
        self._process.wait()
        self._listener.shutdown()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()

    def _exchange(self, sent: bytes) -> list[Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(sent)
        self._process.stdin.flush()
        return pickle.load(self._process.stdout)  # type: ignore[no-any-return]
