"""Write the reports of what is published, without a batch."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

from pipeline.files.lock import alone

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.paths import Places
    from pipeline.publish.report import Reports


def rebuild(places: Places) -> Reports:
    """Write ``places.reports`` anew from the published database.

    Raises ``WrongSettings`` when nothing is published or by an earlier version, ``AnotherRun`` during a run.
    """
    from pipeline.publish import database, report

    # Whoever was handed only the published database has no state, and no run that could come between.
    with alone(places) if places.state.is_dir() else nullcontext():
        published = database.settle_pending(places.database) or places.published()
        return report.write(published, places.batches, places.reports, anew=True)


def case_file(places: Places, village: str) -> Path:
    """Write the case file of one village from the published database, also while a run goes on.

    Raises ``WrongSettings`` when nothing is published, or not exactly one village is called ``village``.
    """
    from pipeline.publish import report

    return report.write_case(places.published(), places.batches, places.reports, village)
