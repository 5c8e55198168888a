"""Find out which known flag a hit is, and give a new one its id.

A hit that names one entry is known by that row's key; any other by its subject and period, which are lasting things
(a village and its year, a co-operative and its year, a month, a person). Where such a name was reworded, the rows
that the flag rested on, in their present versions, lead back to it.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

Group = tuple[str, str]
# Rules on these speak of a period by itself: two of their flags may rest on the same rows, a year apart.
_BY_PERIOD = frozenset({"village", "cooperative", "county"})


@dataclass(frozen=True, slots=True)
class Seen:
    """A hit as far as identity goes. ``about``: the key of the entry its subject names; '' without one."""

    rule_id: str
    rule_subject: str
    village_code: str
    home: str
    subject: str
    period: date | None
    about: str
    keys: frozenset[str]

    @property
    def group(self) -> Group:
        """Only flags of one rule and village can be one."""
        return self.rule_id, self.village_code

    @property
    def own_id(self) -> str:
        """The id that follows from the fact alone: of county, rule, village, and what lasts."""
        lasting = self.about or f"{self.subject}|{_day(self.period)}"
        return _hash(self.rule_id, self.home, lasting)

    @property
    def former_id(self) -> str:
        """The id by which earlier versions of the program knew the fact."""
        return _hash(self.rule_id, self.village_code, self.subject, _day(self.period))


@dataclass(frozen=True, slots=True)
class Known:
    """A flag of earlier batches. ``holds_on``: it is looked for under other names too, since its rows came again or
    an inspector has spoken of it.
    """

    flag_id: str
    rule_id: str
    village_code: str
    subject: str
    period: date | None
    holds_on: bool
    is_gone: bool
    keys: frozenset[str]

    @property
    def group(self) -> Group:
        """As that of a hit."""
        return self.rule_id, self.village_code


def settle(hits: list[Seen], known: Iterable[Known]) -> list[str]:
    """Give the flag id of every hit, in their order; hits that come first have the first choice."""
    flags = {flag.flag_id: flag for flag in known}
    taken: set[str] = set()
    ids: dict[int, str] = {}
    same = {(flag.group, flag.subject, flag.period, flag.keys): key for key, flag in flags.items()}
    for position, hit in enumerate(hits):
        name = same.get((hit.group, hit.subject, hit.period, hit.keys)) if hit.keys else None
        if name and name not in taken:
            ids[position] = name
            taken.add(name)
    for position, hit in enumerate(hits):
        if position in ids:
            continue
        for name in (hit.own_id, hit.former_id):
            if name in flags and name not in taken:
                ids[position] = name
                taken.add(name)
                break
    left = {position: hit for position, hit in enumerate(hits) if position not in ids}
    for position, flag_id in _by_rows(left, [flag for key, flag in flags.items() if key not in taken]):
        ids[position] = flag_id
        taken.add(flag_id)
    for position in sorted(
        left.keys() - ids.keys(), key=lambda p: (_day(hits[p].period), hits[p].subject, p)
    ):
        names = _numbered(hits[position].own_id)
        ids[position] = next(name for name in names if name not in taken and name not in flags)
        taken.add(ids[position])
    return [ids[position] for position in range(len(hits))]


def _by_rows(left: dict[int, Seen], flags: list[Known]) -> Iterator[tuple[int, str]]:
    """Pair hits with flags that rest on versions of the same rows, the best fitting first."""
    resting: dict[tuple[Group, str], list[Known]] = defaultdict(list)
    for flag in flags:
        for key in flag.keys:
            resting[flag.group, key].append(flag)
    fitting = []
    for position, hit in left.items():
        shared = {flag.flag_id: flag for key in hit.keys for flag in resting.get((hit.group, key), ())}
        fitting += [(*fit, position, key) for key, flag in shared.items() if (fit := _fit(hit, flag))]
    paired: set[int] = set()
    given: set[str] = set()
    for *_, position, flag_id in sorted(fitting):
        if position not in paired and flag_id not in given:
            paired.add(position)
            given.add(flag_id)
            yield position, flag_id


def _fit(hit: Seen, flag: Known) -> tuple[float, bool, bool, bool] | None:
    """Say how well a flag fits a hit, the best least; None where it is another fact."""
    shared = len(hit.keys & flag.keys)
    same_period = hit.period == flag.period
    if not (flag.holds_on or hit.keys == flag.keys):
        return None
    if not same_period and (
        hit.rule_subject in _BY_PERIOD or shared * 2 <= min(len(hit.keys), len(flag.keys))
    ):
        return None
    return -shared / len(hit.keys | flag.keys), hit.subject != flag.subject, not same_period, flag.is_gone


def _numbered(own_id: str) -> Iterator[str]:
    """Give the id, and further ones for facts that have all its marks."""
    yield own_id
    number = 1
    while True:
        number += 1
        yield _hash(own_id, str(number))


def _day(period: date | None) -> str:
    return "" if period is None else period.isoformat()


def _hash(*parts: str) -> str:
    return hashlib.md5("|".join(parts).encode(), usedforsecurity=False).hexdigest()[:16]
