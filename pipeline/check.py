"""Look at files as a night would, loading nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import inbox, known, placing, reading
from pipeline.identify import Register
from schemas import ledgers as load_ledgers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from pipeline.bookkeeping import Submission
    from pipeline.paths import Places
    from pipeline.settings import Settings


def check(
    files: Sequence[Path], places: Places, settings: Settings, step: Callable[[int], None]
) -> list[Submission]:
    """Read ``files`` and say what would be loaded and what would be sent back.

    Villages are looked up in the register of ``places`` and of the files themselves; without any
    register that one question stays open.
    """
    ledgers = load_ledgers()
    dropped = [inbox.single(path, places.inputs) for path in files]
    nothing = known.Known()
    submissions = reading.read(dropped, nothing, ledgers, settings, step)
    villages = placing.villages(known.read(places), submissions)
    if villages:
        placing.place(submissions, Register(villages), ledgers)
    return submissions
