"""Read csv-likes with whatever delimiter offices save them."""

from __future__ import annotations

import csv
import re
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

from pipeline.files.marks import LONGEST_TEXT, MOST_ROWS, Refusal, too_many
from pipeline.files.sheet import Found, Sheet, Texts, squared

if TYPE_CHECKING:
    import io
    from collections.abc import Iterator

    from pipeline.files.encoding import Text
    from pipeline.values.cell import Cell

_QUOTED = re.compile(r'"[^"]*"')
_PADDING = "\t\xa0 "
# Bank exports write ="0012" so that Excel keeps leading zeros.
_KEPT_AS_TEXT = re.compile(r'="(.*)"', re.DOTALL)
_PAD = re.compile(r"\t+(?=,|$)|(?:^|(?<=,))\t+")
_SENTINEL = "\x1f"
_LONGEST_LINE = 4 << 20
_CHUNK = 1 << 20


def read(text: Text, name: str) -> Found | Refusal:
    """Read a text of lines and delimiters as one sheet."""
    delimiter = _delimiter(text.start)
    rows: list[list[Cell]] = []
    stream = text.stream()
    refusal = _fill(rows, stream, delimiter)
    if refusal is None and len(rows) > MOST_ROWS and (rows.pop() or _goes_on(stream, delimiter)):
        lines = text.data.count(b"\n") + 1
        return Refusal("F05", f"有 {lines} 行，一张工作表最多 {MOST_ROWS} 行")
    refusal = refusal or squared(rows)
    if refusal is not None:
        return refusal
    if not rows or len(rows[0]) < 2:
        return Refusal("F03", "没有分栏的文字")
    return Found("tsv" if delimiter == "\t" else "csv", [Sheet(name, rows, text_only=True)])


def _delimiter(start: str) -> str:
    """Choose the delimiter that splits most lines into the same number of fields."""
    lines = [_QUOTED.sub("", line) for line in start.splitlines()[:200] if line.strip()]
    # Wallets and banks pad fields with a tab before or after the comma.
    lines = [_PAD.sub("", line) if "," in line else line for line in lines]
    scores: dict[str, tuple[int, int]] = {}
    for mark in "\t,;|":
        counts = Counter(count for line in lines if (count := line.count(mark)))
        if counts:
            scores[mark] = max((times, count) for count, times in counts.items())
    if not scores:
        return ","
    best = max(scores, key=lambda mark: scores[mark])
    # Thousands separators make commas regular too; a tab hardly ever stands inside a cell.
    if "\t" in scores and scores["\t"][0] * 2 >= scores[best][0]:
        return "\t"
    return best


def _fill(rows: list[list[Cell]], stream: io.TextIOWrapper, delimiter: str) -> Refusal | None:
    """Split as many rows as a sheet can have and one more, each up to its last filled cell."""
    csv.field_size_limit(LONGEST_TEXT)
    # The sentinel comes back as a row of its own unless an open quote swallowed it.
    reader = csv.reader(chain(_lines(stream), [_SENTINEL]), delimiter=delimiter)
    texts = Texts()
    cells = line = 0
    try:
        for row in reader:
            kept = [clean(cell) for cell in row]
            while kept and not kept[-1]:
                kept.pop()
            if row == [_SENTINEL]:
                return None
            rows.append(texts.row(kept))
            line = reader.line_num
            cells += len(kept)
            if too_many(cells, len(rows)):
                return Refusal("F05", f"前 {len(rows)} 行就有 {cells} 个单元格")
            if len(rows) > MOST_ROWS:
                return None
    except csv.Error:
        # A cell longer than any: where it runs over several lines, the next quote was not meant to close it.
        if reader.line_num > line + 1:
            return Refusal("F08", f"从第 {len(rows) + 1} 行起引号没有成对")
        return Refusal("F05", f"第 {len(rows) + 1} 行有一格超过 {LONGEST_TEXT} 个字")
    except ValueError:
        return Refusal("F05", f"第 {len(rows) + 1} 行超过 {_LONGEST_LINE} 个字")
    return Refusal("F08", f"从第 {len(rows)} 行起引号没有成对")


def _lines(stream: io.TextIOWrapper) -> Iterator[str]:
    """Yield the lines of a text; raises ``ValueError`` at one that would fill the memory."""
    while line := stream.readline(_LONGEST_LINE):
        if len(line) == _LONGEST_LINE and line[-1] not in "\r\n":
            raise ValueError(_LONGEST_LINE)
        yield line


def _goes_on(stream: io.TextIOWrapper, delimiter: str) -> bool:
    """Tell whether anything but blank lines stands in the rest of a text."""
    blank = f'{delimiter}\r\n"{_PADDING}'
    while rest := stream.read(_CHUNK):
        if rest.strip(blank):
            return True
    return False


def clean(cell: str) -> str:
    """Strip padding from a cell and unwrap ``="0012"``."""
    cell = cell.strip(_PADDING)
    if cell[:2] != '="':
        return cell
    kept = _KEPT_AS_TEXT.fullmatch(cell)
    return kept[1].replace('""', '"') if kept else cell
