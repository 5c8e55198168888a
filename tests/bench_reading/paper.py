"""Hold sheets as cells and write them as files in memory; shares nothing with the reader it measures."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import date, datetime, time

import xlsxwriter

Cell = str | int | float | date | datetime | time | None
Area = tuple[int, int, int, int]  # top, left, bottom, right, from 0, inclusive


@dataclass
class Paper:
    """One sheet: its name, its rows of cells, and what is merged, hidden or red (all from 0)."""

    name: str
    rows: list[list[Cell]] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    red: frozenset[tuple[int, int]] = frozenset()

    @property
    def width(self) -> int:
        """The number of columns."""
        return max((len(row) for row in self.rows), default=0)

    def at(self, row: int, column: int) -> Cell:
        """The cell at a place, None beyond the edge."""
        return self.rows[row][column] if column < len(self.rows[row]) else None

    def square(self) -> list[list[Cell]]:
        """Copy the rows, all of one width."""
        width = self.width
        return [[*row, *[None] * (width - len(row))] for row in self.rows]


def xlsx(papers: list[Paper]) -> bytes:
    """Write a workbook."""
    stream = io.BytesIO()
    options = {"in_memory": True, "default_date_format": "yyyy-mm-dd"}
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"created": datetime(2026, 1, 1)})
        clock = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        red = book.add_format({"font_color": "#FF0000"})
        for paper in papers:
            sheet = book.add_worksheet(paper.name)
            if paper.hidden:
                sheet.hide()
            for top, left, bottom, right in paper.merged:
                sheet.merge_range(top, left, bottom, right, "")
            for row in paper.hidden_rows:
                sheet.set_row(row, None, None, {"hidden": True})
            for i, row in enumerate(paper.rows):
                for j, cell in enumerate(row):
                    style = red if (i, j) in paper.red else None
                    if isinstance(cell, str):
                        if cell:
                            sheet.write_string(i, j, cell, style)
                    elif isinstance(cell, datetime):
                        sheet.write_datetime(i, j, cell, clock)
                    elif isinstance(cell, date | time):
                        sheet.write_datetime(i, j, cell)
                    elif cell is not None:
                        sheet.write_number(i, j, cell, style)
    return stream.getvalue()


def csv(paper: Paper, encoding: str = "utf-8-sig") -> bytes:
    """Write a comma-separated file; numbers stand as a spreadsheet program would export them."""
    lines = (",".join(_quoted(shown(cell)) for cell in row) for row in paper.square())
    return "\r\n".join(lines).encode(encoding)


def shown(cell: Cell) -> str:
    """Write a cell as a text export would."""
    if cell is None:
        return ""
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if set(text) & set(',"\r\n') else text
