"""Take a second look at the XML of a sheet for what calamine drops.

Everything here is a search over bytes that the guard has already unpacked. Most sheets hold no error cells,
hidden rows or red ink: a probe that misses costs a few microseconds, and only a hit is looked at closely.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from pipeline.files.marks import Address, Marks, Refusal, judge_extent
from pipeline.files.sheet_patterns import Patterns, attributes, patterns, reference
from pipeline.files.sheet_patterns import column as number_column

# Row 1,000 or column AAA and beyond: the grid may be huge, so its extent is measured.
_FAR = re.compile(rb"r=[\"'](?:\w{5}|[A-Za-z]{3}\d)")
_ERROR_PROBES = (b't="e"', b"t='e'")
_HIDDEN_PROBES = (b'hidden="1"', b'hidden="true"', b"hidden='", b' ht="0"')
_YES = (b"1", b"true")
_MOST_COLUMNS = 16_384
_SLASH = ord("/")
# A tag this long is not a cell's.
_LONGEST_TAG = 2_000


def look(xml: bytes, red_styles: frozenset[bytes]) -> Marks | Refusal:
    """Collect the marks of one sheet, or refuse a sheet that would unfold into a huge grid.

    ``red_styles`` are the numbers of the cell styles with a red font.
    """
    root = re.search(rb"<([\w.-]+:)?worksheet\b", xml)
    sheet = _Sheet(xml, patterns(root[1] or b"" if root else b""))
    if _FAR.search(xml):
        refusal = sheet.judge()
        if refusal is not None:
            return refusal
    marks = Marks()
    sheet.note_errors(marks)
    sheet.note_formulas(marks)
    if red_styles:
        sheet.note_red(red_styles, marks)
    if any(probe in xml for probe in _HIDDEN_PROBES):
        sheet.note_hidden(marks)
    return marks


class _Sheet:
    """The XML of a sheet and how to find one's way in it."""

    def __init__(self, xml: bytes, patterns: Patterns) -> None:
        self.xml = xml
        self.patterns = patterns
        self._counted: dict[int, Address] | None = None

    def judge(self) -> Refusal | None:
        """Measure the grid that the filled cells span."""
        if self._is_dense():
            return None
        rows = columns = filled = 0
        for _, (row, column), some in self._walk():
            if some:
                filled += 1
                rows, columns = max(rows, row + 1), max(columns, column + 1)
        return judge_extent(rows, columns, filled)

    def _is_dense(self) -> bool:
        """Recognise the usual large sheet, filled all the way down, without walking all its cells."""
        rows = re.findall(self.patterns.row_start + rb"\s[^>]*?\br=\"(\d{1,9})\"", self.xml)
        bottom = max(map(int, rows), default=0)
        filled = self.xml.count(self.patterns.value_start) + self.xml.count(b"<is>")
        for letters, width in ((2, 26), (3, 702)):
            beyond = rb"r=[\"'](?:[A-Za-z]{%d,}\d|[A-Za-z]*\d{%d})" % (letters, len(str(bottom)) + 1)
            if not re.search(beyond, self.xml):
                return judge_extent(bottom, width, filled) is None
        return False

    def note_errors(self, marks: Marks) -> None:
        for probe in _ERROR_PROBES:
            at = self.xml.find(probe)
            while at >= 0:
                address = self._address_of_tag_around(at)
                if address is not None:
                    end = self.xml.find(self.patterns.cell_end, at)
                    value = self.patterns.value.search(self.xml, at, end if end >= 0 else at)
                    marks.errors[address] = html.unescape(value[1].decode()) if value else "#ERROR!"
                at = self.xml.find(probe, at + 1)

    def note_formulas(self, marks: Marks) -> None:
        start = self.patterns.formula_start
        if any(start + end in self.xml for end in (b">", b" ", b"/")):
            for formula in self.patterns.formula.finditer(self.xml):
                letters, digits = formula.groups()
                if letters:
                    marks.add_formula(int(digits) - 1, number_column(letters))
                elif (address := self._address(formula.start())) is not None:
                    marks.add_formula(*address)
            for without_result in self.patterns.without_result:
                for formula in without_result.finditer(self.xml):
                    address = self._address_of_cell_before(formula.start())
                    if address is not None and address not in marks.errors:
                        marks.uncached.add(address)

    def note_red(self, styles: frozenset[bytes], marks: Marks) -> None:
        for style in re.finditer(rb"\ss=[\"'](?:" + b"|".join(sorted(styles)) + rb")[\"']", self.xml):
            address = self._address_of_tag_around(style.end() - 1)
            if address is not None:
                marks.red.add(address)

    def note_hidden(self, marks: Marks) -> None:
        xml, patterns = self.xml, self.patterns
        number = -1
        for tag in patterns.row.finditer(xml):
            about = attributes(tag[1])
            number = int(about[b"r"]) - 1 if about.get(b"r", b"").isdigit() else number + 1
            if about.get(b"hidden") in _YES or about.get(b"ht") == b"0":
                marks.hidden_rows.add(number)
        for tag in patterns.column.finditer(xml, 0, max(xml.find(patterns.row_start), 0) or len(xml)):
            about = attributes(tag[1])
            if about.get(b"hidden") in _YES:
                first, last = int(about.get(b"min", b"1")), int(about.get(b"max", b"1"))
                marks.hidden_columns.update(range(first - 1, min(last, _MOST_COLUMNS)))

    def _address_of_tag_around(self, at: int) -> Address | None:
        """Address the cell whose start tag holds offset ``at``; None if it is no cell or an empty one."""
        start = self._cell_start(at)
        end = self.xml.find(b">", at, at + _LONGEST_TAG)
        if start < 0 or self.xml.find(b">", start, end + 1) != end or self.xml[end - 1 : end] == b"/":
            return None
        return self._address(start)

    def _address_of_cell_before(self, at: int) -> Address | None:
        start = self._cell_start(at)
        return None if start < 0 else self._address(start)

    def _cell_start(self, at: int) -> int:
        start = self.xml.rfind(self.patterns.cell_start, 0, at)
        length = len(self.patterns.cell_start)
        # <cols>, <cfRule> and the like begin alike.
        while start >= 0 and self.xml[start + length : start + length + 1] not in (
            b" ",
            b">",
            b"\n",
            b"\r",
            b"\t",
        ):
            start = self.xml.rfind(self.patterns.cell_start, 0, start)
        return start

    def _address(self, start: int) -> Address | None:
        about = attributes(self.xml[start : self.xml.find(b">", start)])
        if b"r" in about:
            return reference(about[b"r"])
        # Some writers leave addresses out: then each cell follows the one before.
        if self._counted is None:
            self._counted = {at: address for at, address, _ in self._walk()}
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
