"""Tell inspectors what the published database says: workbooks, a checklist, and the figures for pages.

``topics`` and ``figures`` read the database and know nothing of how it is shown; ``audit_book`` and
``checklist`` write workbooks, ``page`` a web page, and know nothing of SQL.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from pipeline import durable
from pipeline.faults import REPORT, Fault, StepFailed, step
from pipeline.phases import REPORTING, silent, unheard
from pipeline.publish.standing import Standing, digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from pipeline.phases import Progress, Step
    from pipeline.publish.report.audit_book import Content

WORKBOOK, PAGE, CHECKLIST, TOWNSHIPS = "审计报告.xlsx", "审计报告.html", "核查清单.xlsx", "乡镇"
CASES = "案卷"
# Rows of evidence from which on the workbooks of the townships are written by a second process.
MANY = 20_000


@dataclass(frozen=True, slots=True)
class Reports:
    """What stands in outputs/reports/ now.

    ``written``: the files that are new or changed. ``open``: files that could not be replaced because somebody
    has them open; they are as they were. ``faults``: those that the program failed on.
    """

    workbook: Path
    page: Path
    checklist: Path
    written: tuple[Path, ...]
    open: tuple[Path, ...]
    faults: tuple[Fault, ...] = ()


def write(
    database: Path, batches: Path, folder: Path, progress: Progress = silent, *, anew: bool = False
) -> Reports:
    """Write the reports of the published ``database`` into ``folder``, each whole in place of the earlier one.

    One that would show the same is not made again: the county's page and workbook get the new batch put in, the
    others go on naming the batch whose content they show. ``anew``: all are made. ``batches`` holds the manifests
    that the hashes are read from. Raises ``WrongSettings`` for a database that an earlier version of the program
    has published.
    """
    import duckdb

    from pipeline.publish.report import audit_book, checklist, figures, page, stamp

    with (
        duckdb.connect(str(database), read_only=True) as con,
        progress(REPORTING, 3 + len(figures.townships(con))) as heard,
    ):
        county = figures.read(con, batches)
        done = _Written(Standing(folder.parent), county.batch.batch_id, anew)
        content = audit_book.read(con)
        flags, evidence = content.tables["疑点"], content.tables["疑点依据"]
        apart = len(evidence.rows) >= MANY
        with _beside(apart) as begin:
            known = () if apart else (content, heard)
            townships = begin(_write_townships, database, batches, folder, anew, *known)
            shown = [*figures.shown(county), *content.shown()]

            def stamped(path: Path) -> Callable[[Path], None] | None:
                """Give what puts the new batch into a file; None where it can't be put in."""
                before = figures.named(con, batches, done.batch_of(path))
                if before is None or before.sealed != county.batch.sealed:
                    return None
                if path.suffix == ".html":
                    return partial(stamp.page, path, batch=county.batch)
                return partial(stamp.workbook, path, before=before, batch=county.batch)

            done.put(
                folder / WORKBOOK,
                digest(shown),
                partial(audit_book.write, figures=county, content=content),
                stamped,
            )
            heard(1)
            done.put(
                folder / PAGE,
                digest(shown, page.shown(con, county)),
                lambda part: page.write(part, con, county, content),
                stamped,
            )
            heard(1)
            listed = checklist.read(con, flags, evidence)
            done.put(
                folder / CHECKLIST,
                digest(listed.rows),
                partial(checklist.write, batch=county.batch, table=listed),
            )
            heard(1)
            done.add(beside := townships())
            heard(len(beside.all) if apart else 0)
    _clear(folder / TOWNSHIPS, keep={path.name for path in done.all})
    done.standing.keep(folder, done.all)
    done.standing.save()
    return Reports(
        folder / WORKBOOK,
        folder / PAGE,
        folder / CHECKLIST,
        tuple(done.whole),
        tuple(done.busy),
        tuple(done.faults),
    )


def _write_townships(
    database: Path,
    batches: Path,
    folder: Path,
    anew: bool,
    whole: Content | None = None,
    heard: Step = unheard,
) -> _Written:
    """Write one workbook a township; ``whole``: what the county's shows, where this process has it."""
    import duckdb

    from pipeline.publish.report import audit_book, figures

    with duckdb.connect(str(database), read_only=True) as con:
        batch = figures.batch(con, batches)
        done = _Written(Standing(folder.parent), batch.batch_id, anew)
        whole = whole or audit_book.read(con)
        for township, own in audit_book.part(con, whole, figures.townships(con)).items():
            head = figures.read(con, batches, township)
            done.put(
                _of_township(folder, township),
                digest(figures.lasting(head), own.shown(batch.as_of)),
                partial(audit_book.write, figures=head, content=own),
            )
            heard(1)
    return done


@contextmanager
def _beside(apart: bool) -> Iterator[Callable[..., Callable[[], _Written]]]:
    """Give a way to begin a piece of work and to fetch its result later: ``apart`` in a process of its own."""
    if not apart:
        yield partial
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
        yield lambda *work: pool.submit(*work).result


@dataclass(slots=True)
class _Written:
    """Which files stand: ``whole`` ones just written, ``kept`` as they were, ``busy`` ones that are open elsewhere.

    ``failed`` ones the program failed on: they are as they were.
    """

    standing: Standing
    batch: str
    anew: bool
    whole: list[Path] = field(default_factory=list)
    kept: list[Path] = field(default_factory=list)
    busy: list[Path] = field(default_factory=list)
    failed: list[Path] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def all(self) -> list[Path]:
        """The files that stand."""
        return [*self.whole, *self.kept, *self.busy, *self.failed]

    def batch_of(self, path: Path) -> str:
        """Give the batch that a file shows."""
        entry = self.standing.intact(path)
        return entry.batch if entry else ""

    def put(
        self,
        path: Path,
        content: str,
        make: Callable[[Path], None],
        stamped: Callable[[Path], Callable[[Path], None] | None] | None = None,
    ) -> None:
        """Make the file at ``path`` unless it shows ``content`` already; ``stamped`` puts another batch into it."""
        entry = self.standing.intact(path)
        same = entry is not None and entry.content == content and not self.anew
        if same and entry and (stamped is None or entry.batch == self.batch):
            self.kept.append(path)
            self.standing.hold(path, self.batch)
            return
        try:
            with step(REPORT, path.name):
                made = durable.made(path, (stamped(path) if same and stamped else None) or make)
        except StepFailed as failed:
            self.failed.append(path)
            self.faults.append(failed.fault)
            return
        if made:
            self.whole.append(path)
            self.standing.note(path, content, self.batch)
        else:
            self.busy.append(path)

    def add(self, other: _Written) -> None:
        """Add what was written meanwhile, perhaps by another process."""
        self.whole += other.whole
        self.kept += other.kept
        self.busy += other.busy
        self.failed += other.failed
        self.faults += other.faults
        self.standing.add({name: e for name, e in other.standing.entries.items() if f"/{TOWNSHIPS}/" in name})


def write_case(database: Path, batches: Path, folder: Path, village: str) -> Path:
    """Write the case file of the one village called ``village`` below ``folder``; return the file.

    Raises ``WrongSettings`` when no village or several are called so, or for a database of an earlier version.
    """
    import duckdb

    from pipeline.publish.feedback.naming import name
    from pipeline.publish.report import case_file, figures

    with duckdb.connect(str(database), read_only=True) as con:
        head = figures.read(con, batches)
        found = case_file.find(con, village)
        path = folder / CASES / name(f"核查案卷-{found.township}{found.name}.html", ".html", ())
        path.parent.mkdir(parents=True, exist_ok=True)
        case_file.write(path, con, head, found)
    return path


def _of_township(folder: Path, township: str) -> Path:
    from pipeline.publish.feedback.naming import name

    return folder / TOWNSHIPS / name(f"审计报告-{township}.xlsx", ".xlsx", ())


def _clear(folder: Path, keep: Iterable[str]) -> None:
    """Take away the workbooks of townships that are no more."""
    from contextlib import suppress

    for path in folder.glob("审计报告-*.xlsx"):
        if path.name not in keep:
            with suppress(PermissionError):
                path.unlink()
