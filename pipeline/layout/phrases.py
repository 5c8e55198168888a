"""Find the phrases that name a ledger kind in titles and names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.values.celltext import squeeze

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# What may stand before the name of a table without changing which table it is: whose, when, of which fund.
_WHOSE_OR_WHEN = re.compile(
    r"^.*(?:村|社区|居委会|村委会|委员会|镇|乡|街道|县|市|区|旗|年度?|月份?|日|季度|半年|合作社|公司|组织|支部|银行|信用社|农商行|[0-9)）”])"
)
_PLAIN = re.compile(
    "为民服务|服务群众|专项|集体|资金|经费|财务|现金|银行|存款|存折|活期|对公|基本户|专户|党内|关爱|基金|办公|运转|红色|股份|村级|级|本级|发展|三资|收支|支出|收入|使用|"
    "春节|元旦|端午|中秋|国庆|重阳|情况|公开|公示|各村|全[县乡镇村]|农村|农民|居民|常住|经济|组织|干部|两委|第[一二三四]|[一二三四上下]|和|及|的|《|\\W"
)


def _book(text: str) -> str:
    """Squeeze a title; 簿 and 帐 are 账 in one that ends so or goes on with a list."""
    return re.sub("帐|簿|帳", "账", squeeze(text))


# What speaks about a list (its rule, its form, a request for it) is none, whatever names the list before.
_RULED = re.compile("标准|倍数|限额|办法|细则|制度|请示|申请|模板|样表")
_ABOUT = re.compile(
    "标准|办法|细则|制度|通知|请示|申请|批复|对照|对比|分析|说明|模板|样表|执行|决算|收支|合同"
)


class Phrases:
    """All title phrases, by their first two characters; remembers the texts it has seen."""

    def __init__(
        self, phrases: Iterable[tuple[str, str]], heads: Mapping[str, tuple[tuple[str, ...], ...]]
    ) -> None:
        """Index (phrase, kind) pairs; ``heads``: of each kind the groups of words that point to it."""
        self._heads = heads
        self._by_start: dict[str, list[tuple[str, str]]] = {}
        for phrase, kind in phrases:
            word = _book(phrase)
            self._by_start.setdefault(word[:2], []).append((word, kind))
        self._seen: dict[str, dict[str, int]] = {}

    def points(self, texts: Iterable[tuple[str, str]], worth: dict[str, float]) -> dict[str, float]:
        """Give each kind its best points: what the source is worth, and 0.3 for each character found."""
        best: dict[str, float] = {}
        for where, text in texts:
            if where in worth:
                for kind, length in self._longest(text).items():
                    best[kind] = max(best.get(kind, 0.0), worth[where] + 0.3 * min(length, 12))
        return best

    def hinting(self, texts: Iterable[str]) -> frozenset[str]:
        """Hint at the kind of which alone a text has a word of every group, and of no other kind a phrase."""
        found: set[str] = set()
        for text in texts:
            squeezed = _book(text)
            if _ABOUT.search(squeezed):
                continue
            kinds = {
                kind
                for kind, groups in self._heads.items()
                if groups and all(any(word in squeezed for word in group) for group in groups)
            }
            if len(kinds) == 1 and self._longest(text).keys() <= kinds:
                found |= kinds
        return frozenset(found)

    def naming(self, texts: Iterable[str]) -> frozenset[str]:
        """Name the kinds that some text names: their phrase, and nothing before it that makes it another thing.

        耕地地力补贴发放表 is no 补贴发放表 of cadres, 收支明细账 no 明细账 of any account, 误工补贴标准表 no list.
        """
        found = set()
        for text in texts:
            squeezed = _book(text)
            spans = {
                kind: (
                    next(i for i in range(len(squeezed)) if self._kind_at(squeezed, i, kind) == length),
                    length,
                )
                for kind, length in self._longest(text).items()
            }
            for kind, (at, length) in spans.items():
                if any(a <= at and at + length <= a + n and n > length for a, n in spans.values()):
                    continue
                if _RULED.search(squeezed, at + length):
                    continue
                if not _PLAIN.sub("", _WHOSE_OR_WHEN.sub("", squeezed[:at])):
                    found.add(kind)
        return frozenset(found)

    def _kind_at(self, text: str, start: int, kind: str) -> int:
        """Return the length of the longest phrase of ``kind`` that begins at ``start``, 0 for none."""
        phrases = self._by_start.get(text[start : start + 2], ())
        return max((len(p) for p, k in phrases if k == kind and text.startswith(p, start)), default=0)

    def _longest(self, text: str) -> dict[str, int]:
        found = self._seen.get(text)
        if found is None:
            found = {}
            squeezed = _book(text)
            for start in range(len(squeezed) - 1):
                for phrase, kind in self._by_start.get(squeezed[start : start + 2], ()):
                    if squeezed.startswith(phrase, start):
                        found[kind] = max(found.get(kind, 0), len(phrase))
            if len(self._seen) > 50_000:
                self._seen.clear()
            self._seen[text] = found
        return found
