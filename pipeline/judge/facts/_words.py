"""Say whether two summaries speak of one matter, however each officer words it."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from pipeline.values.tables import tables

_NOT_WORDS = re.compile(r"[\W\d_〇零一二三四五六七八九十百]+|[第年月日号期次季笔度]")


@lru_cache(maxsize=65536)
def words_of(summary: str) -> str:
    """Reduce a summary to its words: 付3月水泥款 and 付4月水泥款 are one."""
    return _NOT_WORDS.sub("", unicodedata.normalize("NFKC", summary))


@lru_cache(maxsize=65536)
def matter_of(summary: str) -> str:
    """Reduce a summary to what it is about, without 付, 购, 款 …"""
    return _filler().sub("", words_of(summary))


@lru_cache(maxsize=65536)
def alike(one: str, other: str) -> bool:
    """Tell whether two summaries name the same matter: 购党员活动室桌椅 and 活动室桌椅款 do, 购砂石 and 购水泥 don't."""
    if words_of(one) == words_of(other):
        return words_of(one) != ""
    shorter, longer = sorted((matter_of(one), matter_of(other)), key=len)
    if shorter == longer:
        return shorter != ""
    mine, yours = _pairs(shorter), _pairs(longer)
    # Two thirds of what the shorter one says, two characters at a time, stand in the longer one.
    return bool(mine) and len(mine & yours) * 3 >= len(mine) * 2


def _pairs(text: str) -> set[str]:
    return {text[place : place + 2] for place in range(len(text) - 1)}


@cache
def _filler() -> re.Pattern[str]:
    words = sorted(tables()["summary"]["filler"], key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))
