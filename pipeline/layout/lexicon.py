"""Take a header apart into what it says: what sort of thing, which one, whose, which way.

``schemas/lexicon.toml`` gives the parts; one word stands for its meaning, so that 收方金额 and 收入数额 say the same.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

_BRACKETED = re.compile(r"[(\[【]([^)\]】]*)[)\]】]")
_BETWEEN = re.compile(r"[\s,，、/\\|:：;；+·.。*\-_—\"'“”‘’()\[\]【】]+")
# A word nobody knows costs more than any number of known ones.
_UNKNOWN = 10.0


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a header says: its parts in order, and the last of them, which says what the column holds.

    ``parts`` leaves out words that change nothing; a word that is not in the lexicon stands for itself.
    """

    parts: frozenset[str]
    head: str


@dataclass(frozen=True, slots=True)
class _Lexicon:
    words: dict[str, str]
    sorts: frozenset[str]
    neutral: frozenset[str]
    exclusive: tuple[frozenset[str], ...]
    longest: int


@cache
def _lexicon() -> _Lexicon:
    tables = tomllib.loads(resources.files("schemas").joinpath("lexicon.toml").read_text("utf-8"))
    words: dict[str, str] = {}
    for meaning, spellings in [*tables["sort"].items(), *tables["part"].items()]:
        for spelling in spellings:
            if words.setdefault(spelling, meaning) != meaning:
                raise ValueError(f"lexicon.toml：“{spelling}”同时写在“{words[spelling]}”和“{meaning}”")
    neutral = frozenset(tables["neutral"]["words"])
    for word in neutral:
        words.setdefault(word, word)
    groups = tuple(frozenset(group) for group in tables["exclusive"]["groups"])
    return _Lexicon(words, frozenset(tables["sort"]), neutral, groups, max(map(len, words)))


def is_sort(part: str) -> bool:
    """Tell whether a part says what sort of thing a column holds (日期, 金额, 编号 …)."""
    return part in _lexicon().sorts


def exclude(these: frozenset[str], those: frozenset[str]) -> bool:
    """Tell whether two meanings can't be the same column: one says 收入, the other 支出."""
    return any((a := these & group) and (b := those & group) and not a & b for group in _lexicon().exclusive)


def says_both(parts: frozenset[str]) -> bool:
    """Tell whether a meaning names both of two things that exclude each other: 收、付款人."""
    return any(len(parts & group) > 1 for group in _lexicon().exclusive)


@lru_cache(maxsize=65536)
def meaning(text: str) -> Meaning:
    """Take a cleaned header apart; what stands in brackets qualifies what stands before them."""
    # [Transaction Date] repeats in another language what stands before it.
    asides = [a for a in _BRACKETED.findall(text) if not a.isascii() or a in _lexicon().words]
    own = [part for piece in _pieces(_BRACKETED.sub("", text)) for part in piece]
    parts = [part for aside in asides for piece in _pieces(aside) for part in piece] + own
    neutral = _lexicon().neutral
    telling = [part for part in parts if part not in neutral] or parts
    return Meaning(frozenset(telling), telling[-1] if telling else "")


def _pieces(text: str) -> list[list[str]]:
    return [_split(piece) for piece in _BETWEEN.split(text) if piece]


def _split(text: str) -> list[str]:
    """Split a text into known words, as few unknown characters and then as few words as possible."""
    lexicon = _lexicon()
    costs, last = [0.0], [(0, "")]
    for end in range(1, len(text) + 1):
        # Unknown characters side by side are one word.
        options = [(costs[end - 1] + _UNKNOWN, end - 1, "?" + text[end - 1])]
        for start in range(max(0, end - lexicon.longest), end):
            if word := lexicon.words.get(text[start:end]):
                options.append((costs[start] + 1.0, start, word))
        cost, start, part = min(options, key=lambda option: option[0])
        costs.append(cost)
        last.append((start, part))
    # Only where each word begins is kept: of a long text, the words on every way to every letter fill all memory.
    parts, end = [], len(text)
    while end:
        end, part = last[end]
        parts.append(part)
    joined: list[str] = []
    for part in reversed(parts):
        if part.startswith("?") and joined and joined[-1].startswith("?"):
            joined[-1] += part[1:]
        else:
            joined.append(part)
    return joined
