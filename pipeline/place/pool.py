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
# Memory of a worker beside others, MiB: what needs more runs alone. Readers in C abort where they get none.
_BESIDE = 512
_OUT_OF_ROOM = {"memory", "crash"}


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
    its process ``megabytes`` of address space, more than ``_BESIDE`` only while no other is at work. Items
    travel in chunks; the time limit holds for a chunk too, and a chunk that fails is repeated item by item, so
    that only the culprit is ``Failed``.

    What ``function`` raises is a fault of the code: that item is ``Failed`` with the traceback. Closing the
    iterator, or Ctrl-C, stops the workers.
    """
    if len(items) <= _FEW or workers == 1:
        yield from single.map_isolated(function, items, seconds=seconds, megabytes=megabytes)
        return
    # Late, as most nights are small.
    import multiprocessing
    from concurrent.futures import wait
    from concurrent.futures.process import BrokenProcessPool

    from pebble import ProcessPool

    pool = ProcessPool(
        max_workers=min(workers, len(items)),
        initializer=prepare,
        initargs=(min(megabytes, _BESIDE),),
        # Never fork: polars and duckdb hang in a forked child.
        context=multiprocessing.get_context("spawn"),
    )
    # Small batches are spread over all workers rather than sent as one chunk.
    size = max(1, min(chunk, len(items) // (workers * 2)))
    chunks = iter([items[start : start + size] for start in range(0, len(items), size)])

    def send(part: Sequence[T]) -> _Pending[T]:
        try:
            return _Pending(part, pool.schedule(run_chunk, args=(function, part), timeout=seconds))
        except RuntimeError as error:
            raise BrokenProcessPool from error

    pending: deque[_Pending[T]] = deque()
    done = 0
    try:
        while done < len(items):
            pending.extend(send(part) for part in islice(chunks, max(0, workers * _AHEAD - len(pending))))
            head = pending[0]
            outcome = _outcome(head.future)
            pending.popleft()
            if isinstance(outcome, Failed) and len(head.items) > 1:
                pending.extendleft(send([item]) for item in reversed(head.items))
                continue
            done += len(head.items)
            if not isinstance(outcome, Failed):
                yield from zip(head.items, map(checked, outcome), strict=True)
            elif outcome.reason in _OUT_OF_ROOM and megabytes > _BESIDE:
                wait([one.future for one in pending])
                yield from single.map_isolated(function, head.items, seconds=seconds, megabytes=megabytes)
            else:
                yield head.items[0], outcome
    except BrokenProcessPool:
        # Workers killed before they have begun take the pool with them: the rest is read by one after another.
        yield from single.map_isolated(function, items[done:], seconds=seconds, megabytes=megabytes)
    finally:
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


def _outcome(future: Future[bytes]) -> list[Any] | Failed:
    """Wait for a chunk: its results, or why the process that held it is gone."""
    from pebble import ProcessExpired

    try:
        return pickle.loads(future.result())  # type: ignore[no-any-return]
    except TimeoutError:
        return TIMEOUT
    except ProcessExpired as expired:
        return ended(expired.exitcode)
