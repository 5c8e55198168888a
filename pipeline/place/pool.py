"""Run a function over many items in worker processes, so that one bad item takes nothing else down."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import pickle
import signal
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import islice
from typing import Any, Generic, Literal, TypeVar

from pebble import ProcessExpired, ProcessPool

try:
    import resource
except ImportError:  # Windows has no such limits; the time limit still holds.
    resource = None  # type: ignore[assignment]

T = TypeVar("T")
R = TypeVar("R")

# A worker out of memory leaves at once: what it holds would starve the next item.
_OUT_OF_MEMORY = 77
# Chunks under way or waiting per worker: enough to go on beside a file of a whole county, few enough to bound
# finished results.
_AHEAD = 32


@dataclass(frozen=True, slots=True)
class Failed:
    """Why an item has no result; ``detail`` is for the log, not for officers."""

    reason: Literal["timeout", "memory", "crash", "fault"]
    detail: str


@dataclass(frozen=True, slots=True)
class _Raised:
    """An exception of the function, with the traceback as text; ``error`` is None if it can't travel."""

    error: Exception | None
    trace: str


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
    """Yield (item, result) in the order of ``items``, each computed in a spawned process.

    ``function`` must be importable and its items and results picklable. An item may take ``seconds`` and
    its process ``megabytes`` of address space. Items travel in chunks; the time limit holds for a chunk
    too, and a chunk that fails is repeated item by item, so that only the culprit is ``Failed``.

    Raises whatever ``function`` raises, with a note that names the item: a fault of the code, not of the
    data. Closing the iterator, or Ctrl-C, stops the workers.
    """
    if not items:
        return
    pool = ProcessPool(
        max_workers=min(workers, len(items)),
        initializer=_prepare_worker,
        initargs=(megabytes,),
        # Never fork: polars and duckdb hang in a forked child.
        context=multiprocessing.get_context("spawn"),
    )
    # Small batches are spread over all workers rather than sent as one chunk.
    size = max(1, min(chunk, len(items) // (workers * 2)))
    chunks = iter([items[start : start + size] for start in range(0, len(items), size)])

    def send(part: Sequence[T]) -> _Pending[T]:
        return _Pending(part, pool.schedule(_run_chunk, args=(function, part), timeout=seconds))

    try:
        pending = deque(send(part) for part in islice(chunks, workers * _AHEAD))
        while pending:
            head = pending.popleft()
            outcome = _outcome(head.future)
            if isinstance(outcome, Failed) and len(head.items) > 1:
                again = [send([item]) for item in head.items]
                for single in again:
                    yield from _results(single.items, _outcome(single.future))
            else:
                yield from _results(head.items, outcome)
            pending.extend(send(part) for part in islice(chunks, 1))
    finally:
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


def _results(items: Sequence[T], outcome: list[Any] | Failed) -> Iterator[tuple[T, Any]]:
    """Pair items with their results; re-raise what the function raised."""
    if isinstance(outcome, Failed):
        yield items[0], outcome
        return
    for item, result in zip(items, outcome, strict=False):
        if not isinstance(result, _Raised):
            yield item, result
        elif result.error is None:
            yield item, Failed("fault", result.trace)
        else:
            result.error.add_note(f"while processing {item!r} in a worker:\n{result.trace}")
            raise result.error


def _outcome(future: Future[bytes]) -> list[Any] | Failed:
    """Wait for a chunk: its results, or why the process that held it is gone."""
    try:
        return pickle.loads(future.result())  # type: ignore[no-any-return]
    except TimeoutError:
        return Failed("timeout", "time limit reached")
    except ProcessExpired as expired:
        code = expired.exitcode
        if code in (_OUT_OF_MEMORY, -signal.SIGKILL if os.name == "posix" else _OUT_OF_MEMORY):
            return Failed("memory", f"exit code {code}")
        name = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        return Failed("crash", name)


def _prepare_worker(megabytes: int) -> None:
    """Limit a new worker's memory and keep readers that abort from writing on the officer's terminal."""
    if resource is not None:
        limit = megabytes << 20
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError):
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 2)
        os.close(silence)


def _run_chunk(function: Callable[[T], R], items: Sequence[T]) -> bytes:
    """Apply ``function`` to each item; pickle here, so that a result that can't travel is caught."""
    try:
        outcomes: list[R | Failed | _Raised] = []
        for item in items:
            outcomes.append(_run(function, item))
        return _pickle(outcomes)
    except MemoryError:
        os._exit(_OUT_OF_MEMORY)


def _run(function: Callable[[T], R], item: T) -> R | Failed | _Raised:
    try:
        return function(item)
    except MemoryError:
        raise
    except Exception as error:
        return _raised(error)
    # A Rust panic that nobody caught; it says nothing about our code.
    except BaseException as error:
        return Failed("crash", f"{type(error).__name__}: {error}")


def _raised(error: Exception) -> _Raised:
    trace = "".join(traceback.format_exception(error))
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return _Raised(None, trace)
    error.__traceback__ = error.__cause__ = error.__context__ = None
    return _Raised(error, trace)


def _pickle(outcomes: list[Any]) -> bytes:
    try:
        return pickle.dumps(outcomes, protocol=5)
    except MemoryError:
        raise
    except Exception:
        return pickle.dumps([_one_by_one(outcome) for outcome in outcomes], protocol=5)


def _one_by_one(outcome: object) -> object:
    try:
        pickle.dumps(outcome, protocol=5)
    except MemoryError:
        raise
    except Exception as error:
        return _Raised(None, f"result cannot be pickled: {error!r}")
    return outcome
