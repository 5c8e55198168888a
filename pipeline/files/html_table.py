"""Lay out an HTML page saved as .xls the way a spreadsheet program would."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import html
from lxml.etree import LxmlError

from pipeline.files.delimited import Grid, clean
from pipeline.files.marks import MOST_CELLS, Area, Refusal

_SKIPPED = frozenset({"script", "style", "head", "title", "template", "noscript"})
_BLOCKS = frozenset({"p", "div", "center", "h1", "h2", "h3", "h4", "h5", "h6", "li", "tr", "hr", "section"})
_WIDEST_SPAN = 16_384


def read(text: str) -> Grid | Refusal:
    """Read all tables of a page, stacked as they appear, each text between them on a row of its own."""
    lower = text.lower()
    if lower.count("<table") > lower.count("</table"):
        return Refusal("F01", "网页不完整")
    # Past its limits of depth and size lxml would drop the rest of the page in silence.
    parser = html.HTMLParser(encoding="utf-8")
    try:
        page = html.document_fromstring(text.encode(), parser=parser)
    except (LxmlError, ValueError, AssertionError):
        return Refusal("F01", "网页结构损坏")
    if any(entry.level_name == "FATAL" for entry in parser.error_log):
        return Refusal("F01", "网页结构损坏")
    rows: list[list[str]] = []
    merged: list[Area] = []
    for block in _blocks(page):
        if isinstance(block, str):
            rows.append([block])
        elif not _lay_out(block, rows, merged):
            return Refusal("F05", "网页表格的合并范围过大")
    width = max(map(len, rows), default=0)
    if width < 2:
        return Refusal("F03", "网页，里面没有表格")
    if width * len(rows) > MOST_CELLS:
        return Refusal("F05", f"{len(rows)} 行、{width} 列")
    for row in rows:
        row.extend([""] * (width - len(row)))
    return Grid("html", rows, merged)


def _blocks(element: html.HtmlElement) -> Iterator[str | html.HtmlElement]:
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
            if child.tag == "table" and child.find(".//table") is None:
                yield from flush()
                yield child
            elif child.tag in _BLOCKS or child.tag == "br" or child.find(".//table") is not None:
                yield from flush()
                yield from _blocks(child)
            else:
                pending.append("".join(child.itertext()))
        pending.append(child.tail or "")
    yield from flush()


def _span(cell: html.HtmlElement, name: str) -> int:
    value = (cell.get(name) or "").strip()
    return min(int(value), _WIDEST_SPAN) if value.isascii() and value.isdigit() and int(value) > 0 else 1


def _lay_out(table: html.HtmlElement, rows: list[list[str]], merged: list[Area]) -> bool:
    """Append a table's rows, every cell in its column; False when spans make it too large."""
    top = len(rows)
    taken: dict[int, int] = {}  # column → rows below that a rowspan still covers
    area = 0
    for number, line in enumerate(table.iter("tr")):
        row: list[str] = []
        column = 0
        cells = [cell for cell in line if cell.tag in ("td", "th")]
        covered = dict(taken)
        taken = {at: left - 1 for at, left in taken.items() if left > 1}
        for cell in cells:
            while column in covered:
                column += 1
            across, down = _span(cell, "colspan"), _span(cell, "rowspan")
            row.extend([""] * (column - len(row)))
            row.append(_text(cell))
            row.extend([""] * (across - 1))
            if down > 1:
                taken.update(dict.fromkeys(range(column, column + across), down - 1))
            if across > 1 or down > 1:
                first = top + number
                merged.append((first, column, first + down - 1, column + across - 1))
            column += across
        area += len(row)
        if area > MOST_CELLS:
            return False
        rows.append(row)
    return True


def _text(cell: html.HtmlElement) -> str:
    for line_break in cell.iter("br"):
        line_break.tail = "\n" + (line_break.tail or "")
    lines = (" ".join(line.split(" ")) for line in "".join(cell.itertext()).split("\n"))
    return clean("\n".join(lines).strip())
