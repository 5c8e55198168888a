"""A stated range is that range in every spelling; the code of an account is never one."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.values.periods import find_period

DAYS = st.dates(date(1950, 1, 1), date(2095, 12, 31))
few = settings(max_examples=80, deadline=None)
DAY: dict[str, Callable[[date], str]] = {
    "compact": lambda d: f"{d:%Y%m%d}",
    "iso": date.isoformat,
    "dots": lambda d: f"{d.year}.{d.month}.{d.day}",
    "slashes": lambda d: f"{d.year}/{d.month}/{d.day}",
    "年月日": lambda d: f"{d.year}年{d.month}月{d.day}日",
    "timed": lambda d: f"{d.isoformat()} 00:00:00",
}


def kind_of(start: date, end: date) -> str:
    """Name a range by the calendar: only whole months of one year are a month, a quarter or a year."""
    if start == end:
        return "日"
    if start.year == end.year and start.day == 1 and end.day == monthrange(end.year, end.month)[1]:
        span = (start.month, end.month)
        if span[0] == span[1]:
            return "月"
        if span in {(1, 3), (4, 6), (7, 9), (10, 12)}:
            return "季"
        if span == (1, 12):
            return "年"
    return "区间"


@pytest.mark.parametrize("joint", ["至", "到", "-", "~", " 至 ", "  -  ", "—"])
@pytest.mark.parametrize("form", DAY)
@few
@given(first=DAYS, days=st.integers(1, 800), whole=st.booleans())
def test_a_range_of_days_is_read_with_its_kind(
    form: str, joint: str, first: date, days: int, whole: bool
) -> None:
    start, end = first, date.fromordinal(first.toordinal() + days)
    if whole:
        start, end = start.replace(day=1), end.replace(day=monthrange(end.year, end.month)[1])
    found = find_period(f"查询期间：{DAY[form](start)}{joint}{DAY[form](end)}")
    assert found
    assert (found.start, found.end, found.kind) == (start, end, kind_of(start, end))


@few
@given(
    st.integers(1949, 2100),
    st.integers(1, 12),
    st.sampled_from(["{} 柳河村收支明细账", "柳河村{}收支明细账", "{}", "柳河村收支（科目{}）"]),
)
def test_six_figures_in_a_title_are_no_period(year: int, month: int, title: str) -> None:
    for code in (f"{year}{month:02}", f"{year}{month:02}01"):
        assert find_period(title.format(code), bare=False) is None
        assert find_period(title.format(f"科目{code}"), bare=True) is None


@few
@given(
    DAYS,
    st.sampled_from(["截至{}", "截止{}", "截止日期：{}", "科目余额表（截至{}）"]),
    st.sampled_from(sorted(DAY)),
)
def test_a_day_up_to_which_ends_a_period_and_is_not_one(day: date, title: str, form: str) -> None:
    found = find_period(title.format(DAY[form](day)))
    assert found
    assert (found.start, found.end, found.kind) == (date(day.year, 1, 1), day, "区间")
