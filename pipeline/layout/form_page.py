"""Look at a page of labels and values: which cells may be labels, what stands beside and below them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from pipeline.layout.lexicon import meaning
from pipeline.layout.profile import describe
from pipeline.values.celltext import cell_text, filled, squeeze

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from pipeline.files.marks import Address, Area
    from pipeline.layout.header_rows import HeaderRows
    from pipeline.values.cell import Cell

LONGEST_LABEL = 16
_PAIR = re.compile(r"(?:^|(?<=[\s，,；;、。]))([\u4e00-\u9fff()（）“”\"]{2,12})\s*[:：]")
# 应到58人，实到45人: what was counted, in one sentence.
_COUNTED = re.compile(
    r"(?:^|(?<=[\s，,；;、。(（]))([\u4e00-\u9fff]{2,6}?)\s*(\d{1,4})\s*[人票名](?=$|[\s，,；;、。)）])"
)
_MONTH_DAY = re.compile(r"\d{1,2}[.月/]\d{1,2}[日号]?")
# Of several meetings with counts of their own, those of the one that decides.
DECIDES = frozenset({"代表会议", "村民会议", "决议", "表决"})
_WRITTEN = frozenset("¥￥-壹贰叁肆伍陆柒捌玖")


@dataclass(frozen=True, slots=True)
class Label:
    """A cell that may be a label: its own text, the group that its row begins with, and a value in the same cell."""

    text: str
    group: str
    place: Address
    inside: Cell = ""
    group_place: Address | None = None


class Page:
    """A sheet with the labels that may stand on it; merged cells count for one."""

    def __init__(self, headers: HeaderRows, merged: list[Area]) -> None:
        self.headers, self.rows = headers, headers.rows
        self.area: dict[Address, Area] = {}
        for area in merged:
            for row in range(area[0], area[2] + 1):
                for column in range(area[1], area[3] + 1):
                    self.area[row, column] = area
        used = {column for cells in self.rows for column in filled(cells)}
        self.blank = {column for column in range(max(map(len, self.rows), default=0)) if column not in used}
        self.labels = list(self._labels())
        self._places = {label.place for label in self.labels if label.inside == ""}

    def is_label(self, place: Address) -> bool:
        """Tell whether a cell may be a label."""
        return place in self._places

    def cell(self, place: Address) -> Cell:
        """Return a cell, that of the merged area it belongs to."""
        return self.headers.cell(*self.anchor(place))

    def anchor(self, place: Address) -> Address:
        """Give the first cell of the merged area that a cell belongs to, the cell itself where it stands alone."""
        return self.area[place][:2] if place in self.area else place

    def right(self, place: Address) -> Address | None:
        """Give the cell beside one, past its merged area and columns that are blank all over the page."""
        column = self.area.get(place, (*place, *place))[3] + 1
        while column in self.blank and (place[0], column) not in self.area:
            column += 1
        return self.anchor((place[0], column)) if column < len(self.rows[place[0]]) else None

    def below(self, place: Address) -> Address | None:
        """Give the cell below one, past its merged area."""
        row = self.area.get(place, (*place, *place))[2] + 1
        return self.anchor((row, place[1])) if row < len(self.rows) else None

    def _labels(self) -> Iterator[Label]:
        for row, cells in enumerate(self.rows):
            for column in filled(cells):
                if isinstance(cell := cells[column], str):
                    yield from self._of_cell(cell, (row, column))

    def _of_cell(self, cell: str, place: Address) -> Iterator[Label]:
        group, at = self._group(place)
        pairs = list(_PAIR.finditer(cell))
        for here, after in zip_longest(pairs, pairs[1:]):
            value = cell[here.end() : after.start() if after else len(cell)].strip(" \u3000，,；;、。")
            if value:
                yield Label(here[1], group, place, value, at)
        decides = meaning(squeeze(group)).parts & DECIDES
        for counted in _COUNTED.finditer(cell) if decides else ():
            yield Label(counted[1], group, place, counted[2], at)
        text = squeeze(cell).rstrip(":：")
        if 0 < len(text) <= LONGEST_LABEL and not text[0].isdigit() and ":" not in text:
            yield Label(text, group, place, "", at)

    def _group(self, place: Address) -> tuple[str, Address | None]:
        """Give what the row of a label begins with, where that may head a group: 党支部提议 before 时间."""
        for column in range(place[1]):
            cell = self.cell((place[0], column))
            if text := squeeze(cell):
                anchor = self.anchor((place[0], column))
                head = isinstance(cell, str) and len(text) <= LONGEST_LABEL and anchor != place
                return (cell_text(cell), anchor) if head else ("", None)
        return "", None

    def value_place(self, label: Label, role: str, claimed: Collection[Address]) -> Address | None:
        """Find the value of a label: right of it, else below it; None where neither may be, or figures go on.

        ``claimed``: cells that are labels themselves.
        """
        for step in (self.right, self.below):
            place = step(label.place)
            if place is None or place in claimed or not admits(role, self.cell(place)):
                continue
            beyond = step(place)
            if role != "text" and beyond and beyond not in claimed and _is_figure(self.cell(beyond)):
                return None
            return place
        return None


def admits(role: str, cell: Cell) -> bool:
    """Tell whether a single filled cell may hold a value of ``role``."""
    text = squeeze(cell)
    if not text:
        return False
    if role == "date":
        return describe([cell]).days > 0 or _MONTH_DAY.fullmatch(text) is not None
    if role in {"text", "code", "time"}:
        return True
    return text[0].isdigit() or text[0] in _WRITTEN


def _is_figure(cell: Cell) -> bool:
    text = squeeze(cell)
    return bool(text) and (text[0].isdigit() or text[0] in _WRITTEN)
