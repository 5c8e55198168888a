"""Know the months, quarters and halves of a year that head columns: 1月, 2024年1月, 第一季度, 1-3月, Jan."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.values import numerals
from pipeline.values.celltext import squeeze
from pipeline.values.day_texts import full_year

if TYPE_CHECKING:
    from pipeline.values.cell import Cell

_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR = r"(?:(?P<year>(?:19|20)[0-9]{2}|(?<![0-9])[0-9]{2}(?=年))年?度?)?"
_N = "(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九元])"
_FORMS = (
    re.compile(rf"{_YEAR}[-./]?(?P<first>{_N})月?(?:份)?(?:-+|—+|–|~|至|到)(?P<last>{_N})月份?(?P<rest>.*)"),
    re.compile(rf"{_YEAR}[-./]?(?P<first>{_N})月份?(?P<rest>.*)"),
    re.compile(rf"{_YEAR}第?(?P<quarter>[1-4一二三四])季度?(?P<rest>.*)"),
    re.compile(rf"{_YEAR}-?[qQ](?P<quarter>[1-4])(?P<rest>)"),
    re.compile(rf"{_YEAR}(?P<half>[上下])半年(?P<rest>.*)"),
    re.compile(r"(?P<year>(?:19|20)[0-9]{2})[-./]?(?P<first>1[0-2]|0[1-9]|(?<=[-./])[1-9])(?P<rest>)"),
    re.compile(
        rf"(?P<name>{'|'.join(_NAMES)})(?:uary|ruary|ch|il|e|y|ust|t|tember|ober|ember)?\.?[-/]?"
        r"(?P<year>(?:20)?[0-9]{2})?(?P<rest>)",
        re.IGNORECASE,
    ),
)  # fmt: skip
# Most cells are seen to be none at a glance.
_LONGEST = 24
_MAYBE = re.compile(r"[月季半]|^\s*(?:[A-Za-z]{3}|(?:19|20)[0-9]{2}|[qQ])")
# 1月5日 is a day, 1月、3月 two months.
_MORE = re.compile(r"^(?:[0-9一二三四五六七八九十]|[日号、,，及和至到—~-])")


@dataclass(frozen=True, slots=True)
class Months:
    """A stretch of whole months of one year (None: not said which); ``rest``: what else the header says."""

    year: int | None
    first: int
    last: int
    rest: str = ""

    @property
    def text(self) -> str:
        """Write the stretch so that it reads as a month or period: 3月, 第一季度, 1-6月."""
        if self.first == self.last:
            return f"{self.first}月"
        if self.last - self.first == 2 and self.first % 3 == 1:
            return f"第{self.last // 3}季度"
        return f"{self.first}-{self.last}月"


def months_of(cell: Cell) -> Months | None:
    """Read a header cell as a stretch of months, None for any other; a date on the first stands for its month."""
    if isinstance(cell, str):
        return _from_text(cell) if len(cell) <= _LONGEST and _MAYBE.search(cell) else None
    if isinstance(cell, (date, datetime)):
        return Months(cell.year, cell.month, cell.month) if cell.day == 1 else None
    return None


@lru_cache(maxsize=4096)
def _from_text(cell: str) -> Months | None:
    text = squeeze(cell)
    for form in _FORMS:
        if found := form.fullmatch(text):
            parts = found.groupdict()
            rest = parts["rest"] or ""
            if _MORE.match(rest):
                continue
            year = full_year(parts["year"]) if parts.get("year") else None
            if stretch := _stretch(parts):
                return Months(year, *stretch, rest)
    return None


def _stretch(parts: dict[str, str | None]) -> tuple[int, int] | None:
    if name := parts.get("name"):
        number = _NAMES.index(name.lower()) + 1
        return number, number
    if half := parts.get("half"):
        return (1, 6) if half == "上" else (7, 12)
    if quarter := parts.get("quarter"):
        number = int(numerals.below_hundred(quarter) or 0)
        return 3 * number - 2, 3 * number
    first = _number(parts["first"] or "")
    last = _number(parts.get("last") or "") or first
    return (first, last) if 1 <= first <= last <= 12 else None


def _number(text: str) -> int:
    return 1 if text == "元" else int(numerals.below_hundred(text) or 0)
