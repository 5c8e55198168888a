"""Take a second look at the content of an .ods file for what calamine drops."""

from __future__ import annotations

import re

from pipeline.files.marks import MOST_COLUMNS, Marks, Refusal, judge_extent, too_many

_TAG = re.compile(
    rb"<(/?)table:(table|table-column|table-row|table-cell|covered-table-cell)(?=[\s/>])([^<>]*?)(/?)>"
)
_ATTRIBUTE = re.compile(rb"([\w:-]+)=(?:\"([^\"]*)\"|'([^']*)')")
_ERROR = re.compile(rb"<text:p>(#(?:REF!|DIV/0!|N/A|NAME\?|VALUE!|NUM!|NULL!)|Err:\d+)</text:p>")

About = dict[bytes, bytes]


def look(content: bytes) -> list[Marks] | Refusal:
    """Collect the marks of every sheet in workbook order, or refuse one that would be a huge grid."""
    sheets: list[Marks] = []
    sheet: _Sheet | None = None
    text = 0
    # Copies of other documents' tables follow the sheets.
    end = content.find(b"<table:dde-links")
    for tag in _TAG.finditer(content, 0, end if end >= 0 else len(content)):
        closing, kind, inside, empty = tag.groups()
        about = (
            {} if closing else {key: double or single for key, double, single in _ATTRIBUTE.findall(inside)}
        )
        if kind == b"table":
            if sheet is not None and closing:
                text += sheet.text
                refusal = judge_extent(sheet.bottom, sheet.right, sheet.filled, text)
                if refusal is not None:
                    return refusal
                sheets.append(sheet.marks)
            sheet = None if closing else _Sheet()
        elif sheet is None:
            # Cells outside a table are the memory of deleted ones.
            continue
        elif kind == b"table-column":
            sheet.column_group(about)
        elif kind == b"table-row":
            sheet.row_group(about, opens=not closing, closes=bool(closing or empty))
        else:
            if not closing:
                sheet.cell(about, tag.end())
            if closing or empty:
                sheet.close_cell(content[sheet.begun : tag.start()] if closing else b"")
            if too_many(sheet.filled, sheet.bottom):
                # A cell repeated without end: more of them only take time.
                return judge_extent(sheet.bottom, sheet.right, sheet.filled) or sheets
    return sheets


class _Sheet:
    """Where the walk through one sheet has come to, and what it met."""

    def __init__(self) -> None:
        self.marks = Marks()
        self.row = self.column = self.columns = 0
        self.bottom = self.right = self.filled = self.text = 0
        self.begun = 0
        self._repeat = 1
        self._open: About | None = None

    def column_group(self, about: About) -> None:
        wide = _number(about, b"table:number-columns-repeated")
        if _is_hidden(about):
            self.marks.hidden_columns.append((self.columns, self.columns + wide - 1))
        self.columns += wide

    def row_group(self, about: About, *, opens: bool, closes: bool) -> None:
        if opens:
            self._repeat = _number(about, b"table:number-rows-repeated")
            self.column = 0
            if _is_hidden(about):
                self.marks.hidden_rows.append((self.row, self.row + self._repeat - 1))
        if closes:
            self.row += self._repeat
            self._repeat = 0

    def cell(self, about: About, begun: int) -> None:
        self._open, self.begun = about, begun

    def close_cell(self, body: bytes) -> None:
        about, self._open = self._open, None
        if about is None:
            return
        wide = _number(about, b"table:number-columns-repeated")
        has_value = b"office:value-type" in about
        # calamine lays out formulas, too.
        if has_value or b"<text:p" in body or b"table:formula" in about:
            self.bottom, self.right = (
                max(self.bottom, self.row + self._repeat),
                max(self.right, self.column + wide),
            )
            self.filled += self._repeat * wide
            self.text += self._repeat * wide * len(body)
        if b"table:formula" in about:
            self._note_formula(about, body, wide, has_value=has_value)
        elif about.get(b"calcext:value-type") == b"error":
            self._note_error(body)
        across = _number(about, b"table:number-columns-spanned")
        down = _number(about, b"table:number-rows-spanned")
        if across > 1 or down > 1:
            self.marks.merged.append((self.row, self.column, self.row + down - 1, self.column + across - 1))
        self.column += wide

    def _note_formula(self, about: About, body: bytes, wide: int, *, has_value: bool) -> None:
        # Without a value it is a gap, which is told once; repeated ones can be without end.
        for column in range(self.column, self.column + (min(wide, MOST_COLUMNS) if has_value else 1)):
            self.marks.add_formula(self.row, column)
        if not self._note_error(body) and not has_value:
            self.marks.uncached.add((self.row, self.column))

    def _note_error(self, body: bytes) -> bool:
        error = _ERROR.search(body)
        if error is not None:
            self.marks.errors[self.row, self.column] = error[1].decode("ascii")
        return error is not None


def _is_hidden(about: About) -> bool:
    return about.get(b"table:visibility", b"visible") != b"visible"


def _number(about: About, name: bytes) -> int:
    value = about.get(name, b"1")
    return int(value) if value.isdigit() and len(value) <= 12 else 1
