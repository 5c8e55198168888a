"""Read one cell that says where something begins and where it ends: 0000101-0000150, 2024年1月1日至3月31日."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING

from pipeline.values.cell import Bad, is_blank, shown, tidy
from pipeline.values.dates import to_date
from pipeline.values.periods import find_period

if TYPE_CHECKING:
    from pipeline.values.cell import Cell

_NUMBER = re.compile(r"(?P<lead>[A-Za-z]*)(?P<digits>\d+)")
_COUNTED = re.compile(r"\(?[,，;； ]*(?:共|计|合计)\s*\d+\s*[份张号]\)?$")
_NOT_NUMBERS = re.compile(r"(?:第|号码|编号|号|no\.?|№|自|起|止|从|[\s:()])*", re.IGNORECASE)
_TO = re.compile(r"-+|—+|–|~|至|到")
_BETWEEN = re.compile(rf"{_NOT_NUMBERS.pattern}(?:起|止|{_TO.pattern}){_NOT_NUMBERS.pattern}", re.IGNORECASE)
# Nothing but figures and the words of days: 2024年第一季度收支 says more than when.
_ONLY_WHEN = re.compile(
    r"[0-9〇○零一二三四五六七八九十元年度月份日号季第上下半全至到起止自从、,和及./\\()\s~—–Qq-]+"
)
_OPEN = re.compile("截|以来|至今|以后")
_WORDS_TO = re.compile("[至到~—–]")
_SHORT = re.compile(r"^(\d{1,2})\.(\d{1,2})[-~—–至到](\d{1,2})\.(\d{1,2})$")
# Days are written, not months alone.
_DAYS = re.compile(
    r"[0-9一二三四五六七八九十]\s*[日号]|(?<!\d)\d{1,4}([-./])\d{1,2}\1\d{1,2}(?!\d)|(?<!\d)\d{8}|(?<!\d)\d{1,2}月\d{1,2}"
)


def number_span(cell: Cell) -> tuple[str, str] | Bad | None:
    """Read the first and last of a run of numbers; a short second one (0000101-150) ends the first.

    ``None`` for a blank. One number, or more than two, is no span, nor is one that runs backwards.
    """
    found = shown(cell)
    text = tidy(found) if isinstance(cell, str) else ""
    if isinstance(cell, str) and is_blank(text):
        return None
    text = _COUNTED.sub("", text)
    numbers = list(_NUMBER.finditer(text))
    if len(numbers) != 2:
        return Bad("unreadable", found)
    first, last = numbers
    before, after = text[: first.start()], text[last.end() :]
    if not _NOT_NUMBERS.fullmatch(before) or not _NOT_NUMBERS.fullmatch(after):
        return Bad("unreadable", found)
    if not _BETWEEN.fullmatch(text[first.end() : last.start()]):
        return Bad("unreadable", found)
    digits, end = first["digits"], last["digits"]
    if last["lead"] not in {"", first["lead"]} or len(end) > len(digits):
        return Bad("unreadable", found)
    end = digits[: len(digits) - len(end)] + end
    if int(end) < int(digits):
        return Bad("unreadable", found)
    return first["lead"] + digits, first["lead"] + end


def day_span(
    cell: Cell, year: int | None, *, whole: bool, alone: bool = False
) -> tuple[date, date | None] | Bad | None:
    """Read the first and last day that a cell states; ``None`` for a blank.

    ``whole``: a month, quarter or year stands for all its days; otherwise both days must be written. ``alone``: one
    day is a beginning without an end. ``year`` completes days without one.
    """
    if alone and isinstance(day := to_date(cell, year), date):
        return day, None
    if isinstance(cell, (date, datetime)):
        return Bad("unreadable", shown(cell))
    found = shown(cell)
    text = tidy(found)
    if is_blank(text):
        return None
    if not _ONLY_WHEN.fullmatch(text) or _OPEN.search(text):
        return Bad("unreadable", found)
    text = _SHORT.sub(r"\1月\2日至\3月\4日", text)
    period = find_period(text, year)
    if period is None or (period.kind == "日" and not _WORDS_TO.search(text)):
        return Bad("unreadable", found)
    if not whole and (period.kind == "日" or not _DAYS.search(text)):
        return Bad("unreadable", found)
    return period.start, period.end
