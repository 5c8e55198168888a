"""Find the period that a title, sheet, file or folder name states."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from pipeline import numerals
from pipeline.cell import tidy

_Y, _M, _D = r"(?:19|20)[0-9]{2}", r"(?:1[0-2]|0?[1-9])", r"(?:3[01]|[12][0-9]|0?[1-9])"
_TO = r"(?:-+|~|至|到)"
_AMOUNT = r"(?![0-9]|[.,][0-9]|[万亿千百]?元|号|%)"

# What looks like a date and is none: 财农〔2021〕121号, 2021年第3号, 第2021-12号, telephone numbers.
_NOT_DATES = re.compile(
    rf"\[{_Y}\]|\({_Y}\)(?= ?第?[0-9]+号)|{_Y}年?第?[0-9]+号|(?:编号|文号|号码|电话|账号|第) ?:?[0-9][-0-9]*"
    r"|(?<![0-9])0[0-9]{2,3}-[0-9]{7,8}(?![0-9])|[0-9]{9,}"
)
_WRITTEN = re.compile(rf"[{numerals.LETTERS}]+(?=个?[年月日季至到-])")
_COMPACT = (
    (re.compile(rf"(?<![0-9])({_Y})(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01]){_AMOUNT}"), r"\1年\2月\3日"),
    (re.compile(rf"(?<![0-9])({_Y})(0[1-9]|1[0-2]){_AMOUNT}"), r"\1年\2月"),
    (re.compile(rf"(?<![0-9])({_Y})([-./])({_M})\2({_D}){_AMOUNT}(?!月)"), r"\1年\3月\4日"),
    (re.compile(rf"(?<![0-9])({_Y})[-./]({_M}){_AMOUNT}(?!月)"), r"\1年\2月"),
    (re.compile(rf"(?<![0-9])({_Y})(?=[-./]{_M}月)[-./]"), r"\1年"),
)
_YEAR = (
    rf"(?:(?<![0-9])(?P<y>{_Y}|[0-9]{{2}}(?=年度?(?:{_M}月|第?[1-4]季|[上下]半年)))年度?(?:第(?=[1-4]季))?)?"
)
_DAYS = re.compile(
    rf"{_YEAR}(?<![0-9])(?P<m>{_M})月(?P<d>{_D})日?(?:{_TO}(?:(?P<y2>{_Y})年)?(?:(?P<m2>{_M})月)?(?P<d2>{_D})日)?"
    r"(?![0-9]|[.][0-9]|[万千百]?元)"
)
_MONTHS = re.compile(rf"{_YEAR}(?<![0-9])(?P<m>{_M})月?份?{_TO}(?:(?P<y2>{_Y})年)?(?P<m2>{_M})月")
_BARE_MONTHS = re.compile(rf"(?<![0-9])(?P<y>{_Y})年(?P<m>{_M})月?{_TO}(?P<m2>{_M})(?![0-9])")
_QUARTER = re.compile(rf"{_YEAR}第?(?P<q>[1-4])季")
_HALF = re.compile(rf"{_YEAR}(?P<h>[上下])半年")
_MONTH = re.compile(rf"{_YEAR}(?<![0-9])(?P<m>{_M})月(?!{_D}日)")
_YEARS = re.compile(rf"(?<![0-9])(?P<y>{_Y})年?{_TO}(?P<y2>{_Y})年")
_ONE_YEAR = re.compile(rf"(?<![0-9])(?P<y>{_Y})年|^(?P<yy>[0-9]{{2}})年度?(?!以|来|期|内|间|规划|底)")
_BARE_YEAR = re.compile(
    rf"(?:^|[-_ (]|(?<=[\u4e00-\u9fff])(?<![号码编元额计共付款支收入出]))(?P<y>{_Y})"
    r"(?:$|[-_ )]|(?=[\u4e00-\u9fff])(?![万元亿千百户人亩名号个头只斤株棵米公里平袋吨]))"
)


@dataclass(frozen=True, slots=True)
class Period:
    """The days from ``start`` to ``end``, both included; ``kind`` is 日, 月, 季, 年 or 区间."""

    start: date
    end: date
    kind: str


def find_period(text: str, year: int | None = None) -> Period | None:
    """Find the period ``text`` states, completing a missing year from ``year``; ``None`` when there is none."""
    line = _canonical(text)
    for pattern in (_DAYS, _MONTHS, _BARE_MONTHS, _QUARTER, _HALF, _MONTH):
        for found in pattern.finditer(line):
            parts = found.groupdict()
            known = _year(parts["y"]) or _stated_year(line) or year
            if known is not None and (period := _period(parts, known)):
                return period
    if years := _YEARS.search(line):
        return _between(date(int(years["y"]), 1, 1), date(int(years["y2"]), 12, 31))
    stated = _stated_year(line)
    return _between(date(stated, 1, 1), date(stated, 12, 31)) if stated else None


def _canonical(text: str) -> str:
    line = re.sub(r" +(?![0-9])|(?<![0-9]) +", "", tidy(text)).replace("元月", "1月")
    line = _WRITTEN.sub(_arabic, line)
    line = _NOT_DATES.sub("#", line)
    for pattern, replacement in _COMPACT:
        line = pattern.sub(replacement, line)
    return line


def _arabic(found: re.Match[str]) -> str:
    digits = numerals.canonical(found[0])
    if digits.isdigit():
        return digits if len(digits) in {1, 2, 4} else found[0]
    number = numerals.below_hundred(found[0])
    return found[0] if number is None else str(number)


def _year(digits: str | None) -> int | None:
    if digits is None:
        return None
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _stated_year(line: str) -> int | None:
    if found := _ONE_YEAR.search(line):
        return _year(found["y"] or found["yy"])
    return int(bare[1]) if (bare := _BARE_YEAR.search(line)) else None


def _period(parts: dict[str, str | None], year: int) -> Period | None:
    if half := parts.get("h"):
        return _months(year, 1, year, 6) if half == "上" else _months(year, 7, year, 12)
    if quarter := parts.get("q"):
        return _months(year, int(quarter) * 3 - 2, year, int(quarter) * 3)
    first = int(parts["m"] or 0)
    last = int(parts.get("m2") or first)
    last_year = _year(parts.get("y2")) or year
    if day := parts.get("d"):
        try:
            return _between(date(year, first, int(day)), date(last_year, last, int(parts["d2"] or day)))
        except ValueError:
            return None
    return _months(year, first, last_year, last)


def _months(year: int, month: int, last_year: int, last_month: int) -> Period | None:
    return _between(date(year, month, 1), date(last_year, last_month, monthrange(last_year, last_month)[1]))


def _between(start: date, end: date) -> Period | None:
    if end < start:
        return None
    whole = start.day == 1 and end.day == monthrange(end.year, end.month)[1] and start.year == end.year
    months = end.month - start.month + 1 if whole else 0
    kind = "区间"
    if start == end:
        kind = "日"
    elif months == 1:
        kind = "月"
    elif months == 12:
        kind = "年"
    elif months == 3 and start.month % 3 == 1:
        kind = "季"
    return Period(start, end, kind)
