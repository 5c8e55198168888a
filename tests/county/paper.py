"""Hold made-up workbooks as rows with the truth beside them, and save them in any format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from html import escape
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import xlsxwriter


@dataclass(frozen=True)
class Formula:
    """A formula and the result saved with it."""

    text: str
    result: float | str


Cell = str | int | float | date | datetime | time | Formula | None
Value = str | int | date | Decimal | None


@dataclass(frozen=True)
class Record:
    """What one row truly says: kind, village, and its fields (amounts in cents)."""

    kind: str
    village: str
    fields: Mapping[str, Value]


@dataclass
class Page:
    """One sheet: its rows, and by row number (from 1) what they truly say.

    ``where`` tells the column (from 0) of a row's field, for layouts that keep each value in one cell.
    """

    name: str
    rows: list[list[Cell]] = field(default_factory=list)
    truth: dict[int, Record] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    period: tuple[date, str] | None = None
    where: dict[tuple[int, str], int] = field(default_factory=dict)

    def add(self, *cells: Cell, record: Record | None = None) -> int:
        """Write the next row; returns its number."""
        self.rows.append(list(cells))
        if record is not None:
            self.truth[len(self.rows)] = record
        return len(self.rows)

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Merge cells: rows numbered from 1, columns from 0."""
        if (top, left) != (bottom, right):
            self.merged.append((top - 1, left, bottom - 1, right))


@dataclass
class Book:
    """One file of the county: where it lies, its format, its sheets."""

    path: str
    pages: list[Page]
    family: str
    expected: list[tuple[str, str, str]] = field(default_factory=list)

    def records(self) -> list[tuple[str, int, Record]]:
        """List (sheet, row, truth) of every row that must be loaded."""
        return [(self.sheet(p), row, record) for p in self.pages for row, record in p.truth.items()]

    def sheet(self, page: Page) -> str:
        """Return the name a sheet goes by: formats without sheets take the file's."""
        return page.name if self.format in {"xlsx", "ods", "biff"} else Path(self.path).stem

    @property
    def format(self) -> str:
        """xlsx, ods, biff, csv (GB18030), utf8, utf16, tsv or html; for the last six the suffix may say otherwise."""
        return _FORMATS.get(Path(self.path).suffix.lower(), "") or self.text_format

    text_format: str = "csv"
    maker: str = ""

    def period_of(self, sheet: str) -> tuple[date, str] | None:
        """Return the first day and kind of the period a sheet declares."""
        return next(p.period for p in self.pages if self.sheet(p) == sheet)

    def save(self, folder: Path) -> None:
        """Write the file below ``folder``."""
        target = folder / self.path
        target.parent.mkdir(parents=True, exist_ok=True)
        if self.format == "xlsx":
            _save_xlsx(target, self.pages)
        elif self.format == "ods":
            _save_ods(target, self.pages)
        elif self.format == "biff":
            # Imported here: the writer needs Page from this module.
            from tests.county import biff

            target.write_bytes(biff.workbook(self.pages))
        elif self.format == "html":
            target.write_bytes(_html(self.pages[0]).encode("gb18030"))
        else:
            encoding, mark = _TEXTS[self.format]
            lines = (mark.join(_quoted(c, mark) for c in row) for row in self.pages[0].rows)
            target.write_bytes("\r\n".join(lines).encode(encoding))


_FORMATS = {".xlsx": "xlsx", ".ods": "ods"}
_TEXTS = {
    "csv": ("gb18030", ","),
    "utf8": ("utf-8-sig", ","),
    "utf16": ("utf-16", "\t"),
    "tsv": ("gb18030", "\t"),
}


def shown(cell: Cell) -> str:
    """Write a cell as a text export would."""
    if cell is None:
        return ""
    if isinstance(cell, Formula):
        return shown(cell.result)
    if isinstance(cell, float):
        return f"{cell:.15g}"
    return str(cell)


def _quoted(cell: Cell, mark: str) -> str:
    text = shown(cell)
    return '"' + text.replace('"', '""') + '"' if mark in text or '"' in text or "\n" in text else text


def _save_xlsx(target: Path, pages: Sequence[Page]) -> None:
    with xlsxwriter.Workbook(target, {"default_date_format": "yyyy-mm-dd"}) as book:
        book.set_properties({"created": datetime(2024, 1, 1)})
        for page in pages:
            sheet = book.add_worksheet(page.name)
            for top, left, bottom, right in page.merged:
                sheet.merge_range(top, left, bottom, right, "")
            for i, row in enumerate(page.rows):
                for j, cell in enumerate(row):
                    if isinstance(cell, Formula):
                        sheet.write_formula(i, j, cell.text, None, cell.result)
                    elif isinstance(cell, str):
                        sheet.write_string(i, j, cell)
                    elif cell is not None:
                        sheet.write(i, j, cell)
            for row_number in page.hidden_rows:
                sheet.set_row(row_number - 1, None, None, {"hidden": True})
            for column in page.hidden_columns:
                sheet.set_column(column, column, None, None, {"hidden": True})
            if page.hidden:
                sheet.hide()


def _html(page: Page) -> str:
    starts = {(t, le): (b - t + 1, r - le + 1) for t, le, b, r in page.merged}
    covered = {
        (i, j) for t, le, b, r in page.merged for i in range(t, b + 1) for j in range(le, r + 1)
    } - set(starts)
    width = max(len(row) for row in page.rows)
    lines = []
    for i, row in enumerate(page.rows):
        cells = []
        for j, cell in enumerate([*row, *[None] * (width - len(row))]):
            if (i, j) in covered:
                continue
            tall, broad = starts.get((i, j), (1, 1))
            cells.append(f'<td rowspan="{tall}" colspan="{broad}">{escape(shown(cell)) or "&nbsp;"}</td>')
        lines.append(f"<tr>{''.join(cells)}</tr>")
    head = '<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"></head>'
    return f"{head}<body><table border=1>{''.join(lines)}</table></body></html>"


_ODS_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">'
    "<office:body><office:spreadsheet>"
)


def _save_ods(target: Path, pages: Sequence[Page]) -> None:
    tables = "".join(
        f'<table:table table:name="{escape(page.name)}">'
        + "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in page.rows)
        + "</table:table>"
        for page in pages
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest'
        ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    with ZipFile(target, "w", ZIP_STORED) as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr(
            "content.xml",
            f"{_ODS_HEAD}{tables}</office:spreadsheet></office:body></office:document-content>",
        )


def _ods_cell(cell: Cell) -> str:
    text = f"<text:p>{escape(shown(cell))}</text:p>"
    value = cell.result if isinstance(cell, Formula) else cell
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, int | float):
        attributes = f'office:value-type="float" office:value="{value!r}"'
    elif isinstance(value, date):
        attributes = f'office:value-type="date" office:date-value="{value.isoformat()}"'
    else:
        attributes = 'office:value-type="string"'
    return f"<table:table-cell {attributes}>{text}</table:table-cell>"
