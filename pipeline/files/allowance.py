"""Give each file its share of processor time and memory, more for one with more rows; past it the reading ends.

Wall time says nothing on a busy machine: what counts is what the file itself takes.
"""

from __future__ import annotations

import signal
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

try:
    import resource
except ImportError:  # Windows has no such limits; the limit of wall time holds there.
    resource = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

SECONDS, SECONDS_A_ROW = 20.0, 0.0002
_BYTES, _BYTES_A_ROW = 1 << 30, 1 << 10
# Asked again so often, should a library have swallowed it.
_AGAIN = 1.0
_rows: list[int] = []


class Exhausted(BaseException):
    """A file took more than its share; the text says what was counted. No ``except Exception`` holds it up."""


@contextmanager
def for_a_file() -> Iterator[None]:
    """Count what is taken inside; raises ``Exhausted`` past the share of a file with as many rows as ``grant`` told."""
    if resource is None or threading.current_thread() is not threading.main_thread():
        yield
        return
    began = time.process_time()

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise Exhausted(
            f"太大或太复杂：{_read()}用处理器 {time.process_time() - began:.0f} 秒没有读完"
            f"（限 {SECONDS:g} 秒，另加每行 {SECONDS_A_ROW * 1000:g} 毫秒）"
        )

    _rows.clear()
    before, memory = signal.signal(signal.SIGPROF, stop), resource.getrlimit(resource.RLIMIT_AS)
    signal.setitimer(signal.ITIMER_PROF, SECONDS, _AGAIN)
    try:
        yield
    except MemoryError:
        # Not the file's own share, but what the process may have: more is to be had elsewhere.
        if resource.getrlimit(resource.RLIMIT_AS) == memory:
            raise
        raise Exhausted(f"太大或太复杂：{_read()}占用内存过多（限 1 GiB，另加每行 1 kB）") from None
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
        resource.setrlimit(resource.RLIMIT_AS, memory)


def grant(rows: int) -> None:
    """Tell how many rows the file has: from here on its share is known."""
    if resource is None or not (left := signal.getitimer(signal.ITIMER_PROF)[0]):
        return
    _rows.append(rows)
    signal.setitimer(signal.ITIMER_PROF, left + rows * SECONDS_A_ROW, _AGAIN)
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    share = _BYTES + rows * _BYTES_A_ROW
    # Only where memory is limited at all: in a worker.
    if soft != resource.RLIM_INFINITY and share < soft:
        resource.setrlimit(resource.RLIMIT_AS, (share, hard))


def _read() -> str:
    return f"{sum(_rows):,} 行，" if _rows else "还没有读出行数，"
