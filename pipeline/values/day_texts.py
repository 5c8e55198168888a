"""Read a day written as text, in any of the spellings of village books and bank exports, or say why not.

Each spelling is matched as a whole, so that what isn't understood is refused and never taken for another day.
Blanks count only where they part numbers: between two figures nobody knows whether they part or are a slip.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from pipeline.values import numerals
from pipeline.values.cell import Bad, is_blank, shown, tidy

FIRST_YEAR, LAST_YEAR = 1949, 2100
SERIAL_ZERO = date(1899, 12, 30)
FIRST_SERIAL = (date(FIRST_YEAR, 1, 1) - SERIAL_ZERO).days
LAST_SERIAL = (date(LAST_YEAR, 12, 31) - SERIAL_ZERO).days

_LONGEST = 40
_N = rf"(?:[0-9]{{1,2}}|[{numerals.LETTERS}]{{1,4}})"
_Y4 = rf"(?:[0-9]{{4}}|[0-9{numerals.DIGITS}]{{4}})"
_WEEKDAY = re.compile(r"\(? ?(?:星期|周|礼拜) ?[一二三四五六日天] ?\)?")
_HALF = r"(?:上午|中午|下午|晚上|早上|凌晨|[AP]M)"
_CLOCK = re.compile(
    r"(?P<day>.+?)(?: ?T ?| |(?<=[日号])|(?<=[0-9]{2})(?=[0-9]{2}:))"
    rf"(?:{_HALF} ?)?(?P<h>[0-9]{{1,2}}) ?(?:[:时点] ?(?P<m>[0-9]{{1,2}}) ?分? ?(?::? ?(?P<s>[0-9]{{1,2}}) ?秒?)?|[时点]整?)"
    rf"(?:\.[0-9]{{1,9}})?(?: ?{_HALF})?(?: ?Z| ?[-+][0-9]{{2}}:?[0-9]{{2}})?",
    re.IGNORECASE,
)
_HALF_DAY = re.compile(r"(?<=[日号]) ?(?:上午|中午|下午|晚上|早上|凌晨)$")
_LETTER_SPACED = re.compile(r"\S(?: \S){5,}")
_LOOSE = re.compile(r" (?=[^0-9])|(?<=[^0-9]) ")

_ISO = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:[T ]?([0-9]{2})([0-9]{2})([0-9]{2})?)?")
_SERIAL = re.compile(r"([0-9]{5})(?:\.[0-9]+)?")
_PARTED = re.compile(r"([0-9]{4}) ([0-9]{1,2}) ([0-9]{1,2})")
_FULL = (
    re.compile(rf"(?P<y>{_Y4}|[0-9{numerals.DIGITS}]{{2}})年(?P<m>{_N})(?:月份?|[./])(?P<d>{_N})[日号]?"),
    re.compile(rf"(?P<y>{_Y4})年(?P<m>[0-9]{{2}})-(?P<d>[0-9]{{2}})[日号]?"),
    re.compile(rf"(?P<y>{_Y4})(?P<sep>[-./\\、])(?P<m>{_N})(?P=sep)(?P<d>{_N})[日号]?"),
    re.compile(rf"(?P<y>{_Y4})[-./]?(?P<m>{_N})月(?P<d>{_N})[日号]?"),
    re.compile(rf"(?P<y>[0-9]{{2}})(?P<sep>[.、])(?P<m>{_N})(?P=sep)(?P<d>{_N})[日号]?"),
)
_THREE = re.compile(r"([0-9]{1,2})([-/])([0-9]{1,2})\2([0-9]{2}|[0-9])")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")
_NAMES = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_NAMED = rf"(?P<name>{'|'.join(_NAMES)})[a-z]{{0,6}}"
_MONTH_INSIDE = re.compile(
    rf"(?P<a>[0-9]{{1,2}})[-/,.]?(?:{_NAMED}|(?<=[-/])(?P<m>{_N})月)\.?[-/,]?(?P<c>[0-9]{{4}}|[0-9]{{2}})",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    rf"{_NAMED}[-/.,]?(?P<a>[0-9]{{1,2}})(?:st|nd|rd|th)?[-/,](?P<c>[0-9]{{4}})", re.IGNORECASE
)
_MONTH_DAY = (
    re.compile(rf"(?P<m>{_N})月份?(?P<d>{_N})[日号]?"),
    re.compile(rf"(?P<m>{_N})[./\\](?P<d>{_N})[日号]?"),
    re.compile(rf"(?P<m>{_N})-(?P<d>{_N})"),
)
_DAY = re.compile(rf"(?P<d>{_N})[日号]?")
_NO_DAY = re.compile(
    rf"(?:{_Y4}(?:年度?|[-./\\、])?|[0-9]{{2}}(?:年|\.))?(?:{_N}月份?|[0-9]{{1,2}})?(?:[上中下]旬|[初末底])?"
)


def day_of(value: str, year: int | None, month: int | None) -> date | Bad | None:
    """Read a text as a day; ``None`` when it is blank. ``year`` and ``month`` complete 4.5 and a bare 5."""
    if iso := _ISO.fullmatch(value):
        return made(int(iso[1]), int(iso[3]), int(iso[4]), value)
    found = shown(value)
    text = tidy(value)
    if is_blank(text):
        return None
    text = " ".join(text.replace("。", ".").replace("·", ".").split())
    if len(text) > _LONGEST:
        return Bad("unreadable", found)
    text = _WEEKDAY.sub(" ", text).strip(" .").removeprefix("公元").replace("元月", "1月")
    if clock := _CLOCK.fullmatch(text):
        if int(clock["h"]) > 24 or int(clock["m"] or 0) > 59 or int(clock["s"] or 0) > 59:
            return Bad("unreadable", found)
        text = clock["day"]
    text = _HALF_DAY.sub("", text)
    text = text.replace(" ", "") if _LETTER_SPACED.fullmatch(text) else _LOOSE.sub("", " ".join(text.split()))
    return _figures(text, found) or _written(text, year, month, found)


def made(year: int, month: int | None, day: int | None, found: str) -> date | Bad:
    """Make a day of its parts, or say why there is none."""
    if month is None or day is None:
        return Bad("unreadable", found)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return Bad("out_of_range", found)
    try:
        return date(year, month, day)
    except ValueError:
        return Bad("impossible", found)


def full_year(digits: str) -> int:
    """Complete a year of two figures: 49 is 2049, 50 is 1950."""
    return int(digits) + (0 if len(digits) == 4 else 2000 if int(digits) < 50 else 1900)


def _figures(text: str, found: str) -> date | Bad | None:
    """Read what is figures only: 20240305, 20240305143000, 2024 3 5, the serial of a spreadsheet."""
    if compact := _COMPACT.fullmatch(text):
        if int(compact[4] or 0) > 24 or int(compact[5] or 0) > 59 or int(compact[6] or 0) > 59:
            return Bad("unreadable", found)
        return made(int(compact[1]), int(compact[2]), int(compact[3]), found)
    if parted := _PARTED.fullmatch(text):
        return made(int(parted[1]), int(parted[2]), int(parted[3]), found)
    if (serial := _SERIAL.fullmatch(text)) and FIRST_SERIAL <= int(serial[1]) <= LAST_SERIAL:
        return SERIAL_ZERO + timedelta(days=int(serial[1]))
    return None


def _written(text: str, year: int | None, month: int | None, found: str) -> date | Bad:
    for pattern in _FULL:
        if full := pattern.fullmatch(text):
            known = full_year(numerals.canonical(full["y"]))
            return made(known, numerals.below_hundred(full["m"]), numerals.below_hundred(full["d"]), found)
    if named := _MONTH_INSIDE.fullmatch(text) or _MONTH_FIRST.fullmatch(text):
        return _month_by_name(named, year, found)
    if last := _YEAR_LAST.fullmatch(text):
        return _only(
            {(int(last[4]), int(last[3]), int(last[1])), (int(last[4]), int(last[1]), int(last[3]))},
            None,
            found,
        )
    if three := _THREE.fullmatch(text):
        return _two_figure_year(three[1], three[3], three[4], year, found)
    for pattern in _MONTH_DAY:
        if short := pattern.fullmatch(text):
            months, day = numerals.below_hundred(short["m"]), numerals.below_hundred(short["d"])
            if months is not None and months > 12 and _NO_DAY.fullmatch(text):
                return Bad("no_day", found)
            return Bad("no_year", found) if year is None else made(year, months, day, found)
    if month is not None and year is not None and (alone := _DAY.fullmatch(text)):
        return made(year, month, numerals.below_hundred(alone["d"]), found)
    return Bad("no_day" if _NO_DAY.fullmatch(text) else "unreadable", found)


def _month_by_name(named: re.Match[str], year: int | None, found: str) -> date | Bad:
    """Read 05-Mar-2024, 05-3月-24, March 5, 2024."""
    name = named["name"]
    month = _NAMES.index(name.lower()) + 1 if name else numerals.below_hundred(named["m"])
    if month is None:
        return Bad("unreadable", found)
    if len(named["c"]) == 4:
        return made(int(named["c"]), month, int(named["a"]), found)
    orders = {(full_year(named["c"]), month, int(named["a"]))}
    if len(named["a"]) == 2:
        orders.add((full_year(named["a"]), month, int(named["c"])))
    return _only(orders, year, found)


def _two_figure_year(first: str, second: str, third: str, year: int | None, found: str) -> date | Bad:
    """Read 24/3/5, which can only be year, month, day; 24/03/05 needs the year of the title to tell."""
    orders: set[tuple[int, int, int]] = set()
    if len(first) == 2:
        orders.add((full_year(first), int(second), int(third)))
    if len(third) == 2:
        orders |= {(full_year(third), int(second), int(first)), (full_year(third), int(first), int(second))}
    return _only(orders, year, found)


def _only(orders: set[tuple[int, int, int]], year: int | None, found: str) -> date | Bad:
    """Take the one day that the orders of the parts allow, in the year of the title if there are several."""
    days = {day for parts in orders if isinstance(day := made(*parts, found), date)}
    if len(days) > 1:
        days = {day for day in days if day.year == year}
        return days.pop() if len(days) == 1 else Bad("ambiguous", found)
    return days.pop() if days else Bad("impossible" if orders else "unreadable", found)
