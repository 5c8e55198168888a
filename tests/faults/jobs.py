"""Disturb nights side by side, each process on a bench of its own."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from tests.faults.trial import Bench

Disturbance = tuple[str, int, str]
_own: list[Bench] = []


def trials(todo: Sequence[Disturbance], jobs: int, folder: str) -> Iterator[dict[str, Any]]:
    """Give what came of each; closed early, it leaves out those that have not begun."""
    pool = ProcessPoolExecutor(jobs, get_context("spawn"), _begin, (folder,))
    try:
        yield from pool.map(_trial, todo)
    finally:
        pool.shutdown(cancel_futures=True)


def _begin(folder: str) -> None:
    _own.append(Bench(Path(tempfile.mkdtemp(dir=folder))))


def _trial(one: Disturbance) -> dict[str, Any]:
    return _own[0].trial(*one).line()
