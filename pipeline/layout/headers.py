"""Match header texts to the columns of ledger kinds.

The index is built once per process from plain ``Ledger`` data, so that workers need no schemas.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.layout.lexicon import is_sort, meaning
from pipeline.layout.spoken import formal
from pipeline.layout.words import KindWords
from pipeline.values.direction import NEGATIVE
from pipeline.values.vocabulary import categories
from schemas._spec import CARRIED

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from schemas._spec import FieldSpec, Ledger, Sided, Span

SEQUENCE = frozenset({"序号", "行次", "顺序号", "顺号", "项次", "序", "no", "no.", "次序", "行号"})
DATE_PARTS = {"年": "year", "月": "month", "日": "day", "月份": "month"}
DIGITS = ("亿", "千万", "百万", "十万", "万", "千", "百", "十", "元", "角", "分")
VOUCHER_WORDS = frozenset({"字", "类型", "凭证字"})
VOUCHER_NUMBERS = frozenset({"号", "号数"})
# Words that head the parts of a split value, under a group header.
PARTS = frozenset({*DIGITS, *DATE_PARTS, *VOUCHER_WORDS, *VOUCHER_NUMBERS})
WHOSE = frozenset({"village_name", "village_code", "township"})
# What a group header may say of all its columns: “四议”时间 over 提议, 商议; that something is only planned says more.
_SORTS = ("日期", "时间")
_PLANNED = re.compile("计划|预计|预定|约定|拟|应|上次|原")
# Whose step it is and where money goes to, as group headers say it besides: 县级核定, 拨付到村.
_WHOSE_STEP = re.compile(
    "^(?:省级?|市级?|县级?|区级|乡级|镇级|乡镇级?|村级)(?=..)|(?<=..)[到至](?:村级?|各村|乡镇?|镇|街道|县|户|村账户?)$"
)
# The rank of a header that is on no list but is put together from a field's own words.
COMPOSED = 99
_UNIT_OR_REMARK = re.compile(
    r"[(\[【](?:单位[::]?)?(?:人民币)?(?:元|万元|千元|亿元|角分|元角分|亩|人|户|%|平方米|公里|米|株|斤|公斤|个|次|"
    r"人次|天|日|工|工日|月|头|只|必填|选填|盖章|签字|签名|签章|元/月|元/年|元/亩|元/人|元/天|元/日|元/工|元/工日|"
    r"元/户|元/头|元/只|元/株|元/平方米|股|yyyy-mm-dd)[)\]】]"
)
_BRACKETED = re.compile(r"[(\[【][^()\[\]【】]*[)\]】]")


@lru_cache(maxsize=65536)
def clean(text: str) -> str:
    """Reduce a header text to what is compared: NFKC, no white space, no bracketed unit or sign, no trailing mark."""
    text = "".join(unicodedata.normalize("NFKC", text).split()).lower()
    text = _UNIT_OR_REMARK.sub("", text).replace("帐", "账")
    text = _BRACKETED.sub(lambda found: "" if NEGATIVE.search(found[0]) else found[0], text)
    return text.strip("*＊:★√#、.。").replace("　", "")


@dataclass(frozen=True, slots=True)
class Match:
    """What one header column means in a kind: a field, or part of one.

    ``part``: '' the whole field; 'year'/'month'/'day' of a split date; a digit place of a split amount;
    'amount'/'side'/'either' of a sided amount (``target`` names the ``Sided``); 'word' of a voucher number.
    ``rank`` is the position of the alias in the field's list (0 = the title itself; ``COMPOSED``: on no list).
    """

    target: str
    part: str
    alias: str
    rank: int


@dataclass(slots=True)
class KindIndex:
    """Header words of one kind: word → (field, rank) and word → (amount that fills two fields, part).

    ``amounts``: all that holds money, amounts that fill two fields too; ``amount_fields``: what control totals
    add up; ``needed``: required fields, and those of which one must be there. ``listed``: by field, the words of a
    closed column, and those that purposes are classed by.
    """

    ledger: Ledger
    specs: dict[str, FieldSpec]
    fields: dict[str, tuple[str, int]] = field(default_factory=dict)
    sided: dict[str, tuple[Sided, str]] = field(default_factory=dict)
    spans: dict[str, Span] = field(default_factory=dict)
    date_fields: tuple[str, ...] = ()
    amounts: frozenset[str] = frozenset()
    amount_fields: tuple[str, ...] = ()
    needed: frozenset[str] = frozenset()
    listed: dict[str, frozenset[str]] = field(default_factory=dict)
    words: KindWords = field(default_factory=lambda: KindWords({}, {}, ""))

    def exact(self, text: str, rank: int = 0) -> Match | None:
        """Find what the word ``text`` means; ``rank`` is added to that of its alias."""
        if text in self.spans:
            return Match(self.spans[text].name, "", text, rank)
        if text in self.fields:
            name, own = self.fields[text]
            return Match(name, "", text, own + rank)
        if text in self.sided:
            sided, part = self.sided[text]
            return Match(sided.name, part, text, rank)
        return None

    def other_fitting(self, text: str, taken: Container[str]) -> str | None:
        """Name the one field, not among those ``taken``, whose words ``text`` may be; None for none or several."""
        names = [name for name, _ in self.words.fitting(text) if name not in taken]
        return names[0] if len(names) == 1 else None

    def composed(self, text: str) -> Match | None:
        """Find the one field whose words ``text`` is put together from; None where there is none, or several."""
        if not text:
            return None
        said = meaning(text).parts
        for word, (sided, part) in self.sided.items():
            if said == meaning(word).parts:
                return Match(sided.name, part, text, COMPOSED)
        found = self.words.fitting(text)
        if not found:
            return None
        if (
            len(found) > 1
            and found[0][1] - found[1][1] < 0.5
            and not len(said) == found[0][1] == 1 > found[1][1]
        ):
            # 支出 says no more and no less than the amount; the day of it (支出日期) only may be meant.
            return None
        return Match(found[0][0], "", text, COMPOSED)


def _listed(spec: FieldSpec, kind: str) -> frozenset[str]:
    """List the words of a closed column, and those that purposes are classed by."""
    if spec.name == "category" and spec.role == "text":
        return frozenset(categories(kind)) if kind == "cash_entry" else frozenset()
    return frozenset(
        word for chosen, spellings in spec.values for word in (chosen, *spellings) if len(word) > 1
    )


def kind_names(ledgers: Iterable[Ledger]) -> dict[str, str]:
    """Map the names that mean one kind of ``ledgers`` (its own, its title, title phrases) to it."""
    ledgers = list(ledgers)
    phrases = [(clean(phrase), ledger.name) for ledger in ledgers for phrase in ledger.titles]
    shared = {p for p, kind in phrases if any(o == p and other != kind for o, other in phrases)}
    found = {phrase: kind for phrase, kind in phrases if phrase not in shared}
    return found | {clean(n): ledger.name for ledger in ledgers for n in (ledger.name, ledger.title)}


def _tells(child: str) -> bool:
    """Tell whether the lower part of a header says something of its own."""
    return any(not is_sort(part) for part in meaning(child).parts)


class Headers:
    """Alias index over all kinds."""

    def __init__(self, ledgers: Iterable[Ledger], extra: Iterable[tuple[str, str, str]] = ()) -> None:
        """Index ``ledgers``; ``extra`` are an office's own (kind, header, column) aliases.

        The column is a field, or the word of an amount that fills two fields.
        """
        self.kinds: dict[str, KindIndex] = {}
        self.words: set[str] = set(SEQUENCE) | set(DATE_PARTS)
        self.spread: dict[str, int] = {}
        self._matches: dict[tuple[str, tuple[str, ...]], Match | None] = {}
        for ledger in ledgers:
            self.kinds[ledger.name] = self._index(ledger)
        for kind, header, name in extra:
            index = self.kinds[kind]
            if name in index.sided:
                index.sided.setdefault(clean(header), index.sided[name])
            else:
                index.fields.setdefault(clean(header), (name, 0))
        for index in self.kinds.values():
            for word in {*index.fields, *index.sided, *index.spans}:
                self.words.add(word)
                # A page of an account is known by the account, and makes no other kind's words less its own.
                self.spread[word] = self.spread.get(word, 0) + (not index.ledger.paged)
        self.words.discard("")
        self.kind_names = kind_names([k.ledger for k in self.kinds.values()])

    @staticmethod
    def _index(ledger: Ledger) -> KindIndex:
        index = KindIndex(ledger, ledger.by_name)
        for spec in ledger.fields:
            for rank, alias in enumerate((spec.title, *spec.aliases)):
                index.fields.setdefault(clean(alias), (spec.name, rank))
        for sided in ledger.sided:
            for alias in sided.amount_aliases:
                index.sided.setdefault(clean(alias), (sided, "amount"))
            for alias in sided.side_aliases:
                word = clean(alias)
                # 收支 heads amounts with signs, or the words 收 and 支 beside an amount: the table decides.
                part = "either" if index.sided.get(word, (None,))[0] is sided else "side"
                index.sided[word] = (sided, part)
        for span in ledger.spans:
            for alias in span.aliases:
                index.spans.setdefault(clean(alias), span)
        for name, aliases in CARRIED.items():
            if name not in index.specs:
                for alias in aliases:
                    index.fields.setdefault(clean(alias), (f"_{name}", 0))
        index.date_fields = tuple(f.name for f in ledger.fields if f.role == "date")
        money = [f.name for f in ledger.fields if f.role == "money"]
        index.amounts = frozenset([*money, *(s.name for s in ledger.sided)])
        index.amount_fields = ledger.amount_fields
        index.needed = frozenset(f.name for f in ledger.fields if f.required).union(*ledger.one_of)
        texts: dict[str, list[str]] = {}
        for word, (name, _) in index.fields.items():
            # Whose a row is and what it covers is never put together from parts: 使用部门 is no village.
            if name not in WHOSE and not name.startswith("_"):
                texts.setdefault(name, []).append(word)
        texts |= {span.name: list(span.aliases) for span in ledger.spans}
        roles: dict[str, str] = {f.name: f.role for f in ledger.fields}
        roles |= {span.name: roles[span.first] for span in ledger.spans}
        index.listed = {spec.name: _listed(spec, ledger.name) for spec in ledger.fields}
        index.words = KindWords(texts, roles, ledger.title)
        return index

    def hits(self, texts: Iterable[str]) -> int:
        """Count the texts that are a header word of any kind."""
        return sum(1 for t in texts if t in self.words)

    def match(self, kind: str, parts: tuple[str, ...]) -> Match | None:
        """Find what a column headed by ``parts`` (group header first, cleaned) means in ``kind``.

        Exact words first, then split values, then headers put together from a field's own words. Remembers
        what it found: layouts differ from village to village, their words hardly do.
        """
        if (kind, parts) not in self._matches:
            self._matches[kind, parts] = self._match(self.kinds[kind], parts)
        return self._matches[kind, parts]

    def _match(self, index: KindIndex, parts: tuple[str, ...]) -> Match | None:
        child, parent = parts[-1], "".join(parts[:-1])
        if child in VOUCHER_WORDS and "凭证" in parent and "voucher_no" in index.specs:
            return Match("voucher_no", "word", parent + child, 0)
        # 年 over 月 and 日 is the year of the days below, not a column of months.
        bare_year = self._split(index, parent, child) if parent in DATE_PARTS else None
        # A group header speaks for a column only where the header below it says no more than a part of it.
        alone = index.exact(parent) if child not in PARTS and not _tells(child) else None
        return (
            bare_year
            or index.exact(parent + child)
            or self._of_step(index, parent, child)
            or index.exact(child)
            or self._said_of_all(index, parent, child)
            or self._split(index, parent, child)
            or index.composed(parent + child)
            or alone
            or index.composed(child)
            or self._asked(index, child)
        )

    @staticmethod
    def _asked(index: KindIndex, child: str) -> Match | None:
        """Find a header that asks in the words of the village: 钱给了谁."""
        asked = (index.exact(header, COMPOSED) or index.composed(header) for header in formal(child))
        return next(filter(None, asked), None)

    @staticmethod
    def _of_step(index: KindIndex, parent: str, child: str) -> Match | None:
        """Find a bare 金额 or 时间 under a group that names a step, and whose or where to besides: 下达到乡镇."""
        step = _WHOSE_STEP.sub("", parent)
        if step == parent or _tells(child):
            return None
        return index.exact(step + child) or index.composed(step + child)

    @staticmethod
    def _said_of_all(index: KindIndex, parent: str, child: str) -> Match | None:
        """Find a header whose group says the end of it (批复 under 投资) or of what sort all its columns are (四议时间)."""
        if not parent or child in PARTS or child in SEQUENCE or _PLANNED.search(parent):
            return None
        sort = next((sort for sort in _SORTS if parent.endswith(sort)), "")
        return index.exact(child + parent) or (index.exact(child + sort) if sort else None)

    @staticmethod
    def _split(index: KindIndex, parent: str, child: str) -> Match | None:
        if child in DIGITS and parent and (whole := index.exact(parent)) and whole.target in index.amounts:
            return Match(whole.target, child, parent + child, 0)
        if child in DATE_PARTS and index.date_fields:
            group = index.fields.get(parent, ("",))[0]
            if group not in index.date_fields and (found := index.composed(parent)):
                group = found.target
            lone = index.date_fields[0] if len(index.date_fields) == 1 or parent in DATE_PARTS else ""
            target = group if group in index.date_fields else index.ledger.date_field or lone
            return Match(target, DATE_PARTS[child], parent + child, 0) if target else None
        if "voucher_no" in index.specs and (not parent or "凭证" in parent):
            if child in VOUCHER_WORDS:
                return Match("voucher_no", "word", parent + child, 0)
            if child in VOUCHER_NUMBERS:
                return Match("voucher_no", "", parent + child, 0)
        return None
