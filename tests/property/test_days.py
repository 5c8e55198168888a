"""Every spelling of a day, with any blanks anywhere, reads as that day or is refused; never as another day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pipeline.values.cell import Bad
from pipeline.values.dates import join_date, to_date, to_month, to_year

DAYS = st.dates(date(1949, 1, 1), date(2100, 12, 31))
TIMES = st.times().map(lambda t: t.replace(microsecond=0))
BLANKS = st.sampled_from([" ", "  ", "\u3000", "\u00a0", "\n", "\t", "\r\n", "\u2009", "\u200b", "   "])
FIGURES = "〇一二三四五六七八九"
CHEQUE = "零壹贰叁肆伍陆柒捌玖"
MONTHS = ["", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def figures(number: int, letters: str = FIGURES) -> str:
    return "".join(letters[int(digit)] for digit in str(number))


def numeral(number: int) -> str:
    """Write 1 to 31 as it is said: 三, 十, 十二, 二十, 三十一."""
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else FIGURES[tens]) + ("十" if tens else "") + (FIGURES[ones] if ones else "")


def cheque(number: int) -> str:
    tens, ones = divmod(number, 10)
    return (CHEQUE[tens] + "拾" if tens else "零") + (CHEQUE[ones] if ones else "")


# Read whatever blanks stand beside a sign (not between two figures).
SURE: dict[str, Callable[[date], str]] = {
    "slashes": lambda d: f"{d.year}/{d.month}/{d.day}",
    "padded slashes": lambda d: f"{d:%Y/%m/%d}",
    "iso": lambda d: d.isoformat(),
    "dots": lambda d: f"{d.year}.{d.month}.{d.day}",
    "Chinese stops": lambda d: f"{d.year}。{d.month}。{d.day}",
    "full-width dots": lambda d: f"{d.year}．{d.month}．{d.day}",
    "年月日": lambda d: f"{d.year}年{d.month}月{d.day}日",
    "号": lambda d: f"{d:%Y}年{d:%m}月{d:%d}号",
    "公元": lambda d: f"公元{d.year}年{d.month}月{d.day}日",
    "no 日": lambda d: f"{d.year}年{d.month}月{d.day}",
    "年 and dots": lambda d: f"{d.year}年{d.month}.{d.day}",
    "月 and slashes": lambda d: f"{d.year}/{d.month}月{d.day}日",
    "Chinese": lambda d: f"{figures(d.year)}年{numeral(d.month)}月{numeral(d.day)}日",
    "cheque": lambda d: f"{figures(d.year, CHEQUE)}年{cheque(d.month)}月{cheque(d.day)}日",
    "weekday": lambda d: f"{d.year}年{d.month}月{d.day}日星期{'一二三四五六日'[d.weekday()]}",
    "weekday in brackets": lambda d: f"{d.isoformat()}（周{'一二三四五六日'[d.weekday()]}）",
    "radicals": lambda d: f"{d.year}年{d.month}⽉{d.day}⽇",
    "March 5, 2024": lambda d: f"{MONTHS[d.month]} {d.day}, {d.year}",
    "05-Mar-2024": lambda d: f"{d.day:02}-{MONTHS[d.month]}-{d.year}",
    "05-3月-2024": lambda d: f"{d.day:02}-{d.month}月-{d.year}",
}
CLOCKS: dict[str, Callable[[time], str]] = {
    "none": lambda t: "",
    "seconds": lambda t: f" {t:%H:%M:%S}",
    "minutes": lambda t: f" {t.hour}:{t:%M}",
    "T": lambda t: f"T{t:%H:%M:%S}",
    "micro": lambda t: f" {t:%H:%M:%S}.000000",
    "zone": lambda t: f" {t:%H:%M:%S}+08:00",
    "时分秒": lambda t: f" {t.hour}时{t.minute}分{t.second}秒",
}
# May be refused, since two figures of a year or two equal signs leave a doubt.
DOUBTFUL: dict[str, Callable[[date], str]] = {
    "compact": lambda d: f"{d:%Y%m%d}",
    "stamp": lambda d: f"{d:%Y%m%d}143059",
    "short dots": lambda d: f"{d:%y}.{d.month}.{d.day}",
    "short 年": lambda d: f"{d:%y}年{d.month}月{d.day}日",
    "short slashes": lambda d: f"{d:%y/%m/%d}",
    "short dashes": lambda d: f"{d:%y}-{d.month}-{d.day}",
    "day first": lambda d: f"{d.day}/{d.month}/{d.year}",
    "month first": lambda d: f"{d.month}-{d.day}-{d.year}",
    "05-MAR-24": lambda d: f"{d.day:02}-{MONTHS[d.month].upper()}-{d:%y}",
    "05-3月 -24": lambda d: f"{d.day:02}-{d.month}月 -{d:%y}",
    "blanks": lambda d: f"{d.year} {d.month} {d.day}",
    "month and day": lambda d: f"{d.month}月{d.day}日",
    "month.day": lambda d: f"{d.month}.{d.day:02}",
    "day alone": lambda d: f"{d.day}日",
    "Chinese month and day": lambda d: f"{numeral(d.month)}月{numeral(d.day)}日",
}
SHORT = {"short dots", "short 年", "short slashes", "short dashes", "05-MAR-24", "05-3月 -24"}
few = settings(max_examples=40, deadline=None)


def strewn(text: str, blanks: list[tuple[int, str]], *, between_figures: bool = True) -> str:
    for where, blank in blanks:
        place = where % (len(text) + 1)
        if between_figures or not (text[place - 1 : place].isdigit() and text[place : place + 1].isdigit()):
            text = text[:place] + blank + text[place:]
    return text


STREWN = st.lists(st.tuples(st.integers(0, 40), BLANKS), max_size=4)


@pytest.mark.parametrize("clock", CLOCKS)
@pytest.mark.parametrize("form", SURE)
@settings(max_examples=8, deadline=None)
@given(day=DAYS, at=TIMES, year=st.none() | st.integers(1949, 2100))
def test_a_full_day_is_read_whatever_the_title_says(
    form: str, clock: str, day: date, at: time, year: int | None
) -> None:
    assert to_date(SURE[form](day) + CLOCKS[clock](at), year, year and 7) == day


WORDED = {"March 5, 2024", "05-Mar-2024", "weekday", "weekday in brackets", "公元"}


@pytest.mark.parametrize("clock", ["none", "seconds", "minutes"])
@pytest.mark.parametrize("form", [form for form in SURE if form not in WORDED])
@few
@given(day=DAYS, at=TIMES, blanks=STREWN)
def test_blanks_beside_the_signs_of_a_day_change_nothing(
    form: str, clock: str, day: date, at: time, blanks: list[tuple[int, str]]
) -> None:
    assert to_date(strewn(SURE[form](day) + CLOCKS[clock](at), blanks, between_figures=False), 1999, 1) == day


@pytest.mark.parametrize("form", {**SURE, **DOUBTFUL})
@few
@given(day=DAYS, at=TIMES, clock=st.sampled_from(sorted(CLOCKS)), blanks=STREWN, month=st.booleans())
def test_any_blanks_give_the_day_or_nothing(
    form: str, day: date, at: time, clock: str, blanks: list[tuple[int, str]], month: bool
) -> None:
    text = strewn({**SURE, **DOUBTFUL}[form](day) + CLOCKS[clock](at), blanks)
    assume(form not in SHORT or 1950 <= day.year < 2050)
    for year in (None, day.year):
        found = to_date(text, year, day.month if month else None)
        assert isinstance(found, Bad) or found == day, text


@few
@given(DAYS, DAYS, st.sampled_from(["-", "至", "到", "~", "—", "、", "/", " "]), STREWN)
def test_two_days_are_no_day(first: date, second: date, joint: str, blanks: list[tuple[int, str]]) -> None:
    for write in (SURE["年月日"], SURE["dots"], DOUBTFUL["month and day"], DOUBTFUL["month.day"]):
        text = strewn(write(first) + joint + write(second), blanks)
        assert isinstance(to_date(text, 2024), Bad), text


@few
@given(
    DAYS,
    st.sampled_from(["补", "前", "起", "止", "左右", "？", "补记", "以后", "（补）", "及以前", "等"]),
    STREWN,
)
def test_a_day_with_a_doubt_is_refused(day: date, doubt: str, blanks: list[tuple[int, str]]) -> None:
    for write in (SURE["年月日"], SURE["dots"], SURE["iso"], DOUBTFUL["month and day"]):
        assert isinstance(to_date(strewn(write(day) + doubt, blanks), 2024), Bad)


def oracle(a: int, b: int, c: int) -> set[date]:
    """All days that three numbers, the last a full year, can be in the orders of day and month."""
    days = set()
    for month, day in ((a, b), (b, a)):
        try:
            days.add(date(c, month, day))
        except ValueError:
            continue
    return days


@few
@given(st.integers(1, 31), st.integers(1, 31), st.integers(1950, 2099), st.sampled_from("-/."))
def test_a_year_at_the_end_is_read_only_when_one_day_is_possible(a: int, b: int, c: int, sign: str) -> None:
    days = oracle(a, b, c)
    found = to_date(f"{a}{sign}{b}{sign}{c}", c)
    if len(days) == 1:
        assert found == days.pop()
    else:
        assert found == Bad("ambiguous" if days else "impossible", f"{a}{sign}{b}{sign}{c}")


@few
@given(DAYS, STREWN)
def test_split_columns_give_the_day_or_nothing(day: date, blanks: list[tuple[int, str]]) -> None:
    cells = [
        strewn(f"{number}{mark}", blanks)
        for number, mark in zip((day.year, day.month, day.day), "年月日", strict=True)
    ]
    found = join_date(*cells, year=None)
    assert isinstance(found, Bad) or found == day
    year, month = to_year(cells[0]), to_month(cells[1])
    assert isinstance(year, Bad) or year == day.year
    assert isinstance(month, Bad) or month == day.month
