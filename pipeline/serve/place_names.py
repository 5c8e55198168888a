"""Find villages as people write them: a code, 乡镇 and 村 together, a part of a name, the initials of its pinyin."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

_BETWEEN = re.compile(r"[\s+＋·、/]+")
_LETTERS = re.compile(r"[a-z]+")
# A name of many characters with several readings each has no end of spellings.
_MOST_SPELLINGS = 64
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Villages:
    """The villages that a text means: their codes, and in words which they are."""

    codes: list[str]
    said: str


def townships(con: duckdb.DuckDBPyConnection) -> list[str]:
    """List the townships of the county."""
    rows = con.execute(
        "select distinct township from core.village where coalesce(township, '') <> '' order by township"
    ).fetchall()
    return [row[0] for row in rows]


def villages(con: duckdb.DuckDBPyConnection, text: str) -> Villages:
    """Find the villages that ``text`` means; the whole name of one leaves out those that only contain it."""
    rows = con.execute(
        "select distinct village_code, village_name, coalesce(township, ''), coalesce(county, '') from core.village"
        " order by 1"
    ).fetchall()
    whole = [row for row in rows if text in _whole(*row)]
    words = [word for word in _BETWEEN.split(text.lower()) if word]
    found = whole or [row for row in rows if words and all(_means(word, *row[1:]) for word in words)]
    names = [f"{township}{name}" for _, name, township, _ in found]
    some = "、".join(names[:_MOST_NAMED]) + (" 等" if len(names) > _MOST_NAMED else "")
    said = f"“{text}”（{some}，{len(names)} 个村）" if len(names) > 1 else f"“{text}”"
    if len(names) == 1 and names[0] != text:
        said = f"“{text}”（{names[0]}）"
    return Villages([row[0] for row in found], said if found else f"“{text}”（没有这样的村）")


def _whole(code: str, name: str, township: str, county: str) -> tuple[str, ...]:
    return code, name, township + name, county + township + name


def _means(word: str, name: str, township: str, county: str) -> bool:
    """Tell whether a word is a part of where a village is, or how its name or its township's begins in pinyin."""
    if word in f"{county}{township}{name}".lower():
        return True
    if not _LETTERS.fullmatch(word):
        return False
    return any(one.startswith(word) for part in (name, township, township + name) for one in spellings(part))


@lru_cache(maxsize=4096)
def spellings(name: str) -> tuple[str, ...]:
    """Spell a Chinese name: its initials and its whole pinyin, by each reading of its characters."""
    # 0.2 s and some megabytes, for whoever types letters.
    from pypinyin import Style, pinyin

    return tuple(
        "".join(one)
        for style in (Style.FIRST_LETTER, Style.NORMAL)
        for one in _some(pinyin(name, style=style, heteronym=True))
    )


def _some(readings: list[list[str]]) -> Iterator[tuple[str, ...]]:
    for number, one in enumerate(product(*readings)):
        if number == _MOST_SPELLINGS:
            return
        yield one
