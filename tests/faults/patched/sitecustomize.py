"""Let one of Python's own calls that change or sync a file go wrong: where no library can be preloaded."""

from __future__ import annotations

import builtins
import errno
import io
import mmap
import os
import signal
import struct
import threading
from pathlib import Path
from typing import Any

ROOT, AT, HOW = (
    os.environ.get("TRIP_ROOT", ""),
    int(os.environ.get("TRIP_AT", "-1")),
    os.environ.get("TRIP_HOW"),
)
ERRORS = {"eio": errno.EIO, "enospc": errno.ENOSPC, "eacces": errno.EACCES}
LOCK = threading.Lock()


def arm() -> None:
    """Put the counting calls in the place of the real ones."""
    with Path(os.environ["TRIP_COUNT"]).open("r+b") as file:
        shared = mmap.mmap(file.fileno(), 16)

    def trip(path: Any) -> None:
        if isinstance(path, int) or not Path(path).absolute().is_relative_to(ROOT):
            return
        with LOCK:
            number = struct.unpack("q", shared[:8])[0] + 1
            shared[:8] = struct.pack("q", number)
        if number != AT and not (HOW == "enospc" and 0 <= AT <= number):
            return
        shared[8:] = struct.pack("q", 1)
        if HOW == "kill":
            os.killpg(0, signal.SIGKILL)
        raise OSError(ERRORS[str(HOW)], os.strerror(ERRORS[str(HOW)]), str(path))

    def counted(real: Any, place: int = 0) -> Any:
        def call(*given: Any, **named: Any) -> Any:
            trip(given[place])
            return real(*given, **named)

        return call

    def counted_open(real: Any) -> Any:
        def call(file: Any, mode: str = "r", *given: Any, **named: Any) -> Any:
            if set(mode) & set("wax+"):
                trip(file)
            return real(file, mode, *given, **named)

        return call

    for name, place in (
        ("replace", 1),
        ("rename", 1),
        ("unlink", 0),
        ("remove", 0),
        ("mkdir", 0),
        ("rmdir", 0),
        ("chmod", 0),
    ):
        setattr(os, name, counted(getattr(os, name), place))
    builtins.open = io.open = counted_open(io.open)


if ROOT and HOW in {"kill", *ERRORS}:
    arm()
