"""Tell inspectors what the published database says: workbooks, a checklist, and the figures for pages.

``topics`` and ``figures`` read the database and know nothing of how it is shown; ``audit_book`` and
``checklist`` write workbooks, ``page`` a web page, and know nothing of SQL.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from pipeline.phases import REPORTING, silent
from pipeline.publish.standing import Standing, digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pipeline.faults import Fault
    from pipeline.phases import Progress
    from pipeline.publish.report.written import Written

WORKBOOK, PAGE, CHECKLIST = "审计报告.xlsx", "审计报告.html", "核查清单.xlsx"
# The folder of documents that inspectors have asked for.
DOCUMENTS = "文书"
# Rows of evidence from which on the packs of the townships are written by a second process.
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

    from pipeline.publish.report import audit_book, checklist, figures, packs, page, stamp
    from pipeline.publish.report.written import Written

    with (
        duckdb.connect(str(database), read_only=True) as con,
        progress(REPORTING, 3 + len(figures.townships(con))) as heard,
    ):
        told = packs.read(con, batches)
        county, content = told.heads[""], told.content
        done = Written(Standing(folder.parent), county.batch.batch_id, anew)
        apart = len(content.tables["疑点依据"].rows) >= MANY
        with _beside(apart) as begin:
            known = () if apart else (told, heard)
            townships = begin(packs.write, database, batches, folder, anew, *known)
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
                digest(shown, told.rest.shown()),
                partial(page.write, figures=county, content=content, rest=told.rest),
                stamped,
            )
            heard(1)
            done.put(
                folder / CHECKLIST,
                digest(told.checklist.rows),
                partial(checklist.write, batch=county.batch, table=told.checklist),
            )
            heard(1)
            done.add(townships())
            heard(len(told.heads) - 1 if apart else 0)
    packs.clear(folder, keep=done.all)
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


@contextmanager
def _beside(apart: bool) -> Iterator[Callable[..., Callable[[], Written]]]:
    """Give a way to begin a piece of work and to fetch its result later: ``apart`` in a process of its own."""
    if not apart:
        yield partial
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
        yield lambda *work: pool.submit(*work).result


def write_case(database: Path, batches: Path, folder: Path, village: str) -> Path:
    """Write the case file of the one village called ``village`` below ``folder``; return the file.

    Raises ``WrongSettings`` when no village or several are called so, or for a database of an earlier version.
    """
    import duckdb

    from pipeline.publish.report import case_file, figures

    with duckdb.connect(str(database), read_only=True) as con:
        head = figures.read(con, batches)
        found = case_file.find(con, village)
        path = folder / case_file.place(found)
        path.parent.mkdir(parents=True, exist_ok=True)
        case_file.write(path, con, head, found)
    return path
