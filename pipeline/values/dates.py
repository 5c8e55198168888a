"""Read days, years, months and times as village books write them; what can't be read is a ``Bad``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from pipeline.values import numerals
from pipeline.values.cell import Bad, Cell, is_blank, shown, tidy
from pipeline.values.day_texts import (
    FIRST_SERIAL,
    FIRST_YEAR,
    LAST_SERIAL,
    LAST_YEAR,
    SERIAL_ZERO,
    day_of,
    full_year,
    made,
)
from pipeline.values.periods import Period, find_period, in_months

EPOCH = 719163  # date(1970, 1, 1).toordinal(): days travel as integers since then
__all__ = [
    "Bad", "Period", "date_column", "find_period", "in_months", "join_date", "to_date", "to_month", "to_time",
    "to_year",
]  # fmt: skip

_N = rf"(?:[0-9]{{1,2}}|[{numerals.LETTERS}]{{1,4}})"
_LOOSE = re.compile(r" (?=[^0-9])|(?<=[^0-9]) ")
_DAY = re.compile(rf"({_N})[日号]?")
_YEAR = re.compile(rf"([0-9{numerals.DIGITS}]{{4}})(?:年度?)?|([0-9{numerals.DIGITS}]{{2}})年度?")
_MONTH = re.compile(rf"(?:[0-9]{{4}}[-./年])?({_N})(?:月份?)?|[0-9]{{4}}([0-9]{{2}})")
_TIME = re.compile(
    r"(上午|下午|晚上)?([0-9]{1,2})[:时点]([0-9]{1,2})分?(?:[:]?([0-9]{1,2})秒?)?(?:\.[0-9]+)?(?:Z|[-+][0-9]{2}:?[0-9]{2})?"
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
    return made(known, months, numerals.below_hundred(day[1]), found) if day else Bad("unreadable", found)


def to_year(value: Cell) -> int | Bad | None:
    """Read a calendar year (2013, 2013年度, 二〇一三年, 13年, a date); ``None`` when blank."""
    if isinstance(value, (date, datetime)):
        return value.year if FIRST_YEAR <= value.year <= LAST_YEAR else Bad("out_of_range", shown(value))
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return Bad("unreadable", shown(value))
    text = tidy(shown(value)).replace(" ", "")
    if is_blank(text):
        return None
    found = _YEAR.fullmatch(text.removesuffix(".0").removeprefix("公元"))
    if found is None:
        return Bad("unreadable", shown(value))
    year = full_year(numerals.canonical(found[1] or found[2]))
    return year if FIRST_YEAR <= year <= LAST_YEAR else Bad("out_of_range", shown(value))


def to_month(value: Cell) -> int | Bad | None:
    """Read a month number, 1-12 (4, 4月份, 十二月, 2013年4月, a date); ``None`` when blank."""
    if isinstance(value, (date, datetime)):
        return value.month
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return Bad("unreadable", shown(value))
    # 1 2 may be two months.
    text = _LOOSE.sub("", " ".join(tidy(shown(value)).split()))
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
            if 0 < value < LAST_SERIAL
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


def _from_number(value: float, year: int | None, month: int | None) -> date | Bad | None:
    found = shown(value)
    if not 0 < value < 10**14 * 3:
        return Bad("unreadable", found)
    if FIRST_SERIAL <= value < LAST_SERIAL + 1:
        return SERIAL_ZERO + timedelta(days=int(value))
    return _from_text(found, year, month)


@lru_cache(maxsize=1 << 14)
def _from_text(value: str, year: int | None, month: int | None) -> date | Bad | None:
    return day_of(value, year, month)


def to_day(number: int | None) -> date | None:
    """Turn days since 1970-01-01 into a date."""
    return None if number is None else date.fromordinal(number + EPOCH)
