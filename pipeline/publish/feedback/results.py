"""Carry the saved results of formulas over into a copy: openpyxl keeps formulas or results, not both.

Without them a preview or a phone shows blanks where the officer's workbook has balances and totals.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime, time, timedelta
from html import escape
from typing import TYPE_CHECKING

import openpyxl
from openpyxl.utils.datetime import to_excel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.workbook.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

# As openpyxl writes a cell with a formula: no type, no result.
_FORMULA = re.compile(rb'<c r="([A-Z]+\d+)"([^>]*)>(<f(?:\s[^>]*)?(?:/>|>[^<]*</f>))<v\s*(?:/>|></v>)')
_ERROR = re.compile(r"#[A-Z0-9/]+[!?]?")


def carry_over(original: bytes, book: Workbook, saved: bytes) -> bytes:
    """Return ``saved``, which openpyxl wrote from ``book``, with the formula results of ``original``."""
    formulas = {
        sheet.title: {cell.coordinate for cell in written(sheet) if cell.data_type == "f"}
        for sheet in book.worksheets
    }
    if not any(formulas.values()):
        return saved
    results = _results(original, formulas)
    # openpyxl numbers the parts by the order of the sheets.
    parts = {f"xl/worksheets/sheet{n}.xml": s.title for n, s in enumerate(book.worksheets, start=1)}
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved)) as source, zipfile.ZipFile(output, "w") as target:
        for member in source.infolist():
            content = source.read(member)
            if found := results.get(parts.get(member.filename, "")):
                content = _filled(content, found)
            target.writestr(member, content, zipfile.ZIP_DEFLATED)
    return output.getvalue()


def written(sheet: Worksheet) -> list[Cell | MergedCell]:
    """List the cells that are there; ``iter_rows`` would make every blank one up to the last."""
    return list(sheet._cells.values())


def _results(original: bytes, formulas: Mapping[str, set[str]]) -> dict[str, dict[str, tuple[str, str]]]:
    """Read (type, text) of the result of every formula that was saved with one."""
    found: dict[str, dict[str, tuple[str, str]]] = {}
    book = openpyxl.load_workbook(io.BytesIO(original), data_only=True)
    for sheet in book.worksheets:
        cells = ((place, sheet[place].value) for place in formulas.get(sheet.title, ()))
        found[sheet.title] = {place: _typed(value) for place, value in cells if value is not None}
    return found


def _typed(value: object) -> tuple[str, str]:
    if isinstance(value, bool):
        return "b", str(int(value))
    if isinstance(value, datetime | date | time | timedelta):
        return "n", repr(to_excel(value))
    if isinstance(value, int | float):
        return "n", repr(value)
    text = str(value)
    return ("e" if _ERROR.fullmatch(text) else "str"), text


def _filled(content: bytes, results: Mapping[str, tuple[str, str]]) -> bytes:
    def fill(match: re.Match[bytes]) -> bytes:
        place, attributes, formula = match.groups()
        kind, text = results.get(place.decode(), ("", ""))
        if not kind:
            return match[0]
        return b'<c r="%s"%s t="%s">%s<v>%s</v>' % (
            place, attributes, kind.encode(), formula, escape(text, quote=False).encode(),
        )  # fmt: skip

    return _FORMULA.sub(fill, content)
