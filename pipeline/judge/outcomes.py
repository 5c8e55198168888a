"""Give every rule one of four outcomes for every village: 命中, 通过, 不可评估 (what is missing) or 不适用 (why)."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pipeline.judge import broken
from pipeline.judge.parameters import COUNTY, MINIMUM, Resolved
from pipeline.judge.rule import TOWNSHIPS_ONLY, VILLAGES_ONLY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import duckdb

    from pipeline.judge.parameters import Value
    from pipeline.judge.rule import Rule

Key = tuple[str, str, Any, str]
HIT, PASS, UNKNOWN, NOT_APPLICABLE = "命中", "通过", "不可评估", "不适用"
ASSESSED = (HIT, PASS)
HINT = "提示"
COUNTY_NAME, COUNTIES_NAME = "全县", "各县"
BY_COUNTY = "按全县判断，不逐村判断"
OF_OTHERS = {VILLAGES_ONLY: "是村的制度，不用于乡镇自己的账", TOWNSHIPS_ONLY: "只用于乡镇自己的账"}


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
    # Its county, as ``core.county`` has it.
    peers: str = ""
    # What tells it from another fact of the same subject and period: its rows; '' where there is no other.
    apart: str = ""

    @property
    def key(self) -> Key:
        """What makes it one hit: village, subject, period, and what it rests on where that is not enough."""
        return self.parts["village_code"], self.parts["subject"], self.parts["period"], self.apart


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
class County:
    """One county: its name and the limits of the prevalence gate there."""

    name: str
    cap: Decimal
    min_villages: int

    @classmethod
    def of(cls, name: str, values: Mapping[str, Value]) -> County:
        """Take the limits from the parameters that hold there."""
        return cls(name, Decimal(str(values["prevalence_cap"])), int(str(values["prevalence_min_villages"])))


@dataclass(slots=True)
class Evaluation:
    """What one batch's evaluation collects: result lines, flags, and hits that could not be judged.

    ``held``: the matters that each village has to do with. ``peers``: the county with which each village is compared;
    ``counties``: their names and limits. ``townships``: those of ``villages`` that are no villages but townships.
    """

    villages: dict[str, tuple[str, str, str]]
    peers: dict[str, str]
    counties: dict[str, County]
    held: frozenset[tuple[str, str]]
    townships: frozenset[str]
    results: list[tuple[str, str, str, str, str, str | None, str | None, int, Decimal]] = field(
        default_factory=list
    )
    flags: list[Flagged] = field(default_factory=list)
    unassessed: list[tuple[Rule, Hit]] = field(default_factory=list)

    @classmethod
    def begin(cls, con: duckdb.DuckDBPyConnection, resolved: Resolved, rules: Sequence[Rule]) -> Evaluation:
        """Start with the villages and counties of the register, what ``rules`` ask of them."""
        rows = con.execute(
            "select village_code, village_name, township, peers, unit_kind = $unit from core.village order by all",
            {"unit": TOWNSHIPS_ONLY},
        ).fetchall()
        counties = con.execute("select peers, name from core.county order by all").fetchall()
        held = []
        if any(rule.applies_to for rule in rules):
            held = con.execute("select village_code, matter from core.village_matter").fetchall()
        return cls(
            villages={row[0]: (row[0], row[1], row[2]) for row in rows},
            peers={row[0]: row[3] for row in rows},
            counties={
                peers: County.of(name, resolved.by_village[peers])
                for peers, name in counties or [(COUNTY, COUNTY_NAME)]
            },
            held=frozenset((village, matter) for village, matter in held),
            townships=frozenset(row[0] for row in rows if row[4]),
        )

    def meant(self, rule: Rule, code: str) -> bool:
        """Tell whether ``rule`` is for units such as this one."""
        return not rule.units or code == COUNTY or (code in self.townships) == (rule.units == TOWNSHIPS_ONLY)


def judge(evaluation: Evaluation, rule: Rule, hits: list[Hit], lacking: Mapping[str, Sequence[str]]) -> None:
    """Add the outcome of ``rule`` for every village, and its flags, to ``evaluation``; ``lacking``: what villages lack."""
    by_village: dict[str, list[Hit]] = defaultdict(list)
    for hit in hits:
        code = hit.parts["village_code"]
        if not evaluation.meant(rule, code):
            continue
        hit.peers = evaluation.peers.get(code, code)
        # What is said of one of several counties is of no village either.
        hit.parts["village_code"] = code if code in evaluation.villages else COUNTY
        by_village[hit.parts["village_code"]].append(hit)
        if hit.outcome == UNKNOWN:
            evaluation.unassessed.append((rule, hit))
    villages = dict(evaluation.villages)
    if rule.countywide:
        villages[COUNTY] = (COUNTY, COUNTIES_NAME if len(evaluation.counties) > 1 else COUNTY_NAME, "")
    flagged: dict[str, list[Flagged]] = {}
    assessed: Counter[str] = Counter()
    for code, village in villages.items():
        found = [hit for hit in by_village[code] if hit.outcome == HIT]
        absent = lacking.get(code, ()) if code != COUNTY else _lacking(evaluation, lacking)
        outcome, missing, reason = _outcome(evaluation, rule, code, by_village[code], absent)
        if code != COUNTY:
            assessed[evaluation.peers[code]] += outcome in ASSESSED
        flagged[code] = [_flagged(evaluation, rule, village, hit) for hit in found]
        amount = total(flagged[code])
        line = (rule.id, *village, outcome, _joined(missing), _joined(reason), len(found), amount)
        evaluation.results.append(line)
    every = [flag for flags in flagged.values() for flag in flags]
    for peers, county in evaluation.counties.items():
        evaluation.flags += _gate(
            county, rule, [flag for flag in every if flag.hit.peers == peers], assessed[peers]
        )


def _lacking(evaluation: Evaluation, lacking: Mapping[str, Sequence[str]]) -> Sequence[str]:
    """Say what the county as a whole lacks; of several, what each of them does."""
    if len(evaluation.counties) == 1:
        return lacking.get(COUNTY, ())
    said = [
        text if text == broken.WHY else f"{county.name}：{text}"
        for peers, county in evaluation.counties.items()
        for text in lacking.get(peers, ())
    ]
    return list(dict.fromkeys(said))


def _outcome(
    evaluation: Evaluation, rule: Rule, code: str, hits: list[Hit], lacking: Sequence[str]
) -> tuple[str, Sequence[str], Sequence[str]]:
    """Give the outcome for one village, what is missing and why the rule does not apply to it.

    What hits applies, whatever else could not be judged; what does not apply needs nothing.
    """
    if not evaluation.meant(rule, code):
        return NOT_APPLICABLE, (), (OF_OTHERS[rule.units],)
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


def _flagged(evaluation: Evaluation, rule: Rule, village: tuple[str, str, str], hit: Hit) -> Flagged:
    """Make a hit a flag; a difference too small to be worth a visit stays on record as a hint."""
    level, note = hit.level or rule.level, ""
    least, amount = Decimal(str(hit.limits[MINIMUM])), hit.parts["amount"]
    if rule.difference and amount and abs(amount) < least and level != HINT:
        level, note = HINT, f"（相差不到 {least:,f} 元，只作提示。）"
    if village[0] == COUNTY:
        village = (COUNTY, evaluation.counties[hit.peers].name, "")
    return Flagged(rule, village, hit, level, hit.root_cause or _root_cause(rule, hit), note)


def _gate(county: County, rule: Rule, every: list[Flagged], assessed: int) -> list[Flagged]:
    """Turn a rule by threshold or statistics that hits far too many villages of a county into hints.

    Its threshold may be wrong there.

    What law, arithmetic, procedure or identity says stays what it is, however many share it (``audit.systemic``).
    """
    hit_villages = len({flag.village[0] for flag in every} - {COUNTY})
    if not rule.tunable or assessed < county.min_villages or hit_villages <= assessed * county.cap:
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
