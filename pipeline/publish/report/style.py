"""Give every report workbook one look: fonts, colours, number formats, column widths, A4 across."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from pipeline.publish.report.table import Column, Value

STATUS_COLOURS = {"复核": "#F4A6A0", "逾期": "#F8CBC6", "退回": "#FCE0B4", "未报": "#FFF6CC"}
NUMBERS = {
    "money": "#,##0.00_ ;[Red]-#,##0.00_ ",
    "ratio": "0.00%;[Red]-0.00%",
    "count": "#,##0;[Red]-#,##0",
    "year": "0",
    "score": "0.0",
    "date": "yyyy-mm-dd",
}
CHANGE = {"元": "+#,##0.00_ ;[Red]-#,##0.00_ ;0.00_ ", "": "+#,##0;[Red]-#,##0;0"}
_KIND_WIDTH = {
    "money": 15.0,
    "ratio": 10.0,
    "count": 8.0,
    "year": 8.0,
    "score": 9.0,
    "date": 11.5,
    "yesno": 8.0,
}
# What is longer than its column is wrapped; what is not named here is as wide as a name.
_WIDTH = {
    "flag_id": 18.0, "level": 6.0, "status": 8.0, "rule_id": 8.0, "title": 22.0, "subject": 18.0, "message": 52.0,
    "next_check": 36.0, "summary": 34.0, "source_file": 44.0, "source_sheet": 16.0,
    "source_row": 7.0, "basis": 44.0, "innocent_explanation": 44.0, "missing": 60.0, "book": 44.0, "before": 28.0,
    "after": 28.0, "place_before": 40.0, "place_after": 40.0, "meaning": 44.0, "source": 36.0, "cooperative": 24.0,
    "project": 20.0, "payee": 18.0, "document": 20.0, "confirmed": 16.0, "name": 26.0, "kind_title": 18.0,
    "caption": 16.0, "content": 44.0, "todo": 28.0, "evidence": 36.0, "earlier": 18.0, "covers": 11.0,
    "filled_status": 11.0, "filled_explanation": 14.0, "filled_referred_to": 14.0,
    "filled_note": 28.0, "filled_inspector": 10.0, "filled_decided_on": 12.0,
    "village_name": 12.0, "township": 12.0, "priority": 9.0, "priority_reason": 44.0, "unit": 8.0, "note": 40.0,
}  # fmt: skip
TEXT_WIDTH = 14.0
LEAST = 6.0
LINE, MOST_HEIGHT = 15.0, 300.0


class Look:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def get(self, **properties: Any) -> Format:
        """Give the format with these XlsxWriter properties."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(dict(key))
        return self._made[key]

    def cell(self, kind: str, **properties: Any) -> Format:
        """Give the format of a cell of a table that holds a value of ``kind``."""
        number = {"num_format": NUMBERS[kind]} if kind in NUMBERS else {"text_wrap": True}
        across = {} if kind in {"money", "ratio", "text"} else {"align": "center"}
        return self.get(border=1, border_color="#BFC7D1", valign="vcenter", **(number | across | properties))

    @property
    def title(self) -> Format:
        """The title of a sheet."""
        return self.get(bold=True, font_size=16, font_color="#1F3A5F", valign="vcenter")

    @property
    def section(self) -> Format:
        """The title of a further table on a sheet."""
        return self.get(bold=True, font_size=12, font_color="#1F3A5F", valign="vcenter")

    @property
    def note(self) -> Format:
        """The remarks under a title."""
        return self.get(font_color="#404040", valign="vcenter")

    @property
    def header(self) -> Format:
        """The column titles of a table."""
        return self.get(
            bold=True, font_color="#FFFFFF", bg_color="#2F5D8C", border=1, border_color="#BFC7D1",
            align="center", valign="vcenter", text_wrap=True,
        )  # fmt: skip


def width(column: Column) -> float:
    """Say how wide a column is, in half-width characters."""
    return _WIDTH.get(column.name) or _KIND_WIDTH.get(column.kind) or TEXT_WIDTH


def widths(columns: Sequence[Column], rows: Sequence[Sequence[Value]]) -> list[float]:
    """Make columns as wide as their content needs: text up to what its column may have, amounts always whole."""
    return [_fitted(column, (row[i] for row in rows)) for i, column in enumerate(columns)]


def _fitted(column: Column, values: Iterable[Value]) -> float:
    most = width(column)
    if column.name.startswith("filled_"):
        return most
    # The title stands on two lines, its unit below.
    title = max(LEAST, _halves(column.title.removesuffix("（元）")) / 2 + 3)
    if column.kind == "money":
        largest = max((abs(value) for value in values if value is not None), default=None)
        return title if largest is None else max(title, len(f"-{largest:,.2f}") + 1.5)
    if column.kind != "text":
        return most
    longest = 0
    for text in values:
        if text and 2 * len(text) > longest:
            longest = max(longest, *map(_halves, text.split("\n")))
            if longest + 2 >= most:
                return most
    return max(title, longest + 2.0)


def lines(text: str, wide: float) -> int:
    """Count the lines a text needs in a cell ``wide`` half-width characters across."""
    room = max(int(wide), 2)
    return sum(max(1, -(-_halves(part) // room)) for part in text.split("\n"))


def _halves(text: str) -> int:
    # In this encoding what is twice as wide has twice the bytes, and counting them takes no loop.
    return len(text) if text.isascii() else len(text.encode("gbk", "replace"))


def arrange(sheet: Worksheet, title: str, header_row: int) -> None:
    """Print a sheet on A4 across, all columns on one page's width, the header on every page."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer(f"&L{title.replace('&', '&&')}&C第 &P 页，共 &N 页")
    sheet.repeat_rows(header_row)
    sheet.hide_gridlines(2)
