"""Tell from a few Chinese words what money was for, by the phrase tables of ``schemas/vocabulary.toml``.

Phrases, not characters: 茶叶育苗 is seedlings, not tea for guests. The longest phrase found decides, the
earlier one where two are equally long, so a wrong guess is mended by adding the whole word to its class.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Any

from pipeline.values.funds import fund_in_cell, fund_in_title, known_funds
from pipeline.values.tables import tables

__all__ = [
    "OTHER",
    "care_recipient",
    "categories",
    "forbidden_use",
    "fund_in_cell",
    "fund_in_title",
    "infer_category",
    "is_cadre_post",
    "item_of_title",
    "item_words",
    "known_funds",
    "listed_item",
    "paid_monthly",
    "pay_class",
    "purpose_class",
    "watch_topics",
    "watched",
]  # fmt: skip

OTHER = "其他"
# The kinds whose items have words of their own, and where these stand.
ITEMS = {"subsidy_payment": "subsidy_item", "collection": "collection_item"}
# A title with one of these may speak of more than one item, or of one that is not paid.
_SEVERAL = re.compile("[、/及和与暨,;]|水电|等|停发|停止|取消|退回|追回|不符合|不予|未发")
# What is done with it besides is no other item: 代收电费及上缴情况.
_AS_WELL = re.compile("(?:以?及|和|与)(?=上[缴交]|[交缴]款|发放|登记|结余|使用|收取)")
_PLACE = re.compile("[^0-9a-z年月的]{1,6}(?:(?<!农)村(?!民)|乡(?!村)|镇(?!居)|社区|街道|县|旗)")
Phrases = tuple[tuple[str, str], ...]


@cache
def _phrases(*keys: str) -> Phrases:
    """List (phrase, class) of the table at ``keys``, longest first; a missing table has none."""
    table: dict[str, Any] = tables()
    for key in keys:
        table = table.get(key, {})
    pairs = [(_squeeze(phrase), word) for word, phrases in table.items() for phrase in phrases]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def _squeeze(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()


def _longest(phrases: Phrases, text: str) -> str | None:
    best: tuple[int, int, str] | None = None
    for phrase, word in phrases:
        if best and len(phrase) < -best[0]:
            break
        at = text.find(phrase)
        if at >= 0 and (best is None or at < best[1]):
            best = (-len(phrase), at, word)
    return best[2] if best else None


@lru_cache(maxsize=65536)
def infer_category(kind: str, summary: str) -> str:
    """Classify an entry of ``kind`` (dividend_use, cash_entry) by its summary; 其他 where nothing fits."""
    return _longest(_phrases("category", kind), _squeeze(summary)) or OTHER


@cache
def categories(kind: str) -> tuple[str, ...]:
    """Name the categories that entries of ``kind`` can have."""
    return tuple(tables()["category"][kind])


@lru_cache(maxsize=65536)
def purpose_class(summary: str) -> str:
    """Name the kind of payment that rules treat apart (提现存现, 工资补贴 …); 其他 where none applies."""
    return _longest(_phrases("purpose"), _squeeze(summary)) or OTHER


@lru_cache(maxsize=65536)
def listed_item(kind: str, text: str) -> str | None:
    """Name the subsidy (or what is collected) that an item or a title of a list of ``kind`` speaks of."""
    return _longest(_phrases(ITEMS[kind]), _squeeze(text))


@lru_cache(maxsize=65536)
def item_of_title(kind: str, title: str) -> str | None:
    """Name the one item that the title of a list of ``kind`` says it is of; None where it may be of several."""
    text = _PLACE.sub("\n", _squeeze(title))
    if _SEVERAL.search(_AS_WELL.sub("", text)):
        return None
    said = set()
    for phrase, word in _phrases(ITEMS[kind]):
        if phrase in text:
            said.add(word)
            text = text.replace(phrase, "\n")
    return said.pop() if len(said) == 1 else None


@cache
def item_words(kind: str) -> tuple[str, ...]:
    """Name the items that lists of ``kind`` are known to have."""
    return tuple(tables()[ITEMS[kind]])


@cache
def paid_monthly() -> frozenset[str]:
    """Name the subsidies that have a standard of one month and are paid several times a year."""
    return frozenset(tables()["subsidy_monthly"]["按月"])


@cache
def watch_topics() -> tuple[str, ...]:
    """Name the topics of the watch lists (接待, 礼品 …)."""
    return tuple(tables()["watch"])


@cache
def _watch_list(table: str, topic: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Compile the words and the look-alikes of ``topic``, longest first so that a longer one wins."""
    lists = tables()[table][topic]
    words, look_alikes = (
        re.compile(
            "|".join(re.escape(_squeeze(p)) for p in sorted(lists[key], key=len, reverse=True)) or r"(?!)"
        )
        for key in ("words", "except")
    )
    return words, look_alikes


@lru_cache(maxsize=65536)
def watched(topic: str, text: str, table: str = "watch") -> str | None:
    """Find the first word of ``topic`` in a text once its look-alikes are taken out; ``None`` if there is none."""
    words, look_alikes = _watch_list(table, topic)
    text = _squeeze(text)
    if not words.search(text):
        return None
    found = words.search(look_alikes.sub("\n", text))
    return found.group() if found else None


@lru_cache(maxsize=65536)
def forbidden_use(text: str) -> tuple[str, str] | None:
    """Name the use that service money must not go to, and the word that says so; ``None`` if there is none."""
    for use in tables()["forbidden"]:
        if word := watched(use, text, "forbidden"):
            return use, word
    word = watched("接待", text)
    return ("招待", word) if word else None


@lru_cache(maxsize=65536)
def pay_class(item: str) -> str | None:
    """Name the kind of pay that an item of an allowance list is; ``None`` where no word tells."""
    return next((kind for kind in tables()["pay"] if watched(kind, item, "pay")), None)


@lru_cache(maxsize=65536)
def is_cadre_post(post: str) -> bool:
    """Tell whether a post on an allowance list is a cadre's."""
    return watched("干部职务", post, "post") is not None


@lru_cache(maxsize=65536)
def care_recipient(text: str) -> str | None:
    """Name the rightful recipient of care money that a text speaks of besides members in hardship."""
    return next((kind for kind in tables()["recipient"] if watched(kind, text, "recipient")), None)
