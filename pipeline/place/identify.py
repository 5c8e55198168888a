"""Find out whose village a table is, against the 村情登记表; never guess."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.place import county
from pipeline.place.townships import UNIT_KIND, Offices
from pipeline.values.celltext import tidy

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SUFFIXES = (
    "股份经济合作联合社", "股份经济合作社", "经济合作联合社", "经济合作社", "经济联合社", "集体经济组织",
    "社区居民委员会", "居民委员会", "村民委员会", "村务监督委员会", "总支部委员会", "支部委员会", "党总支部", "党支部",
    "党总支", "总支部", "支部", "村委会",
    "居委会", "村两委", "村委", "社区", "村集体", "村级", "嘎查", "村",
)  # fmt: skip
# The party of a village by its name: 中共柳河村委员会, 柳河社区党总支.
_PARTY = re.compile(
    r"(?:中共|中国共产党)?(?P<where>.+?(?:村|社区))(?:联合)?"
    r"(?:党支部|党总支部?|党委|党组织|支部|总支部?)?(?:委员会|支委会)?"
)
# What may stand right before a village name without being part of it.
_BEFORE = re.compile(
    r"(?:^|[^\u4e00-\u9fff]|[镇乡道县市区省州盟旗年度月份季的]|关于|示例|试点|单位|户名|全称)$"
)


@dataclass(frozen=True, slots=True)
class Village:
    """One village, known by county, township and name.

    ``code`` is the 12-digit code, or county + township + name where none is given; ``county`` is '' where nobody
    says it; ``unit_kind`` is '' for a village.
    """

    code: str
    name: str
    township: str
    county: str = ""
    org_name: str = ""
    unit_kind: str = ""

    @property
    def is_township(self) -> bool:
        """Whether it is no village but a township with books of its own."""
        return self.unit_kind == UNIT_KIND

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes it this village and no other."""
        return self.county, self.township, self.name


def called(villages: Sequence[Village]) -> str:
    """Name villages so that they are told apart: with the county where there are several."""
    several = len({v.county for v in villages}) > 1
    return "、".join((v.county if several else "") + v.township + v.name for v in villages)


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A text that fits several villages equally well."""

    villages: tuple[Village, ...]


def stem(name: str) -> str:
    """Strip 村、村委会、社区 … from a village name; a name that is nothing else stays."""
    for suffix in SUFFIXES:
        if name.endswith(suffix) and len(name) > len(suffix):
            return name[: -len(suffix)]
    return name


class Register:
    """Villages and the ways they are written."""

    def __init__(self, villages: Iterable[Village], aliases: Iterable[tuple[str, Village]] = ()) -> None:
        """Index ``villages``; ``aliases`` are local (alias, village) pairs."""
        self.villages = sorted(set(villages), key=lambda v: (*v.key, v.code))
        self.counties = tuple(sorted({v.county for v in self.villages if v.county}))
        self._forms: dict[str, list[Village]] = {}
        self._exact: dict[str, list[Village]] = {}
        self._memo: dict[tuple[str, str, bool, str], Village | Ambiguous | None] = {}
        self._by_name: dict[tuple[str, str], list[Village]] = {}
        self.offices = Offices(v for v in self.villages if v.is_township)
        local: dict[Village, list[str]] = {}
        for alias, meant in aliases:
            local.setdefault(meant, []).append(_squeeze(alias))
        for village in self.villages:
            self._by_name.setdefault((village.township, village.name), []).append(village)
            name = _squeeze(village.name)
            forms = {*local.get(village, ())}
            # The name of a township tells its villages apart from others; whose books they are, Offices knows.
            if not village.is_township:
                base = stem(name)
                forms |= {name, base + "村", base + "社区", base + "居委会", base + "村委会"}
                self._exact.setdefault(base, []).append(village)
            if village.org_name:
                forms.add(_squeeze(village.org_name))
            if village.code.isdigit():
                forms.add(village.code)
            for form in forms:
                self._forms.setdefault(form, []).append(village)
                self._exact.setdefault(form, []).append(village)
        self._longest = max((len(f) for f in self._forms), default=0)
        self._first = {f[0] for f in self._forms if f}

    def named(self, text: str) -> list[Village]:
        """List the villages whose name, or a usual form of it, is exactly ``text``."""
        return self._exact.get(_squeeze(text), []) or self.offices.called(_squeeze(text))

    def entry(self, village: Village) -> Village:
        """Give the village of the register that an entry of a 村情登记表 stands for: itself, if no other."""
        same = self._by_name.get((village.township, village.name), [])
        own = [v for v in same if v.county == village.county] or [v for v in same if v.code == village.code]
        found = own or (same if not village.county else [])
        return found[0] if len(found) == 1 else village

    def resolve(
        self, text: str, around: str = "", *, whole: bool = False, within: str = ""
    ) -> Village | Ambiguous | None:
        """Find the village ``text`` names; ``around`` (other names near it) tells villages of one name apart.

        With ``whole`` the text is a cell that should be nothing but the village (编制单位, a 村名 column).
        ``within``: the county it stands under; a village of another one is meant only if the text says so.
        """
        key = (text, around, whole, within)
        if key not in self._memo:
            self._memo[key] = self._resolve(_squeeze(text), _squeeze(around), whole, within)
        return self._memo[key]

    def _resolve(self, text: str, around: str, whole: bool, within: str) -> Village | Ambiguous | None:
        if not text:
            return None
        found = self._exact.get(text) or (self._exact.get(stem(text)) if whole else None)
        if not found and whole and (party := _PARTY.fullmatch(text)):
            found = self._exact.get(party["where"]) or self._search(party["where"])
        if not found:
            found = self._search(text)
        if within:
            found = [
                v for v in found
                if not v.county or county.same(within, v.county) or county.names(text, v.county) or text == v.code
            ]  # fmt: skip
        unique = list({v.code: v for v in found}.values())
        for near in (text, around):
            if len(unique) > 1:
                unique = [v for v in unique if county.names(near, v.county)] or unique
            if len(unique) > 1:
                unique = [v for v in unique if names_township(near, v.township)] or unique
        if len(unique) == 1:
            return unique[0]
        return Ambiguous(tuple(unique)) if unique else None

    def _search(self, text: str) -> list[Village]:
        """Find the villages named inside ``text``: longest names first, at a place where a name can begin."""
        hits: list[tuple[int, int, list[Village]]] = []
        for start, character in enumerate(text):
            if character not in self._first:
                continue
            for length in range(min(self._longest, len(text) - start), 1, -1):
                villages = self._forms.get(text[start : start + length])
                if villages and self._can_begin(text[:start]):
                    hits.append((start, start + length, villages))
                    break
        longest = [h for h in hits if not any(o is not h and o[0] <= h[0] and o[1] >= h[1] for o in hits)]
        return [v for _, _, villages in longest for v in villages]

    def _can_begin(self, before: str) -> bool:
        if _BEFORE.search(before):
            return True
        return any(
            v.township and (before.endswith(v.township) or before.endswith(_bare(v.township)))
            for v in self.villages
        )


def _squeeze(text: str) -> str:
    return "".join(tidy(text).split())


def _bare(township: str) -> str:
    return re.sub(r"(?:街道办事处|街道|镇|乡)$", "", township)


def names_township(text: str, township: str) -> bool:
    """Tell whether ``text`` names ``township``, with or without 镇、乡、街道."""
    return bool(township) and (township in text or (len(_bare(township)) >= 2 and _bare(township) in text))
