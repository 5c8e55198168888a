"""Say of the cells below a header what they are: days, years, amounts, counts, long numbers, names, free text."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from pipeline.layout.rowkinds import is_footer, scope_of
from pipeline.values.cell import Bad
from pipeline.values.celltext import cell_text, filled, is_number, squeeze
from pipeline.values.day_texts import FIRST_YEAR, LAST_YEAR
from pipeline.values.money import cents_column, to_cents, to_scaled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.values.cell import Cell

# So many rows tell what a column holds; a proof is held against all of them later.
MOST_ROWS = 60
# Columns filled in so many of the rows are what every entry has, if there are so many of them.
SPINE, LEAST_SPINE = 0.6, 4
_N = "[0-9一二三四五六七八九十]{1,3}"
_DAY = re.compile(
    rf"(?:[0-9]{{4}}|[0-9]{{2}}|[〇零一二三四五六七八九]{{4}})\s*[-./年]\s*{_N}\s*[-./月]\s*{_N}\s*[日号]?"
    r"(?:[ T]*[0-9]{1,2}:[0-9]{2}.*)?"
)
_MONTH_DAY = re.compile(r"[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}[日号]?")
_YYYYMMDD = re.compile(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_YEAR = re.compile(r"(?:19|20)\d{2}\s*(?:年度?)?")
_MONTH = re.compile(r"(?:1[0-2]|0?[1-9])(?:月份?)?|[一二三四五六七八九十]{1,2}月份?")
_ID = re.compile(r"\d{17}[\dXx]")
_LONG = re.compile(r"[\d* -]{9,}")
_CENTS = re.compile(r"\d\.\d{2}(?!\d)")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_COOPERATIVE = re.compile(r"(?:合作社|联合社|合作联社|专业社)(?:\(.*\))?$")
_WRITTEN = frozenset("零壹贰叁肆伍陆柒捌玖拾佰仟")
_PURPOSE = re.compile(r"[费款金购付收买修租补贴工程维支发拨借还缴]")
# 现支30281 is the number of a paper, and says nothing of what was paid for.
_CODED = re.compile(r"[\u4e00-\u9fff]{1,3}[-:#]?\d{3,}")


@dataclass(frozen=True, slots=True)
class Profile:
    """What the filled cells of one column are, by share (0 to 1); ``filled`` is how many there are.

    ``values``: the distinct texts; ``cents``: whether some amount shows cents.
    """

    filled: int = 0
    days: float = 0.0
    years: float = 0.0
    months: float = 0.0
    numbers: float = 0.0
    whole: float = 0.0
    ids: float = 0.0
    long: float = 0.0
    chinese: float = 0.0
    cooperatives: float = 0.0
    purposes: float = 0.0
    cents: bool = False
    values: frozenset[str] = frozenset()

    def admits(self, role: str) -> bool:
        """Tell whether the column can hold values of ``role`` (a field's role); a blank one can hold anything."""
        if not self.filled:
            return True
        if role == "date":
            return self.days >= 0.6
        if role == "year":
            return self.years >= 0.6
        if role in {"money", "quantity", "ratio"}:
            return self.numbers >= 0.6
        if role in {"count", "month"}:
            return self.whole >= 0.6
        if role in {"text", "code"}:
            return self.days < 0.8 and not (self.cents and self.numbers >= 0.8)
        return True


BLANK = Profile()


@dataclass(slots=True)
class Sample:
    """The rows below a header that look like data, and what their columns hold (worked out when asked)."""

    rows: list[Sequence[Cell]]
    _profiles: dict[int, Profile] = field(default_factory=dict)
    _cents: dict[int, list[int | None]] = field(default_factory=dict)

    @classmethod
    def below(cls, rows: Sequence[Sequence[Cell]], first: int) -> Sample:
        """Take up to ``MOST_ROWS`` rows from ``first`` on, summary rows and single notes left out.

        A line alone after a blank row is the title of what comes next.
        """
        found: list[Sequence[Cell]] = []
        blank = 0
        width = len(filled(rows[first - 1])) if first else 0
        for row in rows[first:]:
            places = filled(row)
            if len(found) >= MOST_ROWS or (found and blank and len(places) == 1):
                break
            blank = 0 if places else blank + 1
            if blank > 2:
                break
            if len(places) < 2:
                continue
            texts = [squeeze(row[j]) for j in places[:3] if isinstance(row[j], str)]
            # 余额 behind the day of an entry may be its way to pay.
            labels = texts[:1] if any(_has_day(row[j]) for j in places) else texts
            signs = texts and is_footer(texts[0]) and len(places) * 2 <= width
            if signs or any(scope_of(text) for text in labels):
                continue
            found.append(row)
        header = [cell for row in rows[max(0, first - 2) : first] for cell in row]
        return cls(_entries(found, header))

    def cells(self, place: int) -> list[Cell]:
        """Return the cells of one column."""
        return [row[place] if place < len(row) else "" for row in self.rows]

    def profile(self, place: int) -> Profile:
        """Say what one column holds."""
        if place not in self._profiles:
            self._profiles[place] = describe(self.cells(place))
        return self._profiles[place]

    def only_words(self, place: int) -> bool:
        """Tell whether a column holds nothing but Chinese words, three at least."""
        if not all(isinstance(cell, str) for cell in self.cells(place)):
            return False
        own = self.profile(place)
        return own.filled >= 3 and not (own.numbers + own.days + own.years + own.long) and own.chinese >= 0.9

    def cents(self, place: int) -> list[int | None]:
        """Read one column as exact hundredths, None where it can't be."""
        if place not in self._cents:
            self._cents[place] = cents_column(self.cells(place))[0]
        return self._cents[place]

    def ratios(self, place: int) -> list[int | None]:
        """Read one column as shares of 1 in ten-thousandths; 25% and 25 are both 0.25."""
        found = [to_scaled(str(c).rstrip("%％"), 6) if c != "" else None for c in self.cells(place)]
        values = [None if isinstance(value, Bad) else value for value in found]
        percent = any("%" in str(c) for c in self.cells(place)) or any((v or 0) > 10**6 for v in values)
        return [None if v is None else v // (10**4 if percent else 10**2) for v in values]

    def scaled(self, place: int) -> list[int | None]:
        """Read one column as exact ten-thousandths, None where it can't be."""
        found = (to_scaled(cell, 4) if cell != "" else None for cell in self.cells(place))
        return [None if isinstance(value, Bad) else value for value in found]


def _entries(rows: list[Sequence[Cell]], header: Sequence[Cell]) -> list[Sequence[Cell]]:
    """Leave out a header printed again, and rows that lack most of what nearly all rows have: sums under any name."""
    words = {squeeze(cell) for cell in header if cell != ""}
    rows = [row for row in rows if not _repeats(row, words)]
    places = [frozenset(filled(row)) for row in rows]
    counts = Counter(place for row in places for place in row)
    spine = frozenset(place for place, count in counts.items() if count >= SPINE * len(rows))
    if len(spine) < LEAST_SPINE:
        return rows
    return [row for row, here in zip(rows, places, strict=True) if len(here & spine) * 2 >= len(spine)]


def _repeats(row: Sequence[Cell], words: set[str]) -> bool:
    """Tell whether the first texts of a row are words of the header."""
    texts = (cell for cell in row if isinstance(cell, str) and cell)
    return all(squeeze(text) in words for text in [*islice(texts, 2)] or [""])


def _has_day(cell: Cell) -> bool:
    return isinstance(cell, date) or (isinstance(cell, str) and _DAY.fullmatch(cell.strip()) is not None)


def describe(cells: Sequence[Cell]) -> Profile:
    """Say what the cells of one column are."""
    own = [cell for cell in cells if cell.__class__ is not str or (cell and not cell.isspace())]
    if not own:
        return BLANK
    seen = [_seen(cell_text(cell), is_number(cell), hasattr(cell, "year")) for cell in own]
    counts = Counter(marks for _, marks in seen)

    def share(mark: str) -> float:
        return sum(count for marks, count in counts.items() if mark in marks) / len(own)

    return Profile(
        filled=len(own),
        days=share("d"), years=share("y"), months=share("m"),
        numbers=share("n"), whole=share("w"), ids=share("i"), long=share("l"),
        chinese=share("c"), cooperatives=share("o"), purposes=share("p"),
        cents=any("." in marks for marks in counts), values=frozenset(text for text, _ in seen),
    )  # fmt: skip


@lru_cache(maxsize=65536)
def _seen(shown: str, number: bool, day: bool) -> tuple[str, str]:
    """Give one cell's text, and marks for what it can be."""
    text = squeeze(shown)
    return text, _marks(shown, text, number, day)


def _marks(shown: str, text: str, number: bool, day: bool) -> str:
    """Mark what one cell can be: d day, y year, n number, w whole, i id, l long number, c Chinese, o co-operative …"""
    found = ""
    if day or _DAY.fullmatch(shown.strip()) or _MONTH_DAY.fullmatch(text) or _YYYYMMDD.fullmatch(text):
        found += "d"
    if _YEAR.fullmatch(text) and FIRST_YEAR <= int(text[:4]) <= LAST_YEAR:
        found += "y"
    if _MONTH.fullmatch(text):
        found += "m"
    if _ID.fullmatch(text):
        return found + "il"
    if not number and "d" not in found and _LONG.fullmatch(text):
        return found + "l"
    if text in {"-", "--", "—", "/"}:
        return found + "nw"
    may_be = any(c.isdigit() or c in _WRITTEN for c in text) and "d" not in found
    if number or (may_be and isinstance(to_cents(text), int)):
        found += "n"
        if "." not in text.rstrip("0").rstrip(".") or text.endswith(".0"):
            found += "w"
        if _CENTS.search(text):
            found += "."
    if _CHINESE.search(text):
        found += "c"
        if _COOPERATIVE.search(text):
            found += "o"
        if len(text) >= 3 and _PURPOSE.search(text) and not _CODED.fullmatch(text):
            found += "p"
    return found
