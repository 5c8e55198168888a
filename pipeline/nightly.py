"""Run one night, as one straight line: inbox, reading, placing, warehouse, rules, publication, feedback, reports."""

from __future__ import annotations

import time
from collections import Counter
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal
from importlib.metadata import version
from typing import TYPE_CHECKING

from pipeline import connection, environment, known, mend, stopping
from pipeline.errors import Environment, WrongSettings
from pipeline.faults import FEEDBACK, REPORT, Fault, StepFailed, step
from pipeline.files import inbox
from pipeline.files.lock import alone
from pipeline.phases import READING, REBUILDING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date, datetime
    from pathlib import Path

    from pipeline.files.inbox import Dropped
    from pipeline.known import Earlier, Known, Withdrawal
    from pipeline.mend import Standing
    from pipeline.paths import Places
    from pipeline.phases import Progress
    from pipeline.place.arriving import Arrived
    from pipeline.place.submission import Submission
    from pipeline.publish.answers import Answers
    from pipeline.publish.feedback import Feedback
    from pipeline.publish.report import Reports
    from pipeline.settings import Settings

PROGRAM = f"cunzhang {version('cunzhang')}"


@dataclass(slots=True)
class Outcome:
    """What a night did. ``batch_id`` is '' when nothing was new and nothing was published.

    ``said``: what of earlier runs was put right, and what could not be written after publication, a sentence each.
    ``faults``: what was set aside because the program failed on it. ``head``: the hash that stands for all batches.
    """

    unchanged: int = 0
    ignored: list[str] = field(default_factory=list)
    unsettled: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    batch_id: str = ""
    head: str = ""
    submissions: list[Submission] = field(default_factory=list)
    withdrawn: int = 0
    money_loaded: Decimal = Decimal(0)
    money_rejected: Decimal = Decimal(0)
    pending: Path | None = None
    answers_before: Answers | None = None
    answers: Answers | None = None
    feedback: Feedback | None = None
    reports: Reports | None = None

    def told(self, as_of: date) -> dict[str, object]:
        """Say what happened for ``last_run.json``."""
        by_status = Counter(s.status for s in self.submissions)
        left = {"未变": self.unchanged, "忽略": len(self.ignored), "还在写入": len(self.unsettled)}
        return {
            "batch_id": self.batch_id,
            "as_of": as_of.isoformat(),
            "head": self.head,
            "files": {"读入": len(self.submissions), **by_status, **left, "无权读取": len(self.unreadable)},
            "closed_folders": self.closed,
            "rows_loaded": sum(s.rows_loaded for s in self.submissions if not s.unchanged),
            "rows_rejected": sum(s.rows_rejected for s in self.submissions),
            "said": self.said,
            "faults": [asdict(fault) for fault in self.faults],
        }


def run(
    places: Places, as_of: date, settings: Settings, now: Callable[[], datetime], progress: Progress
) -> Outcome:
    """Process what is new in ``places.inputs`` and publish; the previous publication survives any fault.

    Raises ``AnotherRun`` while another run holds the lock.
    """
    with _alone(places):
        return _night(places, as_of, settings, now, progress)


def _night(
    places: Places, as_of: date, settings: Settings, now: Callable[[], datetime], progress: Progress
) -> Outcome:
    outcome = Outcome()
    standing = _settle(outcome, places, settings, progress)
    box = inbox.scan(
        places.inputs,
        settle_seconds=settings.settle_seconds,
        limit=settings.settle_limit,
        now=lambda: now().timestamp(),
        sleep=time.sleep,
    )
    if not places.inputs.is_dir():
        raise Environment(f"inputs 文件夹在运行时不见了：{places.inputs}。放回后再运行。")
    before = known.read(places.warehouse)
    changed = before.changed(box.files)
    present = box.present(before.files)
    gone = before.gone_examples(present)
    outcome.unchanged, outcome.ignored = len(box.files) - len(changed), box.ignored
    outcome.unsettled, outcome.unreadable, outcome.closed = box.unsettled, box.unreadable, box.closed
    as_asked = places.unmasked.exists() == bool(settings.unmasked_for)
    nothing_new = not changed and not gone and as_asked and before.settled(as_of, PROGRAM)
    if nothing_new and not (standing.anew or standing.orphans or standing.unsealed):
        _show_again(outcome, present, places, before, settings, progress)
        return outcome
    outcome.batch_id = _next_batch(standing, before, as_of)
    started = _moment(outcome, before, now)
    arrived = _read(outcome, box.files, changed, before, places, as_of, settings, progress)
    _store(outcome, before, places, as_of, started, arrived, gone, settings, progress)
    _publish(outcome, standing, before, places, as_of, started, gone, now, settings.unmasked_for, progress)
    _show(outcome, present, places, settings, progress)
    return outcome


def retract(
    places: Places,
    submission: str,
    why: str,
    as_of: date,
    settings: Settings,
    now: Callable[[], datetime],
    progress: Progress,
) -> Outcome:
    """Take a submission out of the current rows, publish without it, and keep it in history with the reason.

    ``submission``: its number, or its file's path with or without the inputs folder. Raises
    ``WrongSettings`` when no current submission is meant, or no reason is given.
    """
    from pipeline import loading

    if not why.strip():
        raise WrongSettings("请写明撤回的原因（--why），它会记入库中。")
    with _alone(places):
        outcome = Outcome()
        standing = _settle(outcome, places, settings, progress)
        before = known.read(places.warehouse)
        one = _meant(before, submission, places)
        outcome.batch_id = _next_batch(standing, before, as_of)
        started = _moment(outcome, before, now)
        gone = [known.Withdrawal(one.submission_id, known.RETRACTED, why.strip())]
        arrived = loading.without(before, [one.source_file])
        _store(outcome, before, places, as_of, started, arrived, gone, settings, progress)
        _publish(
            outcome, standing, before, places, as_of, started, gone, now, settings.unmasked_for, progress
        )
        _show(outcome, set(inbox.names(places.inputs)), places, settings, progress)
        return outcome


def restore(
    places: Places, as_of: date, settings: Settings, now: Callable[[], datetime], progress: Progress
) -> Outcome:
    """Rebuild the warehouse from archive and manifests, whatever stands, and publish it as a batch of its own.

    Raises ``WrongSettings`` where there is no manifest to go by.
    """
    from pipeline import loading

    with _alone(places):
        outcome = Outcome()
        standing = _settle(outcome, places, settings, progress, because="按要求")
        if not standing.manifests:
            raise WrongSettings(f"没有批次清单，无从重建：{places.batches}。请运行 cunzhang run。")
        before = known.read(places.warehouse)
        outcome.batch_id = _next_batch(standing, before, as_of)
        started = _moment(outcome, before, now)
        _store(outcome, before, places, as_of, started, loading.without(before, []), [], settings, progress)
        _publish(outcome, standing, before, places, as_of, started, [], now, settings.unmasked_for, progress)
        _show(outcome, set(before.files), places, settings, progress)
        return outcome


@contextmanager
def _alone(places: Places) -> Iterator[None]:
    """Hold the lock; where a run fails, what it has not sealed is cleared away."""
    with alone(places):
        try:
            yield
        except BaseException:
            # What failed is what has to be told, not that it could not be cleared away either.
            with suppress(Exception):
                mend.tidy(places)
            raise


def _settle(
    outcome: Outcome, places: Places, settings: Settings, progress: Progress, because: str = ""
) -> Standing:
    """Bring what earlier runs left into order; rebuild the warehouse where it can't be gone on from."""
    standing = mend.look(places)
    outcome.said = standing.said
    why = because or standing.lost
    if why and standing.manifests:
        from pipeline import replay
        from pipeline.publish import tags

        key_at_hand = tags.at_hand(places.personal_key)
        with progress(REBUILDING, len(standing.manifests)) as step:
            rebuilt = replay.rebuild(places, standing.manifests, settings, step)
        outcome.said.append(
            f"底库（state/{places.warehouse.name}）{why}，已由存档和批次清单重建："
            f"{len(standing.manifests)} 个批次，{rebuilt.submissions} 份报送；批次编号接着往下排。"
        )
        if rebuilt.missing:
            outcome.said.append(
                f"存档里没有原件、不能恢复的报送 {len(rebuilt.missing)} 份：{'、'.join(rebuilt.missing[:5])}。"
            )
        if not key_at_hand:
            outcome.said.append(
                "遮盖号码用的密钥随 state 一起丢失，已换新的：遮盖后的字母与以前不同，疑点和结论不变。"
            )
        standing.anew = True
    elif why and places.warehouse.exists():
        places.warehouse.unlink()
        outcome.said.append(f"底库（state/{places.warehouse.name}）{why}，还没有发布过批次，已从头开始。")
    return standing


def _meant(before: Known, submission: str, places: Places) -> Earlier:
    """Find the current submission that is to be retracted."""
    path = submission.replace("\\", "/").removeprefix(f"{places.inputs.as_posix()}/")
    one = next((e for e in before.files.values() if submission == e.submission_id), None)
    one = one or before.files.get(path)
    if one is None or one.status == "退回":
        raise WrongSettings(
            f"没有编号或文件是“{submission}”的现行报送。文件照反馈汇总里的写法，如 临河镇/东滩村/3月.xlsx；"
            "编号在审计数据库的 meta.submission 里。"
        )
    if one.retracted:
        raise WrongSettings(f"“{submission}”已经撤回过了，没有再次撤回。")
    return one


def _next_batch(standing: Standing, before: Known, as_of: date) -> str:
    """Name the next batch: date and running number."""
    number = max([before.number, *(one.number for one in standing.manifests)])
    return f"{as_of:%Y%m%d}-{number + 1:04d}"


def _moment(outcome: Outcome, before: Known, now: Callable[[], datetime]) -> datetime:
    """Give the time at which the batch begins; a clock that has gone back is said."""
    moment = now()
    if before.started_at and moment < before.started_at:
        outcome.said.append(
            f"电脑时钟（{moment:%Y-%m-%d %H:%M}）比上一批次开始的时间（{before.started_at:%Y-%m-%d %H:%M}）早，请核对时钟。"
        )
    return moment


def _read(
    outcome: Outcome,
    files: list[Dropped],
    changed: list[Dropped],
    before: Known,
    places: Places,
    as_of: date,
    settings: Settings,
    progress: Progress,
) -> Arrived:
    """Keep the changed files' originals, read those, find their villages."""
    from pipeline import loading

    def waiting(test: Callable[[Earlier], bool]) -> list[Dropped]:
        return _keep(outcome, before.waiting(files, test), places)

    changed = _keep(outcome, changed, places)
    with progress(READING, len(changed)) as step:
        return loading.read(changed, waiting, before, as_of, settings, step)


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
    progress: Progress,
) -> None:
    """Write the warehouse with this batch beside the one that stands."""
    from pipeline import loading
    from pipeline.batch import Batch

    seen = outcome.unchanged + len(arrived.submissions)
    this = Batch(outcome.batch_id, started, as_of, PROGRAM, seen)
    loaded = loading.store(places.warehouse, places, this, before, arrived, gone, settings, progress)
    outcome.submissions, outcome.withdrawn, outcome.faults = arrived.submissions, len(gone), loaded.faults
    outcome.money_loaded, outcome.money_rejected = loaded.money_loaded, loaded.money_rejected


def _publish(
    outcome: Outcome,
    standing: Standing,
    before: Known,
    places: Places,
    as_of: date,
    started: datetime,
    gone: list[Withdrawal],
    now: Callable[[], datetime],
    unmasked_for: str,
    progress: Progress,
) -> None:
    """Build the new database beside the old one, seal the batch by its manifest, then put all in its place."""
    from pipeline.edition import SCHEMA_VERSION
    from pipeline.publish import answers, database, manifest, unmasked

    outcome.answers_before = answers.earlier(places.database)
    prepared = database.prepare(places.next_warehouse, places.database, progress)
    whole = unmasked.prepare(places.next_warehouse, places.unmasked, unmasked_for)
    submissions = outcome.submissions
    paths = {one.submission_id: path for path, one in before.files.items()}
    orphans = standing.orphans - {s.sha256 for s in submissions}
    written = manifest.write(
        places.batches,
        {
            "batch_id": outcome.batch_id,
            "started_at": started.isoformat(timespec="seconds"),
            "finished_at": now().isoformat(timespec="seconds"),
            "as_of": as_of.isoformat(),
            "program_version": PROGRAM,
            "schema_version": SCHEMA_VERSION,
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
                    **({"link": True} if s.linked else {}),
                }
                for s in submissions
            ],
            "withdrawn": [
                {
                    "submission_id": w.submission_id,
                    "source_file": paths[w.submission_id],
                    "by": w.by,
                    "why": w.why,
                }
                for w in gone
            ],
            "adopted": [
                {"sha256": sha256, **known.origin(places.warehouse, sha256)} for sha256 in sorted(orphans)
            ],
            "adopted_batches": standing.unsealed,
            "database": {"file": places.database.name, "sha256": prepared.sha256},
            **({"unmasked": whole} if whole else {}),
        },
    )
    outcome.head = manifest.chain(places.batches)[-1].head
    path = mend.seal(places, outcome.batch_id)
    unmasked.place(places.unmasked, outcome.batch_id, unmasked_for)
    outcome.pending = path if path != places.database else None
    if standing.unsealed:
        outcome.said.append(
            f"批次 {'、'.join(standing.unsealed)} 没有批次清单（清单丢失，或以前的运行没有做完），已在 {written.name} 里注明。"
        )
    if orphans:
        outcome.said.append(
            f"存档里有 {len(orphans)} 份原件不在任何批次清单里（以前的运行没有做完），已补记入 {written.name}。"
        )


def _show_again(
    outcome: Outcome,
    present: set[str],
    places: Places,
    before: Known,
    settings: Settings,
    progress: Progress,
) -> None:
    """Write reports and feedback that an earlier run could not, where nothing is new."""
    from pipeline.publish import manifest

    sealed = manifest.chain(places.batches)
    outcome.head = sealed[-1].head if sealed else ""
    if not before.batch_id or mend.shown(places, before.batch_id):
        return
    _show(outcome, present, places, settings, progress)
    if mend.shown(places, before.batch_id):
        outcome.said.append(f"报告或反馈不是批次 {before.batch_id} 的，已重新生成。")


def _show(
    outcome: Outcome, present: set[str], places: Places, settings: Settings, progress: Progress
) -> None:
    """Show what is published: to the officers, to the inspectors, and on the terminal."""
    from pipeline.publish import answers

    published = outcome.pending or places.database
    with connection.held(published):
        _give_feedback(outcome, present, places, settings, progress)
        _write_reports(outcome, places, progress)
        if outcome.batch_id:
            outcome.answers = answers.from_database(published)


def _give_feedback(
    outcome: Outcome, present: set[str], places: Places, settings: Settings, progress: Progress
) -> None:
    """Send problems back to the officers; ``present``: the files in inputs."""
    from pipeline.publish import feedback
    from schemas import ledgers

    with _afterwards(outcome, FEEDBACK):
        database = outcome.pending or places.database
        outcome.feedback = feedback.after_batch(places, database, present, ledgers(), settings, progress)


def _write_reports(outcome: Outcome, places: Places, progress: Progress) -> None:
    """Write the inspectors' reports."""
    from pipeline.publish import report

    with _afterwards(outcome, REPORT):
        database = outcome.pending or places.database
        outcome.reports = report.write(database, places.batches, places.reports, progress)
        outcome.faults += outcome.reports.faults


@contextmanager
def _afterwards(outcome: Outcome, kind: str) -> Iterator[None]:
    """Tell of what goes wrong after the publication, which stands; the next run writes what is missing."""
    try:
        with step(kind, "全部"):
            yield
    except StepFailed as failed:
        outcome.faults.append(failed.fault)
    except Exception as error:
        if stopping.asked():
            raise
        outcome.said.append(
            f"数据库已经发布，但{kind}没有写成：{environment.sentence(error)}下次运行会补写。"
        )
