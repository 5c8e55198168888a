"""Take a second look at the XML of an xlsx sheet for what calamine drops.

Everything here is a search over bytes that the guard has already unpacked. Most sheets hold no error cells,
hidden rows or red ink: a probe that misses costs a few microseconds, and only a hit is looked at closely.
"""

from __future__ import annotations

import html
import posixpath
import re
from dataclasses import dataclass
from functools import lru_cache

from pipeline.marks import Address, Marks, Refusal, judge_extent

_TAG_ATTRIBUTE = re.compile(rb"([\w.:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_REFERENCE = re.compile(rb"\$?([A-Za-z]{1,3})\$?(\d{1,9})$")
# Rows from 10,000, columns from AAA, or both large: the grid may be huge, so its extent is measured.
_FAR = re.compile(rb"\br=[\"'](?:[A-Za-z]{3,}|[A-Za-z]*\d{5,}|[A-Za-z]{2}\d{4})")
_FORMULA_RESULT = rb"\s*<{p}v>[^<]"


@dataclass(frozen=True, slots=True)
class Patterns:
    """Compiled searches for one namespace prefix."""

    cell: re.Pattern[bytes]
    hidden_row: re.Pattern[bytes]
    column: re.Pattern[bytes]
    no_result: re.Pattern[bytes]
    value: re.Pattern[bytes]
    cell_open: tuple[bytes, ...]
    formula_open: tuple[bytes, ...]
    row_open: bytes


@lru_cache(maxsize=8)
def _patterns(prefix: bytes) -> Patterns:
    p = re.escape(prefix)
    result = rb"(?!\s*<" + p + rb"v(?:\s[^>]*)?>[^<])"
    return Patterns(
        cell=re.compile(rb"<" + p + rb"(?:c|row)\b([^>]*?)(/?)>"),
        hidden_row=re.compile(rb"<" + p + rb"row\b([^>]*?\b(?:hidden=[\"'](?:1|true)|ht=[\"']0[\"'])[^>]*)>"),
        column=re.compile(rb"<" + p + rb"col\b([^>]*)>"),
        no_result=re.compile(
            rb"</" + p + rb"f>" + result + rb"|<" + p + rb"f(?:\s[^>]*)?/>" + result,
        ),
        value=re.compile(rb"<" + p + rb"v(?:\s[^>]*)?>([^<]*)<"),
        cell_open=tuple(b"<" + prefix + b"c" + end for end in (b" ", b">", b"\n", b"\r", b"\t")),
        formula_open=tuple(b"<" + prefix + b"f" + end for end in (b">", b" ", b"/")),
        row_open=b"<" + prefix + b"row",
    )


def _attributes(tag: bytes) -> dict[bytes, bytes]:
    return {name: double or single for name, double, single in _TAG_ATTRIBUTE.findall(tag)}


def _reference(text: bytes) -> Address | None:
    found = _REFERENCE.match(text)
    if found is None:
        return None
    column = 0
    for letter in found[1].upper():
        column = column * 26 + letter - 64
    return int(found[2]) - 1, column - 1


def sheet_parts(parts: dict[str, bytes]) -> list[str]:
    """List the part of each sheet in the order of the workbook; empty where there is none."""
    book = _target(parts, "_rels/.rels", b"/officeDocument") or "xl/workbook.xml"
    content = parts.get(book, b"")
    folder, name = posixpath.split(book)
    links = _links(parts.get(posixpath.join(folder, "_rels", name + ".rels"), b""), folder)
    found = []
    for tag in re.findall(rb"<(?:[\w.-]+:)?sheet\s([^>]*)>", content):
        attributes = _attributes(tag)
        link = next((value for key, value in attributes.items() if key.endswith(b":id")), b"")
        found.append(links.get(link, (b"", ""))[1])
    return found


def _links(content: bytes, folder: str) -> dict[bytes, tuple[bytes, str]]:
    """Map relationship ids to (type, part name)."""
    links = {}
    for tag in re.findall(rb"<(?:[\w.-]+:)?Relationship\s([^>]*)>", content):
        attributes = _attributes(tag)
        target = html.unescape(attributes.get(b"Target", b"").decode("utf-8", "replace")).replace("\\", "/")
        part = posixpath.normpath(target if target.startswith("/") else posixpath.join(folder, target))
        links[attributes.get(b"Id", b"")] = (attributes.get(b"Type", b""), part.lstrip("/"))
    return links


def _target(parts: dict[str, bytes], rels: str, ending: bytes) -> str:
    folder = posixpath.dirname(posixpath.dirname(rels))
    for kind, part in _links(parts.get(rels, b""), folder).values():
        if kind.endswith(ending):
            return part
    return ""


def styles_part(parts: dict[str, bytes]) -> bytes:
    """Return the styles of a workbook, empty when it has none."""
    book = _target(parts, "_rels/.rels", b"/officeDocument") or "xl/workbook.xml"
    folder, name = posixpath.split(book)
    return parts.get(_target(parts, posixpath.join(folder, "_rels", name + ".rels"), b"/styles"), b"")


def red_styles(styles: bytes) -> frozenset[bytes]:
    """List the cell style numbers whose font is red.

    Red by theme colour is left out: a theme's accents are decoration, red ink is picked from the palette.
    """
    if not re.search(rb"(?:rgb=\"[0-9A-Fa-f]{0,2}[B-Fb-f]|indexed=\"(?:2|10)\")", styles):
        return frozenset()
    fonts = re.search(rb"<(?:\w+:)?fonts\b.*?</(?:\w+:)?fonts>", styles, re.DOTALL)
    formats = re.search(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", styles, re.DOTALL)
    if fonts is None or formats is None:
        return frozenset()
    reds = set()
    every_font = re.finditer(rb"<(?:\w+:)?font(?:\s[^>]*)?(?:/>|>(.*?)</(?:\w+:)?font>)", fonts[0], re.DOTALL)
    for number, font in enumerate(every_font):
        colour = re.search(rb"<(?:\w+:)?color\s([^>]*)>", font[1] or b"")
        if colour is not None and _is_red(_attributes(colour[1])):
            reds.add(b"%d" % number)
    found = set()
    for number, tag in enumerate(re.findall(rb"<(?:\w+:)?xf\s([^>]*)>", formats[0])):
        if _attributes(tag).get(b"fontId") in reds:
            found.add(b"%d" % number)
    return frozenset(found)


def _is_red(colour: dict[bytes, bytes]) -> bool:
    if colour.get(b"indexed") in (b"2", b"10"):
        return True
    try:
        value = int(colour.get(b"rgb", b"0")[-6:], 16)
    except ValueError:
        return False
    return value >> 16 >= 0xB0 and value >> 8 & 0xFF <= 0x50 and value & 0xFF <= 0x50


def look(xml: bytes, reds: frozenset[bytes]) -> Marks | Refusal:
    """Collect the marks of one sheet, or refuse a sheet that would unfold into a huge grid."""
    root = re.search(rb"<([\w.-]+:)?worksheet\b", xml)
    patterns = _patterns(root[1] or b"" if root else b"")
    if _FAR.search(xml):
        refusal = _judge(xml, patterns)
        if refusal is not None:
            return refusal
    marks = Marks()
    where = _Locator(xml, patterns)
    for probe in (b't="e"', b"t='e'"):
        at = xml.find(probe)
        while at >= 0:
            _note_error(xml, at, where, marks)
            at = xml.find(probe, at + 5)
    marks.formulas = any(opening in xml for opening in patterns.formula_open)
    if marks.formulas:
        for formula in patterns.no_result.finditer(xml):
            start = where.cell_start(formula.start())
            # Text in place of a number: the result is there, as an inline string.
            if start >= 0 and (address := where.address(start)) and address not in marks.errors:
                marks.uncached.add(address)
    if reds:
        styled = re.compile(rb"\ss=[\"'](?:" + b"|".join(sorted(reds)) + rb")[\"']")
        for style in styled.finditer(xml):
            start = where.cell_start(style.start())
            end = xml.find(b">", style.start())
            if start >= 0 and xml.find(b">", start) == end and xml[end - 1 : end] != b"/":
                address = where.address(start)
                if address:
                    marks.red.add(address)
    _note_hidden(xml, patterns, marks)
    return marks


def _note_error(xml: bytes, at: int, where: _Locator, marks: Marks) -> None:
    start = where.cell_start(at)
    end = xml.find(b">", at)
    if start < 0 or xml.find(b">", start) != end or xml[end - 1 : end] == b"/":
        return
    address = where.address(start)
    value = where.patterns.value.search(xml, end, max(xml.find(where.closing, end), end))
    if address:
        marks.errors[address] = html.unescape(value[1].decode("utf-8", "replace")) if value else "#ERROR!"


def _note_hidden(xml: bytes, patterns: Patterns, marks: Marks) -> None:
    if b"hidden=" in xml or b'ht="0"' in xml:
        for tag in patterns.hidden_row.finditer(xml):
            number = _attributes(tag[1]).get(b"r", b"")
            if not number.isdigit():
                number = b"%d" % (xml.count(patterns.row_open, 0, tag.start()) + 1)
            marks.hidden_rows.add(int(number) - 1)
        for tag in patterns.column.finditer(xml, 0, max(xml.find(b"sheetData"), 0)):
            attributes = _attributes(tag[1])
            if attributes.get(b"hidden") in (b"1", b"true"):
                first, last = int(attributes.get(b"min", b"1")), int(attributes.get(b"max", b"1"))
                marks.hidden_columns.update(range(first - 1, min(last, 16384)))


class _Locator:
    """Find the cell that encloses a hit, counting where a writer left out the address."""

    def __init__(self, xml: bytes, patterns: Patterns) -> None:
        self.xml = xml
        self.patterns = patterns
        self.closing = b"</" + patterns.cell_open[0][1:-1] + b">"
        self._counted: dict[int, Address] | None = None

    def cell_start(self, at: int) -> int:
        return max(
            self.xml.rfind(opening, max(at - 40_000, 0), at + 1) for opening in self.patterns.cell_open
        )

    def address(self, start: int) -> Address | None:
        attributes = _attributes(self.xml[start : self.xml.find(b">", start)])
        if b"r" in attributes:
            return _reference(attributes[b"r"])
        if self._counted is None:
            self._counted = {at: address for at, address, _ in _walk(self.xml, self.patterns)}
        return self._counted.get(start)


def _walk(xml: bytes, patterns: Patterns) -> list[tuple[int, Address, bool]]:
    """List every cell as (offset, address, not empty)."""
    cells = []
    row = column = -1
    for tag in patterns.cell.finditer(xml):
        attributes = _attributes(tag[1])
        reference = attributes.get(b"r", b"")
        if xml.startswith(patterns.row_open, tag.start()):
            row = int(reference) - 1 if reference.isdigit() else row + 1
            column = -1
            continue
        address = _reference(reference) or (row, column + 1)
        column = address[1]
        cells.append((tag.start(), address, not tag[2]))
    return cells


def _judge(xml: bytes, patterns: Patterns) -> Refusal | None:
    """Measure the grid that the filled cells of a sheet span."""
    filled = [address for _, address, some in _walk(xml, patterns) if some]
    if not filled:
        return None
    return judge_extent(
        max(row for row, _ in filled) + 1, max(column for _, column in filled) + 1, len(filled)
    )
