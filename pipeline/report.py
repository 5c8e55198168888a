"""Write the reports of what is published, without a batch."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

from pipeline.errors import Environment, WrongSettings
from pipeline.files.lock import alone

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pipeline.paths import Places
    from pipeline.publish.audit_files import Scope, Written
    from pipeline.publish.documents import About
    from pipeline.publish.notice import Notices
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


def document(places: Places, kind: str, about: About, out: Path | None) -> Path:
    """Write a document from the published database, below ``places.reports`` or to ``out``; return the file.

    Raises ``WrongSettings`` when nothing is published, for what is not known, and where the file is there already:
    somebody may have filled it in.
    """
    import duckdb

    from pipeline import durable, edition
    from pipeline.publish import documents
    from pipeline.publish.report import DOCUMENTS

    with duckdb.connect(str(places.published()), read_only=True) as con:
        edition.refuse_newer(edition.of(con))
        made = documents.document(con, places.batches, kind, about)
    path = out or places.reports / DOCUMENTS / made.name
    if path.exists():
        raise WrongSettings(f"已经有了 {path}，里面可能填了内容，没有覆盖。请用 --out 另起一个名字。")
    if not durable.made(path, made.write):
        raise Environment(f"写不进 {path}：没有权限，或者正被打开。请用 --out 换一个地方。")
    return path


def notices(places: Places, villages: Sequence[str], townships: Sequence[str], quarter: str) -> Notices:
    """Write notices for villagers from the published database, also while a run goes on; raises as ``case_file``."""
    from pipeline.publish import notice

    return notice.write(places.published(), places.batches, places.outputs, villages, townships, quarter)


def audit_files(places: Places, scope: Scope, out: Path | None) -> Written:
    """Write the files for audit offices from the published database, also while a run goes on; raises as ``case_file``."""
    from pipeline.publish import audit_files as files

    return files.write(places.published(), places.batches, out or places.outputs / files.FOLDER, scope)


def unread(places: Places, out: Path | None) -> tuple[Path, int]:
    """Write what was not understood, without names and numbers; return the file and how many tables it tells of.

    Raises ``WrongSettings`` when nothing is published, ``Environment`` where the file is open elsewhere.
    """
    import duckdb

    from pipeline import durable, edition
    from pipeline.publish import unread_pack
    from schemas import ledgers

    with duckdb.connect(str(places.published()), read_only=True) as con:
        edition.refuse_newer(edition.of(con))
        found = unread_pack.gather(con, places.archive, ledgers())
    path = out or places.outputs / unread_pack.FILE
    if not durable.made(path, lambda part: unread_pack.write(part, found)):
        raise Environment(f"写不进 {path}：没有权限，或者正被打开。请用 --out 换一个地方。")
    return path, sum(one.times for one in found.values())


def slips(places: Places, villages: Sequence[str], townships: Sequence[str], month: str) -> Notices:
    """Write 报账审核单 from the published database, also while a run goes on; raises as ``case_file``."""
    from pipeline.publish import notice

    return notice.write_slips(places.published(), places.batches, places.outputs, villages, townships, month)
