"""Run one night, as one straight line: inbox, reading, placing, warehouse, rules, publication, feedback, reports."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from decimal import Decimal
from importlib.metadata import version
from typing import TYPE_CHECKING

from pipeline import known
from pipeline.errors import WrongSettings, keep_trace
from pipeline.files import inbox
from pipeline.files.lock import alone

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from datetime import date, datetime
    from pathlib import Path

    from pipeline.files.inbox import Dropped, Inbox
    from pipeline.known import Earlier, Known, Withdrawal
    from pipeline.paths import Places
    from pipeline.place.arriving import Arrived
    from pipeline.place.submission import Submission
    from pipeline.publish.answers import Answers
    from pipeline.publish.feedback import Feedback
    from pipeline.publish.report import Reports
    from pipeline.settings import Settings

    Step = Callable[[int], None]
    Progress = Callable[[int], AbstractContextManager[Step]]

PROGRAM = f"cunzhang {version('cunzhang')}"


@dataclass(slots=True)
class Outcome:
    """What a night did. ``batch_id`` is '' when nothing was new and nothing was published.

    ``feedback_fault``, ``reports_fault``: the log of a fault that kept the feedback, or the reports, from
    being written after publication.
    """

    unchanged: int
    ignored: list[str]
    unsettled: list[str]
    batch_id: str = ""
    submissions: list[Submission] = field(default_factory=list)
    withdrawn: int = 0
    money_loaded: Decimal = Decimal(0)
    money_rejected: Decimal = Decimal(0)
    pending: Path | None = None
    answers_before: Answers | None = None
    feedback: Feedback | None = None
    feedback_fault: Path | None = None
    reports: Reports | None = None
    reports_fault: Path | None = None


def run(
    places: Places, as_of: date, settings: Settings, now: Callable[[], datetime], progress: Progress
) -> Outcome:
    """Process what is new in ``places.inputs`` and publish; the previous publication survives any fault.

    Raises ``WrongSettings`` without an inputs folder, ``AnotherRun`` while another run holds the lock.
    """
    if not places.inputs.is_dir():
        raise WrongSettings(f"找不到 inputs 文件夹：{places.inputs}。请先建立这个文件夹，把各村账表放进去。")
    places.state.mkdir(parents=True, exist_ok=True)
    with alone(places):
        return _night(places, as_of, settings, now, progress)


def _night(
    places: Places, as_of: date, settings: Settings, now: Callable[[], datetime], progress: Progress
) -> Outcome:
    from pipeline.publish import database

    database.settle_pending(places.database)
    box = inbox.scan(
        places.inputs,
        settle_seconds=settings.settle_seconds,
        limit=settings.settle_limit,
        now=lambda: now().timestamp(),
        sleep=time.sleep,
    )
    before = known.read(places)
    changed = before.changed(box.files)
    gone = before.gone_examples(box.files)
    outcome = Outcome(len(box.files) - len(changed), box.ignored, box.unsettled)
    as_asked = places.unmasked.exists() == bool(settings.unmasked_for)
    if not changed and not gone and as_asked and before.settled(as_of, PROGRAM):
        return outcome
    outcome.batch_id = before.next_batch(as_of)
    started = now()
    arrived = _read(outcome, box, before, places, as_of, settings, progress)
    _store(outcome, before, places, as_of, started, arrived, gone, settings)
    _publish(outcome, places, as_of, started, now, settings.unmasked_for)
    _give_feedback(outcome, box, places, settings)
    _write_reports(outcome, places)
    return outcome


def retract(
    places: Places, submission: str, why: str, as_of: date, settings: Settings, now: Callable[[], datetime]
) -> Outcome:
    """Take a submission out of the current rows, publish without it, and keep it in history with the reason.

    ``submission``: its number, or its file's path with or without the inputs folder. Raises
    ``WrongSettings`` when no current submission is meant.
    """
    from pipeline.place.arriving import Arrived
    from pipeline.place.identify import Register

    with alone(places):
        before = known.read(places)
        path = submission.replace("\\", "/").removeprefix(f"{places.inputs.as_posix()}/")
        one = next((e for e in before.files.values() if submission == e.submission_id), None)
        one = one or before.files.get(path)
        if one is None or one.status == "退回":
            raise WrongSettings(
                f"没有编号或文件是“{submission}”的现行报送。文件照反馈汇总里的写法，如 临河镇/东滩村/3月.xlsx；"
                "编号在审计数据库的 meta.submission 里。"
            )
        outcome = Outcome(0, [], [], batch_id=before.next_batch(as_of))
        started = now()
        gone = [known.Withdrawal(one.submission_id, known.RETRACTED, why)]
        remaining = [v for path, v in before.villages if path != one.source_file]
        nothing = Arrived([], remaining, Register(remaining), before.register_hash)
        _store(outcome, before, places, as_of, started, nothing, gone, settings)
        _publish(outcome, places, as_of, started, now, settings.unmasked_for)
        _write_reports(outcome, places)
        return outcome


def _read(
    outcome: Outcome,
    box: Inbox,
    before: Known,
    places: Places,
    as_of: date,
    settings: Settings,
    progress: Progress,
) -> Arrived:
    """Keep the changed files' originals, read those, find their villages."""
    from pipeline.place import arriving, conclusions, placing
    from schemas import ledgers as load_ledgers

    def waiting(test: Callable[[Earlier], bool]) -> list[Dropped]:
        return _keep(outcome, before.waiting(box.files, test), places)

    ledgers = load_ledgers()
    changed = _keep(outcome, before.changed(box.files), places)
    with progress(len(changed)) as step:
        arrived = arriving.read(changed, waiting, before, ledgers, settings, step)
    placing.place(arrived.submissions, arrived.register, ledgers)
    conclusions.settle(arrived.submissions, ledgers, as_of)
    return arrived


def _keep(outcome: Outcome, files: list[Dropped], places: Places) -> list[Dropped]:
    """Archive ``files`` and go on with the archived bytes, which nobody changes any more."""
    from pipeline.files import archive

    lost = archive.store_all(places.archive, {f.sha256: f.outside.encode() or f.path for f in files})
    outcome.unsettled += [f.source_file for f in files if f.sha256 in lost]
    return [replace(f, path=archive.locate(places.archive, f.sha256)) for f in files if f.sha256 not in lost]


def _store(
    outcome: Outcome,
    before: Known,
    places: Places,
    as_of: date,
    started: datetime,
    arrived: Arrived,
    gone: list[Withdrawal],
    settings: Settings,
) -> None:
    """Write the batch into the warehouse, all or nothing."""
    from pipeline import batch, blank, warehouse
    from pipeline.files import archive
    from pipeline.place import originals, placing
    from schemas import ledgers as load_ledgers

    ledgers = load_ledgers()
    submissions = arrived.submissions
    con = blank.open_warehouse(places.warehouse)
    try:
        con.execute("begin")
        placing.mark_twins(submissions, before, warehouse.homes(con, ledgers))
        this = batch.Batch(outcome.batch_id, started, as_of, PROGRAM, outcome.unchanged + len(submissions))

        def show(fresh: list[Submission]) -> None:
            originals.fill(fresh, lambda one: archive.locate(places.archive, one.sha256), settings)

        batch.write(
            con, this, ledgers, submissions, before, arrived.villages, arrived.register_hash, gone, show
        )
        con.execute("commit")
        outcome.money_loaded, outcome.money_rejected = warehouse.money_of_batch(con, outcome.batch_id)
    finally:
        con.close()
    outcome.submissions, outcome.withdrawn = submissions, len(gone)


def _publish(
    outcome: Outcome,
    places: Places,
    as_of: date,
    started: datetime,
    now: Callable[[], datetime],
    unmasked_for: str,
) -> None:
    """Build the new database beside the old one, put it in its place, and write the manifest."""
    from pipeline.publish import answers, database, manifest, unmasked

    outcome.answers_before = answers.earlier(places.database)
    published = database.publish(places.warehouse, places.database, outcome.batch_id)
    outcome.pending = published.path if published.pending else None
    whole = unmasked.publish(places.warehouse, places.unmasked, outcome.batch_id, unmasked_for)
    submissions = outcome.submissions
    manifest.write(
        places.batches,
        {
            "batch_id": outcome.batch_id,
            "started_at": started.isoformat(timespec="seconds"),
            "finished_at": now().isoformat(timespec="seconds"),
            "as_of": as_of.isoformat(),
            "program_version": PROGRAM,
            "counts": {
                "files_read": len(submissions),
                "files_unchanged": outcome.unchanged,
                "files_unsettled": len(outcome.unsettled),
                "rows_loaded": sum(s.rows_loaded for s in submissions if not s.unchanged),
                "rows_rejected": sum(s.rows_rejected for s in submissions),
                "money_loaded": outcome.money_loaded,
                "money_rejected": outcome.money_rejected,
            },
            "submissions": [
                {
                    "submission_id": s.submission_id,
                    "source_file": s.source_file,
                    "sha256": s.sha256,
                    "status": s.status,
                    "rows_loaded": 0 if s.unchanged else s.rows_loaded,
                    "rows_rejected": s.rows_rejected,
                }
                for s in submissions
            ],
            "database": {"file": published.path.name, "sha256": published.sha256},
            **({"unmasked": whole} if whole else {}),
        },
    )


def _give_feedback(outcome: Outcome, box: Inbox, places: Places, settings: Settings) -> None:
    """Send problems back to the officers; a fault here is told, and the publication stands."""
    from pipeline.publish import feedback
    from schemas import ledgers

    present = {f.source_file for f in box.files} | set(box.unsettled)
    database = outcome.pending or places.database
    try:
        outcome.feedback = feedback.after_batch(places, database, present, ledgers(), settings)
    # Ctrl-C too: what is published stays published.
    except (Exception, KeyboardInterrupt):
        outcome.feedback_fault = keep_trace()


def _write_reports(outcome: Outcome, places: Places) -> None:
    """Write the inspectors' reports; a fault here is told, and the publication stands."""
    from pipeline.publish import report

    database = outcome.pending or places.database
    try:
        outcome.reports = report.write(database, places.batches, places.reports)
    except (Exception, KeyboardInterrupt):
        outcome.reports_fault = keep_trace()
