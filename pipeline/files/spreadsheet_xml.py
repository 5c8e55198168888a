"""Read XML Spreadsheet 2003, which Excel, WPS and many a finance program write as one text file."""

from __future__ import annotations

import re
from array import array
from datetime import date, datetime, time
from typing import TYPE_CHECKING, cast

from lxml import etree

from pipeline.files.marks import (
    MOST_COLUMNS,
    Marks,
    Refusal,
    Unfit,
    clipped,
    judge_extent,
    too_many,
    united,
)
from pipeline.files.sheet import Found, Sheet, Texts
from pipeline.values.cell import address

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.files.encoding import Text
    from pipeline.values.cell import Cell

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_X = "{urn:schemas-microsoft-com:office:excel}"
_BOOK, _SHEET, _TABLE, _COLUMN, _ROW, _CELL, _DATA = (
    f"{_SS}{name}" for name in ("Workbook", "Worksheet", "Table", "Column", "Row", "Cell", "Data")
)
_STYLE, _FONT, _OPTIONS = f"{_SS}Style", f"{_SS}Font", f"{_X}WorksheetOptions"
_NUMBER = re.compile(r"[-+]?(?:[0-9]{1,400}\.?[0-9]{0,400}|\.[0-9]{1,400})(?:[Ee][-+]?[0-9]{1,4})?")
_MOMENT = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,6})\d*)?)?Z?")
# A time of day is a moment on the day before the first, which some count back one further.
_DAYS_ZERO = (date(1899, 12, 30), date(1899, 12, 31))
_RED = re.compile(r"#([B-F][0-9A-F])([0-5][0-9A-F])([0-5][0-9A-F])", re.IGNORECASE)
_HIDDEN = frozenset({"SheetHidden", "SheetVeryHidden"})
_CHUNK = 1 << 20


def read(text: Text) -> Found | Refusal:
    """Read all sheets of an XML Spreadsheet; raises ``Unfit`` where its cells can't be placed."""
    # No entities, nothing from elsewhere, and libxml2's own limits of depth and size.
    parser = etree.XMLPullParser(
        events=("start", "end"),
        tag=(_BOOK, _SHEET, _TABLE, _COLUMN, _ROW, _STYLE, _OPTIONS),
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    reader = _Reader()
    stream = text.stream()
    try:
        while piece := stream.read(_CHUNK):
            parser.feed(piece.encode())
            for event, element in parser.read_events():
                reader.take(event, cast("etree._Element", element))
            reader.forget()
        parser.close()
    except etree.XMLSyntaxError:
        return Refusal("F01", "XML 电子表格不完整或结构损坏")
    for event, element in parser.read_events():
        reader.take(event, cast("etree._Element", element))
    return reader.finish()


def _about(element: etree._Element) -> dict[str, str]:
    """Return the attributes by their names, which some writers leave without their namespace."""
    return {str(name).rpartition("}")[2]: str(value) for name, value in element.items()}


def _count(about: dict[str, str], name: str) -> int:
    """Read an attribute that counts cells; 0 where there is none."""
    value = about.get(name, "").strip()
    if not value:
        return 0
    if not (value.isascii() and value.isdigit()):
        raise Unfit(Refusal("F01", f"{name} 不是数字"))
    return int(value) if len(value) < 8 else 10_000_000


def _place(about: dict[str, str], following: int, first: int) -> int:
    """Say where an element stands: at its index, else after the one before; ``first``: what index 1 means."""
    index = _count(about, "Index")
    if not about.get("Index", "").strip():
        return following
    if first + index - 1 < following:
        raise Unfit(Refusal("F01", f"行号或列号 {index} 倒退"))
    return first + index - 1


class _Reader:
    """The sheets read so far, and the one being read."""

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self.texts = Texts()
        self._reds: set[str] = set()
        self._sheet: _SheetReader | None = None
        self._root: etree._Element | None = None
        self._rows = self._cells = 0

    def take(self, event: str, element: etree._Element) -> None:
        """Go on with what the parser has understood."""
        tag = element.tag
        if tag == _BOOK:
            self._root = element
        elif event == "start":
            if tag == _SHEET:
                name = _about(element).get("Name") or f"Sheet{len(self.sheets) + 1}"
                self._sheet = _SheetReader(name, self._reds)
            elif tag == _TABLE and self._sheet is not None:
                self._sheet.begin(element)
        elif tag == _STYLE:
            font = element.find(_FONT)
            if font is not None and _RED.fullmatch(_about(font).get("Color", "")):
                self._reds.add(_about(element).get("ID", ""))
        elif self._sheet is not None:
            if tag == _SHEET:
                self._add(self._sheet.finish(self.texts))
                self._sheet = None
            else:
                self._sheet.end(element)
                element.clear()

    def forget(self) -> None:
        """Free what was taken: a sheet of a million rows must not become a tree."""
        element = self._root
        while element is not None and len(element):
            del element[:-1]
            if element.tag == _TABLE and len(element[-1]) > MOST_COLUMNS:
                raise Unfit(Refusal("F05", f"一行里有 {len(element[-1])} 个单元格"))
            element = element[-1] if element.tag in (_BOOK, _SHEET) else None

    def _add(self, sheet: Sheet) -> None:
        self._rows += len(sheet.rows)
        self._cells += sum(map(len, sheet.rows))
        if too_many(self._cells, self._rows):
            raise Unfit(Refusal("F05", f"各工作表共有 {self._cells} 个单元格"))
        if any(sheet.name == other.name for other in self.sheets):
            raise Unfit(Refusal("F01", f"有两张工作表都叫“{sheet.name}”"))
        self.sheets.append(sheet)

    def finish(self) -> Found | Refusal:
        """Hand over the sheets."""
        if not self.sheets:
            return Refusal("F01", "里面没有工作表")
        return self.texts.judge(self.sheets) or Found("xml", self.sheets)


class _SheetReader:
    """One sheet: its filled cells, each with its place, and what is said about rows, columns and cells."""

    def __init__(self, name: str, reds: set[str]) -> None:
        self.sheet = Sheet(name, [])
        self.marks = Marks()
        self._reds = reds
        self._values: list[Cell] = []
        self._at_row, self._at_column = array("L"), array("L")
        self._first_row = self._first_column = 0
        self._next_row = self._next_group = 0
        self._bottom = self._right = 0

    def begin(self, table: etree._Element) -> None:
        """Take up a table, which may begin elsewhere than in A1."""
        about = _about(table)
        self._next_row = self._first_row = max(_count(about, "TopCell"), 1) - 1
        self._next_group = self._first_column = max(_count(about, "LeftCell"), 1) - 1

    def end(self, element: etree._Element) -> None:
        """Take in a row, a column or the options of the sheet."""
        if element.tag == _ROW:
            self._row(element)
        elif element.tag == _COLUMN:
            about = _about(element)
            first = _place(about, self._next_group, self._first_column)
            last = first + _count(about, "Span")
            self._next_group = last + 1
            if about.get("Hidden") == "1":
                self.marks.hidden_columns.append((first, last))
        elif element.tag == _OPTIONS:
            self.sheet.hidden = (element.findtext(f"{_X}Visible") or "").strip() in _HIDDEN

    def _row(self, element: etree._Element) -> None:
        about = _about(element)
        row = _place(about, self._next_row, self._first_row)
        last = row + _count(about, "Span")
        self._next_row = last + 1
        if about.get("Hidden") == "1" or about.get("Height") == "0":
            self.marks.hidden_rows.append((row, last))
        column = self._first_column
        for cell in element.iterchildren(_CELL):
            column = self._cell(cell, row, column)
        if too_many(len(self._values), self._bottom):
            raise Unfit(Refusal("F05", f"前 {self._bottom} 行就有 {len(self._values)} 个单元格"))

    def _cell(self, cell: etree._Element, row: int, column: int) -> int:
        """Take in a cell that stands at ``column`` unless it says otherwise; returns where the next may stand."""
        about = _about(cell)
        across = down = 0
        if about:
            column = _place(about, column, self._first_column)
            across, down = _count(about, "MergeAcross"), _count(about, "MergeDown")
            if across or down:
                self.marks.merged.append((row, column, row + down, column + across))
        data = next(cell.iterchildren(_DATA), None)
        if "Formula" in about:
            self.marks.add_formula(row, column)
            if data is None:
                self.marks.uncached.add((row, column))
        value = "" if data is None else self._value(data, row, column)
        if value != "" or (row, column) in self.marks.errors:
            if about.get("StyleID") in self._reds:
                self.marks.red.add((row, column))
            self._values.append(value)
            self._at_row.append(row)
            self._at_column.append(column)
            self._bottom, self._right = max(self._bottom, row + 1), max(self._right, column + 1)
        return column + across + 1

    def _value(self, data: etree._Element, row: int, column: int) -> Cell:
        text = "".join(map(str, data.itertext())) if len(data) else data.text or ""
        kind = _about(data).get("Type", "")
        if kind == "Error":
            self.marks.errors[row, column] = text.strip() or "#ERROR!"
            return ""
        return _READ.get(kind, str)(text)

    def finish(self, texts: Texts) -> Sheet:
        """Put the cells in their places."""
        refusal = judge_extent(self._bottom, self._right, len(self._values))
        if refusal is not None:
            raise Unfit(refusal)
        rows: list[list[Cell]] = [[""] * self._right for _ in range(self._bottom)]
        for row, column, value in zip(self._at_row, self._at_column, self._values, strict=True):
            rows[row][column] = value
        sheet, marks = self.sheet, self.marks
        sheet.rows = [texts.row(row) for row in rows]
        sheet.merged = clipped(marks.merged, self._bottom, self._right)
        for top, left, bottom, right in sheet.merged:
            # Excel calls such a file invalid. It comes of counting cells past a merge from above.
            inside = (
                rows[r][c]
                for r in range(top, bottom + 1)
                for c in range(left, right + 1)
                if (r, c) != (top, left)
            )
            if any(value != "" for value in inside):
                raise Unfit(
                    Refusal("F01", f"工作表“{sheet.name}”的合并单元格 {address(top, left)} 盖住了别的内容")
                )
        sheet.hidden_rows = united(marks.hidden_rows, self._bottom)
        sheet.hidden_columns = united(marks.hidden_columns, self._right)
        sheet.errors, sheet.formulas = marks.errors, marks.formulas
        sheet.uncached, sheet.red = frozenset(marks.uncached), frozenset(marks.red)
        return sheet


def _number(text: str) -> Cell:
    stripped = text.strip()
    return float(stripped) if _NUMBER.fullmatch(stripped) else text


def _truth(text: str) -> Cell:
    return {"1": True, "0": False}.get(text.strip(), text)


def _moment(text: str) -> Cell:
    """Read a date, with its time of day where that is not midnight; what is none stays a text."""
    found = _MOMENT.fullmatch(text.strip())
    if found is None:
        return text
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    try:
        at = time(hour, minute, second, int((found[7] or "").ljust(6, "0")))
        on = date(year, month, day)
    except ValueError:
        return text
    if on in _DAYS_ZERO:
        return at
    return datetime.combine(on, at) if at != time() else on


_READ: dict[str, Callable[[str], Cell]] = {"Number": _number, "Boolean": _truth, "DateTime": _moment}
