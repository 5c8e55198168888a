"""Read amounts as village books write them, exact to the cent; what can't be read is a ``Bad``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import isfinite

from pipeline import numerals
from pipeline.cell import Bad, Cell, is_blank, shown, tidy

__all__ = ["Bad", "cents_column", "join_digits", "side", "to_cents", "to_scaled", "unit_factor", "yuan"]

_LIMIT = 10**18  # DECIMAL(18,2) in cents
_DOUBLE_LIMIT = 1e13  # 元: above this, 15 significant digits no longer reach the cent
_FAST_LIMIT = 1e12  # cents: below this, rounding noise in the fast path stays under _FAST_DUST's margin
_DUST = Fraction(5, 1000)  # cents, so 0.00005 元
_FAST_DUST = 0.004

_WORDS = str.maketrans("圆圓块毛正￥", "元元元角整¥")
_SIDE = re.compile(
    r"^\(?(借|贷|DR|CR)方?\)?[.:]? *(?=[-+¥(0-9]|$)|(?<=[0-9)元整-]) *\(?(借|贷|DR|CR)方?\)?\.?$",
    re.IGNORECASE,
)
_SIDES = {"借": "借", "DR": "借", "贷": "贷", "CR": "贷"}
_CENTS = re.compile(r"(-?)([0-9]{1,15})(?:\.([0-9]{1,2}))?")
_SIGNED = re.compile(
    r"([-+负]?)(?:¥|RMB|CNY|人民币)?:? *([-+]?) *(.*?) *(?:RMB|CNY|人民币)? *(-?)", re.IGNORECASE
)
_BRACKETED = re.compile(r"(¥?)\(([^()]*[0-9][^()]*)\)")
_PARTS = re.compile(
    rf"(?P<whole>[^元角分整钱]*)(?P<mark>(?:元钱?)?)"
    rf"(?:[0零〇]*(?P<jiao>[0-9{numerals.DIGITS}])角)?(?:[0零〇]*(?P<fen>[0-9{numerals.DIGITS}])分)?整?"
)
_SCIENTIFIC = re.compile(r"[0-9]+(?:\.[0-9]+)?E[+-]?[0-9]{1,2}", re.IGNORECASE)
_GROUPED = re.compile(
    r"([1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]{0,2}(?: [0-9]{3})+|[1-9][0-9]{0,3}(?:,[0-9]{4})+)(\.[0-9]*)?"
)
_DECIMAL_COMMA = re.compile(r"([0-9]+|[1-9][0-9]{0,2}(?:\.[0-9]{3})+),([0-9]{1,2})")
_LEADING = re.compile(r"[0-9.][0-9,. ]*(?<! )")
_INNER_SPACE = re.compile(r" +(?![0-9])|(?<![0-9]) +")
_CAPITAL_RUN = re.compile(rf"[{numerals.LETTERS}元角分整]{{2,}}")
_LABELS = re.compile(r"大写|小写|人民币|金额|合计|[():：\[\] ]")
_UNIT_WORDS = {
    "元": 1,
    "百元": 100,
    "千元": 1_000,
    "万元": 10_000,
    "百万元": 10**6,
    "千万元": 10**7,
    "亿元": 10**8,
}
_UNIT = r"(?:人民币)?((?:百|千|万|百万|千万|亿)?元)(?:角分|整)?"
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
        return _checked(Fraction(value * 100 * factor), value, dust=False)
    return Bad("unreadable", shown(value))


def cents_column(values: Sequence[Cell], factor: int = 1) -> tuple[list[int | None], dict[int, Bad]]:
    """Read a column of amount cells: cents (``None`` where blank or bad), and the bad ones by index."""
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
    return cents, bad


def side(value: Cell) -> str:
    """Tell the side an amount cell names next to its figure: 借 (also DR), 贷 (also CR) or nothing."""
    found = _SIDE.search(tidy(value)) if isinstance(value, str) else None
    return _SIDES[(found[1] or found[2]).upper()] if found else ""


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
    if isinstance(value, (bool, int, float)) and not isinstance(value, bool) and abs(value) < _LIMIT:
        scaled = Fraction(Decimal(f"{value:.15g}") if isinstance(value, float) else value) * 10**places
        return round(scaled) if abs(scaled) < _LIMIT else Bad("too_big", shown(value))
    return Bad("unreadable", shown(value))


def yuan(cents: int) -> str:
    """Write cents for a message: 1,234.50, without decimals when there are none: 1,234."""
    sign, (whole, rest) = "-" if cents < 0 else "", divmod(abs(cents), 100)
    return f"{sign}{whole:,}.{rest:02}" if rest else f"{sign}{whole:,}"


def _place(name: str) -> int:
    word = numerals.canonical(name.translate(_WORDS).removesuffix("元").removesuffix("个"))
    if word in _PLACES:
        return _PLACES[word]
    worth = numerals.read("1" + word)
    if worth is None:
        raise KeyError(name)
    return int(worth) * 100


def _checked(cents: Fraction, value: Cell, *, dust: bool) -> int | Bad:
    nearest = round(cents)
    if abs(nearest) >= _LIMIT:
        return Bad("too_big", shown(value))
    if abs(cents - nearest) > (_DUST if dust else 0):
        return Bad("too_fine", shown(value))
    return nearest


def _from_double(value: float, factor: int) -> int | Bad:
    if not isfinite(value):
        return Bad("unreadable", str(value))
    if abs(value) * factor >= _DOUBLE_LIMIT:
        return Bad("too_big", shown(value))
    return _checked(Fraction(Decimal(f"{value:.15g}")) * 100 * factor, value, dust=True)


@lru_cache(maxsize=1 << 16)
def _from_text(text: str, factor: int) -> int | Bad | None:
    if factor == 1 and (plain := _CENTS.fullmatch(text)):
        cents = int(plain[2]) * 100 + int((plain[3] or "0").ljust(2, "0"))
        return -cents if plain[1] else cents
    tidied = tidy(text)
    if is_blank(tidied):
        return None
    if len(tidied) > 60:
        return Bad("unreadable", shown(text))
    tidied = _SIDE.sub("", tidied.translate(_WORDS), count=1).strip()
    amount = _amount(tidied, factor)
    if amount is None:
        return _both_writings(tidied, factor, shown(text))
    return _checked(amount, text, dust=_is_a_doubles_text(tidied))


def _is_a_doubles_text(text: str) -> bool:
    # A CSV export writes doubles out in full (1234.5600000000001); nobody types 15 digits.
    return sum(char.isdigit() for char in text) >= 15


def _amount(text: str, factor: int) -> Fraction | None:
    negative = False
    if bracketed := _BRACKETED.fullmatch(text):
        negative, text = True, bracketed[2]
    signed = _SIGNED.fullmatch(_INNER_SPACE.sub("", text))
    if signed is None:
        return None
    signs = [sign for sign in (signed[1], signed[2], signed[4]) if sign]
    if len(signs) + negative > 1:
        return None
    cents = _unsigned(signed[3], factor)
    return -cents if cents is not None and (negative or (signs and signs != ["+"])) else cents


def _unsigned(text: str, factor: int) -> Fraction | None:
    if _SCIENTIFIC.fullmatch(text):
        return Fraction(Decimal(text)) * 100 * factor
    parts = _PARTS.fullmatch(text)
    if parts is None:
        return None
    small = [int(numerals.canonical(parts[name] or "0")) for name in ("jiao", "fen")]
    has_small = parts["jiao"] is not None or parts["fen"] is not None
    if not parts["whole"]:
        return Fraction(small[0] * 10 + small[1]) if has_small and not parts["mark"] else None
    if has_small and not parts["mark"]:
        return None  # 12分 is not 1 元 2 分
    whole = _ungroup(parts["whole"])
    number = numerals.read(whole) if whole else None
    if whole is None or number is None or (has_small and number.denominator != 1):
        return None
    if parts["mark"] and re.search(r"[亿万千百仟佰萬億][1-9一二三四五六七八九两]$", whole):
        return None  # 2万3元: 23,000 or 20,003?
    states_unit = bool(parts["mark"]) or has_small or bool(re.search("[亿万億萬]|[0-9][千百十]$", whole))
    if factor != 1 and not states_unit and not re.fullmatch(r"[0-9.]+", whole):
        return None  # 三百 in a 万元 column: 300 元 or 300 万元?
    return number * 100 * (1 if states_unit else factor) + small[0] * 10 + small[1]


def _ungroup(text: str) -> str | None:
    """Take the grouping out of the leading figure; ``None`` when the groups are not proper ones."""
    leading = _LEADING.match(text)
    if leading is None or leading[0].isdigit():
        return text
    figure, rest = leading[0], text[leading.end() :]
    if "," not in figure and " " not in figure:
        return text
    if grouped := _GROUPED.fullmatch(figure):
        return re.sub("[, ]", "", grouped[1]) + (grouped[2] or "") + rest
    if comma := _DECIMAL_COMMA.fullmatch(figure):
        return comma[1].replace(".", "") + "." + comma[2] + rest
    return None


def _both_writings(text: str, factor: int, found: str) -> int | Bad:
    """Read a cell that gives the amount twice, in 大写 and in figures; both must say the same."""
    runs = [
        run
        for run in _CAPITAL_RUN.findall(text)
        if re.search(rf"[{numerals.DIGITS}拾十].*[元角分整]|[十百千万拾佰仟萬]", run)
    ]
    if len(runs) == 1:
        figures = _LABELS.sub("", text.replace(runs[0], "", 1))
        words = _amount(runs[0], 1)
        if not figures:
            return Bad("unreadable", found) if words is None else _checked(words, found, dust=False)
        readings = {_amount(figures, factor), _amount(figures, 1)} - {None}
        if words is not None and readings:
            return _checked(words, found, dust=False) if words in readings else Bad("mismatch", found)
    return Bad("unreadable", found)


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
    whole = _ungroup(tidied.removeprefix("-"))
    number = numerals.read(whole) if whole and len(whole) < 60 else None
    if number is None:
        return Bad("unreadable", shown(text))
    scaled = number * Fraction(10**places, share)
    if abs(scaled) >= _LIMIT:
        return Bad("too_big", shown(text))
    if scaled.denominator != 1 and not _is_a_doubles_text(tidied):
        return Bad("too_fine", shown(text))
    return -round(scaled) if negative else round(scaled)
