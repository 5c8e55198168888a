"""Take back the hits that rest on what was not read.

A claim that something is missing needs that nothing was set aside where it would stand.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.ddl import literal
from pipeline.handover import as_text, lent
from pipeline.judge import fitting, gaps
from pipeline.judge.cells import Cells
from pipeline.judge.emptiness import names
from pipeline.judge.handed_in import HandedIn
from pipeline.judge.outcomes import HIT, Hit, unassessed
from pipeline.judge.parameters import MINIMUM
from pipeline.judge.sought import Sought
from schemas import ledgers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import duckdb

    from pipeline.judge.filled import Filled
    from pipeline.judge.fitting import Fit, Line
    from pipeline.judge.gaps import Gap
    from pipeline.judge.rule import Rule

MOST = 3
# The column in which a rule names what was not read and would have been taken into account.
UNREAD = "unread"
_VILLAGES = "select village_code, peers, county, township, village_name from core.village"
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


class Absence:
    """What was not read, by kind, and the rows that hits rest on."""

    def __init__(self, con: duckdb.DuckDBPyConnection, filled: Filled) -> None:
        """Look up what was not read; evidence stands in tables with rows, of which ``filled`` knows."""
        self._con = con
        self._kinds = [kind for kind in ledgers() if filled.has_rows(f"history.{kind}")]
        self._gaps: dict[str, list[Gap]] = {}
        self._cells = Cells(con)
        for gap in gaps.read(con, self._cells):
            self._gaps.setdefault(gap.kind, []).append(gap)
        self._handed_in = HandedIn(con)
        self._lines: dict[str, Line] = {}
        villages = con.execute(_VILLAGES).fetchall()
        self._villages = {row[0]: row[2:] for row in villages}
        self._peers = {row[0]: row[1] for row in villages}

    def judged(self, rule: Rule, hits: list[Hit]) -> list[Hit]:
        """Turn the hits of ``rule`` that something not read stands in the way of into ones that can't be assessed."""
        near = [(hit, list(self._near(rule, hit))) for hit in hits if hit.outcome == HIT]
        tested = _tested(rule) if self._cells.any else {}
        cells = self._cells.any and any(one.cells for one in rule.looks_in)
        further = bool(tested) or cells or any(one.due and _fund(one) for one in rule.looks_in)
        self._look_up({row for hit, found in near if found or further for row in hit.evidence if row})
        why = {
            id(hit): self._told(rule, hit, found) or hit.parts.get(UNREAD) or self._lacking(rule, hit, tested)
            for hit, found in near
        }
        return [unassessed(hit, why.get(id(hit)) or "") for hit in hits]

    def _near(self, rule: Rule, hit: Hit) -> Iterator[tuple[Sought, list[Gap]]]:
        """Give what is looked for with the gaps of its kind, villages and time."""
        village = hit.parts["village_code"]
        for sought in rule.looks_in:
            if sought.cells:
                continue
            window = fitting.window(sought, hit)
            found = [
                gap
                for gap in self._gaps.get(sought.kind, ())
                if not (sought.undeclared and gap.declared)
                and (
                    sought.anywhere
                    or not village
                    or gap.villages is None
                    or self._reach(sought, village, gap.villages)
                )
                and fitting.in_time(sought, gap, window)
            ]
            if found and fitting.asked(sought, hit):
                yield sought, found
        own = [p.name for p in rule.params]
        if found := [gap for gap in self._gaps.get("parameter", ()) if self._sets(gap, own, village)]:
            yield Sought("parameter"), found

    def _reach(self, sought: Sought, village: str, others: frozenset[str]) -> bool:
        """Tell whether what is one of ``others`` may be the village's of a hit, or its county's where that is meant."""
        if not sought.county:
            return village in others
        county = self._peers.get(village, village)
        return any(self._peers.get(other, "") == county for other in others)

    def _sets(self, gap: Gap, names: Iterable[str], village: str) -> bool:
        """Tell whether a line of the parameters that was set aside says one of ``names`` for ``village``."""
        name, scope = gap.says("name"), gap.says("scope")
        holds = not scope or not village or scope in self._villages.get(village, (village,))
        return holds and bool(name) and any(name == one or name.startswith(f"{one}.") for one in names)

    def _told(self, rule: Rule, hit: Hit, near: list[tuple[Sought, list[Gap]]]) -> str:
        lines = [self._lines[row] for row in hit.evidence if row in self._lines]
        slack = int(Decimal(str(hit.limits[MINIMUM])) * 100) if rule.difference else 0
        found: list[Fit] = []
        for sought, candidates in near:
            fit = [gap for gap in candidates if fitting.fits(sought, gap, hit, lines)]
            found += fitting.explaining(sought, fit, hit, lines, slack)
        return _words(found)

    def _lacking(self, rule: Rule, hit: Hit, tested: Mapping[str, Iterable[str]]) -> str:
        """Name what was not handed in for the time of the hit, or a cell of its evidence that was not understood."""
        lines = [self._lines[row] for row in hit.evidence if row in self._lines]
        for sought in (one for one in rule.looks_in if one.due and fitting.asked(one, hit)):
            source = _fund(sought)
            funds = fitting.values(source, hit, lines) if source else ()
            if told := self._handed_in.lacking(sought, hit, funds):
                return told
        if not self._cells.any:
            return ""
        empty = {kind: list(fields) for kind, fields in tested.items()}
        for sought in (one for one in rule.looks_in if one.cells and fitting.asked(one, hit)):
            empty.setdefault(sought.kind, []).extend(sought.cells)
        unread = (self._cells.unread(line, empty[line["kind"]]) for line in lines if line["kind"] in empty)
        return next(filter(None, unread), "")

    def _look_up(self, row_ids: set[str]) -> None:
        """Read the rows of ``row_ids`` that are not known yet, whatever ledger they stand in."""
        wanted = sorted(row_ids - self._lines.keys())
        if not wanted:
            return
        with lent(self._con, "wanted_rows", as_text(["row_id"], ([row] for row in wanted))):
            where = " union all ".join(
                f'select {literal(kind)} from history."{kind}" semi join wanted_rows using (row_id)'
                for kind in self._kinds
            )
            kinds = self._con.execute(f"select distinct * from ({where})").fetchall() if where else []
            for (kind,) in kinds:
                self._keep(
                    f'select *, {literal(kind)} as kind from history."{kind}" semi join wanted_rows using (row_id)'
                )
            self._keep(
                "select row_id, submission_id, source_file, source_sheet, source_row, kind"
                " from meta.printed_total semi join wanted_rows using (row_id)"
            )
            funds = self._con.execute(_FUNDS).fetchall()
        for row, fund in funds:
            self._lines[row]["fund"] = fund

    def _keep(self, query: str) -> None:
        cursor = self._con.execute(query)
        names = [column[0] for column in cursor.description or ()]
        for values in cursor.fetchall():
            line = {n: str(v) for n, v in zip(names, values, strict=True) if v not in (None, "")}
            self._lines[line["row_id"]] = line


def _fund(sought: Sought) -> str:
    """Name what says of which fund the thing looked for would be; '' where that does not matter."""
    return dict(sought.by).get("fund", "")


def _tested(rule: Rule) -> dict[str, list[str]]:
    """Name by kind the fields whose emptiness the rule tests, so that its hits rest on it."""
    found: dict[str, list[str]] = {}
    for name in sorted({name for formula in rule.file.rests for name in names(formula)}):
        _, kind, *field = name.split(".")
        found.setdefault(kind, []).extend(field)
    return {kind: fields for kind, fields in found.items() if fields}


def _words(found: Sequence[Fit]) -> str:
    """Name file, sheet and row of what stands in the way; sheets sent back come once."""
    told: dict[tuple[str, str, str], str] = {}
    for one in sorted(found, key=lambda one: (not one.same_amount, not one.same_party)):
        place = (one.gap.source_file, one.gap.sheet, "" if one.gap.whole else one.gap.place)
        told.setdefault(place, _word(one))
    words = list(told.values())
    return "；".join(words[:MOST]) + (f"等 {len(words)} 处" if len(words) > MOST else "")


def _word(one: Fit) -> str:
    gap = one.gap
    where, row = f"{gap.source_file}“{gap.sheet}”", f"第 {gap.place} 行"
    which = "金额和对方都相符，就是要找的这一笔" if one.same_party else "金额相符"
    if gap.block:
        return f"{where}{gap.place} 没有读懂"
    if gap.whole:
        return f"{where}整张没有装载" + (f"（{row}{which}）" if one.same_amount else "")
    return f"{where}{row}没有装载" + (f"（{which}）" if one.same_amount else "")
