"""Match header texts to the columns of ledger kinds.

The index is built once per process from plain ``Ledger`` data, so that workers need no schemas.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from schemas._spec import CARRIED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from schemas._spec import Ledger, Sided

SEQUENCE = frozenset({"序号", "行次", "顺序号", "序", "no", "no.", "次序", "行号"})
DATE_PARTS = {"年": "year", "月": "month", "日": "day", "月份": "month"}
DIGITS = ("亿", "千万", "百万", "十万", "万", "千", "百", "十", "元", "角", "分")
VOUCHER_WORDS = frozenset({"字", "类型", "凭证字"})
VOUCHER_NUMBERS = frozenset({"号", "号数"})
# Words that head the parts of a split value, under a group header.
PARTS = frozenset({*DIGITS, *DATE_PARTS, *VOUCHER_WORDS, *VOUCHER_NUMBERS})
_UNIT_OR_REMARK = re.compile(
    r"[(\[【](?:单位[::]?)?(?:人民币)?(?:元|万元|千元|亿元|角分|元角分|亩|人|户|%|平方米|公里|米|株|斤|公斤|个|次|"
    r"人次|天|月|小写|大写|必填|选填|盖章|签字|签名|签章|元/月|元/年|元/亩|元/人|股|yyyy-mm-dd)[)\]】]"
)


@lru_cache(maxsize=65536)
def clean(text: str) -> str:
    """Reduce a header text to what is compared: NFKC, no white space, no bracketed unit, no trailing mark."""
    text = "".join(unicodedata.normalize("NFKC", text).split()).lower()
    text = _UNIT_OR_REMARK.sub("", text)
    return text.strip("*＊:★√#、.。").replace("　", "")


@dataclass(frozen=True, slots=True)
class Match:
    """What one header column means in a kind: a field, or part of one.

    ``part``: '' the whole field; 'year'/'month'/'day' of a split date; a digit place of a split amount;
    'amount'/'side' of a sided amount (then ``target`` names the ``Sided``); 'word' of a split voucher number.
    ``rank`` is the position of the alias in the field's list (0 = the title itself).
    """

    target: str
    part: str
    alias: str
    rank: int


@dataclass(slots=True)
class KindIndex:
    """Aliases of one kind."""

    ledger: Ledger
    fields: dict[str, tuple[str, int]] = field(default_factory=dict)
    sided: dict[str, tuple[Sided, str]] = field(default_factory=dict)
    date_fields: tuple[str, ...] = ()
    money_fields: frozenset[str] = frozenset()


class Headers:
    """Alias index over all kinds."""

    def __init__(self, ledgers: Iterable[Ledger], extra: Iterable[tuple[str, str, str]] = ()) -> None:
        """Index ``ledgers``; ``extra`` are local (kind, header, field) aliases of an office."""
        self.kinds: dict[str, KindIndex] = {}
        self.words: set[str] = set(SEQUENCE) | set(DATE_PARTS)
        self.spread: dict[str, int] = {}
        for ledger in ledgers:
            self.kinds[ledger.name] = self._index(ledger)
        for kind, header, name in extra:
            self.kinds[kind].fields.setdefault(clean(header), (name, 0))
        for index in self.kinds.values():
            for word in (*index.fields, *index.sided):
                self.words.add(word)
                self.spread[word] = self.spread.get(word, 0) + 1
        self.words.discard("")

    @staticmethod
    def _index(ledger: Ledger) -> KindIndex:
        index = KindIndex(ledger)
        for spec in ledger.fields:
            for rank, alias in enumerate((spec.title, *spec.aliases)):
                index.fields.setdefault(clean(alias), (spec.name, rank))
        for sided in ledger.sided:
            for alias in sided.amount_aliases:
                index.sided.setdefault(clean(alias), (sided, "amount"))
            for alias in sided.side_aliases:
                index.sided.setdefault(clean(alias), (sided, "side"))
        for name, aliases in CARRIED.items():
            if name not in ledger.by_name:
                for alias in aliases:
                    index.fields.setdefault(clean(alias), (f"_{name}", 0))
        index.date_fields = tuple(f.name for f in ledger.fields if f.role == "date")
        index.money_fields = frozenset(f.name for f in ledger.fields if f.role == "money")
        return index

    def hits(self, texts: Iterable[str]) -> int:
        """Count the texts that are a header word of any kind."""
        return sum(1 for t in texts if t in self.words)

    def match(self, kind: str, parts: tuple[str, ...]) -> Match | None:
        """Find what a column headed by ``parts`` (group header first, cleaned) means in ``kind``."""
        index = self.kinds[kind]
        child = parts[-1]
        parent = "".join(parts[:-1])
        for text in dict.fromkeys((parent + child, child, parent)):
            if not text or (text == parent != child and child in PARTS):
                continue
            if text in index.fields:
                name, rank = index.fields[text]
                return Match(name, "", text, rank)
            if text in index.sided:
                sided, part = index.sided[text]
                return Match(sided.name, part, text, 0)
        if child in DIGITS and parent:
            if parent in index.fields and index.fields[parent][0] in index.money_fields:
                return Match(index.fields[parent][0], child, parent + child, 0)
            if parent in index.sided and index.sided[parent][1] == "amount":
                return Match(index.sided[parent][0].name, child, parent + child, 0)
        return self._split(index, parts)

    @staticmethod
    def _split(index: KindIndex, parts: tuple[str, ...]) -> Match | None:
        child, parent = parts[-1], "".join(parts[:-1])
        date_field = index.ledger.date_field or (index.date_fields[0] if index.date_fields else "")
        if child in DATE_PARTS and date_field:
            target = date_field
            if parent in index.fields and index.fields[parent][0] in index.date_fields:
                target = index.fields[parent][0]
            return Match(target, DATE_PARTS[child], "".join(parts), 0)
        if "voucher_no" in index.ledger.by_name:
            if child in VOUCHER_WORDS and (not parent or "凭证" in parent):
                return Match("voucher_no", "word", "".join(parts), 0)
            if child in VOUCHER_NUMBERS and (not parent or "凭证" in parent):
                return Match("voucher_no", "", "".join(parts), 0)
        return None
