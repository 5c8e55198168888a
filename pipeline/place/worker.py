"""Work on items in a process of its own, one that may run out of memory or abort without harm to anything else.

Only what a worker needs stands here: it starts once for every night, however small.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

try:
    import resource
except ImportError:  # Windows has no such limits; the time limit still holds.
    resource = None  # type: ignore[assignment]

T = TypeVar("T")
R = TypeVar("R")

# A worker out of memory leaves at once: what it holds would starve the next item.
OUT_OF_MEMORY = 77


@dataclass(frozen=True, slots=True)
class Failed:
    """Why an item has no result; ``detail`` is for the log, not for officers."""

    reason: Literal["timeout", "memory", "crash", "fault"]
    detail: str


@dataclass(frozen=True, slots=True)
class Raised:
    """An exception of the function, with the traceback as text; ``error`` is None if it can't travel."""

    error: Exception | None
    trace: str


TIMEOUT = Failed("timeout", "time limit reached")


def serve() -> None:
    """Be the worker of ``single``: read a function and then items from the input, write each one's results.

    What readers print goes nowhere: the output is for the results.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    items, results = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    with open(os.devnull, "wb") as silence:  # noqa: PTH123 (its number is needed, not its path)
        os.dup2(silence.fileno(), 1)
    function, megabytes = pickle.load(items)
    prepare(megabytes)
    while True:
        try:
            item = pickle.load(items)
        except EOFError:
            return
        results.write(run_chunk(function, [item]))
        results.flush()


def ended(code: int) -> Failed:
    """Say why a worker is gone that ended with exit ``code``."""
    if code in (OUT_OF_MEMORY, -signal.SIGKILL if os.name == "posix" else OUT_OF_MEMORY):
        return Failed("memory", f"exit code {code}")
    return Failed("crash", signal.Signals(-code).name if code < 0 else f"exit code {code}")


def paired(items: Sequence[T], outcomes: list[Any]) -> list[tuple[T, Any]]:
    """Pair items with what became of them; raise again what the function raised, with a note on the item."""
    found: list[tuple[T, Any]] = []
    for item, result in zip(items, outcomes, strict=False):
        if isinstance(result, Raised) and result.error is not None:
            result.error.add_note(f"while processing {item!r} in a worker:\n{result.trace}")
            raise result.error
        found.append((item, Failed("fault", result.trace) if isinstance(result, Raised) else result))
    return found


def prepare(megabytes: int) -> None:
    """Limit a new worker's memory and keep readers that abort from writing on the officer's terminal."""
    if resource is not None:
        limit = megabytes << 20
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError):
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 2)
        os.close(silence)


def run_chunk(function: Callable[[T], R], items: Sequence[T]) -> bytes:
    """Apply ``function`` to each item; pickle here, so that a result that can't travel is caught."""
    try:
        outcomes: list[R | Failed | Raised] = []
        for item in items:
            outcomes.append(_run(function, item))
        return _pickle(outcomes)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)


def _run(function: Callable[[T], R], item: T) -> R | Failed | Raised:
    try:
        return function(item)
    except MemoryError:
        raise
    except Exception as error:
        return _raised(error)
    # A Rust panic that nobody caught; it says nothing about our code.
    except BaseException as error:
        return Failed("crash", f"{type(error).__name__}: {error}")


def _raised(error: Exception) -> Raised:
    trace = "".join(traceback.format_exception(error))
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return Raised(None, trace)
    error.__traceback__ = error.__cause__ = error.__context__ = None
    return Raised(error, trace)


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
        return Raised(None, f"result cannot be pickled: {error!r}")
    return outcome
