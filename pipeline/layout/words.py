"""Find the field whose own words a header is put together from, whatever their order and whoever's synonyms.

A header is understood only when each of its parts is: a part of the field's own headers, or of what the kind is
about (红利 in 红利使用明细表). One unknown part, or one that says the opposite, and nothing is taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pipeline.layout.lexicon import exclude, is_sort, meaning, says_both

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pipeline.layout.lexicon import Meaning

# What the headers of a role end in, so that a field called 审议 is also meant by 审议时间.
NATURAL = {
    "date": frozenset({"日期"}),
    "year": frozenset({"年度"}),
    "month": frozenset({"月份"}),
    "money": frozenset({"金额"}),
    "count": frozenset({"数", "人数"}),
    "ratio": frozenset({"比例"}),
    "code": frozenset({"类型", "方式", "情况"}),
}
# Parts that qualify whatever stands beside them, before it or behind it: 期初余额借方, 借方期初余额.
_MOVABLE = frozenset({"借", "贷", "期初", "本期", "期末", "本年", "上年", "累计", "收入", "支出"})
# Which figure it is may not be left out, though the title says it too: 余额借方 in 科目余额表.
_MEASURES = _MOVABLE | {"余额", "发生额", "应", "实", "未", "单价", "预算"}
_NAMED = frozenset({"名称", "编号"})
_PLACES = frozenset({"村", "乡镇", "县"})


@dataclass(frozen=True)
class FieldWords:
    """The meanings of one field's headers; ``natural``: the sorts that go without saying for what it holds."""

    meanings: tuple[Meaning, ...]
    natural: frozenset[str] = frozenset()

    @cached_property
    def parts(self) -> frozenset[str]:
        """Every part that some header of the field has."""
        return frozenset().union(*(m.parts for m in self.meanings))

    @cached_property
    def heads(self) -> frozenset[str]:
        """What the field's headers end in."""
        # 科目名称及编码 is a name, whatever else it holds.
        return frozenset("名称" if m.parts >= _NAMED else m.head for m in self.meanings)


def _lends(one: Meaning, role: str) -> bool:
    """Tell whether the parts of a header make others of its field: those of 收、付款人 make no party of 收入来源."""
    return role != "text" or not says_both(one.parts)


class KindWords:
    """The words of one kind, by field."""

    def __init__(self, headers: Mapping[str, Iterable[str]], roles: Mapping[str, str], title: str) -> None:
        """Take apart the ``headers`` of each field, and the ``title`` that says what the kind is about."""
        self.fields = {
            name: FieldWords(
                tuple({one for text in texts if _lends(one := meaning(text), roles[name])}),
                NATURAL.get(roles[name], frozenset()),
            )
            for name, texts in headers.items()
        }
        self.topic = frozenset(p for p in meaning(title).parts if not is_sort(p) and p not in _MEASURES)

    def fitting(self, text: str) -> list[tuple[str, float]]:
        """List the fields that ``text`` (cleaned) is made for, with the number of parts they share, best first."""
        said = meaning(text)
        found = [
            (name, weight) for name, words in self.fields.items() if (weight := self._weight(words, said)) > 0
        ]
        return sorted(found, key=lambda one: (-one[1], one[0]))

    def could_be(self, name: str, text: str) -> bool:
        """Tell whether nothing in ``text`` (cleaned) speaks against its being the field ``name``, where one must be.

        Its parts are the field's own, what the kind is about or mere sorts, and it ends like the field's headers.
        """
        said, words = meaning(text), self.fields[name]
        known = all(is_sort(part) or part in words.parts | self.topic for part in said.parts)
        ends = said.head in words.heads | words.natural or (
            said.head in self.topic and not is_sort(said.head)
        )
        return (
            bool(said.parts)
            and known
            and ends
            and any(not exclude(m.parts, said.parts) for m in words.meanings)
        )

    def _weight(self, words: FieldWords, said: Meaning) -> float:
        # 号码 alone says what sort of thing it is, not which.
        if all(map(is_sort, said.parts)) or not said.parts <= words.parts | self.topic:
            return 0.0
        if said.head not in words.heads and said.head not in _MOVABLE:
            return 0.0
        best = 0.0
        for own in words.meanings:
            if (said.parts & _PLACES) - own.parts:
                # That one header of the field has 村 in it (村上叫法) makes 村名称 no other of them.
                continue
            core = frozenset(p for p in own.parts if not is_sort(p) and p not in self.topic) or own.parts
            sorts, stated = (frozenset(filter(is_sort, parts)) for parts in (own.parts, said.parts))
            # What goes without saying may be left out or said; any other sort makes it another thing:
            # 资金来源 is not 资金来源单位.
            # A sort may stand for another that the field's own headers end in: 收款人 for 收款单位.
            swapped = stated and stated - sorts <= words.heads and len(sorts - stated) <= len(stated - sorts)
            if not (sorts ^ stated <= words.natural or swapped):
                continue
            if core <= said.parts and not exclude(own.parts, said.parts):
                shared = len(own.parts & said.parts)
                best = max(best, shared - 0.25 * len(said.parts ^ own.parts))
        return best
