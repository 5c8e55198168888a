"""Give every rule one outcome for every village: 命中, 通过, 不可评估 (and what is missing) or 不适用."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pipeline.judge.parameters import COUNTY, MINIMUM, Resolved
from schemas import ledgers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import duckdb

    from pipeline.judge.parameters import Value
    from pipeline.judge.rule import Rule

HIT, PASS, UNKNOWN, INAPPLICABLE = "命中", "通过", "不可评估", "不适用"
HINT = "提示"
COUNTY_NAME = "全县"


@dataclass(slots=True)
class Hit:
    """What a rule found about one subject: the message parts, and the rows that show it."""

    parts: dict[str, Any]
    outcome: str = HIT
    missing: str = ""
    level: str = ""
    root_cause: str = ""
    evidence: list[str] = field(default_factory=list)
    # What the parameters of its rule were when and where it happened, and ``MINIMUM``.
    limits: dict[str, Value] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str, Any]:
        """What makes it one hit: village, subject, period."""
        return self.parts["village_code"], self.parts["subject"], self.parts["period"]


def unassessed(hit: Hit, why: str) -> Hit:
    """Turn a hit that what could not be read stands in the way of into one that can't be assessed; '' leaves it."""
    return replace(hit, outcome=UNKNOWN, missing=why) if why and hit.outcome == HIT else hit


@dataclass(frozen=True, slots=True)
class Flagged:
    """A hit that becomes a flag: its rule, its village (code, name, township) and its final level."""

    rule: Rule
    village: tuple[str, str, str]
    hit: Hit
    level: str
    root_cause: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Needs:
    """Which villages have each table or column that rules need, and what it is called in Chinese."""

    having: dict[str, frozenset[str]]
    titles: dict[str, str]
    everywhere: frozenset[str]

    @classmethod
    def look(cls, con: duckdb.DuckDBPyConnection, needs: Iterable[str]) -> Needs:
        """Look up ``needs``: ``kind``, ``kind.column`` or, with its schema, ``meta.printed_total``.

        A village has a column when at least one of its rows fills it. A table that is not kept by
        village (income base, parameters) is there for all as soon as it has a row.
        """
        kinds = ledgers()
        having, titles, everywhere = {}, {}, set()
        for need in sorted(needs):
            first, _, rest = need.partition(".")
            if first in kinds:
                kind = kinds[first]
                table = f'ledger."{first}"'
                titles[need] = f"{kind.title}“{kind.by_name[rest].title}”列" if rest else kind.title
                condition = f'"{rest}" is not null' if rest else "true"
                if not kind.per_village:
                    everywhere.add(need)
            else:
                table, condition = need, "true"
                titles[need] = _comment(con, first, rest)
            rows = con.execute(f"select distinct village_code from {table} where {condition}").fetchall()
            having[need] = frozenset(row[0] for row in rows)
        return cls(having, titles, frozenset(need for need in everywhere if having[need]))

    def lacking(self, village: str, needs: Iterable[str]) -> list[str]:
        """Name in Chinese those of ``needs`` that ``village`` lacks."""
        return [
            self.titles[need]
            for need in needs
            if need not in self.everywhere and village not in self.having[need]
        ]

    def met(self, rule: Rule, villages: Iterable[str]) -> bool:
        """Tell whether any of ``villages`` (or the county, if the rule speaks of it) can be assessed for ``rule``."""
        return rule.countywide or any(not self.lacking(village, rule.needs) for village in villages)


def _comment(con: duckdb.DuckDBPyConnection, schema: str, table: str) -> str:
    row = con.execute(
        "select comment from duckdb_tables() where schema_name = $schema and table_name = $table"
        " union all select comment from duckdb_views() where schema_name = $schema and view_name = $table",
        {"schema": schema, "table": table},
    ).fetchone()
    return str(row[0]) if row and row[0] else f"{schema}.{table}"


@dataclass(slots=True)
class Evaluation:
    """What one batch's evaluation collects: result lines, flags, and hits that could not be judged."""

    villages: dict[str, tuple[str, str, str]]
    cap: Decimal
    min_villages: int
    results: list[tuple[str, str, str, str, str, str | None, int, Decimal]] = field(default_factory=list)
    flags: list[Flagged] = field(default_factory=list)
    unassessed: list[tuple[Rule, Hit]] = field(default_factory=list)

    @classmethod
    def begin(cls, con: duckdb.DuckDBPyConnection, resolved: Resolved) -> Evaluation:
        """Start with the villages of the register and the limits of the prevalence gate."""
        rows = con.execute(
            "select village_code, village_name, township from core.village order by all"
        ).fetchall()
        values = resolved.by_village[COUNTY]
        return cls(
            villages={row[0]: (row[0], row[1], row[2]) for row in rows},
            cap=Decimal(str(values["prevalence_cap"])),
            min_villages=int(str(values["prevalence_min_villages"])),
        )


def judge(
    evaluation: Evaluation, rule: Rule, hits: list[Hit], needs: Needs, absent: Mapping[str, list[str]]
) -> None:
    """Add the outcome of ``rule`` for every village, and its flags, to ``evaluation``."""
    by_village: dict[str, list[Hit]] = defaultdict(list)
    for hit in hits:
        by_village[hit.parts["village_code"]].append(hit)
        if hit.outcome == UNKNOWN:
            evaluation.unassessed.append((rule, hit))
    villages = dict(evaluation.villages)
    if rule.countywide:
        villages[COUNTY] = (COUNTY, COUNTY_NAME, "")
    flagged: dict[str, list[Flagged]] = {}
    assessed = 0
    for code, village in villages.items():
        own_needs = () if code == COUNTY else rule.needs
        missing = [*needs.lacking(code, own_needs), *absent.get(code, [])]
        found = [] if missing else [hit for hit in by_village[code] if hit.outcome == HIT]
        missing += [] if missing else sorted({h.missing for h in by_village[code] if h.outcome == UNKNOWN})
        # A rule says so of a village only where it has nothing else to say of it.
        inapplicable = [] if missing else [h for h in by_village[code] if h.outcome == INAPPLICABLE]
        outcome = HIT if found else UNKNOWN if missing else INAPPLICABLE if inapplicable else PASS
        assessed += outcome in (HIT, PASS) and code != COUNTY
        flagged[code] = [_flagged(rule, village, hit) for hit in found]
        amount = total(flagged[code])
        line = (rule.id, *village, outcome, "；".join(missing) or None, len(found), amount)
        evaluation.results.append(line)
    evaluation.flags += _gate(evaluation, rule, flagged, assessed)


def _flagged(rule: Rule, village: tuple[str, str, str], hit: Hit) -> Flagged:
    """Make a hit a flag; a difference too small to be worth a visit stays on record as a hint."""
    level, note = hit.level or rule.level, ""
    least, amount = Decimal(str(hit.limits[MINIMUM])), hit.parts["amount"]
    if rule.difference and amount and abs(amount) < least and level != HINT:
        level, note = HINT, f"（相差不到 {least:,f} 元，只作提示。）"
    return Flagged(rule, village, hit, level, hit.root_cause or _root_cause(rule, hit), note)


def _gate(
    evaluation: Evaluation, rule: Rule, flagged: dict[str, list[Flagged]], assessed: int
) -> list[Flagged]:
    """Turn a rule by threshold or statistics that hits far too many villages into hints: its threshold may be wrong.

    What law, arithmetic, procedure or identity says stays what it is, however many share it (``audit.systemic``).
    """
    every = [flag for flags in flagged.values() for flag in flags]
    hit_villages = sum(bool(flags) for code, flags in flagged.items() if code != COUNTY)
    if not rule.tunable or assessed < evaluation.min_villages or hit_villages <= assessed * evaluation.cap:
        return every
    note = (
        f"（本规则在可评估的 {assessed} 个村中命中 {hit_villages} 个，面过宽，"
        "可能是参数不合本地实际，只作提示，请先核对参数。）"
    )
    return [replace(flag, level=HINT, note=flag.note + note) for flag in every]


def _root_cause(rule: Rule, hit: Hit) -> str:
    """Default: rules of one family on one subject and period speak of one fact."""
    family = rule.id.rstrip("0123456789")
    return "|".join(
        str(part or "") for part in (family, *(hit.parts[k] for k in ("village_code", "subject", "period")))
    )


def total(flagged: Iterable[Flagged]) -> Decimal:
    """Add up amounts in 元, counting only the largest within one root cause."""
    largest: dict[str, Decimal] = {}
    for flag in flagged:
        amount = flag.hit.parts["amount"] or Decimal(0)
        largest[flag.root_cause] = max(largest.get(flag.root_cause, Decimal(0)), amount)
    return sum(largest.values(), Decimal(0))
