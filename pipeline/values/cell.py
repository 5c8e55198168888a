"""Name what a spreadsheet cell can hold, and what it is when it can't be read."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

Cell = str | float | int | bool | date | datetime | time | timedelta
"""One cell as the reader hands it over; a blank cell is ``""``."""


@dataclass(frozen=True, slots=True)
class Bad:
    """A value that can't be read: why (``reason``) and what stands in the cell (``found``).

    Reasons for amounts: unreadable, too_fine (more than two decimals of a 元), mismatch (大写), too_big.
    For dates: unreadable, no_day, no_month, no_year, impossible (2 月 30 日), out_of_range (not 1949-2100),
    ambiguous (5/3/2024). For words of an open list: own_word (kept as it stands).
    """

    reason: str
    found: str


_FOLD = {full: chr(full - 0xFEE0) for full in range(0xFF01, 0xFF5F)}
_FOLD |= dict.fromkeys(
    map(
        ord,
        "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\t\r\n\v\f",
    ),
    " ",
)
_FOLD |= dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500\ufe63"), "-")
_FOLD |= dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"), "")
# 月 and 日 copied from a PDF are often radicals that only look like them.
_FOLD |= {
    code: unicodedata.normalize("NFKC", chr(code))
    for code in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFA6E))
}
_FOLD |= {0xFFE5: "¥", 0x3014: "[", 0x3015: "]", 0x3010: "[", 0x3011: "]", 0x301C: "~", 0x2236: ":"}


def tidy(text: str) -> str:
    """Fold full-width signs, dashes and odd spaces, drop an export's ``="…"`` or leading ``'``, and trim.

    Not NFKC: that would turn ① into 1 and ² into 2.
    """
    folded = text.translate(_FOLD).strip()
    if folded.startswith('="') and folded.endswith('"'):
        folded = folded[2:-1].strip()
    return folded.lstrip("'").strip()


def is_blank(tidied: str) -> bool:
    """Tell whether a tidied text stands for "nothing here": empty, dashes, a slash, 无, nil."""
    return not tidied.strip("-_ ") or tidied.lower() in {"/", "\\", "无", "nil", "¥", "¥-", "¥ -"}


def shown(value: Cell) -> str:
    """Write ``value`` as the officer sees it in the cell."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, float):
        short = f"{value:.15g}"
        return f"{Decimal(short):f}" if abs(value) < 1e15 else short
    return str(value)


def address(row: int, column: int) -> str:
    """Write a cell address (``C12``) from positions counted from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"
