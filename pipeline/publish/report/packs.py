"""Write for each township a folder to take along: page, workbook, checklist, case files, and the same as one zip.

All of it shows the township alone, out of the same tables as the county's reports.
"""

from __future__ import annotations

import shutil
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from pipeline import durable
from pipeline.phases import unheard
from pipeline.publish.feedback.naming import name
from pipeline.publish.report import (
    CHECKLIST,
    DOCUMENTS,
    PAGE,
    WORKBOOK,
    audit_book,
    case_file,
    checklist,
    figures,
    page,
    rest,
)
from pipeline.publish.report.table import Table
from pipeline.publish.report.written import Written
from pipeline.publish.standing import Standing, digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from pathlib import Path

    import duckdb

    from pipeline.phases import Step
    from pipeline.publish.report.audit_book import Content
    from pipeline.publish.report.figures import Figures
    from pipeline.publish.report.rest import Rest

FOLDER = "乡镇"
# A page half as large again costs a third of the time to pack.
_LEVEL = 1


@dataclass(frozen=True, slots=True)
class Told:
    """All that reports tell: their heads by township ('' for the county), the tables, what the page shows besides,
    the checklist, and the case files that there may be, by township.
    """

    heads: Mapping[str, Figures]
    content: Content
    rest: Rest
    checklist: Table
    cases: Mapping[str, list[str]]


def read(con: duckdb.DuckDBPyConnection, batches: Path) -> Told:
    """Read it from the published database; raises as ``figures.heads``."""
    heads = figures.heads(con, batches)
    content = audit_book.read(con)
    listed = checklist.read(con, content.tables["疑点"], content.tables["疑点依据"])
    cases: dict[str, list[str]] = {}
    for village in case_file.register(con):
        cases.setdefault(village.township, []).append(case_file.place(village))
    return Told(heads, content, rest.read(con), listed, cases)


def write(
    database: Path,
    batches: Path,
    folder: Path,
    anew: bool,
    told: Told | None = None,
    heard: Step = unheard,
) -> Written:
    """Write the packs below ``folder``; ``told``: what the county's reports tell, where this process has it."""
    import duckdb

    with duckdb.connect(str(database), read_only=True) as con:
        told = told or read(con, batches)
        townships = [township for township in told.heads if township]
        own = audit_book.part(con, told.content, townships)
    done = Written(Standing(folder.parent), told.heads[""].batch.batch_id, anew)
    listed = told.checklist.parts()
    for township in townships:
        pack = folder / FOLDER / name(township.replace("/", "／"), "", ())
        flags = listed.get(township) or Table(checklist.NAME, told.checklist.columns, [])
        _reports(done, pack, told.heads[township], own[township], told.rest.of(township), flags)
        _copy(folder, pack, township, told.cases.get(township, ()))
        _zip(done, pack, told.heads[township].batch.started_at)
        heard(1)
    return done


def _reports(done: Written, pack: Path, head: Figures, content: Content, more: Rest, flags: Table) -> None:
    shown = digest(figures.lasting(head), content.shown(head.batch.as_of))
    done.put(pack / WORKBOOK, shown, partial(audit_book.write, figures=head, content=content))
    done.put(
        pack / PAGE,
        digest(shown, more.shown()),
        partial(page.write, figures=head, content=content, rest=more),
    )
    done.put(pack / CHECKLIST, digest(flags.rows), partial(checklist.write, batch=head.batch, table=flags))


def _copy(folder: Path, pack: Path, township: str, cases: Iterable[str]) -> None:
    """Put the case files and documents of the township beside its reports; what is filled in stays as it is."""
    for place in cases:
        if (source := folder / place).is_file():
            target = pack / place
            if not target.is_file() or durable.sha256(source) != durable.sha256(target):
                durable.made(target, partial(shutil.copyfile, source))
    for source in folder.glob(f"{DOCUMENTS}/*-{township}*"):
        target = pack / DOCUMENTS / source.name
        about = source.stem.partition("-")[2]
        if f"{about}-".startswith(f"{township}-") and not target.exists():
            durable.made(target, partial(shutil.copyfile, source))


def _zip(done: Written, pack: Path, made_at: datetime) -> None:
    target = pack / f"{pack.name}.zip"
    members = [path for own in (PAGE, WORKBOOK, CHECKLIST) if (path := pack / own).is_file()]
    for more in (case_file.FOLDER, DOCUMENTS):
        members += sorted(path for path in pack.glob(f"{more}/*") if path.name[0] not in ".~")
    found = [(path.relative_to(pack.parent).as_posix(), durable.sha256(path)) for path in members]

    def make(part: Path) -> None:
        with zipfile.ZipFile(part, "w") as packed:
            for path, (member, _) in zip(members, found, strict=True):
                entry = zipfile.ZipInfo(member, made_at.timetuple()[:6])
                entry.external_attr = 0o644 << 16
                # Workbooks and documents are packed already.
                entry.compress_type = zipfile.ZIP_DEFLATED if path.suffix == ".html" else zipfile.ZIP_STORED
                packed.writestr(entry, path.read_bytes(), compresslevel=_LEVEL)

    done.put(target, digest(found), make)


def clear(folder: Path, keep: Iterable[Path]) -> None:
    """Take away the reports of townships that are no more, and the workbooks that stood here instead of packs."""
    kept, below = set(keep), folder / FOLDER
    stale = [*below.glob("审计报告-*.xlsx"), *below.glob("*/*.zip")]
    stale += [path for own in (PAGE, WORKBOOK, CHECKLIST) for path in below.glob(f"*/{own}")]
    for path in stale:
        if path not in kept and (
            path.parent == below or path.suffix != ".zip" or path.stem == path.parent.name
        ):
            with suppress(OSError):
                path.unlink()
                path.parent.rmdir()
