"""Measure the rules on a county torn on its way: what could not be read may accuse nobody, what was read must still hit.

``python -m tests.bench_rules.torn [--villages N] [--months N] [--seeds N N] [--only 坏行] [--details] [--write]``
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pipeline import demo
from pipeline.judge.rule import load_rules
from tests.bench_rules import torn_report
from tests.bench_rules.night import evidence_of, flags_of
from tests.bench_rules.score import Flag, Tally, score
from tests.bench_rules.sweep import hand_in
from tests.bench_rules.tear import KINDS, Place, Tear

# These tell of the torn thing itself.
_TELLING = {"WB01", "WB03", "SUB01"}
# A paper that was never handed in may be said to be missing.
_NOT_HANDED_IN = "未报送"


@dataclass(slots=True)
class Torn:
    """What one rule did on the torn county: ``tally`` as on a whole one; ``false``: flags that accuse wrongly.

    ``whole``: planted flags that hit on the whole county and whose evidence was not torn; ``kept``: those that hit
    still.
    """

    tally: Tally
    false: list[Flag] = field(default_factory=list)
    whole: int = 0
    kept: int = 0
    lost: list[Flag] = field(default_factory=list)

    def add(self, other: Torn) -> None:
        """Count what the rule did on another county as well."""
        self.tally.add(other.tally)
        self.false += other.false
        self.whole += other.whole
        self.kept += other.kept
        self.lost += other.lost

    @property
    def precision(self) -> float | None:
        """Found events over everything flagged, without what tells of the torn thing itself."""
        said = self.tally.found + len(self.false)
        return self.tally.found / said if said else None


def measure(home: Path, villages: int, months: int, seed: int, workers: int, tear: Tear) -> dict[str, Torn]:
    """Make the county whole and torn, run the nights, and compare; returns what became of each rule."""
    hinting = {rule.id for rule in load_rules() if rule.level == "提示"}
    as_of, labels = _made(home / "whole", villages, months, seed, demo.unharmed)
    usual = flags_of(home / "whole", as_of, workers)
    before, _ = score(labels, usual, hinting)
    evidence = evidence_of(home / "whole")
    _made(home / "torn", villages, months, seed, tear)
    after, _ = score(labels, flags_of(home / "torn", as_of, workers), hinting)
    return {
        rule: compared(rule, before.get(rule, Tally(rule)), after.get(rule, Tally(rule)), evidence, tear)
        for rule in sorted({*before, *after})
    }


def told(home: Path, villages: int, months: int, seed: int, workers: int) -> str:
    """Measure a county torn in every way, and word what was found."""
    tear = Tear(seed)
    found = measure(home, villages, months, seed, workers, tear)
    return torn_report.section(_county(villages, months, [seed]), found, tear.counts)


def _county(villages: int, months: int, seeds: list[int]) -> str:
    return f"撕坏的县：{villages} 村 × {months} 月，种子 {'、'.join(map(str, seeds))}"


def _made(
    folder: Path, villages: int, months: int, seed: int, way: demo.Way
) -> tuple[date, list[dict[str, object]]]:
    made = demo.write(folder, villages, months, seed, flawed=True, way=way)
    # As in the county that is not torn: no gate hides false alarms.
    hand_in(made.inputs / "县农经站" / "规则测量参数.xlsx", {"prevalence_cap": "1"})
    return made.as_of, json.loads((folder / "labels.json").read_text("utf-8"))


def compared(rule: str, before: Tally, after: Tally, evidence: dict[str, set[Place]], tear: Tear) -> Torn:
    """Compare what became of a rule's labels and flags on the whole county and on the torn one."""
    one = Torn(after)
    missed = [_key(label) for label in after.missed]
    for label, flag in before.hits:
        if not tear.touches(evidence[flag.flag_id]):
            one.whole += 1
            if _key(label) in missed:
                one.lost.append(flag)
            else:
                one.kept += 1
    if rule not in _TELLING:
        alarmed = {flag.flag_id for flag in before.alarms}
        new = [flag for flag in after.alarms if flag.flag_id not in alarmed]
        one.false = [flag for flag in new if _NOT_HANDED_IN not in flag.message]
    return one


def _key(label: dict[str, object]) -> str:
    return json.dumps(label, sort_keys=True)


def main() -> None:
    """Measure torn counties, by themselves."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--villages", type=int, default=17)
    parser.add_argument("--months", type=int, default=12)
    parser.add_argument("--seeds", type=int, nargs="+", default=[31, 32, 33], help="各做一个县，合在一起算")
    parser.add_argument("--only", choices=KINDS, help="只撕这一种")
    parser.add_argument("--details", action="store_true", help="逐条列出误报和漏报")
    parser.add_argument(
        "--write", action="store_true", help="写进 docs/benchmarks-rules.md 和 sql/trust.toml"
    )
    parser.add_argument("--keep", type=Path, help="保留账表和结果的文件夹")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    found: dict[str, Torn] = {}
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as temporary:
        for seed in options.seeds:
            tear = Tear(seed, (options.only,) if options.only else KINDS)
            home = (options.keep or Path(temporary)) / str(seed)
            one = measure(home, options.villages, options.months, seed, options.workers, tear)
            counts += tear.counts
            for rule, torn in one.items():
                found.setdefault(rule, Torn(Tally(rule))).add(torn)
    county = _county(options.villages, options.months, options.seeds)
    print(torn_report.section(county, found, counts))
    if options.details:
        print("\n" + torn_report.details(found))
    if options.write:
        torn_report.write(county, found, counts)


if __name__ == "__main__":
    main()
