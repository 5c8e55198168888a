"""Give every rule one of four outcomes for every village: 命中, 通过, 不可评估 (what is missing) or 不适用 (why)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pipeline.judge import broken
from pipeline.judge.parameters import COUNTY, MINIMUM, Resolved

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import duckdb

    from pipeline.judge.parameters import Value
    from pipeline.judge.rule import Rule

HIT, PASS, UNKNOWN, NOT_APPLICABLE = "命中", "通过", "不可评估", "不适用"
ASSESSED = (HIT, PASS)
HINT = "提示"
COUNTY_NAME = "全县"
BY_COUNTY = "按全县判断，不逐村判断"


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


@dataclass(slots=True)
class Evaluation:
    """What one batch's evaluation collects: result lines, flags, and hits that could not be judged.

    ``held``: the matters that each village has to do with.
    """

    villages: dict[str, tuple[str, str, str]]
    held: frozenset[tuple[str, str]]
    cap: Decimal
    min_villages: int
    results: list[tuple[str, str, str, str, str, str | None, str | None, int, Decimal]] = field(
        default_factory=list
    )
    flags: list[Flagged] = field(default_factory=list)
    unassessed: list[tuple[Rule, Hit]] = field(default_factory=list)

    @classmethod
    def begin(cls, con: duckdb.DuckDBPyConnection, resolved: Resolved, rules: Sequence[Rule]) -> Evaluation:
        """Start with the villages of the register, what ``rules`` ask of them, the limits of the prevalence gate."""
        rows = con.execute(
            "select village_code, village_name, township from core.village order by all"
        ).fetchall()
        held = []
        if any(rule.applies_to for rule in rules):
            held = con.execute("select village_code, matter from core.village_matter").fetchall()
        values = resolved.by_village[COUNTY]
        return cls(
            villages={row[0]: (row[0], row[1], row[2]) for row in rows},
            held=frozenset((village, matter) for village, matter in held),
            cap=Decimal(str(values["prevalence_cap"])),
            min_villages=int(str(values["prevalence_min_villages"])),
        )


def judge(evaluation: Evaluation, rule: Rule, hits: list[Hit], lacking: Mapping[str, Sequence[str]]) -> None:
    """Add the outcome of ``rule`` for every village, and its flags, to ``evaluation``; ``lacking``: what villages lack."""
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
        found = [hit for hit in by_village[code] if hit.outcome == HIT]
        outcome, missing, reason = _outcome(evaluation, rule, code, by_village[code], lacking.get(code, ()))
        assessed += outcome in ASSESSED and code != COUNTY
        flagged[code] = [_flagged(rule, village, hit) for hit in found]
        amount = total(flagged[code])
        line = (rule.id, *village, outcome, _joined(missing), _joined(reason), len(found), amount)
        evaluation.results.append(line)
    evaluation.flags += _gate(evaluation, rule, flagged, assessed)


def _outcome(
    evaluation: Evaluation, rule: Rule, code: str, hits: list[Hit], lacking: Sequence[str]
) -> tuple[str, Sequence[str], Sequence[str]]:
    """Give the outcome for one village, what is missing and why the rule does not apply to it.

    What hits applies, whatever else could not be judged; what does not apply needs nothing.
    """
    told = {
        kind: sorted({h.missing for h in hits if h.outcome == kind}) for kind in (UNKNOWN, NOT_APPLICABLE)
    }
    missing = lacking or told[UNKNOWN]
    if any(hit.outcome == HIT for hit in hits):
        return HIT, missing, ()
    if broken.WHY in lacking:
        return UNKNOWN, lacking, ()
    if rule.countywide and code != COUNTY:
        return NOT_APPLICABLE, (), (BY_COUNTY,)
    if rule.applies_to and code != COUNTY and (code, rule.applies_to) not in evaluation.held:
        return NOT_APPLICABLE, (), (f"没有{rule.applies_to}",)
    if missing:
        return UNKNOWN, missing, ()
    return (NOT_APPLICABLE, (), told[NOT_APPLICABLE]) if told[NOT_APPLICABLE] else (PASS, (), ())


def _joined(texts: Sequence[str]) -> str | None:
    return "；".join(texts) or None


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
