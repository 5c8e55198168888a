"""Read one file in a worker process: bytes in, typed tables and issues out."""

from __future__ import annotations

import hashlib
import pickle
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import messages, own_sheets, upright, workbook
from pipeline.cell import address
from pipeline.celltext import cell_text, filled, is_number, squeeze
from pipeline.context import Names, village_hints
from pipeline.extract import Extract, FileExtract, Rejected
from pipeline.header_rows import HeaderRows
from pipeline.headers import Headers
from pipeline.layout import find_tables
from pipeline.normalise import normalise
from pipeline.recognise import Recogniser
from pipeline.rowkinds import is_guide
from pipeline.table import Unread

if TYPE_CHECKING:
    from pipeline.findings import Issue
    from pipeline.recognise import Unrecognised
    from pipeline.workbook import Sheet
    from schemas._spec import Ledger


@dataclass(frozen=True, slots=True)
class Task:
    """One file to read: its path relative to inputs/ (forward slashes) and where it lies."""

    source_file: str
    path: str


class Intake:
    """Callable handed to worker processes; builds its header index once per process.

    The ledger kinds travel as one packed block, unpacked only by a process that has not seen them yet.
    """

    def __init__(
        self, ledgers: tuple[Ledger, ...], local_aliases: tuple[tuple[str, str, str], ...] = ()
    ) -> None:
        self.packed = pickle.dumps((ledgers, local_aliases))

    def __call__(self, task: Task) -> FileExtract:
        """Read the file of ``task``."""
        return digest(task.source_file, Path(task.path).read_bytes(), _recogniser(self.packed))


@lru_cache(maxsize=2)
def _recogniser(packed: bytes) -> Recogniser:
    return Recogniser(Headers(*pickle.loads(packed)))


def digest(source_file: str, data: bytes, recogniser: Recogniser) -> FileExtract:
    """Read, recognise and normalise everything in one file."""
    book = workbook.read(source_file, data)
    result = FileExtract(source_file, hashlib.sha256(data).hexdigest(), book.format, [], list(book.issues))
    ours = [s for s in book.sheets if s.rows and s.rows[0] and own_sheets.is_own(s.name, s.rows[0][0])]
    for sheet in book.sheets:
        if sheet in ours:
            result.tables.append(_blank(sheet, "程序写的问题清单"))
        else:
            _digest_sheet(result, sheet, recogniser)
    if book.sheets and not any(t.kind or t.rejected or t.skipped.keys() - {"空行"} for t in result.tables):
        result.issues.append(messages.issue("F07", source_file))
    elif any(t.kind for t in result.tables) and not any(t.rows or t.rejected for t in result.tables):
        result.issues.append(messages.issue("F12", source_file))
    if ours and len(ours) == len(book.sheets):
        result.issues.append(messages.issue("S08", source_file, sheet=ours[0].name))
    return result


def _digest_sheet(result: FileExtract, sheet: Sheet, recogniser: Recogniser) -> None:
    if not any(filled(row) for row in sheet.rows):
        result.tables.append(_blank(sheet, "空行"))
        return
    if is_guide(sheet.name, squeeze(next(iter(sheet.rows[0]), ""))):
        result.tables.append(_guide(sheet))
        return
    if sheet.hidden:
        result.issues.append(
            messages.issue("S06", result.source_file, sheet=sheet.name, found="隐藏的工作表")
        )
    headers = HeaderRows(sheet, Names.of(result.source_file, sheet.name), recogniser)
    for table in find_tables(sheet, headers):
        if isinstance(table, Unread):
            extract, issue = _unread(table, sheet, result.source_file, recogniser)
            result.issues.append(issue)
        elif isinstance(table, upright.Upright):
            extract, issues = upright.read(table, sheet, result.source_file, headers)
            result.issues.extend(issues)
        else:
            extract, issues = normalise(table, sheet, result.source_file, headers)
            result.issues.extend(issues)
        result.tables.append(extract)


def _blank(sheet: Sheet, reason: str) -> Extract:
    count = len(sheet.rows)
    return Extract(
        sheet.name, "", 0.0, "", 0.0, 0, "", skipped={reason: count} if count else {}, rows_read=count
    )


def _guide(sheet: Sheet) -> Extract:
    rows = sum(1 for row in sheet.rows if filled(row))
    skipped = {why: n for why, n in (("说明行", rows), ("空行", len(sheet.rows) - rows)) if n}
    return Extract(sheet.name, "", 0.0, "", 0.0, 0, "", skipped=skipped, rows_read=len(sheet.rows))


def _unread(table: Unread, sheet: Sheet, source_file: str, recogniser: Recogniser) -> tuple[Extract, Issue]:
    why = table.why
    rows = [r for r in table.rows if filled(sheet.rows[r])]
    first = rows[0] if rows else 0
    extract = Extract(
        sheet.name, "", 0.0, why.kind, round(why.weight, 3), why.header_row,
        table.context.title, rows_read=len(table.rows), sent_back=True,
    )  # fmt: skip
    extract.skipped_rows = {"空行": [r + 1 for r in table.rows if not filled(sheet.rows[r])]}
    extract.hints = village_hints(table.context, table.names)
    blank = len(table.rows) - len(rows)
    if blank:
        extract.skipped["空行"] = blank
    place = address(why.header_row - 1 if why.header_row else first, 0)
    titles = {name: k.ledger.title for name, k in recogniser.headers.kinds.items()}
    shown = sheet.rows[why.header_row - 1 if why.header_row else first]
    found = "、".join(cell_text(shown[j]) for j in filled(shown)[:8])
    if why.reason == "no_header" and not _figures(sheet, rows):
        extract.skipped["说明行"] = len(rows)
        extract.sent_back = False
        return extract, messages.issue("S02", source_file, sheet=sheet.name, cell=place, found=found)
    code = {"no_header": "S01", "ambiguous": "S03", "missing": "S04", "twins": "S05"}[why.reason]
    issue = messages.issue(
        code, source_file, sheet=sheet.name, cell=place, found=found,
        kind=titles.get(why.kind, ""), other=titles.get(why.other, ""), missing=_missing(why, recogniser),
    )  # fmt: skip
    extract.rejected = [
        Rejected(r + 1, f"整张表退回：{issue.fix}", [cell_text(c) for c in sheet.rows[r]]) for r in rows
    ]
    return extract, issue


def _missing(why: Unrecognised, recogniser: Recogniser) -> str:
    """Name the columns that are missing by their titles (twins by their headers)."""
    specs = recogniser.headers.kinds[why.kind].specs if why.kind else {}
    return "、".join(
        "或".join(specs[name].title if name in specs else name for name in names.split("|"))
        for names in why.missing
    )


def _figures(sheet: Sheet, rows: list[int]) -> bool:
    """Tell whether a stretch holds figures in columns, and so may be a ledger rather than notes."""
    return sum(1 for r in rows if len(filled(sheet.rows[r])) >= 3) >= 2 or (
        sum(1 for r in rows for v in sheet.rows[r] if is_number(v)) >= 2
    )
