"""Find the header rows of a sheet by their words, and put them together column by column."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.layout.headers import PARTS, clean
from pipeline.layout.labels import is_label, is_when
from pipeline.layout.profile import Sample
from pipeline.layout.recognise import Recognition
from pipeline.layout.titleblock import is_pairs
from pipeline.values.celltext import cell_text, filled, is_number, squeeze

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.files.marks import Area
    from pipeline.files.workbook import Sheet
    from pipeline.layout.context import Names
    from pipeline.layout.mapping import Block
    from pipeline.layout.recognise import Recogniser, Unrecognised
    from pipeline.layout.titleblock import Context
    from pipeline.values.cell import Cell

MAX_HEADER_ROWS = 3
LEAST_COLUMNS, LONGEST_WORD = 3, 16
LEAST_PAIRS = 2
Span = tuple[int, int]


class HeaderRows:
    """The rows of one sheet that may head a table."""

    def __init__(self, sheet: Sheet, names: Names, recogniser: Recogniser) -> None:
        self.rows, self.names, self.recogniser = sheet.rows, names, recogniser
        self.words = recogniser.headers.words
        self.kind_names = recogniser.headers.kind_names.keys() - self.words
        self._samples: dict[int, Sample] = {}
        self._like: dict[int, bool] = {}
        self._merged: dict[int, list[Area]] = {}
        for area in sheet.merged:
            self._merged.setdefault(area[0], []).append(area)

    def like(self, row: int) -> bool:
        """Tell whether ``row`` looks like a header: texts, several of them header words, no figures."""
        if row not in self._like:
            self._like[row] = self._looks(row)
        return self._like[row]

    def _looks(self, row: int) -> bool:
        texts = []
        for value in self.rows[row]:
            if isinstance(value, str):
                if value and (text := clean(value)):
                    texts.append("" if _is_label(value) else text)
            elif is_number(value) and not _is_year(value):
                return False
        if is_pairs(texts) or self._names_columns(texts):
            return False
        hits = sum(1 for text in texts if text in self.words)
        return hits >= 2 and hits >= len(texts) * 0.4

    def is_form_line(self, row: int) -> bool:
        """Tell a line of a form (事项名称 | 修渠 | 编号 | 3号) from a header: every second text is a word, as below it."""
        places = filled(self.rows[row])
        if len(places) < 2 * LEAST_PAIRS or len(places) % 2 or row + 1 >= len(self.rows):
            return False
        texts = [clean(cell_text(self.rows[row][j])) for j in places]
        if set(texts[1::2]) & self.words or not set(texts[::2]) <= self.words:
            return False
        below = {clean(cell_text(self.cell(row + 1, j))) for j in places[::2]}
        return bool(below & self.words)

    def plain(self, row: int) -> bool:
        """Tell whether ``row`` heads columns in whatever words: short texts, all different, figures or days below.

        Nothing but a title or a blank row stands above it, or what an export says of itself in fewer columns.
        """
        cells = self.rows[row]
        places = filled(cells)
        above = len(filled(self.rows[row - 1])) if row else 0
        if len(places) < LEAST_COLUMNS or above > max(2, len(places) // 2):
            return False
        texts = [squeeze(cells[j]) for j in places]
        if not all(isinstance(cells[j], str) for j in places) or len(set(texts)) < len(texts):
            return False
        if any(_is_label(text) or len(text) > LONGEST_WORD or text.isdigit() for text in texts):
            return False
        if any(is_label(text) and is_when(after) for text, after in pairwise(texts)):
            return False
        below = [r for r in range(row + 1, min(row + 4, len(self.rows))) if filled(self.rows[r])]
        figures = [
            len(shared := [j for j in filled(self.rows[r]) if j in places]) * 2 >= len(places)
            and any(not isinstance(v := self.rows[r][j], str) or v.strip()[:1].isdigit() for j in shared)
            for r in below
        ]
        return any(figures) if above <= 2 else len(figures) > 1 and all(figures)

    def best(self, row: int, floor: int, context: Context) -> tuple[Span, Block, Recognition | Unrecognised]:
        """Recognise the header that contains ``row``, over as many rows from ``floor`` on as fit best."""
        best: tuple[float, Span, Block, Recognition | Unrecognised] | None = None
        for span in self._spans(row, floor):
            block = self.block(*span)
            outcome = self.recogniser.recognise(block, context, self.names, self._sample(span[1] + 1))
            score = outcome.score if isinstance(outcome, Recognition) else outcome.weight - 100
            # A row of header words below is no data, even where it adds nothing; a row above must add something.
            least = 0.0 if best and span[0] == best[1][0] else 1e-9
            if best is None or score >= best[0] + least:
                best = (score, span, block, outcome)
        assert best is not None
        _, (first, last), block, outcome = best
        while self._covered(last + 1, first, last):
            last += 1
        return (first, last), block, outcome

    def _sample(self, first: int) -> Sample:
        """Take the rows below a header that ends above ``first``, once for all that look at them."""
        if first not in self._samples:
            self._samples[first] = Sample.below(self.rows, first)
        return self._samples[first]

    def _spans(self, row: int, floor: int) -> list[Span]:
        # Cells merged downwards say how far the header reaches at least.
        last = max([row, *(b for _, _, b, _ in self._merged.get(row, ()) if b - row < MAX_HEADER_ROWS)])
        last = min(last, len(self.rows) - 1)
        spans = [(row, last)]
        while last - row + 1 < MAX_HEADER_ROWS and self.lower_part(last + 1):
            last += 1
            spans.append((row, last))
        if row > floor and self._upper_part(row - 1):
            spans += [(row - 1, last) for _, last in spans]
        return spans

    def lower_part(self, row: int) -> bool:
        """Tell whether ``row`` can be the lower part of a header: only texts, mostly header words."""
        if row >= len(self.rows):
            return False
        texts = [self.rows[row][j] for j in filled(self.rows[row])]
        if not texts or not all(isinstance(text, str) for text in texts):
            return False
        if self._names_columns([clean(str(text)) for text in texts]):
            return False
        # A row of units alone, (元), cleans to nothing.
        known = sum(1 for t in texts if not (word := clean(str(t))) or self._is_part(word))
        return known * 2 > len(texts)

    def _is_part(self, word: str) -> bool:
        """Tell whether a cleaned text may name a column under a group header."""
        return word in PARTS or word in self.words

    def _names_columns(self, texts: list[str]) -> bool:
        """Tell an entry of 列名对照表, a kind and names of columns, from a header."""
        return 0 < len(texts) <= 5 and texts[0] in self.kind_names

    def _upper_part(self, row: int) -> bool:
        """Tell whether ``row`` can be the group headers over a header: several texts, none a pair, or one word over all."""
        cells = [self.rows[row][j] for j in filled(self.rows[row])]
        if len(cells) == 1 and self.merged_at(row):
            return clean(cell_text(cells[0])) in self.words
        return len(cells) >= 2 and not any((is_number(c) and not _is_year(c)) or _is_label(c) for c in cells)

    def _covered(self, row: int, first: int, last: int) -> bool:
        """Tell whether header cells merged downwards also cover ``row``, which is otherwise empty."""
        if row >= len(self.rows) or filled(self.rows[row]):
            return False
        return any(b >= row for top in range(first, last + 1) for _, _, b, _ in self._merged.get(top, ()))

    def block(self, first: int, last: int) -> Block:
        """Give each column its header texts from the group down, cleaned; merged cells count for all."""
        width = max(len(self.rows[i]) for i in range(first, last + 1))
        grid = [
            [clean(cell_text(v)) for v in self.rows[i]] + [""] * (width - len(self.rows[i]))
            for i in range(first, last + 1)
        ]
        spread: set[tuple[int, int]] = set()
        for top in range(max(0, first - MAX_HEADER_ROWS), last + 1):
            for _, left, bottom, right in self._merged.get(top, ()):
                text = clean(cell_text(self.cell(top, left)))
                for i in range(max(top, first), min(bottom, last) + 1):
                    for j in range(left, min(right, width - 1) + 1):
                        grid[i - first][j] = text
                        spread.add((i, j))
        for i, line in enumerate(grid[:-1]):
            # Group headers that are not really merged (csv, HTML pasted): a blank belongs to the group on its
            # left where the row below names a part.
            for j in range(1, width):
                below = grid[i + 1][j]
                group = not line[j] and line[j - 1] and grid[i + 1][j - 1] and (first + i, j) not in spread
                if group and self._is_part(below):
                    line[j] = line[j - 1]
        return tuple(
            tuple(dict.fromkeys(t for t in column if t)) or ("",) for column in zip(*grid, strict=True)
        )

    def cell(self, row: int, column: int) -> Cell:
        """Return a header cell as it stands, blank beyond its row's end."""
        cells = self.rows[row] if row < len(self.rows) else []
        return cells[column] if column < len(cells) else ""

    def merged_at(self, row: int) -> Sequence[Area]:
        """List the merged areas that begin in ``row``."""
        return self._merged.get(row, ())

    def texts(self, span: Span, column: int) -> list[str]:
        """List a column's header texts as written, lowest row first; merged cells count for each column."""
        found = []
        for row in range(span[1], span[0] - 1, -1):
            place = (row, column)
            for top in range(max(0, row - MAX_HEADER_ROWS), row + 1):
                for _, left, bottom, right in self._merged.get(top, ()):
                    if bottom >= row and left <= column <= right:
                        place = (top, left)
            if place == (row, column) and row < span[1]:
                place = (row, self._group(row, column))
            found.append(cell_text(self.cell(*place)))
        return found

    def _group(self, row: int, column: int) -> int:
        """Find the column in which the group header of ``column`` stands, where it is not really merged."""
        place = column
        while (
            place
            and self.cell(row, place) == ""
            and (below := clean(cell_text(self.cell(row + 1, place))))
            and self._is_part(below)
            and self.cell(row + 1, place - 1) != ""
        ):
            place -= 1
        return place if self.cell(row, place) != "" else column


def _is_label(value: Cell) -> bool:
    """Tell a title block's label (编制单位：, or with its value after it) from a header word."""
    return isinstance(value, str) and (":" in value or "：" in value)


def _is_year(value: Cell) -> bool:
    return isinstance(value, int | float) and 1949 <= value <= 2100 and float(value).is_integer()
