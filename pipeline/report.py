"""Write the reports of what is published, without a batch."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from pipeline.errors import AnotherRun, WrongSettings

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
    lock = FileLock(places.lock, timeout=0) if places.state.is_dir() else nullcontext()
    try:
        with lock:
            published = database.settle_pending(places.database) or places.database
            _require(published)
            return report.write(published, places.batches, places.reports)
    except Timeout as error:
        raise AnotherRun("另一次运行还没有结束，请稍后再试。") from error


def case_file(places: Places, village: str) -> Path:
    """Write the case file of one village from the published database, also while a run goes on.

    Raises ``WrongSettings`` when nothing is published, or not exactly one village is called ``village``.
    """
    from pipeline.publish import report

    _require(places.database)
    return report.write_case(places.database, places.batches, places.reports, village)


def _require(database: Path) -> None:
    if not database.exists():
        raise WrongSettings(f"还没有发布的数据库：{database}。请先运行 cunzhang run。")
