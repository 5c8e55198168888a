"""Keep two runs apart: whoever changes what an installation holds is alone while it does."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from pipeline.errors import AnotherRun, Environment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.paths import Places


@contextmanager
def alone(places: Places) -> Iterator[None]:
    """Hold the lock of ``places``; raises ``AnotherRun`` while another run has it."""
    places.state.mkdir(parents=True, exist_ok=True)
    lock = FileLock(places.lock, timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise AnotherRun("另一次运行还没有结束，请稍后再试。") from error
    except NotImplementedError as error:
        raise Environment(
            f"{places.state} 所在的盘不能加锁（多半是网络盘），不能保证只有一次运行。请把 outputs 放到本机的盘上。"
        ) from error
    try:
        yield
    finally:
        lock.release()
