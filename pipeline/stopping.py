"""Stop on Ctrl-C and on the system's request: one answer whatever the program is doing at that moment."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pipeline.errors import UNHARMED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

_SENTENCES = {signal.SIGINT: "已按 Ctrl-C 停止。", signal.SIGTERM: "系统要求停止，已停止。"}
# A library that is interrupted raises something of its own: what was asked stands here.
_asked: list[int] = []


class Stopped(BaseException):
    """The program was asked to stop; no ``except Exception`` holds it up."""


@contextmanager
def listening() -> Iterator[None]:
    """Turn both signals into ``Stopped``, once: while the program cleans up, it is not disturbed again."""
    _asked.clear()
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, _ask) for number in _SENTENCES}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def asked() -> bool:
    """Tell whether the program was asked to stop."""
    return bool(_asked)


def exit_code() -> int:
    """Give the exit code that tells the caller which signal it was."""
    return 128 + _asked[0]


def sentence() -> str:
    """Say that the program has stopped."""
    return _SENTENCES[signal.Signals(_asked[0])] + UNHARMED


def _ask(number: int, _: FrameType | None) -> None:
    if not _asked:
        _asked.append(number)
        raise Stopped
