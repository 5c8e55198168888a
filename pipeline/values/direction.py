"""Tell from a word of a direction column which way the money of its row went.

in and out say it whatever the book; debit and credit say it only with the kind of book. Each part of a word must be
known and all must agree (贷 Cr, 借方(Dr), 收入(+)); no character is looked for inside a longer word.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Literal

from pipeline.values.closed_words import plain
from pipeline.values.tables import tables

Side = Literal["in", "out", "debit", "credit", "even", "none"]

_PARTS = re.compile(r"[\u4e00-\u9fff]+|[a-z]+|[+-]|(?P<rest>[^()/\\|、,.;:_·])")
_JOINING_DASH = re.compile(r"(?<=[a-z\u4e00-\u9fff])-(?=[a-z\u4e00-\u9fff])")
# 交易金额(支出为负), 金额（付款用“-”表示）, 负数为支出
NEGATIVE = re.compile(
    r"负数?(?:为|是|表示|代表)(?:(?P<received>收|存|贷)|支|付|借|取)|"
    r"(?:(?P<in>收入?|收款|存入|贷方|进账)|支出?|支取|付款?|付出|借方|出账|转出)[^,;，；。/]{0,3}?(?:为|是|用|记|填|写|以|标|表示)[“\"]?(?:负|[-－])"
)


@cache
def _words() -> dict[str, Side]:
    table: dict[Side, list[str]] = tables()["direction"]
    return {plain(word): side for side, words in table.items() for word in words}


@lru_cache(maxsize=4096)
def side_word(text: str) -> Side | None:
    """Name the side that a word means, ``None`` where it is blank, unknown or says two things (收/支)."""
    folded = plain(text)
    if not folded or len(folded) > 24:
        return None
    if (side := _words().get(folded)) is not None:
        return side
    parts = list(_PARTS.finditer(_JOINING_DASH.sub("/", folded)))
    if any(part["rest"] for part in parts):
        return None
    sides = {_words().get(part[0]) for part in parts}
    if None in sides or not sides:
        return None
    if sides & {"in", "out"}:
        # 收入(贷): the word for in or out holds whatever the book calls it.
        sides -= {"debit", "credit"}
    return sides.pop() if len(sides) == 1 else None


def is_direction(text: str) -> bool:
    """Tell whether a text is a word for in or out, debit or credit."""
    return side_word(text) in {"in", "out", "debit", "credit"}
