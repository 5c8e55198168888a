"""Run a function over many items in worker processes, so that one bad item takes nothing else down."""

from __future__ import annotations

import pickle
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pipeline.place import single
from pipeline.place.worker import TIMEOUT, Failed, checked, ended, prepare, run_chunk

if TYPE_CHECKING:
    from concurrent.futures import Future

__all__ = ["Failed", "map_isolated"]

T = TypeVar("T")
R = TypeVar("R")

# So few are done before a second worker has started.
_FEW = 12
# Chunks under way or waiting per worker: enough to go on beside a file of a whole county, few enough to bound
# finished results.
_AHEAD = 32


@dataclass(frozen=True, slots=True)
class _Pending(Generic[T]):
    items: Sequence[T]
    future: Future[bytes]


def map_isolated(
    function: Callable[[T], R],
    items: Sequence[T],
    *,
    workers: int,
    seconds: float,
    megabytes: int,
    chunk: int = 8,
) -> Iterator[tuple[T, R | Failed]]:
    """Yield (item, result) in the order of ``items``, each computed in a process of its own.

    ``function`` must be importable and its items and results picklable. An item may take ``seconds`` and
    its process ``megabytes`` of address space. Items travel in chunks; the time limit holds for a chunk
    too, and a chunk that fails is repeated item by item, so that only the culprit is ``Failed``.

    What ``function`` raises is a fault of the code: that item is ``Failed`` with the traceback. Closing the
    iterator, or Ctrl-C, stops the workers.
    """
    if len(items) <= _FEW or workers == 1:
        yield from single.map_isolated(function, items, seconds=seconds, megabytes=megabytes)
        return
    # Late, as most nights are small.
    import multiprocessing

    from pebble import ProcessPool

    pool = ProcessPool(
        max_workers=min(workers, len(items)),
        initializer=prepare,
        initargs=(megabytes,),
        # Never fork: polars and duckdb hang in a forked child.
        context=multiprocessing.get_context("spawn"),
    )
    # Small batches are spread over all workers rather than sent as one chunk.
    size = max(1, min(chunk, len(items) // (workers * 2)))
    chunks = iter([items[start : start + size] for start in range(0, len(items), size)])

    def send(part: Sequence[T]) -> _Pending[T]:
        return _Pending(part, pool.schedule(run_chunk, args=(function, part), timeout=seconds))

    try:
        pending = deque(send(part) for part in islice(chunks, workers * _AHEAD))
        while pending:
            head = pending.popleft()
            outcome = _outcome(head.future)
            if isinstance(outcome, Failed) and len(head.items) > 1:
                again = [send([item]) for item in head.items]
                for one in again:
                    yield from _results(one.items, _outcome(one.future))
            else:
                yield from _results(head.items, outcome)
            pending.extend(send(part) for part in islice(chunks, 1))
    finally:
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


def _results(items: Sequence[T], outcome: list[Any] | Failed) -> list[tuple[T, Any]]:
    return (
        [(items[0], outcome)]
        if isinstance(outcome, Failed)
        else list(zip(items, map(checked, outcome), strict=False))
    )


def _outcome(future: Future[bytes]) -> list[Any] | Failed:
    """Wait for a chunk: its results, or why the process that held it is gone."""
    from pebble import ProcessExpired

    try:
        return pickle.loads(future.result())  # type: ignore[no-any-return]
    except TimeoutError:
        return TIMEOUT
    except ProcessExpired as expired:
        return ended(expired.exitcode)
