"""Take a second look at the XML of a sheet for what calamine drops.

Everything here is a search over bytes that the guard has already unpacked. Most sheets hold no error cells,
hidden rows or red ink: a probe that misses costs a few microseconds, and only a hit is looked at closely.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from pipeline.files.marks import MOST_COLUMNS, MOST_ROWS, MOST_TEXT, Address, Marks, Refusal, judge_extent
from pipeline.files.sheet_patterns import Patterns, attributes, patterns, prefix, reference, whole
from pipeline.files.sheet_patterns import column as number_column

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.files.shared_text import SharedText

# Row 1,000 or column AAA and beyond: the grid may be huge, so its extent is measured.
_FAR = re.compile(rb"r=[\"'](?:\w{5}|[A-Za-z]{3}\d)")
# An address no sheet has makes calamine set aside any amount of memory.
_NOWHERE = re.compile(rb"<[^<>]*\sr=[\"'](?:[A-Za-z]{4}|[A-Za-z]{0,3}\d{8})")
_ERROR_PROBES = (b't="e"', b"t='e'")
_HIDDEN_PROBES = (b'hidden="1"', b'hidden="true"', b"hidden='", b' ht="0"')
_MERGED = re.compile(
    rb"<(?:[\w.-]+:)?mergeCell\s[^<>]*?ref=[\"']([A-Za-z]{1,4}\d{1,10}):([A-Za-z]{1,4}\d{1,10})"
)
_YES = (b"1", b"true")
_SLASH = ord("/")


def look(xml: bytes, red_styles: frozenset[bytes], texts: SharedText) -> Marks | Refusal:
    """Collect the marks of one sheet, or refuse a sheet that would unfold into a huge grid.

    ``red_styles`` are the numbers of the cell styles with a red font.
    """
    sheet = _Sheet(xml, patterns(prefix(xml)))
    texts.show(sheet.patterns.shared_text.findall(xml))
    if _FAR.search(xml) or texts.shown > MOST_TEXT:
        refusal = sheet.judge(texts.shown)
        if refusal is not None:
            return refusal
    marks = Marks()
    if any(probe in xml for probe in _ERROR_PROBES):
        sheet.note_errors(marks)
    sheet.note_formulas(marks)
    if red_styles:
        sheet.note_red(red_styles, marks)
    if any(probe in xml for probe in _HIDDEN_PROBES):
        sheet.note_hidden(marks)
    return marks


def merged_cells(xml: bytes) -> int:
    """Count the cells that the merged areas of a sheet cover; some programs make an object of each."""
    covered = 0
    for first, last in _MERGED.findall(xml):
        start, end = reference(first), reference(last)
        if start and end:
            covered += (abs(end[0] - start[0]) + 1) * (abs(end[1] - start[1]) + 1)
    return covered


class _Sheet:
    """The XML of a sheet and how to find one's way in it."""

    def __init__(self, xml: bytes, patterns: Patterns) -> None:
        self.xml = xml
        self.patterns = patterns
        self._counted: dict[int, Address] | None = None

    def judge(self, text: int) -> Refusal | None:
        """Measure the grid that the filled cells span; ``text``: the bytes of all texts they show."""
        if text <= MOST_TEXT and self._is_dense():
            return None
        if _NOWHERE.search(self.xml):
            return Refusal("F01", "有单元格的地址不对")
        rows = columns = filled = 0
        for _, (row, column), some in self._walk():
            if some:
                filled += 1
                rows, columns = max(rows, row + 1), max(columns, column + 1)
        return judge_extent(rows, columns, filled, text)

    def _is_dense(self) -> bool:
        """Recognise the usual large sheet, filled all the way down, without walking all its cells."""
        rows = re.findall(self.patterns.row_start + rb"\s[^<>]*?\br=\"(\d{1,9})\"", self.xml)
        bottom = max(map(int, rows), default=0)
        filled = self.xml.count(self.patterns.value_start) + self.xml.count(b"<is>")
        for letters, width in ((2, 26), (3, 702)):
            beyond = rb"r=[\"'](?:[A-Za-z]{%d,}\d|[A-Za-z]*\d{%d})" % (letters, len(str(bottom)) + 1)
            if not re.search(beyond, self.xml):
                return judge_extent(bottom, width, filled) is None
        return False

    def note_errors(self, marks: Marks) -> None:
        for cell in self.patterns.error.finditer(self.xml):
            address = self._address(cell.start(), cell[0])
            if address is not None:
                value = self.patterns.error_text.match(self.xml, cell.end())
                marks.errors[address] = (
                    html.unescape(value[1].decode("utf-8", "replace")) if value else "#ERROR!"
                )

    def note_formulas(self, marks: Marks) -> None:
        start = self.patterns.formula_start
        if not any(start + end in self.xml for end in (b">", b" ", b"/")):
            return
        for formula in self.patterns.formula.finditer(self.xml):
            letters, digits = formula.groups()
            # Most are addressed; the shortest way counts where there are a million.
            if letters and digits.strip(b"0"):
                address: Address | None = (int(digits) - 1, number_column(letters))
            else:
                address = self._address(formula.start(), formula[0])
            if address is None:
                continue
            marks.add_formula(*address)
            if self.patterns.without_result.match(self.xml, formula.end()) and address not in marks.errors:
                marks.uncached.add(address)

    def note_red(self, styles: frozenset[bytes], marks: Marks) -> None:
        for cell in re.finditer(self.patterns.styled % b"|".join(sorted(styles)), self.xml):
            address = self._address(cell.start(), cell[0])
            if address is not None:
                marks.red.add(address)

    def note_hidden(self, marks: Marks) -> None:
        xml, patterns = self.xml, self.patterns
        number = -1
        for tag in patterns.row.finditer(xml):
            about = attributes(tag[1])
            number = whole(about.get(b"r", b""), MOST_ROWS) - 1 if b"r" in about else number + 1
            if about.get(b"hidden") in _YES or about.get(b"ht") == b"0":
                marks.hidden_rows.append((number, number))
        for tag in patterns.column.finditer(xml, 0, max(xml.find(patterns.row_start), 0) or len(xml)):
            about = attributes(tag[1])
            if about.get(b"hidden") in _YES:
                first = whole(about.get(b"min", b"1"), MOST_COLUMNS)
                marks.hidden_columns.append((first - 1, whole(about.get(b"max", b"1"), MOST_COLUMNS) - 1))

    def _address(self, start: int, tag: bytes) -> Address | None:
        """Address the cell whose start tag begins at ``start``."""
        about = attributes(tag)
        if b"r" in about:
            return reference(about[b"r"])
        # Some writers leave addresses out: then each cell follows the one before.
        if self._counted is None:
            self._counted = {at: address for at, address, _ in self._walk() if address[0] >= 0}
        return self._counted.get(start)

    def _walk(self) -> Iterator[tuple[int, Address, bool]]:
        """Yield every cell as (offset, address, not empty)."""
        xml = self.xml
        row = column = -1
        for tag in self.patterns.row_or_cell.finditer(xml):
            is_row, letters, digits = tag.groups()
            if is_row:
                row = int(digits) - 1 if digits else row + 1
                column = -1
                continue
            column = number_column(letters) if letters else column + 1
            address = (int(digits) - 1, column) if digits else (row, column)
            yield tag.start(), address, xml[tag.end() - 2] != _SLASH
