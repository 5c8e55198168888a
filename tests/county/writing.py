"""Write amounts and days the way village books do. Shares nothing with the reader it tests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tests.county.paper import Cell

Money = Callable[[int], Cell]
Day = Callable[[date], Cell]

CAPITALS = "零壹贰叁肆伍陆柒捌玖"
HAN = "〇一二三四五六七八九"
WIDE = str.maketrans("0123456789.,-()", "０１２３４５６７８９．，－（）")


def number(cents: int) -> Cell:
    """A plain number as a spreadsheet stores it."""
    return cents // 100 if cents % 100 == 0 else cents / 100


def plain(cents: int) -> str:
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02}"


def grouped(cents: int) -> str:
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100:,}.{abs(cents) % 100:02}"


def bracketed(cents: int) -> str:
    """Negatives as accountants print them."""
    return f"({grouped(-cents)})" if cents < 0 else grouped(cents)


def padded(cents: int) -> str:
    return f"\u00a0\u00a0{grouped(cents)}\u00a0"


def wide(cents: int) -> str:
    return grouped(cents).translate(WIDE)


def yen(cents: int) -> str:
    return f"¥{grouped(cents)}" if cents >= 0 else f"-¥{grouped(-cents)}"


def with_unit(cents: int) -> str:
    return f"{plain(cents)}元"


def wan(cents: int) -> Cell:
    """万元 with as many decimals as the amount needs."""
    sign = -1 if cents < 0 else 1
    text = f"{abs(cents) // 1_000_000}.{abs(cents) % 1_000_000:06}".rstrip("0").rstrip(".")
    return sign * float(text)


def wan_suffix(cents: int) -> str:
    return f"{wan(cents):g}万元" if cents % 10_000 == 0 else with_unit(cents)


def capitals(cents: int) -> str:
    """大写, as on a cheque."""
    whole, rest = divmod(abs(cents), 100)
    text = ("负" if cents < 0 else "") + (_capital_whole(whole) + "元" if whole else "")
    if rest == 0:
        return (text or "零元") + "整"
    jiao, fen = divmod(rest, 10)
    if jiao:
        text += CAPITALS[jiao] + "角"
    elif whole:
        text += "零"
    return text + (CAPITALS[fen] + "分" if fen else "整")


def _capital_whole(whole: int) -> str:
    out, gap = "", False
    for unit, size in (("亿", 10**8), ("万", 10**4), ("", 1)):
        group, whole = divmod(whole, size)
        if not group:
            gap = bool(out)
            continue
        if out and (gap or group < 1000):
            out += "零"
        out += _capital_group(group) + unit
        gap = False
    return out


def _capital_group(group: int) -> str:
    out, zero = "", False
    for place, unit in ((1000, "仟"), (100, "佰"), (10, "拾"), (1, "")):
        digit, group = divmod(group, place)
        if digit:
            out += ("零" if zero and out else "") + CAPITALS[digit] + unit
            zero = False
        else:
            zero = True
    return out


PLAIN_MONEY: dict[str, Money] = {"数字": number, "文本": plain, "千分位": grouped}
ODD_MONEY: dict[str, Money] = {
    "空格": padded,
    "全角": wide,
    "人民币号": yen,
    "元": with_unit,
    "括号": bracketed,
    "大写": capitals,
}


def digits(cents: int, places: int) -> list[Cell]:
    """One digit per column, nothing before the first; ``places`` columns ending in 元角分."""
    text = str(cents)
    return [None] * (places - len(text)) + [int(c) for c in text]


def real(day: date) -> Cell:
    return day


def serial(day: date) -> Cell:
    """The number a spreadsheet keeps when the date format is lost."""
    return (day - date(1899, 12, 30)).days


def iso(day: date) -> str:
    return day.isoformat()


def slashed(day: date) -> str:
    return f"{day.year}/{day.month}/{day.day}"


def dotted(day: date) -> str:
    return f"{day.year}.{day.month}.{day.day}"


def packed(day: date) -> str:
    return f"{day.year}{day.month:02}{day.day:02}"


def worded(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def han(day: date) -> str:
    year = "".join(HAN[int(c)] for c in str(day.year))
    return f"{year}年{_han_small(day.month)}月{_han_small(day.day)}日"


def _han_small(value: int) -> str:
    tens, ones = divmod(value, 10)
    return ("" if tens == 0 else ("" if tens == 1 else HAN[tens]) + "十") + (HAN[ones] if ones else "")


def month_day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def month_dot_day(day: date) -> str:
    return f"{day.month}.{day.day}"


FULL_DAYS: dict[str, Day] = {
    "日期": real,
    "序列号": serial,
    "横线": iso,
    "斜线": slashed,
    "圆点": dotted,
    "八位": packed,
    "年月日": worded,
    "汉字": han,
}
SHORT_DAYS: dict[str, Day] = {"月日": month_day, "点": month_dot_day}
