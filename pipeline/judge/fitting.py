"""Tell whether a gap may hold what a hit calls missing, by every mark of it that can be read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations
from math import comb
from typing import TYPE_CHECKING

from pipeline.judge.facts._names import normalise
from pipeline.judge.gaps import EVER
from pipeline.judge.marks import agree, keys
from pipeline.judge.sought import COVER, EXACT, NEAR, ONE, SUM
from schemas import ledgers

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from pipeline.judge.gaps import Gap, Span, Time
    from pipeline.judge.outcomes import Hit
    from pipeline.judge.sought import Pairs, Sought

# Some rows, of so many combinations at most, or all of them may make up a difference.
_FEW, _TRIED = 3, 20_000
_MATTERS = ("summary", "subject", "memo", "note")  # fields that say what something is about
# Whom a payment to several names, or a bank's own account on the way, is nobody in particular.
_NOBODY = re.compile(
    r"过渡|清算|待划|暂挂|批量|代发|代付|汇总|多人|等$|等?[\d一二两三四五六七八九十]+[人户]$|等人$"
)
_NAMING = 3  # characters by which a longer text names a matter
_PARTIES = (
    "counterparty",
    "payee",
    "name",
    "cooperative",
    "contractor",
    "supplier",
    "holder_name",
    "payee_name",
)
Line = dict[str, str]


@dataclass(frozen=True, slots=True)
class Fit:
    """A gap that stands in the way of a hit, and whether its amount and its party are those looked for."""

    gap: Gap
    same_amount: bool
    same_party: bool


def asked(sought: Sought, hit: Hit) -> bool:
    """Tell whether a hit is one of those that look for this at all."""
    return all(re.search(pattern, str(hit.parts.get(column) or "")) for column, pattern in sought.when)


def window(sought: Sought, hit: Hit) -> Span:
    """Give the days within which a thing looked for would lie."""
    return EVER if sought.days is None else its_days(sought, hit)


def its_days(sought: Sought, hit: Hit) -> Span:
    """Give the days that the thing looked for is of: those the hit tells, or else its period."""
    days = [day for name in sought.at if isinstance(day := hit.parts.get(name), date)]
    return (min(days), max(days)) if days else span(hit.parts["period"])


def span(period: date | None) -> Span:
    """Give the first and last day of a hit's period: a year from 1 January, a month from a first, else the day."""
    if period is None or period.day > 1:
        return period, period
    months = 12 if period.month == 1 else 1
    following = period.month + months
    after = period.replace(year=period.year + (following - 1) // 12, month=(following - 1) % 12 + 1)
    return period, after - timedelta(days=1)


def in_time(sought: Sought, gap: Gap, window: Span) -> bool:
    """Tell whether a gap may lie where a thing is looked for: a sum told by its amount as far off as the rule asks."""
    told = sought.amount == ONE and bool(gap.amounts) and not gap.block
    return within(window, sought.days, gap.times, told=told)


def within(window: Span, days: int | None, times: Sequence[Time], *, told: bool = False) -> bool:
    """Tell whether something of these times may be within a window, or as many days off.

    What is known by its table's period only, no further off than the period allows, unless its amount is ``told``.
    """
    first, last = window
    far = days or 0
    for time in times:
        slack = timedelta(days=far if told and time.loose else min(far, time.loose))
        early = first and time.last and time.last + slack < first
        late = last and time.first and time.first - slack > last
        if not early and not late:
            return True
    return False


def fits(sought: Sought, gap: Gap, hit: Hit, lines: Sequence[Line]) -> bool:
    """Tell whether every mark of a gap, other than its amount, is that of what is looked for."""
    if sought.sheet and not any(
        line["kind"] == sought.kind
        and (line["source_file"], line["source_sheet"]) == (gap.source_file, gap.sheet)
        for line in lines
    ):
        return False
    if any(gap.says(name) and not re.search(pattern, gap.says(name)) for name, pattern in sought.says):
        return False
    if any(_is_blank(gap, name) for name, _ in sought.says):
        return False
    if sought.against and _goes_the_same_way(gap, lines):
        return False
    if not all(_agrees(gap, pair, hit, lines) for pair in sought.by):
        return False
    if any(gap.says(pair[0]) and _agrees(gap, pair, hit, lines) for pair in sought.unlike):
        return False
    if gap.words and _speaks_of_other(gap, sought.any, hit, lines):
        return False
    told = [(name, source) for name, source in sought.any if gap.says(name) or _is_blank(gap, name)]
    return not sought.any or not told or _one_says(gap, sought.any, hit, lines)


def explaining(sought: Sought, fitting: list[Gap], hit: Hit, lines: Sequence[Line], slack: int) -> list[Fit]:
    """Choose those gaps whose amounts, as far as they can be read, bear on the hit.

    ``slack``: cents of a difference that would be a mere hint, so that what comes so near makes it up.
    """
    wanted = _wanted(sought, hit, lines)
    parties = _parties(hit, lines)
    if not sought.amount or not (wanted or sought.of):
        return [_fit(gap, wanted, parties) for gap in fitting]
    if not wanted:
        return []
    least = min(wanted)
    unread = [
        gap
        for gap in fitting
        if (not gap.amounts and _may_be_it(sought, gap, hit, lines, parties))
        or (gap.reckoned and _is_it_but_for_its_amount(sought, gap, hit, parties))
    ]
    if sought.amount == SUM:
        # What may be of this period or of the next has no place in a chain of balances.
        of = span(hit.parts["period"])
        unread += [gap for gap in fitting if gap.amounts and not gap.block and not _is_placed(gap, of)]
    blocks = [gap for gap in fitting if gap.block and max(gap.amounts) >= least - slack]
    rows = [gap for gap in fitting if gap.amounts and not gap.block]
    if sought.amount == COVER:
        enough = unread or blocks or sum(max(gap.amounts) for gap in rows) >= least - slack
        chosen = [*unread, *blocks, *rows] if enough else []
    else:
        # Of whatever day, it may be one sum for several.
        sums = [gap for gap in rows if not _is_dated(gap) and max(gap.amounts) > least]
        chosen = [
            *([] if sought.amount == EXACT else [*unread, *blocks, *(sums if sought.amount == ONE else [])]),
            *_made_up(sought, rows, wanted, slack),
        ]
    return [_fit(gap, wanted, parties) for gap in chosen]


def _goes_the_same_way(gap: Gap, lines: Sequence[Line]) -> bool:
    """Tell of a row on the sheet of the evidence that its money goes the same way: a further payment, no reversal."""
    return any(
        gap.says(name) and line.get(name) and gap.says(name).startswith("-") == line[name].startswith("-")
        for line in lines
        if (line["kind"], line["source_file"], line["source_sheet"]) == (gap.kind, gap.source_file, gap.sheet)
        for name in ledgers()[gap.kind].amount_fields
    )


def _is_dated(gap: Gap) -> bool:
    return any(time.first or time.last for time in gap.times)


def _is_placed(gap: Gap, period: Span) -> bool:
    """Tell of a row whether it is known to lie in a period, before or after it."""
    first, last = period
    for time in gap.times:
        if not (first and last and time.first and time.last):
            continue
        if time.first < first <= time.last or time.first <= last < time.last:
            return False
    return _is_dated(gap)


def _is_blank(gap: Gap, name: str) -> bool:
    """Tell that a row says nothing in a field: a text is always read, and one that must stand is what was not found."""
    if name in gap.blank:
        return True
    spec = ledgers()[gap.kind].by_name.get(name) if gap.fields else None
    return spec is not None and spec.role == "text" and not spec.required and not gap.says(name)


def _agrees(gap: Gap, pair: tuple[str, str], hit: Hit, lines: Sequence[Line]) -> bool:
    """Tell whether what a gap says, if anything, is what the hit says, if anything."""
    said, wanted = gap.says(pair[0]), values(pair[1], hit, lines)
    return not said or not wanted or any(_agree(pair[0], said, one) for one in wanted)


def _agree(name: str, one: str, other: str) -> bool:
    return agree(one, other, named=name not in _MATTERS)


def _speaks_of_other(gap: Gap, marks: Pairs, hit: Hit, lines: Sequence[Line]) -> bool:
    """Tell of a row of which no column is known whether none of the marks, as the hit has them, stands anywhere in it."""
    wanted: set[str] = set()
    for _, source in marks:
        wanted.update(*(keys(one) for one in values(source, hit, lines)))
    if not wanted or not gap.words.isdisjoint(wanted):
        return False
    named = [one for one in wanted if len(one) >= _NAMING and not one.isdigit()]
    return not any(
        len(word) >= _NAMING and (word in one or one in word) for one in named for word in gap.words
    )


def _one_says(gap: Gap, marks: Pairs, hit: Hit, lines: Sequence[Line]) -> bool:
    return any(
        _agree(name, gap.says(name), one)
        for name, source in marks
        if gap.says(name)
        for one in values(source, hit, lines)
    )


def values(source: str, hit: Hit, lines: Sequence[Line]) -> list[str]:
    """Give what the hit says by a column of the rule's output, or else a field of its evidence."""
    told = [hit.parts[source]] if source in hit.parts else [line.get(source) for line in lines]
    return [str(value) for value in told if value not in (None, "")]


def _may_be_it(sought: Sought, gap: Gap, hit: Hit, lines: Sequence[Line], parties: Sequence[str]) -> bool:
    """Tell of a row whose amount can't be read whether it may be what is looked for."""
    near = None if sought.days is None else min(sought.days, sought.near)
    if sought.explains:
        told = _one_says(gap, sought.explains, hit, lines) and within(window(sought, hit), near, gap.times)
        return not gap.fields or told
    if sought.amount != ONE:
        return True
    other = bool(parties and _named(gap)) and not _names_one(gap, parties)
    return within(window(sought, hit), near, gap.times) and not other


def _is_it_but_for_its_amount(sought: Sought, gap: Gap, hit: Hit, parties: Sequence[str]) -> bool:
    """Tell of a row whose amount only the balances tell, which may be wrong themselves, whether all else is the same."""
    if sought.amount != ONE or sought.explains or sought.days is None:
        return False
    return within(window(sought, hit), min(sought.days, NEAR), gap.times) and _names_one(gap, parties)


def _named(gap: Gap) -> list[str]:
    return [said for name in _PARTIES if (said := gap.says(name)) and not _NOBODY.search(said)]


def _names_one(gap: Gap, parties: Sequence[str]) -> bool:
    return any(agree(text, one) for text in _named(gap) for one in parties)


def _wanted(sought: Sought, hit: Hit, lines: Sequence[Line]) -> frozenset[int]:
    """Give the amounts looked for, in cents: the hit's and, of one thing, those of its evidence."""
    told = [hit.parts.get(name) for name in sought.of or ("amount",)]
    cents = {int(abs(Decimal(amount)) * 100) for amount in told if amount is not None}
    if sought.amount == ONE:
        own = (line[name] for line in lines for name in ledgers()[line["kind"]].amount_fields if name in line)
        cents |= {int(abs(Decimal(text)) * 100) for text in own}
    return frozenset(cents - {0})


def _made_up(sought: Sought, rows: list[Gap], wanted: frozenset[int], slack: int) -> list[Gap]:
    """Choose the rows that make up one of the amounts ``wanted``: one of them, a few, or a whole sheet's."""
    if chosen := [gap for gap in rows if _meets(gap.amounts, wanted, slack)]:
        return chosen
    if sought.explains:
        return []
    sizes = [size for size in range(2, _FEW + 1) if comb(len(rows), size) <= _TRIED]
    for size in dict.fromkeys([*sizes, len(rows)]):
        for some in combinations(rows, size):
            if _meets(_reach([max(gap.amounts) for gap in some], sought.amount), wanted, slack):
                return list(some)
    whole = [gap for gap in rows if gap.whole]
    if sought.amount == SUM and whole and sum(max(gap.amounts) for gap in whole) >= min(wanted):
        return whole
    return []


def _meets(amounts: Collection[int], wanted: Collection[int], slack: int) -> bool:
    return any(abs(amount - one) <= slack for amount in amounts for one in wanted)


def _reach(amounts: list[int], how: str) -> set[int]:
    """Give what amounts add up to, in a difference of money in and out also against each other."""
    if how == ONE or len(amounts) > _FEW:
        return {sum(amounts)}
    reached = {0}
    for amount in amounts:
        reached = {total + sign * amount for total in reached for sign in (1, -1)}
    return {abs(total) for total in reached}


def _parties(hit: Hit, lines: Sequence[Line]) -> list[str]:
    told = [str(hit.parts[name]) for name in _PARTIES if hit.parts.get(name)]
    told += [line[name] for line in lines for name in _PARTIES if name in line]
    parties = [party for party in told if len(normalise(party)) > 1]
    return [] if any(map(_NOBODY.search, parties)) else parties


def _fit(gap: Gap, wanted: frozenset[int], parties: Sequence[str]) -> Fit:
    words = "|".join(normalise(text) for text in gap.texts)
    same_party = any(normalise(party) in words for party in parties)
    return Fit(gap, not gap.block and bool(gap.amounts & wanted), same_party)
