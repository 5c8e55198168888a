"""Read one file in a worker process: bytes in, typed tables and issues out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import messages, workbook
from pipeline.cell import address
from pipeline.context import cell_text, village_hints
from pipeline.extract import Extract, FileExtract, Rejected
from pipeline.headers import Headers
from pipeline.layout import Unread, filled, find_tables, squeeze
from pipeline.normalise import normalise
from pipeline.recognise import Recogniser
from pipeline.rowkinds import is_guide

if TYPE_CHECKING:
    from pipeline.findings import Issue
    from pipeline.workbook import Sheet
    from schemas._spec import Ledger


@dataclass(frozen=True, slots=True)
class Task:
    """One file to read: its path relative to inputs/ (forward slashes) and where it lies."""

    source_file: str
    path: str


class Intake:
    """Callable handed to worker processes; builds its header index once per process."""

    def __init__(
        self, ledgers: tuple[Ledger, ...], local_aliases: tuple[tuple[str, str, str], ...] = ()
    ) -> None:
        self.ledgers = ledgers
        self.local_aliases = local_aliases

    def __call__(self, task: Task) -> FileExtract:
        """Read the file of ``task``."""
        return digest(task.source_file, Path(task.path).read_bytes(), self._recogniser())

    def _recogniser(self) -> Recogniser:
        key = (self.ledgers, self.local_aliases)
        if _CACHE.get("key") != key:
            _CACHE["key"] = key
            _CACHE["recogniser"] = Recogniser(Headers(self.ledgers, self.local_aliases))
        recogniser = _CACHE["recogniser"]
        assert isinstance(recogniser, Recogniser)
        return recogniser


_CACHE: dict[str, object] = {}


def digest(source_file: str, data: bytes, recogniser: Recogniser) -> FileExtract:
    """Read, recognise and normalise everything in one file."""
    book = workbook.read(source_file, data)
    result = FileExtract(source_file, hashlib.sha256(data).hexdigest(), book.format, [], list(book.issues))
    for sheet in book.sheets:
        _digest_sheet(result, sheet, recogniser)
    return result


def _digest_sheet(result: FileExtract, sheet: Sheet, recogniser: Recogniser) -> None:
    if not any(filled(row) for row in sheet.rows):
        result.tables.append(_blank(sheet))
        return
    if is_guide(sheet.name, squeeze(next(iter(sheet.rows[0]), ""))):
        result.tables.append(_guide(sheet))
        return
    if sheet.hidden:
        result.issues.append(
            messages.issue("S06", result.source_file, sheet=sheet.name, found="隐藏的工作表")
        )
    for table in find_tables(sheet, result.source_file, recogniser):
        if isinstance(table, Unread):
            extract, issue = _unread(table, sheet, result.source_file, recogniser)
            result.issues.append(issue)
        else:
            ledger = recogniser.headers.kinds[table.recognition.kind].ledger
            extract, issues = normalise(table, sheet, result.source_file, ledger)
            result.issues.extend(issues)
        result.tables.append(extract)


def _blank(sheet: Sheet) -> Extract:
    count = len(sheet.rows)
    return Extract(
        sheet.name, "", 0.0, "", 0.0, 0, "", skipped={"空行": count} if count else {}, rows_read=count
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
    extract.hints = village_hints(table.context, table.names)
    blank = len(table.rows) - len(rows)
    if blank:
        extract.skipped["空行"] = blank
    place = address(why.header_row - 1 if why.header_row else first, 0)
    titles = {name: k.ledger.title for name, k in recogniser.headers.kinds.items()}
    found = "、".join(cell_text(sheet.rows[r][j]) for r in rows[:1] for j in filled(sheet.rows[r])[:6])
    if why.reason == "no_header" and not _figures(sheet, rows):
        extract.skipped["说明行"] = len(rows)
        extract.sent_back = False
        return extract, messages.issue("S02", source_file, sheet=sheet.name, cell=place, found=found)
    code = {"no_header": "S01", "ambiguous": "S03", "missing": "S04", "twins": "S05"}[why.reason]
    issue = messages.issue(
        code, source_file, sheet=sheet.name, cell=place, found=found,
        kind=titles.get(why.kind, ""), other=titles.get(why.other, ""), missing="、".join(why.missing),
    )  # fmt: skip
    extract.rejected = [
        Rejected(r + 1, f"整张表退回：{issue.fix}", [cell_text(c) for c in sheet.rows[r]]) for r in rows
    ]
    return extract, issue


def _figures(sheet: Sheet, rows: list[int]) -> bool:
    """Tell whether a stretch holds figures in columns, and so may be a ledger rather than notes."""
    return sum(1 for r in rows if len(filled(sheet.rows[r])) >= 3) >= 2 or (
        sum(1 for r in rows for v in sheet.rows[r] if isinstance(v, int | float) and not isinstance(v, bool))
        >= 2
    )
