"""Read days, years, months and times as village books write them; what can't be read is a ``Bad``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache

from pipeline.values import numerals
from pipeline.values.cell import Bad, Cell, is_blank, shown, tidy
from pipeline.values.periods import Period, find_period

EPOCH = 719163  # date(1970, 1, 1).toordinal(): days travel as integers since then
__all__ = [
    "Bad", "Period", "date_column", "find_period", "join_date", "to_date", "to_month", "to_time", "to_year",
]  # fmt: skip

FIRST_YEAR, LAST_YEAR = 1949, 2100
_SERIAL_ZERO = date(1899, 12, 30)
_FIRST_SERIAL = (date(FIRST_YEAR, 1, 1) - _SERIAL_ZERO).days
_LAST_SERIAL = (date(LAST_YEAR, 12, 31) - _SERIAL_ZERO).days

_N = rf"[0-9{numerals.LETTERS}]{{1,3}}"
_SEP = r"[-./\\、 ]"
_CLOCK = r"(?:[ T]*[0-9]{1,2}[:时点][0-9]{1,2}.{0,24})?"
_DIGITS_ONLY = re.compile(r"((?:19|20|21)[0-9]{2})([0-9]{2})(?:([0-9]{2})(?:[ T]*[0-9:]{4,8})?)?")
_FULL = re.compile(
    rf"(?P<y>[0-9{numerals.DIGITS}]{{4}}|[0-9]{{2}}|[{numerals.DIGITS}]{{2}}(?=年))(?:年|{_SEP})"
    rf"(?P<m>{_N})(?:月份?|{_SEP})(?P<d>{_N})[日号]?{_CLOCK}"
)
_MONTH_DAY = re.compile(rf"(?P<m>{_N})[-./\\、月](?P<d>{_N})[日号]?{_CLOCK}")
_DAY = re.compile(rf"(?P<d>{_N})[日号]?")
_NO_DAY = re.compile(
    rf"(?:[0-9{numerals.DIGITS}]{{4}}(?:年度?|{_SEP})?|[0-9]{{2}}(?:年|\.))?(?:{_N}月份?|[0-9]{{1,2}})?"
)
_WEEKDAY = re.compile(r"\(?(?:星期|周|礼拜)[一二三四五六日天]\)?")
_NUMBER = re.compile(r"[0-9]{5}(?:\.[0-9]+)?|[0-9]{14}")
_LOOSE = re.compile(r" +(?![0-9T])|(?<![0-9T]) +")
_YEAR = re.compile(rf"([0-9{numerals.DIGITS}]{{4}})(?:年度?)?|([0-9{numerals.DIGITS}]{{2}})年度?")
_MONTH = re.compile(rf"(?:[0-9]{{4}}[-./年])?({_N})(?:月份?)?|[0-9]{{4}}([0-9]{{2}})")
_TIME = re.compile(
    r"(上午|下午|晚上)?([0-9]{1,2})[:时点]([0-9]{1,2})分?(?:[:]?([0-9]{1,2})秒?)?(?:\.[0-9]+)?"
)
_STAMP = re.compile(r"[0-9]{4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?[ T]*|[0-9]{8}(?=[0-9]{6}$|[ T])[ T]*")


def to_date(value: Cell, year: int | None = None, month: int | None = None) -> date | Bad | None:
    """Read one cell as a day; ``None`` when it is blank.

    ``year`` and ``month`` come from the title or sheet name and complete 4.5, 4月5日 or a bare day.
    A number is an Excel serial (1900 system), YYYYMMDD, or with a ``year`` month.day (4.1 is 4月1日).
    """
    if isinstance(value, (date, datetime)):
        day = value.date() if isinstance(value, datetime) else value
        return day if FIRST_YEAR <= day.year <= LAST_YEAR else Bad("out_of_range", shown(value))
    if isinstance(value, str):
        return _from_text(value, year, month)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _from_number(value, year, month)
    return Bad("unreadable", shown(value))


def date_column(
    values: Sequence[Cell], year: int | None = None, month: int | None = None
) -> tuple[list[date | None], dict[int, Bad]]:
    """Read a column of date cells: days (``None`` where blank or bad), and the bad ones by index."""
    days: list[date | None] = []
    bad: dict[int, Bad] = {}
    memo: dict[Cell, date | Bad | None] = {"": None}
    for value in values:
        # True equals 1 as a key, so a bool must not meet the memo.
        if value is True or value is False or value not in memo:
            memo_value = to_date(value, year, month)
            if not isinstance(value, bool):
                memo[value] = memo_value
        else:
            memo_value = memo[value]
        if isinstance(memo_value, Bad):
            bad[len(days)] = memo_value
            memo_value = None
        days.append(memo_value)
    return days, bad


def join_date(
    year_cell: Cell | None, month_cell: Cell | None, day_cell: Cell | None, year: int | None
) -> date | Bad | None:
    """Join a date split over 年|月|日 columns; ``None`` when all three are blank.

    A missing year comes from the context ``year``; a two-digit year is completed (13 → 2013).
    """
    cells = [shown(cell) if cell is not None else "" for cell in (year_cell, month_cell, day_cell)]
    texts = ["" if is_blank(tidy(cell)) else tidy(cell) for cell in cells]
    if not any(texts):
        return None
    found = "|".join(cells)
    own_year = to_year(texts[0] if len(texts[0]) != 2 else texts[0] + "年")
    if isinstance(own_year, Bad):
        return Bad(own_year.reason, found)
    known = own_year or year
    if known is None:
        return Bad("no_year", found)
    months = to_month(texts[1])
    if months is None or isinstance(months, Bad):
        return Bad("no_month" if months is None else months.reason, found)
    if not texts[2]:
        return Bad("no_day", found)
    day = _DAY.fullmatch(texts[2])
    return _make(known, months, numerals.below_hundred(day["d"]), found) if day else Bad("unreadable", found)


def to_year(value: Cell) -> int | Bad | None:
    """Read a calendar year (2013, 2013年度, 二〇一三年, 13年, a date); ``None`` when blank."""
    if isinstance(value, (date, datetime)):
        return value.year if FIRST_YEAR <= value.year <= LAST_YEAR else Bad("out_of_range", shown(value))
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return Bad("unreadable", shown(value))
    text = tidy(shown(value)).replace(" ", "")
    if is_blank(text):
        return None
    found = _YEAR.fullmatch(text.removesuffix(".0"))
    if found is None:
        return Bad("unreadable", shown(value))
    year = _full_year(numerals.canonical(found[1] or found[2]))
    return year if FIRST_YEAR <= year <= LAST_YEAR else Bad("out_of_range", shown(value))


def to_month(value: Cell) -> int | Bad | None:
    """Read a month number, 1-12 (4, 4月份, 十二月, 2013年4月, a date); ``None`` when blank."""
    if isinstance(value, (date, datetime)):
        return value.month
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return Bad("unreadable", shown(value))
    text = tidy(shown(value)).replace(" ", "")
    if is_blank(text):
        return None
    found = _MONTH.fullmatch("1月" if text in {"元月", "元月份"} else text.removesuffix(".0"))
    month = numerals.below_hundred(found[1] or found[2]) if found else None
    if month is None:
        return Bad("unreadable", shown(value))
    return month if 1 <= month <= 12 else Bad("impossible", shown(value))


def to_time(value: Cell) -> str | Bad | None:
    """Read a time of day as HH:MM:SS (12:30, 123005, a day fraction, a timestamp); ``None`` when blank."""
    if isinstance(value, (datetime, time)):
        return value.strftime("%H:%M:%S")
    if isinstance(value, timedelta):
        return _clock(round(value.total_seconds()), shown(value))
    if isinstance(value, (bool, date)):
        return Bad("unreadable", shown(value))
    if isinstance(value, float) and not value.is_integer():
        return (
            _clock(round(value % 1 * 86400), shown(value))
            if 0 < value < _LAST_SERIAL
            else Bad("unreadable", shown(value))
        )
    text = tidy(shown(value))
    if is_blank(text):
        return None
    text = _STAMP.sub("", text, count=1).replace(" ", "")
    if re.fullmatch("[0-9]{5,6}", text):
        text = f"{text[:-4]}:{text[-4:-2]}:{text[-2:]}"
    if (found := _TIME.fullmatch(text)) is None:
        return Bad("unreadable", shown(value))
    hour, minute, second = int(found[2]), int(found[3]), int(found[4] or 0)
    if found[1] in {"下午", "晚上"} and hour < 12:
        hour += 12
    if minute > 59 or second > 59:
        return Bad("impossible", shown(value))
    return _clock(hour * 3600 + minute * 60 + second, shown(value))


def _clock(seconds: int, found: str) -> str | Bad:
    if not 0 <= seconds < 86400:
        return Bad("impossible", found)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _full_year(digits: str) -> int:
    if len(digits) == 4:
        return int(digits)
    return int(digits) + (2000 if int(digits) < 50 else 1900)


def _make(year: int, month: int | None, day: int | None, found: str) -> date | Bad:
    if month is None or day is None:
        return Bad("unreadable", found)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return Bad("out_of_range", found)
    try:
        return date(year, month, day)
    except ValueError:
        return Bad("impossible", found)


def _from_number(value: float, year: int | None, month: int | None) -> date | Bad | None:
    found = shown(value)
    if not 0 < value < 10**14 * 3:
        return Bad("unreadable", found)
    if _FIRST_SERIAL <= value < _LAST_SERIAL + 1:
        return _SERIAL_ZERO + timedelta(days=int(value))
    return _from_text(found, year, month)


@lru_cache(maxsize=1 << 14)
def _from_text(value: str, year: int | None, month: int | None) -> date | Bad | None:
    found = shown(value)
    text = tidy(value)
    if is_blank(text):
        return None
    if len(text) > 40:
        return Bad("unreadable", found)
    text = _LOOSE.sub("", _WEEKDAY.sub("", text)).rstrip(".。").replace("元月", "1月")
    if digits := _DIGITS_ONLY.fullmatch(text):
        if not digits[3]:
            return Bad("no_day", found)
        return _make(int(digits[1]), int(digits[2]), int(digits[3]), found)
    if full := _FULL.fullmatch(text):
        written_year = _full_year(numerals.canonical(full["y"]))
        return _make(
            written_year, numerals.below_hundred(full["m"]), numerals.below_hundred(full["d"]), found
        )
    if _NUMBER.fullmatch(text) and _FIRST_SERIAL <= Decimal(text) < _LAST_SERIAL + 1:
        return _SERIAL_ZERO + timedelta(days=int(Decimal(text)))
    if short := _MONTH_DAY.fullmatch(text):
        months, day = numerals.below_hundred(short["m"]), numerals.below_hundred(short["d"])
        if months is not None and months > 12 and _NO_DAY.fullmatch(text):
            return Bad("no_day", found)
        return Bad("no_year", found) if year is None else _make(year, months, day, found)
    if month is not None and year is not None and (alone := _DAY.fullmatch(text)):
        return _make(year, month, numerals.below_hundred(alone["d"]), found)
    return Bad("no_day" if _NO_DAY.fullmatch(text) else "unreadable", found)


def to_day(number: int | None) -> date | None:
    """Turn days since 1970-01-01 into a date."""
    return None if number is None else date.fromordinal(number + EPOCH)
