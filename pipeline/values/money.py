"""Read amounts as village books write them, exact to the cent; what can't be read is a ``Bad``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import isfinite

from pipeline.values import numerals
from pipeline.values.cell import Bad, Cell, is_blank, shown, tidy
from pipeline.values.written_amount import amount, both_writings, ungroup

__all__ = ["Bad", "cents_column", "join_digits", "side", "to_cents", "to_scaled", "unit_factor", "yuan"]

# cents: above this, 15 significant digits no longer reach the cent; and DECIMAL(18,2) has room left for sums and products.
_LIMIT = 10**15
_FAST_LIMIT = 1e12  # cents: below this, rounding noise in the fast path stays under _FAST_DUST's margin
_DUST = Fraction(5, 1000)  # cents, so 0.00005 元
_FAST_DUST = 0.004
_LONGEST = 60  # characters; no amount is longer, prose is

_SIDE = re.compile(
    r"^\(?(借|贷|DR|CR)方?\)?[.:]? *(?=[-+¥(0-9]|$)|(?<=[0-9)元整-]) *\(?(借|贷|DR|CR)方?\)?\.?$",
    re.IGNORECASE,
)
_SIDES = {"借": "借", "DR": "借", "贷": "贷", "CR": "贷"}
_SIMPLE = re.compile(r"(-?)([0-9]{1,11}|[1-9][0-9]{0,2}(?:,[0-9]{3}){1,3})(?:\.([0-9]{1,2}))?")
_LONG_DASH_END = re.compile(r"[\u2013-\u2015\u2500]\s*$")
_UNIT_WORDS = {
    "元": 1,
    "角分": 1,  # to the 分, not in 分
    "百元": 100,
    "千元": 1000,
    "万元": 10**4,
    "百万元": 10**6,
    "千万元": 10**7,
    "亿元": 10**8,
}
_UNIT = r"(?:人民币)?((?:百|千|万|百万|千万|亿)?元|角分)(?:角分|整)?"
_UNIT_AT = re.compile(
    rf"(?:\[|\((?:[^()]*?[:/、,])?) *{_UNIT} *(?=[\])/、,，;])|: *{_UNIT}(?![\u4e00-\u9fff])|^{_UNIT}:?$"
)
_UNIT_TAIL = re.compile(rf"[^0-9]{{0,12}}?{_UNIT}:?")
_PLACES = {"角": 10, "分": 1}


def to_cents(value: Cell, factor: int = 1) -> int | Bad | None:
    """Read one amount cell as exact cents (fits DECIMAL(18,2)); ``None`` when the cell is blank.

    ``factor`` is what one unit of a bare number is worth in 元 (万元: 10,000); a unit in the cell wins.
    A numeric cell is read at 15 significant digits and must be within 0.00005 元 of a whole cent.
    """
    if isinstance(value, str):
        return _from_text(value, factor) if value else None
    if isinstance(value, float):
        return _from_double(value, factor)
    if isinstance(value, int) and not isinstance(value, bool):
        return _limited(value * 100 * factor, value)
    return Bad("unreadable", shown(value))


def cents_column(values: Sequence[Cell], factor: int = 1) -> tuple[list[int | None], dict[int, Bad]]:
    """Read a column of amount cells: cents (``None`` where blank or bad), and the bad ones by index.

    Where all together are beyond reason, those are too big that have more than their share in it.
    """
    cents: list[int | None] = []
    bad: dict[int, Bad] = {}
    scale = 100.0 * factor
    append = cents.append
    for value in values:
        if type(value) is float:
            scaled = value * scale
            if -_FAST_LIMIT < scaled < _FAST_LIMIT:
                nearest = round(scaled)
                if -_FAST_DUST < scaled - nearest < _FAST_DUST:
                    append(nearest)
                    continue
        elif value == "":
            append(None)
            continue
        found = to_cents(value, factor)
        if isinstance(found, Bad):
            bad[len(cents)] = found
            found = None
        append(found)
    # A column of serial numbers taken for amounts must not outgrow what is added up.
    if sum(map(abs, filter(None, cents))) >= _LIMIT:
        share = _LIMIT // len(cents)
        for index, amount_read in enumerate(cents):
            if amount_read is not None and abs(amount_read) >= share:
                cents[index], bad[index] = None, Bad("too_big", shown(values[index]))
    return cents, bad


def side(value: Cell) -> str:
    """Tell the side an amount cell names next to its figure: 借 (also DR), 贷 (also CR) or nothing."""
    return _side(value) if isinstance(value, str) else ""


def unit_factor(text: str, *, header: bool = False) -> int | None:
    """Find the stated unit of amounts (万元 → 10,000); ``None`` where none is stated.

    Only a bracketed unit, a unit after a colon or a bare unit word counts, never prose (共投入 5 万元修路).
    With ``header`` the text is a column header, whose last word may be the unit too (收入万元).
    """
    tidied = tidy(text)
    found = _UNIT_AT.search(tidied) or (_UNIT_TAIL.fullmatch(tidied) if header else None)
    return _UNIT_WORDS[next(group for group in found.groups() if group)] if found else None


def join_digits(cells: Sequence[Cell], places: Sequence[str]) -> int | Bad | None:
    """Join an amount split over digit columns (十万|万|千|百|十|元|角|分) into cents; ``None`` when blank.

    A place left blank or struck out counts as 0. ``KeyError`` for an unknown place name is a program fault.
    """
    texts = [tidy(shown(cell)) for cell in cells]
    digits = [text.removeprefix("¥").strip() for text in texts]
    filled = [index for index, text in enumerate(digits) if not is_blank(text)]
    if not filled:
        return None
    found = "|".join(texts)
    before = texts[: filled[0]]
    lone_dash = sum("-" in text for text in before) == 1
    if lone_dash or any("¥" in text for text in texts[filled[0] + 1 :]):
        return Bad("unreadable", found)
    total = 0
    for index in filled:
        digit = numerals.canonical(digits[index])
        if not re.fullmatch("[0-9]", digit):
            return Bad("unreadable", found)
        total += int(digit) * _place(places[index])
    return total


def to_scaled(value: Cell, places: int) -> int | Bad | None:
    """Read a ratio or quantity as an integer times 10^``places``; 12.5%, ８‰ and 八成 are shares of 1.

    A numeric cell, which may be a computed share like 1/3, is rounded to ``places``; a text must fit exactly.
    """
    if isinstance(value, str):
        return _scaled_text(value, places)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not isfinite(value):
        return Bad("unreadable", shown(value))
    scaled = Fraction(Decimal(f"{value:.15g}") if isinstance(value, float) else value) * 10**places
    return _limited(round(scaled), value)


def yuan(cents: int) -> str:
    """Write cents for a message: 1,234.50, without decimals when there are none: 1,234."""
    sign, (whole, rest) = "-" if cents < 0 else "", divmod(abs(cents), 100)
    return f"{sign}{whole:,}.{rest:02}" if rest else f"{sign}{whole:,}"


@lru_cache(maxsize=1 << 14)
def _side(text: str) -> str:
    found = _SIDE.search(tidy(text))
    return _SIDES[(found[1] or found[2]).upper()] if found else ""


def _place(name: str) -> int:
    word = numerals.canonical(name.rstrip("元圆个"))
    if word in _PLACES:
        return _PLACES[word]
    worth = numerals.read("1" + word)
    if worth is None:
        raise KeyError(name)
    return int(worth) * 100


def _checked(cents: Fraction, value: Cell, dust: bool) -> int | Bad:
    nearest = round(cents)
    if abs(cents - nearest) > (_DUST if dust else 0):
        return Bad("too_fine", shown(value))
    return _limited(nearest, value)


def _limited(number: int, value: Cell) -> int | Bad:
    return number if abs(number) < _LIMIT else Bad("too_big", shown(value))


def _from_double(value: float, factor: int) -> int | Bad:
    if not isfinite(value):
        return Bad("unreadable", str(value))
    return _checked(Fraction(Decimal(f"{value:.15g}")) * 100 * factor, value, True)


@lru_cache(maxsize=1 << 16)
def _from_text(text: str, factor: int) -> int | Bad | None:
    if simple := _SIMPLE.fullmatch(text):
        cents = int(simple[2].replace(",", "")) * 100 + int((simple[3] or "").ljust(2, "0"))
        return _limited((-cents if simple[1] else cents) * factor, text)
    tidied = tidy(text)
    if is_blank(tidied):
        return None
    # A long dash after a figure closes it (¥500.00—), a minus after it makes it negative: don't guess.
    if len(tidied) > _LONGEST or _LONG_DASH_END.search(text):
        return Bad("unreadable", shown(text))
    tidied = _SIDE.sub("", tidied, count=1).strip()
    one = amount(tidied, factor)
    found = both_writings(tidied, factor) if one is None else one
    if isinstance(found, str):
        return Bad(found, shown(text))
    return _checked(found, text, _is_a_doubles_text(tidied))


def _is_a_doubles_text(text: str) -> bool:
    # A CSV export writes doubles out in full (1234.5600000000001); nobody types 15 digits.
    return sum(char.isdigit() for char in text) >= 15


@lru_cache(maxsize=1 << 14)
def _scaled_text(text: str, places: int) -> int | Bad | None:
    tidied = tidy(text).replace(" ", "")
    if is_blank(tidied):
        return None
    share = 1
    for suffix, size in (("%", 100), ("‰", 1000), ("成", 10)):
        if tidied.endswith(suffix):
            tidied, share = tidied.removesuffix(suffix), size
    negative = tidied.startswith("-")
    whole = ungroup(tidied.removeprefix("-"))
    number = numerals.read(whole) if whole else None
    if number is None:
        return Bad("unreadable", shown(text))
    scaled = number * Fraction(10**places, share) * (-1 if negative else 1)
    if scaled.denominator != 1 and not _is_a_doubles_text(tidied):
        return Bad("too_fine", shown(text))
    return _limited(round(scaled), text)
