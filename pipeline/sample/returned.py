"""Read a filled-in sample list back: nothing left blank counts as right, nothing changed goes unseen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pipeline.errors import WrongSettings
from pipeline.files import workbook
from pipeline.publish.report.sheets import HEADER
from pipeline.read.own_sheets import SAMPLE, SAMPLE_NOTE
from pipeline.sample import listing, sealed
from pipeline.values.cell import Bad, shown
from pipeline.values.dates import to_date
from pipeline.values.money import to_cents

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.files.workbook import Sheet
    from pipeline.sample.sealed import Frame
    from pipeline.values.cell import Cell

_CHANGED = "“{}”的账面部分与抽出时不同（增删了行，或改了金额、说明），不能评价。请用原来的清单重新填写。"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list: its number, what it is, cents booked, cents found (None: not told), and why not.

    ``unread``: what stands where the amount found should; '' when nothing does. ``signed``: inspector and day stand.
    """

    number: int
    what: str
    top: bool
    book: int
    found: int | None
    unread: str
    reason: str
    signed: bool


@dataclass(frozen=True, slots=True)
class Returned:
    """A returned list: how it was drawn, everything told about that by label, and its lines."""

    frame: Frame
    told: dict[str, str]
    lines: list[Line]


def read(path: Path) -> Returned:
    """Read the list in ``path``, any spreadsheet format; raises ``WrongSettings`` for what is no list of ours."""
    try:
        book = workbook.read(path.name, path.read_bytes())
    except OSError as error:
        raise WrongSettings(f"打不开 {path}：{error.strerror}。") from error
    marked = {sheet.rows[0][0]: sheet for sheet in book.sheets if sheet.rows and sheet.rows[0]}
    if SAMPLE not in marked or SAMPLE_NOTE not in marked:
        raise WrongSettings(f"“{path.name}”不是 cunzhang sample 写的抽样清单（要有抽样清单和抽样说明两页）。")
    told = {
        shown(row[0]): shown(row[1]) for row in marked[SAMPLE_NOTE].rows[1:] if len(row) > 1 and row[0] != ""
    }
    rows = _rows(marked[SAMPLE])
    try:
        frame = sealed.read(told)
        lines = [_line(row) for row in rows]
        drawn = [
            (shown(row[listing.ROW_ID]), line.top, line.book) for row, line in zip(rows, lines, strict=True)
        ]
        intact = sealed.seal(told, drawn) == told[sealed.SEAL]
    except (KeyError, ValueError) as error:
        raise WrongSettings(_CHANGED.format(path.name)) from error
    if not intact:
        raise WrongSettings(_CHANGED.format(path.name))
    return Returned(frame, told, sorted(lines, key=lambda line: line.number))


def _rows(sheet: Sheet) -> list[dict[str, Cell]]:
    """Give the lines by column title."""
    titles = (
        [shown(cell).replace("\n", "") for cell in sheet.rows[HEADER]] if len(sheet.rows) > HEADER else []
    )
    found = [dict(zip(titles, row, strict=False)) for row in sheet.rows[HEADER + 1 :]]
    return [row for row in found if any(cell != "" for cell in row.values())]


def _line(row: dict[str, Cell]) -> Line:
    book, number = to_cents(row[listing.BOOKED]), to_cents(row[listing.NUMBER])
    if not isinstance(book, int) or book <= 0 or not isinstance(number, int):
        raise ValueError(listing.BOOKED)
    cell = row.get(listing.FOUND, "")
    found = to_cents(cell)
    readable = isinstance(found, int) and found >= 0
    day = to_date(row.get(listing.DAY, ""))
    what = " ".join(
        shown(row[name]) for name in ("乡镇", "村名", "凭证号", "摘要") if row.get(name, "") != ""
    )
    return Line(
        number=number // 100,
        what=what,
        top=row[listing.STRATUM] == listing.TOP,
        book=book,
        found=found if readable and isinstance(found, int) else None,
        unread="" if readable else shown(cell),
        reason=shown(row.get(listing.WHY, "")),
        signed=bool(shown(row.get(listing.WHO, ""))) and isinstance(day, date) and not isinstance(day, Bad),
    )
