"""Lay out an HTML page saved as .xls the way a spreadsheet program would."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import html
from lxml.etree import LxmlError

from pipeline.files.delimited import clean
from pipeline.files.marks import (
    MOST_COLUMNS,
    MOST_ROWS,
    Area,
    Refusal,
    Unfit,
    clipped,
    too_many,
)
from pipeline.files.sheet import Found, Sheet, Texts, squared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.values.cell import Cell

_SKIPPED = frozenset({"script", "style", "head", "title", "template", "noscript"})
_BLOCKS = frozenset({"p", "div", "center", "h1", "h2", "h3", "h4", "h5", "h6", "li", "tr", "hr", "section"})
# Every tag becomes 150 bytes of a tree: with this many a worker stays within 1 GiB and 1 kB for each row.
_MOST_TAGS, _MORE_TAGS_A_ROW = 3_000_000, 6
_NO_TABLE = Refusal("F03", "网页，里面没有表格")
_SHOWN = re.compile(r"-?[0-9]{1,15}(?:\.([0-9]{0,15}))?")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)


def read(text: str, name: str) -> Found | Refusal:
    """Read all tables of a page, stacked as they appear, each text between them on a row of its own."""
    sheet = lay_out(text, name)
    if isinstance(sheet, Refusal):
        return sheet
    if not sheet.rows or len(sheet.rows[0]) < 2:
        return _NO_TABLE
    return Found("html", [sheet])


def lay_out(text: str, name: str) -> Sheet | Refusal:
    """Put the tables and texts of a page on one sheet, which may stay empty."""
    lower = text.lower()
    if lower.count("<table") > lower.count("</table"):
        return Refusal("F01", "网页不完整")
    tags = lower.count("<")
    if tags > _MOST_TAGS + _MORE_TAGS_A_ROW * lower.count("<tr"):
        return Refusal("F05", f"网页里有 {tags} 个标记")
    del lower
    # Past its limits of depth and size lxml would drop the rest of the page in silence.
    parser = html.HTMLParser(encoding="utf-8")
    try:
        page = html.document_fromstring(text.encode(), parser=parser)
    except (LxmlError, ValueError, AssertionError):
        return Refusal("F01", "网页结构损坏")
    if any(entry.level_name == "FATAL" for entry in parser.error_log):
        return Refusal("F01", "网页结构损坏")
    layout = _Layout(page)
    layout.fill()
    refusal = squared(layout.rows)
    if refusal is not None:
        return refusal
    height, width = len(layout.rows), len(layout.rows[0]) if layout.rows else 0
    sheet = Sheet(
        name,
        layout.rows,
        merged=clipped(layout.merged, height, width),
        hidden_rows=frozenset(row for row in layout.hidden if row < height),
        text_only=True,
    )
    return layout.texts.judge([sheet]) or sheet


class _Layout:
    """The rows of a sheet as the tables of a page fill them, each up to its last filled cell."""

    def __init__(self, page: html.HtmlElement) -> None:
        self.page = page
        self.rows: list[list[Cell]] = []
        self.merged: list[Area] = []
        self.hidden: list[int] = []
        self.texts = Texts()
        self._cells = 0
        # Kept alive, so that the same element is the same object when it is met again.
        self._holders: set[html.HtmlElement] = set()
        for table in page.iter("table"):
            for element in table.iterancestors():
                if element in self._holders:
                    break
                self._holders.add(element)

    def fill(self) -> None:
        """Lay out what the page holds; raises ``Unfit`` where that takes too many cells."""
        for block in self._blocks(self.page):
            if isinstance(block, str):
                self._append([block])
            else:
                self._lay_out(block)

    def _append(self, row: list[Cell]) -> None:
        while row and row[-1] == "":
            row.pop()
        self._cells += len(row)
        self.rows.append(self.texts.row(row))

    def _blocks(self, element: html.HtmlElement) -> Iterator[str | html.HtmlElement]:
        """Yield data tables and the lines of text around them; a table that holds tables is mere layout."""
        pending: list[str] = []

        def flush() -> Iterator[str]:
            line = " ".join("".join(pending).split())
            pending.clear()
            if line:
                yield line

        pending.append(element.text or "")
        for child in element:
            if isinstance(child.tag, str) and child.tag not in _SKIPPED:
                if child.tag == "table" and child not in self._holders:
                    yield from flush()
                    yield child
                elif child.tag in _BLOCKS or child.tag == "br" or child in self._holders:
                    yield from flush()
                    yield from self._blocks(child)
                else:
                    pending.append("".join(child.itertext()))
            pending.append(child.tail or "")
        yield from flush()

    def _lay_out(self, table: html.HtmlElement) -> None:
        """Append a table's rows, every cell in its column."""
        covered: dict[int, int] = {}  # column → the last row that a cell from above covers
        for line in table.iter("tr"):
            row, column = len(self.rows), 0
            cells: list[Cell] = []
            for cell in line:
                if cell.tag not in ("td", "th"):
                    continue
                while covered.get(column, -1) >= row:
                    column += 1
                    self._cells += 1
                across, down = _span(cell, "colspan", MOST_COLUMNS), _span(cell, "rowspan", MOST_ROWS)
                if text := _text(cell):
                    if column >= MOST_COLUMNS:
                        raise Unfit(Refusal("F05", f"内容一直到第 {row + 1} 行、第 {column + 1} 列"))
                    cells.extend([""] * (column - len(cells)))
                    cells.append(text)
                if down > 1:
                    covered.update(dict.fromkeys(range(column, column + across), row + down - 1))
                    self._cells += across
                if across > 1 or down > 1:
                    self.merged.append((row, column, row + down - 1, column + across - 1))
                column += across
            if _HIDDEN.search(line.get("style") or ""):
                self.hidden.append(row)
            self._append(cells)
            if too_many(self._cells, len(self.rows)):
                raise Unfit(Refusal("F05", "网页表格的合并范围过大"))


def _span(cell: html.HtmlElement, name: str, most: int) -> int:
    value = (cell.get(name) or "").strip()
    return max(1, min(int(value), most)) if value.isascii() and value.isdigit() and len(value) <= 12 else 1


def _text(cell: html.HtmlElement) -> str:
    for line_break in cell.iter("br"):
        line_break.tail = "\n" + (line_break.tail or "")
    lines = (" ".join(line.split(" ")) for line in "".join(cell.itertext()).split("\n"))
    text = clean("\n".join(lines).strip())
    exact = cell.get("x:num")
    return _exact(text, exact) if exact and text else text


def _exact(shown: str, exact: str) -> str:
    """Return the number that Excel notes beside a rounded one, or one too long for its column (####)."""
    number = _SHOWN.fullmatch(shown.replace(",", ""))
    try:
        value = float(exact)
    except ValueError:
        return shown
    if number is None and shown.strip("#"):
        return shown
    if number is not None and abs(value - float(number[0])) > 0.5000001 * 10.0 ** -len(number[1] or ""):
        return shown
    written = format(value, ".15g")
    return shown if number is not None and float(number[0]) == float(written) else written
