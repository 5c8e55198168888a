"""Look at files as a night would, writing feedback and loading nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import known
from pipeline.files import inbox
from pipeline.files.lock import alone
from pipeline.place import arriving, conclusions, originals, placing
from pipeline.publish import feedback
from schemas import ledgers as load_ledgers

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pipeline.paths import Places
    from pipeline.phases import Step
    from pipeline.place.submission import Submission
    from pipeline.publish.feedback import Feedback
    from pipeline.settings import Settings


def check(
    files: Sequence[Path],
    places: Places,
    settings: Settings,
    step: Step,
    *,
    explain: bool = False,
) -> tuple[list[Submission], Feedback]:
    """Read ``files``, say what would be loaded and what would be sent back, and write the feedback.

    Villages are looked up in the register of ``places`` and of the files themselves; without any
    register that one question stays open. Raises ``AnotherRun`` during a run, which writes the same feedback.
    """
    with alone(places):
        return _check(files, places, settings, step, explain=explain)


def _check(
    files: Sequence[Path], places: Places, settings: Settings, step: Step, *, explain: bool
) -> tuple[list[Submission], Feedback]:
    ledgers = load_ledgers()
    dropped = [inbox.single(path, places.inputs) for path in files]
    before = known.read(places.warehouse)
    arrived = arriving.read(dropped, lambda _: [], before, ledgers, settings, step, explain=explain)
    submissions = arrived.submissions
    if arrived.villages:
        placing.place(submissions, arrived.register, ledgers, arrived.funds)
    conclusions.settle(submissions, ledgers, None)
    placing.mark_twins(submissions, before, {})
    paths = {f.source_file: f.path for f in dropped}
    originals.fill(submissions, lambda one: paths[one.source_file], settings)
    return submissions, feedback.after_check(places, submissions, paths, ledgers, settings)
