"""Ask the rules that look across counties of all publications together; what one county shows by itself stays there."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.findings import LEVELS
from pipeline.judge import evaluate, evidence
from pipeline.judge.filled import Filled
from pipeline.judge.flags import worded
from pipeline.judge.outcomes import HIT, UNKNOWN
from pipeline.judge.parameters import Resolved
from pipeline.phases import JUDGING
from pipeline.province import across, union
from schemas import ledgers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from decimal import Decimal
    from pathlib import Path

    import duckdb

    from pipeline.judge.outcomes import Hit
    from pipeline.judge.rule import Rule
    from pipeline.phases import Progress

# What is read besides the tables of the rules: whom parameters hold for, what a county could not judge, where rows are.
_READ = (
    "core.village", "core.county", "core.parameter", "core.parameter_era", "result.rule_result",
    "meta.printed_total", "fact.sheet_issue",
)  # fmt: skip
_UNKNOWN = (
    "select rule_id, village_code, village_name, missing from result.rule_result where outcome = $unknown"
)


@dataclass(frozen=True, slots=True)
class Finding:
    """A fact that several counties share: its rule, what is said of it, and the rows that show it.

    ``missing``: what stands in the way of judging it in one of the villages; '' where nothing does.
    """

    finding_id: str
    rule: Rule
    level: str
    missing: str
    subject: str
    period: date | None
    amount: Decimal | None
    message: str
    counties: tuple[str, ...]
    villages: int
    evidence: tuple[Row, ...]

    @property
    def outcome(self) -> str:
        """Whether it is to be checked (命中), or can't be judged (不可评估)."""
        return UNKNOWN if self.missing else HIT


@dataclass(frozen=True, slots=True)
class Row:
    """One row behind a finding, with the county first in its path."""

    row_id: str
    table: str
    source_file: str
    source_sheet: str
    source_row: int | None
    date: date | None
    summary: str | None
    amount: Decimal | None


def rules() -> list[Rule]:
    """List the rules that are asked across counties."""
    return [rule for rule in evaluate.in_force() if rule.across]


def look(published: Mapping[str, Path], as_of: date, room: Path, progress: Progress) -> list[Finding]:
    """Find what counties share, as on ``as_of``, in the order of weight: level, amount, id."""
    asked = rules()
    with progress(JUDGING, len(asked)) as done:
        if len(published) < 2:
            return []
        read = set().union(*(rule.file.tables for rule in asked)) - across.MADE
        with union.opened(published, {*read, *across.READ, *_READ}, room) as con:
            across.make(con, as_of)
            resolved, unknown = Resolved.read(con), _unknown(con)
            found = []
            for rule in asked:
                found += _shared(con, rule, evaluate.run(con, rule, resolved), unknown)
                done(1)
    return sorted(found, key=lambda one: (LEVELS.index(one.level), -(one.amount or 0), one.finding_id))


def _unknown(con: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], str]:
    """Say for (rule, village) why its own county could not judge it."""
    rows = con.execute(_UNKNOWN, {"unknown": UNKNOWN}).fetchall()
    return {(rule, code): f"{village}：{missing}" for rule, code, village, missing in rows}


def _shared(
    con: duckdb.DuckDBPyConnection, rule: Rule, hits: Sequence[Hit], unknown: Mapping[tuple[str, str], str]
) -> list[Finding]:
    """Bring the hits of one fact together, of facts that at least two counties share."""
    facts: dict[str, list[Hit]] = defaultdict(list)
    for hit in hits:
        if hit.outcome == HIT:
            facts[hit.root_cause].append(hit)
    several = {
        root: sorted(own, key=lambda hit: str(hit.key))
        for root, own in sorted(facts.items())
        if len(_counties(own)) > 1
    }
    shown = _rows(con, [_ids(own) for own in several.values()])
    return [
        _finding(rule, root, own, rows, unknown)
        for (root, own), rows in zip(several.items(), shown, strict=True)
    ]


def _finding(
    rule: Rule, root: str, hits: Sequence[Hit], rows: tuple[Row, ...], unknown: Mapping[tuple[str, str], str]
) -> Finding:
    first = hits[0]
    codes = sorted({hit.parts["village_code"] for hit in hits})
    return Finding(
        hashlib.sha256(f"{rule.id}|{root}".encode()).hexdigest()[:16],
        rule,
        first.level or rule.level,
        "；".join(unknown[rule.id, code] for code in codes if (rule.id, code) in unknown),
        first.parts["subject"],
        first.parts["period"],
        max((hit.parts["amount"] for hit in hits if hit.parts["amount"] is not None), default=None),
        worded(rule.message, {**first.limits, **first.parts}),
        tuple(sorted(_counties(hits))),
        len(codes),
        rows,
    )


def _counties(hits: Iterable[Hit]) -> set[str]:
    return {hit.parts["village_code"].partition("/")[0] for hit in hits}


def _ids(hits: Iterable[Hit]) -> list[str]:
    return sorted({row_id for hit in hits for row_id in hit.evidence})


def _rows(con: duckdb.DuckDBPyConnection, wanted: Sequence[Sequence[str]]) -> list[tuple[Row, ...]]:
    """Look up rows by their ids, group by group."""
    there = {name for (name,) in con.execute(_TABLES).fetchall()}
    known: dict[str, Any] = {f"ledger.{name}": f"ledger.{name}" in there for name in ledgers()}
    evidence.look_up(con, wanted, Filled(known | {f"past.{name}": False for name in ledgers()}))
    groups: list[list[Row]] = [[] for _ in wanted]
    for number, *row in con.execute("select distinct * from found order by all").fetchall():
        groups[number].append(Row(*row))
    return [
        tuple(sorted(group, key=lambda row: (row.source_file, row.source_sheet, row.source_row or 0)))
        for group in groups
    ]


_TABLES = "select schema_name || '.' || view_name from duckdb_views() where schema_name = 'ledger'"
