"""Find the period that a title, sheet, file or folder name states."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from pipeline.values import numerals
from pipeline.values.cell import tidy

_Y = r"(?:19[4-9][0-9]|20[0-9]{2}|2100)"
_M, _D = r"(?:1[0-2]|0?[1-9])", r"(?:3[01]|[12][0-9]|0?[1-9])"
_TO = r"(?:-+|~|至|到)"
_START = r"(?<![0-9])(?<![额计款余收支入出付])"
_END = r"(?![0-9]|[.,][0-9]|[万亿千百]?元|号|%)"

_LONGEST = 500  # characters of a title
_LOOSE_SPACE = re.compile(r" (?![0-9])|(?<![0-9]) ")
_CLOCK = re.compile(
    r"(?<=[0-9日])[ T]?(?<![:0-9])(?:[01]?[0-9]|2[0-4]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]+)?)?(?![0-9:])"
)
_WRITTEN = re.compile(
    rf"[{numerals.LETTERS}]+(?=个?[年月日季]|(?:月份?|季度?)?(?:[至到、,和及-]第?[{numerals.LETTERS}0-9]+)+(?:月|个?季))"
)
# What looks like a date and is none: 财农〔2021〕121号, 2021年第3号, telephone numbers, long codes.
_NOT_DATES = re.compile(
    rf"\[{_Y}\]|\({_Y}\)(?=第?[0-9]+号)|{_Y}[-年]?第?[0-9]+号|(?:编号|文号|号码|电话|账号):?[0-9][-0-9]*"
    r"|(?<![0-9])0[0-9]{2,3}-[0-9]{7,8}(?![0-9])|[0-9]{9,}"
    # 科目200301, 会计科目：2011 01, 201101科目, 2001短期借款: codes of accounts.
    r"|科目(?:编[码号]|代码|名称|号)?[:(]*[0-9][0-9.-]*(?: [0-9]{1,2}(?![0-9年月日季./-]))?|(?<![0-9])[0-9]{3,8}(?=科目)"
    r"|(?<![0-9])20(?:0[0-9]|1[0-2])(?=短期借款|长期借款|应付|应交|预收|预提|长期应付|专项应付|其他应付)"
)
# 202403 and 20240305 in a row of other words may be anything; what makes them days is another one, or a word for time.
_CODE = rf"({_Y})(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])?"
_CODES = re.compile(rf"(?<![0-9]){_CODE}({_TO}){_CODE}(?![0-9])")
_TIMED = re.compile(
    rf"(?<=日期|时间|期间|年月|月份|账期|截至|截止)([:(]?){_CODE}(?![0-9])|(?<=所属期|会计期|报告期)([:(]?){_CODE}(?![0-9])"
)
# Every way of writing a date becomes 2013年3月5日, so that the patterns below need only one.
_SPELLINGS = (
    (re.compile(rf"{_START}({_Y})([-./])({_M})\2({_D}){_END}(?!月)"), r"\1年\3月\4日"),
    (re.compile(rf"({_Y})年({_M})[./]({_D})({_TO})({_M})[./]({_D}){_END}"), r"\1年\2月\3日\4\5月\6日"),
    (re.compile(rf"(?<=日)({_TO})({_M})[./]({_D}){_END}"), r"\1\2月\3日"),
    (re.compile(rf"{_START}({_Y})[-./]({_M}){_END}(?!月)"), r"\1年\2月"),
    (re.compile(rf"{_START}({_Y})[-./](?={_M}月)"), r"\1年"),
    (re.compile(rf"{_START}({_Y})(?:年度?)?-?(?:Q|第)([1-4])(?:季度?)?(?![0-9期]|会计期)"), r"\1年\2季"),
    (re.compile(rf"{_START}({_Y})(?=[1-4]季|[上下]半年)"), r"\1年"),
    (re.compile(rf"(?<![0-9])([0-9]{{2}})年(?=度?(?:{_M}月|第?[1-4]季|[上下]半年))"), r"20\1年"),
    (re.compile(r"^([0-9]{2})年(?![以来期内间底多余]|规划)"), r"20\1年"),
)
_BARE = (
    (re.compile(rf"{_START}({_Y})(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01]){_END}"), r"\1年\2月\3日"),
    (re.compile(rf"{_START}({_Y})(0[1-9]|1[0-2]){_END}"), r"\1年\2月"),
)
_RUN = re.compile(
    rf"(?<![0-9、,])(?:{_M}(?:月份?)?[、,和及])+{_M}(?P<month>月)|第?[1-4](?:季度?)?(?:[、,和及]第?[1-4](?:季度?)?)+(?<=季度|[1-4]季)"
)
# The day a table was made or shown is not what it covers, and an open end (至今) covers nothing definite.
_SHOWN = "公示|公布|公开|张贴"
_MADE = "填报|填表|填制|制表|制单|编制|报送|上报|打印|导出|下载|查询|审核|生成|创建|更新|修改|报表|审批|批准|签订|登记|备案"
_DATE = rf"(?:(?:{_Y}年)(?:{_M}月)?(?:{_D}[日号])?|{_M}月(?:{_D}[日号])?)"
_ASIDE = re.compile(
    rf"(?:{_SHOWN})(?:(?:起止)?(?:日期|时间|期间|期)[:于]?|[:于])\(?{_DATE}(?:{_TO}{_DATE})?"
    rf"|(?:{_MADE})(?:(?:日期|时间)[:于]?|[:于])(?!{_DATE}{_TO}[0-9]){_DATE}"
    rf"|{_Y}年{_M}月{_D}日(?={_SHOWN}|{_MADE})|{_Y}年(?:{_M}月)?(?:{_D}日)?(?:至今|以来|以后|之后|起(?![至到截]))"
)
# A range in other words, and a day up to which: its beginning isn't said.
_FROM_TO = re.compile(r"(?<=[年月日])(?:起?截[至止]|起[至到])")
_UP_TO = re.compile(
    rf"截[至止]到?(?:日期|时间)?[:(]?(?:(?P<y>{_Y})年度?)?(?:(?P<m>{_M})月份?)?(?:(?P<d>{_D})[日号]|[底末])?止?"
)

_YEAR = rf"(?:(?P<y>{_Y})年度?)?"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_YEAR}(?<![0-9])(?P<m>{_M})月(?P<d>{_D})(?:[日号]|(?=$|[-~至到 )]))"
        rf"(?:{_TO}(?:(?P<y2>{_Y})年)?(?:(?P<m2>{_M})月)?(?P<d2>{_D})[日号])?",
        rf"{_YEAR}(?<![0-9])(?P<m>{_M})(?:月份?)?{_TO}(?:(?P<y2>{_Y})年)?(?P<m2>{_M})月",
        rf"(?P<y>{_Y})年(?P<m>{_M})(?:月份?)?{_TO}(?P<m2>{_M})(?![0-9季])",
        rf"{_YEAR}前(?P<n>[2-9]|1[01])个?(?P<unit>[月季])",
        rf"{_YEAR}第?(?<![0-9])(?<![前近])(?<![0-9一二三四][、,])(?P<q>[1-4])(?:季度?)?(?:{_TO}第?(?P<q2>[1-4]))?季",
        rf"{_YEAR}(?P<h>[上下])半年",
        rf"{_YEAR}(?<![0-9])(?P<m>{_M})月份?(?P<ten>[上中下])旬",
        rf"{_YEAR}(?<![0-9])(?<![0-9][、,])(?P<m>{_M})月",
    )
)
# The periods of a year's books are its months; only where nothing but a period is stated, since 第3期 numbers notices too.
_NUMBERED = re.compile(rf"(?<=[年度./至到~-]) ?第? ?({_M})(?:会计)?期间?")
_CODED = re.compile(rf"(?<![0-9])({_Y})(0[1-9]|1[0-2])(?:会计)?期间?$")
_YEARS = re.compile(rf"(?<![0-9])({_Y})年?度?{_TO}({_Y})年")
_TWO_YEARS = re.compile(rf"(?<![0-9])({_Y})年?度?[/、]({_Y})年")
_ONE_YEAR = re.compile(rf"(?<![0-9])({_Y})年(度?)")
_BARE_YEAR = re.compile(
    rf"(?:^|[-_ (]|(?<=[\u4e00-\u9fff])(?<![号码编元额计共付款支收入出]))({_Y})"
    r"(?:$|[-_ )]|(?=[\u4e00-\u9fff])(?![万元亿千百户人亩名号个头只斤株棵米公里平袋吨]))"
)


@dataclass(frozen=True, slots=True)
class Period:
    """The days from ``start`` to ``end``, both included; ``kind`` is 日, 月, 季, 年 or 区间."""

    start: date
    end: date
    kind: str


def find_period(text: str, year: int | None = None, *, bare: bool | None = None) -> Period | None:
    """Find the period ``text`` states, taking ``year`` where it leaves the year out; ``None`` if none.

    A text that names two years states neither, unless one of them is a 年度. ``bare``: whether 202403 or 20240305
    among other words is a month or a day; it may as well be the code of an account. As the whole text it is one,
    unless ``bare`` is False. A text of more than ``_LONGEST`` characters is prose, which states none.
    """
    if len(text) > _LONGEST:
        return None
    line = _FROM_TO.sub("至", _canonical(text, bare))
    up_to = next((found for found in _UP_TO.finditer(line) if found["y"] or found["m"]), None)
    found = _stated(_UP_TO.sub("#", line) if up_to else line, year)
    return found or (_until(up_to, year) if up_to else None)


def in_months(text: str) -> str:
    """Write the periods of a year's books as the months they are: 2024年3期, 202403期."""
    return _CODED.sub(r"\1年\2月", _NUMBERED.sub(r"\1月", tidy(text)))


def _stated(line: str, year: int | None) -> Period | None:
    stated = _stated_year(line)
    for pattern in _PATTERNS:
        if found := pattern.search(line):
            parts = found.groupdict()
            known = int(parts["y"]) if parts["y"] else stated or year
            return None if known is None else _period(parts, known)
    if years := _YEARS.search(line):
        return _between(date(int(years[1]), 1, 1), date(int(years[2]), 12, 31))
    if (pair := _TWO_YEARS.search(line)) and int(pair[2]) == int(pair[1]) + 1:
        return _between(date(int(pair[1]), 1, 1), date(int(pair[2]), 12, 31))
    return _between(date(stated, 1, 1), date(stated, 12, 31)) if stated else None


def _until(up_to: re.Match[str], year: int | None) -> Period | None:
    """Give the days of the year up to the one stated: never one day, nor a quarter that nobody named."""
    known = int(up_to["y"]) if up_to["y"] else year
    if known is None:
        return None
    month = int(up_to["m"] or 12)
    try:
        end = date(known, month, int(up_to["d"] or monthrange(known, month)[1]))
    except ValueError:
        return None
    return Period(date(known, 1, 1), end, "区间")


def _canonical(text: str, bare: bool | None) -> str:
    line = " ".join(tidy(text).split())
    if bare is None:
        bare = line.isdigit()
    line = _LOOSE_SPACE.sub("", _CLOCK.sub("", line)).replace("元月", "1月")
    line = _NOT_DATES.sub("#", _WRITTEN.sub(_arabic, line))
    line = _TIMED.sub(_spelled_code, _CODES.sub(_spelled_codes, line))
    for pattern, replacement in (*(_BARE if bare else ()), *_SPELLINGS):
        line = pattern.sub(replacement, line)
    return _ASIDE.sub("#", _RUN.sub(_run, line))


def _spelled_codes(found: re.Match[str]) -> str:
    year, month, day, _, last_year, last_month, last_day = found.groups()
    if (day is None) != (last_day is None):
        return "#"
    return f"{_spelled(year, month, day)}至{_spelled(last_year, last_month, last_day)}"


def _spelled_code(found: re.Match[str]) -> str:
    lead, year, month, day = found.groups()[:4] if found[2] else found.groups()[4:]
    return lead + _spelled(year, month, day)


def _spelled(year: str, month: str, day: str | None) -> str:
    return f"{year}年{month}月" + (f"{day}日" if day else "")


def _run(found: re.Match[str]) -> str:
    """Make 1、2、3月 the run it is; numbers with a gap between them are no period."""
    numbers = [int(number) for number in re.findall("[0-9]+", found[0])]
    if numbers != list(range(numbers[0], numbers[-1] + 1)):
        return "#"
    return f"{numbers[0]}-{numbers[-1]}" + ("月" if found["month"] else "季")


def _arabic(found: re.Match[str]) -> str:
    digits = numerals.canonical(found[0])
    if found.string[found.end()] == "年":  # a length of time (十年) is no year
        return digits if digits.isdigit() and len(digits) in {2, 4} else found[0]
    number = numerals.below_hundred(found[0])
    return found[0] if number is None else str(number)


def _stated_year(line: str) -> int | None:
    years = _ONE_YEAR.findall(line)
    if not years:
        return int(bare[1]) if (bare := _BARE_YEAR.search(line)) else None
    distinct = {digits for digits, _ in years}
    if len(distinct) > 1:
        distinct = {digits for digits, whole in years if whole}
    return int(distinct.pop()) if len(distinct) == 1 else None


def _period(parts: dict[str, str | None], year: int) -> Period | None:
    if half := parts.get("h"):
        return _months(year, 1, year, 6) if half == "上" else _months(year, 7, year, 12)
    if quarter := parts.get("q"):
        return _months(year, int(quarter) * 3 - 2, year, int(parts["q2"] or quarter) * 3)
    if count := parts.get("n"):
        return (
            _months(year, 1, year, int(count) * (3 if parts["unit"] == "季" else 1))
            if int(count) <= 11
            else None
        )
    first = int(parts["m"] or 0)
    if third := parts.get("ten"):
        start = 1 + 10 * "上中下".index(third)
        end = start + 9 if third != "下" else monthrange(year, first)[1]
        return _between(date(year, first, start), date(year, first, end))
    last = int(parts.get("m2") or first)
    last_year = int(parts.get("y2") or year)
    if (day := parts.get("d")) is None:
        return _months(year, first, last_year, last)
    try:
        return _between(date(year, first, int(day)), date(last_year, last, int(parts["d2"] or day)))
    except ValueError:
        return None


def _months(year: int, month: int, last_year: int, last_month: int) -> Period | None:
    return _between(date(year, month, 1), date(last_year, last_month, monthrange(last_year, last_month)[1]))


def _between(start: date, end: date) -> Period | None:
    if end < start:
        return None
    if start == end:
        return Period(start, end, "日")
    whole = start.day == 1 and end.day == monthrange(end.year, end.month)[1] and start.year == end.year
    months = end.month - start.month + 1 if whole else 0
    if months == 3 and start.month % 3 != 1:
        months = 0
    return Period(start, end, {1: "月", 3: "季", 12: "年"}.get(months, "区间"))
