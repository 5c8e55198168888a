"""Read Chinese numerals exactly: 大写, lower case, and Arabic digits mixed with 万 and 千."""

from __future__ import annotations

import re
from fractions import Fraction

_ZERO = "零〇○"
_WRITTEN = ("一壹弌", "二贰貳弍弐两兩", "三叁叄參参弎", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖")
_UNITS = {"十": "拾", "百": "佰", "千": "仟", "万": "萬", "亿": "億"}
_TENS = {"廿": "2十", "卅": "3十", "卌": "4十"}

DIGITS = "".join((_ZERO, *_WRITTEN))
LETTERS = DIGITS + "".join((*_UNITS, *_UNITS.values(), *_TENS))
CAPITALS = "壹弌贰貳弍弐叁叄參弎肆伍陆陸柒捌玖拾佰仟"

_CANONICAL = str.maketrans(
    {char: str(digit) for digit, chars in enumerate((_ZERO, *_WRITTEN)) for char in chars}
    | {char: unit for unit, char in _UNITS.items()}
    | _TENS
)
_POSITIONAL = re.compile(f"[{''.join(_WRITTEN)}][{DIGITS}]")
_TOUCHING = re.compile(f"[0-9.][{DIGITS}]|[{DIGITS}][0-9.]")
# Printed receipts fill empty places with 零 (零仟零佰零拾); a bare 十 is 10, but not after that 零.
_SECTION = re.compile(r"0*(?:([0-9])千)?0*(?:([0-9])百)?0*(?:([0-9]|(?<!0))十)?0*([1-9]?)")
_PLAIN = re.compile(r"([0-9]+(?:\.[0-9]+)?|\.[0-9]+)([千百十]?)")
_LONGEST = 60  # characters; no number on a sheet is longer
_IMPLIED = re.compile(r"(?<!0)([亿万千百])([1-9])$")
_NEXT_LOWER = {"亿": "千万", "万": "千", "千": "百", "百": "十"}
_SIZE = {"": 1, "十": 10, "百": 100, "千": 1000}


def canonical(text: str) -> str:
    """Replace every written digit by its Arabic one and every unit by 十百千万亿."""
    return text.translate(_CANONICAL)


def read(text: str) -> Fraction | None:
    """Read the numeral ``text`` (no signs, no grouping commas); ``None`` when it isn't one.

    A lone last digit takes the unit below (二万三 is 23,000), but not in 大写, where a 零 may have been
    forgotten. Digits side by side (一二三四, 七八) are not amounts.
    """
    if len(text) > _LONGEST or _POSITIONAL.search(text) or _TOUCHING.search(text):
        return None
    number = canonical(text)
    if implied := _IMPLIED.search(number):
        if any(char in CAPITALS for char in text):
            return None
        number += _NEXT_LOWER[implied[1]]
    return _value(number)


def below_hundred(text: str) -> int | None:
    """Read a small numeral, Arabic or written (5, 05, 十二, 廿一, 三十), as months and days are given."""
    number = read(text)
    return int(number) if number is not None and number.denominator == 1 and number < 100 else None


def _value(number: str) -> Fraction | None:
    for unit, size in (("亿", 10**8), ("万", 10**4)):
        left, found, right = number.rpartition(unit)
        if found:
            high = None if unit in left else _value(left)
            if high is None or not right:
                return None if high is None else high * size
            low = _value(right)
            return None if low is None or low >= size or high.denominator != 1 else high * size + low
    if plain := _PLAIN.fullmatch(number):
        return Fraction(plain[1]) * _SIZE[plain[2]]
    section = _SECTION.fullmatch(number)
    if section is None or not number:
        return None
    thousands, hundreds, tens, ones = section.groups()
    tens_digit = 0 if tens is None else int(tens or 1)
    return Fraction(int(thousands or 0) * 1000 + int(hundreds or 0) * 100 + tens_digit * 10 + int(ones or 0))
