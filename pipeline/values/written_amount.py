"""Read an amount written as text, in figures, in 大写 or in both; exact fractions of a cent."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from pipeline.values import numerals

_WORDS = str.maketrans("圆圓块毛正", "元元元角整")
_SPACE = re.compile(r" +(?![0-9])|(?<![0-9]) +")
# ⊗拾⊗万壹仟元整, ***1,234.50: struck-out places and cheque protection before the amount.
_STRUCK = re.compile(r"(?:[⊗×✕][拾佰仟万萬亿十百千])+|\*+")
_BRACKETED = re.compile(r"(¥?)\(([^()]*[0-9][^()]*)\)")
_SIGNED = re.compile(
    r"([-+负]?)(?:¥|RMB|CNY|人民币)?:?([-+]?)(.*?)(?:RMB|CNY|人民币)?((?<![.])-?)", re.IGNORECASE
)
_SCIENTIFIC = re.compile(r"[0-9]+(?:\.[0-9]+)?E[+-]?[0-9]{1,2}", re.IGNORECASE)
_PARTS = re.compile(
    rf"(?:(?P<whole>[^元角分整钱]+?)(?P<mark>(?:元钱?)?))??"
    rf"(?:[0零〇]*(?P<jiao>[0-9{numerals.DIGITS}])角)?(?:[0零〇]*(?P<fen>[0-9{numerals.DIGITS}])分)?整?"
)
_FIGURE = re.compile(r"[0-9.][0-9,. ]*(?<! )")
_GROUPED = re.compile(
    r"([1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]{0,2}(?: [0-9]{3})+|[1-9][0-9]{0,3}(?:,[0-9]{4})+)(\.[0-9]+)?"
)
_DECIMAL_COMMA = re.compile(r"([0-9]+|[1-9][0-9]{0,2}(?:\.[0-9]{3})+),([0-9]{1,2})")
_DIGIT_AFTER_UNIT = re.compile(rf"(?<![0零〇○])[亿億万萬千仟百佰][1-9{numerals.DIGITS[3:]}]$")
_LARGE_UNIT = re.compile("[亿億万萬]|[0-9][千百十]$")
_WORD_RUN = re.compile(rf"[{numerals.LETTERS}元角分整]{{2,}}")
_WORD_AMOUNT = re.compile(rf"[{numerals.DIGITS}十拾].*[元角分整]|[十拾百佰千仟万萬亿億]")
_LABELS = re.compile(r"大写|小写|人民币|金额|合计|[():\[\] ]")


def amount(text: str, factor: int) -> Fraction | None:
    """Read a tidied text as cents; ``None`` when it is not one amount.

    ``factor`` is the worth in 元 of a bare number; 元, 角, 分 or 万 in the text override it.
    """
    text = text.translate(_WORDS)
    bracketed = _BRACKETED.fullmatch(text)
    signed = _SIGNED.fullmatch(_SPACE.sub("", bracketed[2] if bracketed else text))
    if signed is None:
        return None
    signs = "".join(sign for sign in (signed[1], signed[2], signed[4]) if sign)
    if len(signs) > (0 if bracketed else 1):
        return None
    cents = _unsigned(_drop_struck(signed[3]), factor)
    return -cents if cents is not None and (bracketed or signs in {"-", "负"}) else cents


def both_writings(text: str, factor: int) -> Fraction | Literal["unreadable", "mismatch"]:
    """Read a text that gives the amount in words and in figures; both must say the same."""
    text = text.translate(_WORDS)
    runs = [run for run in _WORD_RUN.findall(text) if _WORD_AMOUNT.search(run)]
    words = amount(runs[0], factor) if len(runs) == 1 else None
    if words is None:
        return "unreadable"
    figures = _LABELS.sub("", text.replace(runs[0], "", 1))
    if not figures:
        return words
    readings = {amount(figures, factor), amount(figures, 1)} - {None}
    if not readings:
        return "unreadable"
    return words if words in readings else "mismatch"


def ungroup(text: str) -> str | None:
    """Take the grouping out of the leading figure; ``None`` when the groups are not proper ones.

    1,234.50 and 1 234.50 and 1,2345 are grouped, 1.234,50 and 1234,50 have a decimal comma.
    """
    leading = _FIGURE.match(text)
    if leading is None:
        return text
    figure, rest = leading[0], text[leading.end() :]
    if "," not in figure and " " not in figure:
        return text
    if grouped := _GROUPED.fullmatch(figure):
        return re.sub("[, ]", "", grouped[1]) + (grouped[2] or "") + rest
    if comma := _DECIMAL_COMMA.fullmatch(figure):
        return f"{comma[1].replace('.', '')}.{comma[2]}{rest}"
    return None


def _drop_struck(text: str) -> str:
    struck = _STRUCK.match(text)
    return text[struck.end() :] if struck else text


def _unsigned(text: str, factor: int) -> Fraction | None:
    if _SCIENTIFIC.fullmatch(text):
        return Fraction(Decimal(text)) * 100 * factor
    parts = _PARTS.fullmatch(text)
    if parts is None:
        return None
    jiao, fen = (int(numerals.canonical(parts[name] or "0")) for name in ("jiao", "fen"))
    has_small = parts["jiao"] is not None or parts["fen"] is not None
    if parts["whole"] is None:
        return Fraction(jiao * 10 + fen) if has_small else None
    if has_small and not parts["mark"]:
        return None  # 12分 is not 1 元 2 分
    whole = ungroup(parts["whole"])
    number = numerals.read(whole) if whole else None
    if whole is None or number is None or (has_small and number.denominator != 1):
        return None
    if parts["mark"] and _DIGIT_AFTER_UNIT.search(whole):
        return None  # 2万3元: 23,000 or 20,003?
    states_unit = bool(parts["mark"] or _LARGE_UNIT.search(whole))
    if factor != 1 and number and not states_unit and not re.fullmatch(r"[0-9.]+", whole):
        return None  # 三百 in a 万元 column: 300 元 or 300 万元?
    return number * 100 * (1 if states_unit else factor) + jiao * 10 + fen
