"""Write tables into the sheets of a workbook: text stays text, rows never get lost, links lead both ways."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.publish import palette
from pipeline.publish.report import style
from pipeline.publish.report.table import Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from pipeline.publish.report.table import Column, Value

HEADER = 2  # rows above: the title and a remark
# Excel's own limit is 1,048,576; what is more goes on on a further sheet.
MOST_ROWS = 1_000_000
MOST_TEXT = 32_000
# Excel keeps 65,530 links a sheet; further ones are HYPERLINK formulas, without a limit.
MOST_LINKS = 65_000
_EPOCH = 693_594  # date.toordinal() of 1899-12-30, day 0 of a workbook
_FORMULA = tuple("=+-@\t\r")

# (sheet name, row from 0) where something stands.
Place = tuple[str, int]


@dataclass(slots=True)
class Book:
    """A workbook being written to ``path``; rows must come from top to bottom."""

    path: Path
    look: style.Look
    file: Any
    links: dict[str, int]

    def add(
        self,
        name: str,
        title: str,
        remark: str,
        columns: Sequence[Column],
        widths: Sequence[float],
        frozen: int,
        *,
        wrapped: bool = False,
    ) -> Worksheet:
        """Begin a sheet: title, remark, header, widths, frozen panes; ``wrapped``: the remark within the table's width."""
        sheet = self.file.add_worksheet(name)
        for index, wide in enumerate(widths):
            sheet.set_column(index, index, wide)
        self.text(sheet, 0, 0, title, self.look.title)
        sheet.set_row(0, 28)
        if wrapped and len(columns) > 1:
            form = self.look.get(font_color="#404040", valign="vcenter", text_wrap=True)
            sheet.merge_range(1, 0, 1, len(columns) - 1, "", form)
            self.text(sheet, 1, 0, remark, form)
            sheet.set_row(1, style.LINE * style.lines(remark, sum(widths) - 1) + 4)
        else:
            self.text(sheet, 1, 0, remark, self.look.note)
        self._header(sheet, columns, widths)
        sheet.freeze_panes(HEADER + 1, frozen)
        style.arrange(sheet, title, HEADER)
        return sheet

    def _header(self, sheet: Worksheet, columns: Sequence[Column], widths: Sequence[float]) -> None:
        titles = [c.title.replace("（元）", "\n（元）") if len(c.title) > 6 else c.title for c in columns]
        need = max(style.lines(title, wide - 1) for title, wide in zip(titles, widths, strict=True))
        sheet.set_row(HEADER, max(36.0, style.LINE * need + 6))
        for index, title in enumerate(titles):
            self.text(sheet, HEADER, index, title, self.look.header)

    def text(self, sheet: Worksheet, row: int, column: int, text: str, form: Format) -> None:
        """Write a text as a text, also one that begins like a formula."""
        sheet.write_string(row, column, text if len(text) <= MOST_TEXT else f"{text[:MOST_TEXT]}…", form)

    def link(self, sheet: Worksheet, row: int, column: int, text: str, place: Place, form: Format) -> None:
        """Write a text that leads to a row of a sheet of this workbook."""
        target = f"'{place[0]}'!A{place[1] + 1}"
        count = self.links[sheet.name] = self.links.get(sheet.name, 0) + 1
        if count <= MOST_LINKS:
            sheet.write_url(row, column, f"internal:{target}", form, text)
        else:
            shown = text.replace('"', '""')
            sheet.write_formula(row, column, f'=HYPERLINK("#{target}","{shown}")', form, text)

    def value(self, sheet: Worksheet, row: int, column: int, value: Value, kind: str, form: Format) -> None:
        """Write one value as what it is."""
        if value is None or value == "":
            sheet.write_blank(row, column, None, form)
        elif isinstance(value, str):
            self.text(sheet, row, column, value, form)
        elif kind == "date":
            sheet.write_number(row, column, value.toordinal() - _EPOCH, form)
        elif isinstance(value, bool):
            sheet.write_string(row, column, "是" if value else "否", form)
        else:
            sheet.write_number(row, column, value, form)


def open_book(path: Path, made_at: Any) -> Book:
    """Begin a workbook at ``path``; close its ``file`` to finish it."""
    import xlsxwriter

    file = xlsxwriter.Workbook(
        str(path),
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_format_properties": {"font_name": palette.TYPEFACE, "font_size": 10},
        },
    )
    file.set_properties({"created": made_at, "author": "村账 cunzhang"})
    return Book(path, style.Look(file), file, {})


def part_name(name: str, number: int) -> str:
    """Name the ``number``-th sheet (from 1) of a table that needs several."""
    return name if number == 1 else f"{name}（{number}）"


def places(name: str, count: int) -> list[Place]:
    """Say where each of ``count`` rows of a table will stand."""
    return [(part_name(name, i // MOST_ROWS + 1), HEADER + 1 + i % MOST_ROWS) for i in range(count)]


def write(
    book: Book,
    name: str,
    table: Table,
    remark: str,
    frozen: int = 2,
    links: Mapping[str, Sequence[Place | None]] | None = None,
    printed: str = "",
) -> None:
    """Write ``table`` on sheet ``name``, and on further ones what exceeds a sheet.

    ``links``: for a column, where each row's cell leads. ``printed``: the last column that goes on paper.
    """
    parts = [table.rows[i : i + MOST_ROWS] for i in range(0, len(table.rows), MOST_ROWS)] or [[]]
    for number, rows in enumerate(parts, start=1):
        title = part_name(table.title, number)
        widths = style.widths(table.columns, rows)
        sheet = book.add(part_name(name, number), title, remark, table.columns, widths, frozen)
        start = (number - 1) * MOST_ROWS
        own = {table.position(c): places[start : start + len(rows)] for c, places in (links or {}).items()}
        lines(book, sheet, HEADER + 1, table.columns, rows, widths, own)
        sheet.autofilter(HEADER, 0, HEADER + max(len(rows), 1), len(table.columns) - 1)
        if not rows:
            book.text(sheet, HEADER + 1, 0, "没有。", book.look.note)
        if printed:
            sheet.print_area(0, 0, HEADER + max(len(rows), 1), table.position(printed))


def lines(
    book: Book,
    sheet: Worksheet,
    first: int,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Value]],
    widths: Sequence[float],
    links: Mapping[int, Sequence[Place | None]] | None = None,
    special: Mapping[int, Format] | None = None,
    high: float = 0,
) -> None:
    """Write the lines of a table from row ``first`` on, each as high as its longest text needs.

    ``special``: the formats of columns that look different; ``high``: how many points a line is at least.
    """
    look = book.look
    forms = [(special or {}).get(i) or look.cell(column.kind) for i, column in enumerate(columns)]
    link_form = look.cell("text", font_color="#0B57A4", underline=1)
    coloured = {
        i: {word: look.cell("text", align="center", bg_color=colour) for word, colour in words.items()}
        for i, column in enumerate(columns)
        if (words := _COLOURS.get(column.name))
    }
    quoted = look.cell("text", quote_prefix=True)
    wide = [(i, widths[i]) for i, c in enumerate(columns) if c.kind == "text"]
    for offset, values in enumerate(rows):
        row = first + offset
        # A text that surely fits on one line is not measured.
        need = max((style.lines(v, w) for i, w in wide if (v := values[i]) and 2 * len(v) > w), default=1)
        sheet.set_row(row, max(high, min(style.LINE * need + 4, style.MOST_HEIGHT)))
        for index, value in enumerate(values):
            place = links[index][offset] if links and index in links else None
            if place is not None:
                book.link(sheet, row, index, value, place, link_form)
                continue
            form = forms[index]
            if isinstance(value, str):
                if index in coloured:
                    form = coloured[index].get(value, form)
                elif value.startswith(_FORMULA):
                    form = quoted
            book.value(sheet, row, index, value, columns[index].kind, form)


_COLOURS = {"level": palette.LEVEL_COLOURS, "status": style.STATUS_COLOURS}
