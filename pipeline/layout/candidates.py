"""Make the candidates for a header: every ledger kind it may be, how its columns fit, what is still missing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.layout import account_page, headline, in_header
from pipeline.layout.context import ABOVE, TITLE, declared_fund, declared_period, declared_township, sources
from pipeline.layout.lexicon import meaning
from pipeline.layout.mapping import map_columns
from pipeline.layout.phrases import Phrases
from pipeline.layout.understood import completed
from pipeline.values.vocabulary import ITEMS, listed_item

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

    from pipeline.layout.context import Names
    from pipeline.layout.headers import Headers
    from pipeline.layout.mapping import Block, Mapping
    from pipeline.layout.profile import Sample
    from pipeline.layout.titleblock import Context
    from schemas._spec import Ledger

TITLE_POINTS = {TITLE: 6.0, "工作表名": 4.0, "文件名": 3.0, ABOVE: 2.5, "文件夹名": 1.5}
# Names that say what a table is; a folder only says where it was put.
FILE = "文件名"
NAMING = frozenset({TITLE, ABOVE, "工作表名", FILE})
# Required text columns that a title may stand in for (contract section 4: rulings from real files).
FROM_TITLE = frozenset({"summary", "item", "work"})
# Columns for what else there is to say, and for signatures.
ASIDE = frozenset({"备注", "签字", "印章", "电话"})
# Whoever signs there (领款人签名, 代领人签字), signs.
ASIDE_HEADS = frozenset({"签字", "印章"})
# What a column of items is called.
_ITEM_WORDS = frozenset({"项目", "名目", "事项", "内容", "用途", "科目"})
AWAY, _REASONS = "误工", frozenset({"摘要", "原因", "内容"})
# A text no longer than this may be the word for a category.
MOST_LABEL = 6
# The kinds whose cells are looked at to find what words leave open.
MOST_KINDS, RIVALS = 4, 2


@dataclass(frozen=True, slots=True)
class Candidate:
    """One kind, how it fits, and what is still missing.

    ``named``: a title or name says that it is this kind; ``hinted``: the words of a title do. ``trusted``: what titles
    supply where columns were not asked.
    """

    kind: str
    mapping: Mapping
    points: float
    missing: tuple[str, ...]
    named: bool
    told: frozenset[str]
    trusted: frozenset[str] = frozenset()
    hinted: bool = False

    @property
    def weight(self) -> float:
        """Its points, less what is missing."""
        return self.points - 3 * len(self.missing)


@dataclass(frozen=True, slots=True)
class _Told:
    """Which fields titles and names supply to any kind, and the year that they state."""

    fields: frozenset[str]
    year: int | None


class Candidates:
    """Map header blocks to kinds; remembers what words say of them, since villages share few layouts."""

    def __init__(self, headers: Headers) -> None:
        self.headers = headers
        self._seen: dict[Block, dict[str, Mapping]] = {}
        self.phrases = Phrases(
            (
                (phrase, name)
                for name, k in headers.kinds.items()
                for phrase in (k.ledger.title, *k.ledger.titles)
            ),
            {name: k.ledger.heads for name, k in headers.kinds.items()},
        )
        self._dated = frozenset(name for k in headers.kinds.values() for name in k.date_fields)

    def of(
        self, block: Block, context: Context, names: Names, sample: Sample, *, every: bool = False
    ) -> list[Candidate]:
        """Map the header to every kind by its words, and look at the cells for the kinds that fit best.

        ``every``: for all kinds whose figures can prove them.
        """
        mappings = self._seen.get(block)
        if mappings is None:
            found = {kind: map_columns(self.headers, kind, block) for kind in self.headers.kinds}
            mappings = self._seen[block] = found
        # A title of its own says what a table is; else what stands above the one over it, or beside it, does.
        own = self.phrases.naming(context.lines)
        texts = [(where, text) for where, text in sources(context, names) if where != ABOVE or not own]
        bonus = self.phrases.points(texts, TITLE_POINTS)
        named = self.phrases.naming(text for where, text in texts if where in NAMING)
        near = self.phrases.naming(text for where, text in texts if where in NAMING - {FILE})
        hinted = self.phrases.hinting(text for where, text in texts if where in NAMING - {FILE})
        rough = {
            kind: mapping.points + bonus.get(kind, 0.0) - 3 * len(mapping.missing)
            for kind, mapping in mappings.items()
        }
        page = account_page.find(context, names)
        if page and page.account and not page.of_money and page.how != "named":
            named |= {kind for kind, index in self.headers.kinds.items() if index.ledger.paged}
        # Where the title names a kind that has all it needs, one rival is looked at.
        sure = len(named) == 1 and not any(mappings[kind].missing for kind in named)
        most = RIVALS if sure else MOST_KINDS
        likely = set(sorted(rough, key=lambda kind: (-rough[kind], kind))[:most]) | named | hinted
        if every:
            likely = {kind for kind, index in self.headers.kinds.items() if index.ledger.identities}
        candidates = []
        told_by_title = self._told_by_title(context, names)
        for kind, by_words in mappings.items():
            if by_words.foreign or (not by_words.columns and kind not in named and not every):
                continue
            if kind not in near and self._is_another_paper(kind, context, names):
                continue
            mapping = by_words
            if kind in likely:
                mapping = completed(self.headers, kind, by_words, sample, block, named=kind in named)
            if told_item := self._item_of_title(kind, context, names):
                mapping = replace(mapping, told=told_item)
            ledger = self.headers.kinds[kind].ledger
            if page and page.excludes(ledger, mapping, sample):
                continue
            if ledger.paged and kind not in named and not page and "balance" not in mapping.columns:
                # Debits and credits by account, without the balance of each, are vouchers.
                continue
            stated = account_page.stated(context, page, self.headers.kinds[kind])
            told = stated.keys() - mapping.columns.keys()
            points = mapping.points + bonus.get(kind, 0.0) + 2 * len(told)
            missing: tuple[str, ...] = ()
            trusted: Set[str] = frozenset()
            if mapping.missing:
                supplied = (
                    told_by_title.fields
                    | headline.stated(self.headers, kind, context, told_by_title.year).keys()
                )
                # An unlikely kind that lacks something anyway is not looked at more closely.
                if kind in likely or supplied.issuperset(mapping.missing):
                    supplied -= self.withheld(mapping, sample)
                else:
                    trusted = supplied
                supplied |= headline.texts(self.headers, kind, context).keys()
                supplied |= stated.keys() if ledger.paged else frozenset()
                supplied |= set(self._in_headers(kind, mapping, block, context, names))
                missing = tuple(m for m in mapping.missing if m not in supplied)
            if not missing and not mapping.columns:
                # All that must be there is in the title; rows that say nothing of their own are none.
                missing = ("|".join(self.headers.kinds[kind].ledger.amount_fields[:3]),)
            if missing and kind not in near and self._lists_who_was_there(ledger, missing, context, names):
                continue
            # A file's name speaks for its sheets, but not for one that has none of the kind's columns.
            is_named = kind in near or (kind in named and len(mapping.columns) >= 2)
            candidates.append(
                Candidate(
                    kind,
                    mapping,
                    points,
                    missing,
                    is_named,
                    frozenset(told),
                    frozenset(trusted),
                    kind in hinted,
                )
            )
        return candidates

    def _is_another_paper(self, kind: str, context: Context, names: Names) -> bool:
        """Tell whether a title, else the names, say that a table is a paper with the columns of ``kind`` but another."""
        unlike = self.headers.kinds[kind].ledger.unlike
        texts = context.lines or [names.sheet, names.file]
        return any(word in text for text in (*texts, names.sheet) for word in unlike)

    @staticmethod
    def _lists_who_was_there(
        ledger: Ledger, missing: tuple[str, ...], context: Context, names: Names
    ) -> bool:
        """Tell whether a title calls a list without any amount one of attendance."""
        texts = [*context.lines, names.sheet] if context.lines else [names.sheet, names.file]
        unpaid = not set(ledger.amount_fields).isdisjoint(missing)
        return unpaid and any(word in text for word in ledger.unpaid for text in texts)

    def _in_headers(
        self, kind: str, mapping: Mapping, block: Block, context: Context, names: Names
    ) -> Iterator[str]:
        """Name the categories without a column that the header they stand in, or a title, says."""
        for name in mapping.missing:
            spec = self.headers.kinds[kind].specs.get(name)
            column = mapping.columns.get(spec.in_header_of) if spec else None
            if spec and column and in_header.said(spec, "".join(block[column.first]), context, names)[0]:
                yield name

    @staticmethod
    def _item_of_title(kind: str, context: Context, names: Names) -> str:
        """Name the item that the title of a list says it is of, where the kind has a list of items: 医保, 低保."""
        title = context.title or names.sheet
        return (listed_item(kind, title) or "") if kind in ITEMS else ""

    def named(self, context: Context, names: Names) -> str:
        """Name the one kind that the title or a name says a table is of which no header is known; '' for none."""
        texts = sources(context, names)
        for telling in sorted(NAMING, key=TITLE_POINTS.__getitem__, reverse=True):
            if found := self.phrases.naming(text for where, text in texts if where == telling):
                return next(iter(found)) if len(found) == 1 else ""
        return ""

    def _told_by_title(self, context: Context, names: Names) -> _Told:
        """Name what titles and names supply, whatever the kind."""
        fields = set(FROM_TITLE) if context.title else set()
        period, _ = declared_period(context, names)
        if period:
            fields.add("year")
            if period.kind == "日":
                fields |= self._dated
        if declared_fund(context, names)[0]:
            fields.add("fund")
        if declared_township(context, names)[0]:
            fields.add("township")
        fields |= {role for role in ("cooperative", "red_company") if role in context.pairs}
        return _Told(frozenset(fields), period.start.year if period else None)

    def withheld(self, mapping: Mapping, sample: Sample) -> frozenset[str]:
        """Name what no title may stand in for, because a column that could not be read may hold it."""
        left = [*mapping.unmapped, *((place, header) for place, header, _ in mapping.shadowed)]
        unread = [sample.profile(place) for place, _ in left]
        said = frozenset[str]().union(*(meaning(header).parts for _, header in left))
        # 年终奖 names a year and holds amounts.
        timed = [sample.profile(p) for p, header in left if "年度" in meaning(header).parts]
        held: set[str] = set()
        # What is remarked, or who signed, is no purpose, unless it reads like one.
        telling = [
            (sample.profile(p), parts)
            for p, h in left
            if not (parts := meaning(h).parts) <= ASIDE and meaning(h).head not in ASIDE_HEADS
        ]
        away = [one for one in telling if AWAY in one[1] and one[1] & _REASONS]
        if mapping.told:
            # What the title says by a word of the list only a column of such words, or one called so, may say otherwise.
            telling = [
                (p, parts)
                for p, parts in telling
                if parts & _ITEM_WORDS or any(listed_item(mapping.kind, v) for v in p.values)
            ]
        reasons = [p for p, _ in away]
        if any(p.chinese >= 0.6 for p, _ in telling if p not in reasons) or (
            not mapping.told and any(p.purposes >= 0.3 for p in unread if p not in reasons)
        ):
            held |= FROM_TITLE
        elif reasons:
            # What somebody was away for (误工缘由) is not what he was paid: that is 误工补贴, as the title says.
            held |= FROM_TITLE - {"item"}
        if any(p.numbers < 0.9 or p.years for p in timed) or any(p.years >= 0.6 for p in unread):
            held.add("year")
        labels = (p for p in unread if p.chinese >= 0.8 and max(map(len, p.values)) <= MOST_LABEL)
        if "类型" in said or any(labels):
            held.add("category")
        if "月份" in said or any(p.months >= 0.9 for p in unread):
            held.add("month")
        if any(p.days >= 0.6 for p in unread):
            held |= self._dated
        index = self.headers.kinds[mapping.kind]
        held |= {f.name for f in index.ledger.fields if f.in_header_of
                 if any(p.values & index.listed[f.name] for p in unread)}  # fmt: skip
        if any(p.cooperatives >= 0.5 for p in unread):
            held.add("cooperative")
        return frozenset(held)
