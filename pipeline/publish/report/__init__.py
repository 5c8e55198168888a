"""Tell inspectors what the published database says: workbooks, a checklist, and the figures for pages.

``topics`` and ``figures`` read the database and know nothing of how it is shown; ``audit_book`` and
``checklist`` write workbooks, ``page`` a web page, and know nothing of SQL.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

WORKBOOK, PAGE, CHECKLIST, TOWNSHIPS = "审计报告.xlsx", "审计报告.html", "核查清单.xlsx", "乡镇"
CASES = "案卷"
# Rows of evidence from which on the workbooks of the townships are written by a second process.
MANY = 20_000


@dataclass(frozen=True, slots=True)
class Reports:
    """What stands in outputs/reports/ now.

    ``open``: files that could not be replaced because somebody has them open; they are as they were.
    """

    workbook: Path
    page: Path
    checklist: Path
    written: tuple[Path, ...]
    open: tuple[Path, ...]


def write(database: Path, batches: Path, folder: Path) -> Reports:
    """Write all reports of the published ``database`` into ``folder``, each whole in place of the earlier one.

    ``batches`` holds the manifests that the hashes are read from. Raises ``WrongSettings`` for a database
    that an earlier version of the program has published.
    """
    import duckdb

    from pipeline.publish.report import audit_book, checklist, figures, page

    done = _Written()
    with duckdb.connect(str(database), read_only=True) as con:
        county = figures.read(con, batches)
        content = audit_book.read(con)
        flags, evidence = content.tables["线索"], content.tables["线索证据"]
        with _beside(len(evidence.rows) >= MANY) as begin:
            townships = begin(_write_townships, database, batches, folder)
            done.put(folder / WORKBOOK, partial(audit_book.write, figures=county, content=content))
            done.put(folder / PAGE, lambda part: page.write(part, con, county, content))
            done.put(
                folder / CHECKLIST, lambda part: checklist.write(part, con, county.batch, flags, evidence)
            )
            done.add(townships())
    _clear(folder / TOWNSHIPS, keep={path.name for path in (*done.whole, *done.busy)})
    return Reports(folder / WORKBOOK, folder / PAGE, folder / CHECKLIST, tuple(done.whole), tuple(done.busy))


def _write_townships(database: Path, batches: Path, folder: Path) -> _Written:
    """Write one workbook a township."""
    import duckdb

    from pipeline.publish.report import audit_book, figures

    done = _Written()
    with duckdb.connect(str(database), read_only=True) as con:
        for township, own in audit_book.part(con, audit_book.read(con), figures.townships(con)).items():
            head = figures.read(con, batches, township)
            done.put(_of_township(folder, township), partial(audit_book.write, figures=head, content=own))
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
    """Which files are ``whole`` in their place, and which are ``busy``: open elsewhere, and as they were."""

    whole: list[Path] = field(default_factory=list)
    busy: list[Path] = field(default_factory=list)

    def put(self, path: Path, make: Callable[[Path], None]) -> None:
        """Make the file at ``path``."""
        (self.whole if _replaced(path, make) else self.busy).append(path)

    def add(self, other: _Written) -> None:
        """Add what another process has written."""
        self.whole += other.whole
        self.busy += other.busy


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


def _replaced(path: Path, make: Callable[[Path], None]) -> bool:
    """Make a file beside ``path`` and put it in its place; False when ``path`` is open elsewhere."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.stem}.part{path.suffix}")
    try:
        make(part)
        part.replace(path)
    except PermissionError:
        return False
    finally:
        part.unlink(missing_ok=True)
    return True


def _clear(folder: Path, keep: Iterable[str]) -> None:
    """Take away the workbooks of townships that are no more."""
    from contextlib import suppress

    for path in folder.glob("审计报告-*.xlsx"):
        if path.name not in keep:
            with suppress(PermissionError):
                path.unlink()
