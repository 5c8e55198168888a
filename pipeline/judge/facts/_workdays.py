"""Count workdays: no weekends and public holidays, but the weekends that make up for them."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from functools import cache
from importlib import resources
from itertools import accumulate
from typing import Any

import holidays


@cache
def _corrections() -> dict[date, bool]:
    """Read ``schemas/workdays.toml``: day → whether it is a workday, where the library does not know."""
    table: dict[str, Any] = tomllib.loads(
        resources.files("schemas").joinpath("workdays.toml").read_text("utf-8")
    )
    return {
        date.fromisoformat(day): works
        for year in table.values()
        for word, works in (("上班", True), ("放假", False))
        for day in year.get(word, ())
    }


class Workdays:
    """The workdays from the day after ``first`` to ``last``."""

    def __init__(self, first: date, last: date) -> None:
        self.first = first
        calendar = holidays.country_holidays("CN", years=range(first.year, last.year + 1))
        days = [first + timedelta(n) for n in range(1, (last - first).days + 1)]
        corrections = _corrections()
        works = (corrections.get(day, calendar.is_working_day(day)) for day in days)
        self.counts = [0, *accumulate(map(int, works))]

    def after(self, day: date) -> int:
        """Count the workdays after ``day`` up to the last one; ``day`` is not before the first."""
        return max(self.counts[-1] - self.counts[min((day - self.first).days, len(self.counts) - 1)], 0)
