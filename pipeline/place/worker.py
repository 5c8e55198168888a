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

from pipeline import environment
from pipeline.errors import Environment
from pipeline.files.allowance import Exhausted

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
    """Why an item has no result; ``detail`` is for the log, of a refusal by the system for the terminal.

    ``share``: it took more than its share, and ``detail`` says of what.
    """

    reason: Literal["timeout", "memory", "share", "crash", "fault", "environment"]
    detail: str


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


def checked(outcome: R | Failed) -> R | Failed:
    """Hand on an outcome; what the system refused is nobody's data: raises ``Environment``."""
    if isinstance(outcome, Failed) and outcome.reason == "environment":
        raise Environment(outcome.detail)
    return outcome


def run_chunk(function: Callable[[T], R], items: Sequence[T]) -> bytes:
    """Apply ``function`` to each item; pickle here, so that a result that can't travel is caught."""
    try:
        outcomes: list[R | Failed] = []
        for item in items:
            outcomes.append(_run(function, item))
        return _pickle(outcomes)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)


def _run(function: Callable[[T], R], item: T) -> R | Failed:
    try:
        return function(item)
    except MemoryError:
        raise
    except Exception as error:
        if environment.refused(error):
            return Failed("environment", environment.sentence(error))
        return Failed("fault", "".join(traceback.format_exception(error)))
    except Exhausted as error:
        return Failed("share", str(error))
    # A Rust panic that nobody caught; it says nothing about our code.
    except BaseException as error:
        return Failed("crash", f"{type(error).__name__}: {error}")


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
        return Failed("fault", f"result cannot be pickled: {error!r}")
    return outcome
