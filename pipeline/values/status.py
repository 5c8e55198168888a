"""Tell from a word of a status column whether the money of its row moved: 已支付 did, 未支付 and 已作废 did not."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Literal

from pipeline.values.closed_words import plain, spellings, word_of
from pipeline.values.tables import tables

Status = Literal["moved", "not_moved"]

_REMARK = re.compile(r"\(([^()]*)\)$")
# What a remark says of money that moved after all: 未支付(已补付).
_AFTER_ALL = re.compile(r"已|补|后|成功|恢复|除外|部分|又|再")


@cache
def _words() -> dict[str, str]:
    return spellings(tuple((status, tuple(words)) for status, words in tables()["status"].items()))


@lru_cache(maxsize=4096)
def status_word(text: str) -> Status | None:
    """Tell whether a status says that money moved, or that it didn't; ``None`` where it says neither, or both."""
    found = word_of(_words(), text)
    if found is None and (remark := _REMARK.search(folded := plain(text))):
        # 已作废(填错): a reason why money did not move takes nothing back.
        outer = word_of(_words(), folded[: remark.start()])
        found = outer if outer == "not_moved" and not _AFTER_ALL.search(remark[1]) else None
    return "moved" if found == "moved" else "not_moved" if found == "not_moved" else None
