"""Take back the hits that rest on what was not read: a claim that something is missing needs that nothing was set aside
where it would stand.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations
from math import comb
from typing import TYPE_CHECKING, Any

from pipeline.ddl import literal
from pipeline.handover import as_text, lent
from pipeline.judge import gaps
from pipeline.judge.facts._names import normalise
from pipeline.judge.marks import agree
from pipeline.judge.outcomes import HIT, UNKNOWN, Hit
from pipeline.judge.sought import COVER, EXACT, ONE, SUM, UNREAD, Sought
from schemas import ledgers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import duckdb

    from pipeline.judge.gaps import Gap, Time
    from pipeline.judge.rule import Rule

MOST = 3
_TRIED = 20_000  # combinations of amounts, of which one may make up a difference
_PARTIES = ("counterparty", "payee", "name", "cooperative", "contractor", "supplier", "holder_name", "payee_name")
_MONEY = {name: kind.amount_fields for name, kind in ledgers().items()}
Line = dict[str, str]


@dataclass(frozen=True, slots=True)
class _Found:
    """A gap that stands in the way of a hit, and whether its amount and its party are those looked for."""

    gap: Gap
    same_amount: bool
    same_party: bool


class Absence:
    """What was not read, by kind, and which papers each village has handed in."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        """Look them up."""
        self._con = con
        self._gaps: dict[str, list[Gap]] = {}
        for gap in gaps.read(con):
            self._gaps.setdefault(gap.kind, []).append(gap)
        self._lines: dict[str, Line] = {}
        self._villages = {row[0]: row[1:] for row in con.execute(_VILLAGES).fetchall()}

    def judged(self, rule: Rule, hits: list[Hit]) -> list[Hit]:
        """Turn the hits of ``rule`` that something not read stands in the way of into ones that can't be assessed."""
        near = [(hit, list(self._near(rule, hit))) for hit in hits if hit.outcome == HIT]
        self._look_up({row for hit, found in near if found for row in hit.evidence if row})
        why = {id(hit): self._told(hit, found) for hit, found in near if found}
        return [
            replace(hit, outcome=UNKNOWN, missing=why[id(hit)]) if why.get(id(hit)) else hit for hit in hits
        ]

    def _near(self, rule: Rule, hit: Hit) -> Iterator[tuple[Sought, list[Gap]]]:
        """Give what is looked for with the gaps of its kind, villages and time."""
        village = hit.parts["village_code"]
        for sought in rule.looks_in:
            of_kind = self._gaps.get(sought.kind, ())
            window = _window(hit, sought)
            found = [
                gap
                for gap in of_kind
                if not (sought.undeclared and gap.declared)
                and (sought.anywhere or not village or gap.villages is None or village in gap.villages)
                and any(_may_be_in(window, sought.days, time) for time in gap.times)
            ]
            if found:
                yield sought, found
        names = [p.name for p in rule.params]
        if found := [gap for gap in self._gaps.get("parameter", ()) if self._sets(gap, names, village)]:
            yield Sought("parameter"), found

    def _sets(self, gap: Gap, names: Iterable[str], village: str) -> bool:
        """Tell whether a line of the parameters that was set aside says one of ``names`` for ``village``."""
        name, scope = gap.fields.get("name", ""), gap.fields.get("scope", "")
        holds = not scope or not village or scope in self._villages.get(village, ())
        return holds and bool(name) and any(name == one or name.startswith(f"{one}.") for one in names)

    def _told(self, hit: Hit, near: list[tuple[Sought, list[Gap]]]) -> str:
        lines = [self._lines[row] for row in hit.evidence if row in self._lines]
        found: list[_Found] = []
        for sought, candidates in near:
            fitting = [gap for gap in candidates if _fits(sought, gap, hit, lines)]
            found += _explaining(sought, fitting, hit, lines)
        return _words(found)

    def _look_up(self, row_ids: set[str]) -> None:
        """Read the rows of ``row_ids`` that are not known yet, whatever ledger they stand in."""
        wanted = sorted(row_ids - self._lines.keys())
        if not wanted:
            return
        with lent(self._con, "wanted_rows", as_text(["row_id"], ([row] for row in wanted))):
            where = " union all ".join(
                f'select row_id, {literal(kind)} from history."{kind}" semi join wanted_rows using (row_id)'
                for kind in ledgers()
            )
            by_kind: dict[str, list[str]] = {}
            for row, kind in self._con.execute(where).fetchall():
                by_kind.setdefault(kind, []).append(row)
            for kind in by_kind:
                cursor = self._con.execute(f'select * from history."{kind}" semi join wanted_rows using (row_id)')
                names = [column[0] for column in cursor.description or ()]
                for values in cursor.fetchall():
                    line = {n: str(v) for n, v in zip(names, values, strict=True) if v not in (None, "")}
                    self._lines[line["row_id"]] = line | {"kind": kind}
            printed = "select row_id, source_file, source_sheet, kind from meta.printed_total semi join wanted_rows using (row_id)"
            for row, source_file, sheet, kind in self._con.execute(printed).fetchall():
                self._lines[row] = {"row_id": row, "source_file": source_file, "source_sheet": sheet, "kind": kind}
            funds = self._con.execute(_FUNDS).fetchall()
        for row, fund in funds:
            self._lines[row]["fund"] = fund


_VILLAGES = "select village_code, county, township, village_name from core.village"
# A line of a statement is of the fund that its account is registered for.
_FUNDS = """
    select l.row_id, min(a.fund)
    from history.bank_line as l
    semi join wanted_rows on l.row_id = wanted_rows.row_id
    inner join ledger.bank_account as a
        on l.village_code = a.village_code
        and regexp_replace(l.account_no, '[^0-9]', '', 'g') = regexp_replace(a.account_no, '[^0-9]', '', 'g')
    group by l.row_id
    having count(distinct a.fund) = 1
"""


def _window(hit: Hit, sought: Sought) -> gaps.Span:
    """Give the days within which a thing looked for would lie."""
    if sought.days is None:
        return gaps.EVER
    if sought.at:
        days = [day for name in sought.at if isinstance(day := hit.parts.get(name), date)]
        first, last = (min(days), max(days)) if days else gaps.EVER
    else:
        first, last = span(hit.parts["period"])
    return first, last


def span(period: date | None) -> gaps.Span:
    """Give the first and last day of a hit's period: a year from 1 January, a month from a first, else the day."""
    if period is None or period.day > 1:
        return period, period
    months = 12 if period.month == 1 else 1
    following = period.month + months
    after = period.replace(year=period.year + (following - 1) // 12, month=(following - 1) % 12 + 1)
    return period, after - timedelta(days=1)


def _may_be_in(window: gaps.Span, days: int | None, time: Time) -> bool:
    """Tell whether a time may be within a window, or as many days off as what is looked for may be."""
    slack = timedelta(days=min(days or 0, time.loose))
    first, last = window
    return not (first and time.last and time.last + slack < first) and not (
        last and time.first and time.first - slack > last
    )


def _fits(sought: Sought, gap: Gap, hit: Hit, lines: Sequence[Line]) -> bool:
    """Tell whether every mark of a gap that can be read is that of what is looked for."""
    if sought.sheet:
        sheets = {(line.get("source_file"), line.get("source_sheet")) for line in lines if line["kind"] == sought.kind}
        if sheets and (gap.source_file, gap.sheet) not in sheets:
            return False
    if any((said := _said(gap, name)) and said != word for name, word in sought.stands):
        return False
    return all(_agrees(_said(gap, name), _values(source, hit, lines)) for name, source in sought.by)


def _said(gap: Gap, name: str) -> str:
    if name == "kind":
        return ledgers()[gap.kind].title
    return gap.fund if name == "fund" else gap.fields.get(name, "")


def _values(source: str, hit: Hit, lines: Sequence[Line]) -> list[str]:
    """Give what the hit says by a column of the rule's output, or else a field of its evidence."""
    if source in hit.parts:
        values = [hit.parts[source]]
    else:
        values = [line.get(source) for line in lines]
    return [str(value) for value in values if value not in (None, "")]


def _agrees(said: str, wanted: Sequence[str]) -> bool:
    return not said or not wanted or any(agree(said, one) for one in wanted)


def _explaining(sought: Sought, fitting: list[Gap], hit: Hit, lines: Sequence[Line]) -> list[_Found]:
    """Choose those gaps whose amounts, as far as they can be read, bear on the hit."""
    wanted = _wanted(sought, hit, lines)
    parties = _parties(hit, lines)
    if not sought.amount or not wanted:
        return [_found(gap, wanted, parties) for gap in fitting]
    if sought.amount == UNREAD:
        return [_found(gap, wanted, parties) for gap in fitting if not gap.amounts or not gap.dated]
    unread = [gap for gap in fitting if not gap.amounts]
    known = [gap for gap in fitting if gap.amounts]
    least = min(wanted)
    large = [gap for gap in known if gap.block and max(gap.amounts) >= least]
    rows = [gap for gap in known if not gap.block]
    if sought.amount == COVER:
        enough = unread or large or sum(max(gap.amounts) for gap in rows) >= least
        chosen = fitting if enough else []
    else:
        open_ones = [] if sought.amount == EXACT else [*unread, *large]
        chosen = [*open_ones, *_made_up(sought, rows, wanted)]
    return [_found(gap, wanted, parties) for gap in chosen]


def _wanted(sought: Sought, hit: Hit, lines: Sequence[Line]) -> frozenset[int]:
    """Give the amounts looked for, in cents: the hit's and, of one thing, those of its evidence."""
    amount = hit.parts["amount"]
    cents = set() if amount is None else {int(abs(amount) * 100)}
    if sought.amount == ONE:
        told = (line[name] for line in lines for name in _MONEY.get(line["kind"], ()) if name in line)
        cents |= {int(abs(Decimal(text)) * 100) for text in told}
    return frozenset(cents - {0})


def _made_up(sought: Sought, rows: list[Gap], wanted: frozenset[int]) -> list[Gap]:
    """Choose the rows that make up one of the amounts ``wanted``: one of them, a few, or a whole sheet's."""
    chosen = [gap for gap in rows if gap.amounts & wanted]
    if chosen:
        return chosen
    for size in range(2, len(rows) + 1):
        if comb(len(rows), size) > _TRIED:
            break
        for some in combinations(rows, size):
            if _reach([max(gap.amounts) for gap in some], sought.amount) & wanted:
                return list(some)
    whole = [gap for gap in rows if gap.whole]
    if sought.amount == SUM and whole and sum(max(gap.amounts) for gap in whole) >= min(wanted):
        return whole
    return []


def _reach(amounts: list[int], how: str) -> set[int]:
    """Give what amounts add up to, in a difference of money in and out also against each other."""
    if how == ONE:
        return {sum(amounts)}
    reached = {0}
    for amount in amounts:
        reached = {total + sign * amount for total in reached for sign in (1, -1)}
    return {abs(total) for total in reached}


def _parties(hit: Hit, lines: Sequence[Line]) -> list[str]:
    told = [str(hit.parts[name]) for name in _PARTIES if hit.parts.get(name)]
    told += [line[name] for line in lines for name in _PARTIES if name in line]
    return [party for party in told if len(normalise(party)) > 1]


def _found(gap: Gap, wanted: frozenset[int], parties: Sequence[str]) -> _Found:
    words = "|".join(normalise(text) for text in gap.texts)
    same_party = any(normalise(party) in words for party in parties)
    return _Found(gap, not gap.block and bool(gap.amounts & wanted), same_party)


def _words(found: Sequence[_Found]) -> str:
    """Name file, sheet and row of what stands in the way; sheets sent back come once."""
    told: dict[tuple[str, str, str], str] = {}
    for one in sorted(found, key=lambda one: (not one.same_amount, not one.same_party)):
        gap = one.gap
        place = (gap.source_file, gap.sheet, "" if gap.whole else gap.place)
        told.setdefault(place, _word(one))
    words = list(told.values())
    return "；".join(words[:MOST]) + (f"等 {len(words)} 处" if len(words) > MOST else "")


def _word(one: _Found) -> str:
    gap = one.gap
    where = f"{gap.source_file}“{gap.sheet}”"
    row = f"第 {gap.place} 行"
    which = "金额和对方都相符，就是要找的这一笔" if one.same_party else "金额相符"
    if gap.block:
        return f"{where}{gap.place} 没有读懂"
    if gap.whole:
        return f"{where}整张没有装载" + (f"（{row}{which}）" if one.same_amount else "")
    return f"{where}{row}没有装载" + (f"（{which}）" if one.same_amount else "")
