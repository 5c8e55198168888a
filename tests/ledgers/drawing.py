"""Turn sheets drawn as text into real files; shares no code with the reader."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from datetime import date

import openpyxl
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter as letter
from openpyxl.worksheet.worksheet import Worksheet

_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_GLYPHS = str.maketrans({"⍽": "\u00a0", "⇥": "\t", "↵": "\n"})
Grid = list[list[str]]


@dataclass
class Drawn:
    """A sheet as drawn: its name, whether it is hidden, its lines of cells."""

    name: str
    hidden: bool = False
    lines: list[str] = field(default_factory=list)

    def grid(self) -> Grid:
        """Split the lines into cells."""
        return [
            [cell.strip() for cell in line.split("|")]
            for line in "\n".join(self.lines).strip("\n").split("\n")
        ]


def workbook(sheets: list[Drawn]) -> bytes:
    """Write an .xlsx with typed cells, merged ranges, red ink, hidden rows and sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for drawn in sheets:
        sheet = book.create_sheet(drawn.name)
        sheet.sheet_state = "hidden" if drawn.hidden else "visible"
        grid = drawn.grid()
        for i, row in enumerate(grid, 1):
            sheet.row_dimensions[i].hidden = row[0].startswith("~")
            row[0] = row[0].removeprefix("~").strip()
            for j, text in enumerate(row, 1):
                _put(sheet, i, j, text)
        for area in _merged(grid):
            sheet.merge_cells(area)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def text_file(drawn: Drawn, separator: str) -> bytes:
    """Write a csv or tab-separated file in GB18030."""
    lines = []
    for row in drawn.grid():
        cells = [cell.removeprefix("'").translate(_GLYPHS) for cell in row]
        lines.append(separator.join(f'"{c}"' if separator in c else c for c in cells))
    return "\r\n".join(lines).encode("gb18030")


def _put(sheet: Worksheet, i: int, j: int, text: str) -> None:
    if text in {"", "<", "^"}:
        return
    cell = sheet.cell(i, j)
    if text.startswith("[红]"):
        cell.font = Font(color="FFFF0000")
        text = text.removeprefix("[红]")
    cell.value = _typed(text)
    if text.startswith("'"):
        cell.data_type = "s"


def _typed(text: str) -> str | float | int | date:
    if text.startswith("'"):
        return text[1:].translate(_GLYPHS)
    if _DAY.fullmatch(text):
        return date.fromisoformat(text)
    if _NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    return text.translate(_GLYPHS)


def _merged(grid: Grid) -> list[str]:
    def at(i: int, j: int) -> str:
        return grid[i][j] if i < len(grid) and j < len(grid[i]) else ""

    areas = []
    for i, row in enumerate(grid):
        for j, text in enumerate(row):
            if text in {"<", "^"}:
                continue
            right, down = j, i
            while at(i, right + 1) == "<":
                right += 1
            while at(down + 1, j) == "^":
                down += 1
            if right > j or down > i:
                areas.append(f"{letter(j + 1)}{i + 1}:{letter(right + 1)}{down + 1}")
    return areas
