"""Faults that end a run, each with its own exit code and a Chinese sentence for the terminal."""

from __future__ import annotations

import tempfile
import traceback
from pathlib import Path


class Stop(Exception):
    """End the run with ``exit_code``; the text says what happened and what to do."""

    exit_code = 3


class WrongSettings(Stop):
    """A folder or setting is wrong: the caller can put it right."""

    exit_code = 2


class AnotherRun(Stop):
    """Another run holds the lock."""

    exit_code = 4


def keep_trace() -> Path:
    """Write the traceback of the exception being handled where a maintainer finds it; return the file."""
    log = Path(tempfile.gettempdir()) / "cunzhang-fault.log"
    log.write_text(traceback.format_exc(), encoding="utf-8")
    return log
