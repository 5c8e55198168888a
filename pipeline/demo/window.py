"""Say which months the synthetic county covers, and which days are workdays."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import holidays

LAST_YEAR = 2025
FEWEST = 6
# Time to publish the last period, yet before the books of the month after it are due.
SETTLED_AFTER = timedelta(days=45)
# a workday by the calendar of 2024, on which offices were told to let people go home
_EVE = date(2024, 2, 9)


@dataclass(frozen=True, slots=True)
class Window:
    """The days from ``first`` to ``last``, both included, as seen on ``as_of``."""

    first: date
    last: date
    as_of: date

    @property
    def years(self) -> range:
        """The calendar years the window touches; it begins in January."""
        return range(self.first.year, self.last.year + 1)

    def months(self, year: int | None = None) -> list[date]:
        """List the first days of the months, of one year or of all."""
        count = (self.last.year - self.first.year) * 12 + self.last.month
        days = [date(self.first.year + n // 12, n % 12 + 1, 1) for n in range(count)]
        return [day for day in days if year in (None, day.year)]

    def holds(self, day: date) -> bool:
        """Say whether ``day`` lies in the window."""
        return self.first <= day <= self.last


def window(months: int) -> Window:
    """Make the window of so many months that begins in a January and ends in ``LAST_YEAR``.

    Raises ``ValueError`` below ``FEWEST`` months: a dividend is shared out and used in the first half-year.
    """
    if months < FEWEST:
        raise ValueError(f"至少 {FEWEST} 个月")
    years, rest = divmod(months - 1, 12)
    last = date(LAST_YEAR, rest + 1, monthrange(LAST_YEAR, rest + 1)[1])
    return Window(date(LAST_YEAR - years, 1, 1), last, last + SETTLED_AFTER)


@lru_cache(maxsize=16)
def _calendar(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("CN", years=year)


@lru_cache(maxsize=10_000)
def is_workday(day: date) -> bool:
    """Say whether offices and banks work on ``day``; make-up weekends are left out, too."""
    return day.weekday() < 5 and day not in _calendar(day.year) and day != _EVE


def next_workday(day: date) -> date:
    """Take ``day`` or the next workday."""
    while not is_workday(day):
        day += timedelta(days=1)
    return day


def workday(day: date) -> date:
    """Take ``day`` or the next workday of its month, else the last one before it."""
    later = next_workday(day)
    if later.month == day.month:
        return later
    while not is_workday(day):
        day -= timedelta(days=1)
    return day


def day_in(month: date, day: int) -> date:
    """Take a workday at or near the given day of a month."""
    return workday(month.replace(day=min(day, monthrange(month.year, month.month)[1])))
