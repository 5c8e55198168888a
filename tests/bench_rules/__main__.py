"""Make a county with labelled flaws, run a night on it, and say what the rules found.

``python -m tests.bench_rules [--size S|M] [--seed N] [--details] [--sweep | --no-sweep]
[--torn | --no-torn] [--keep DIR] [--write FILE]``
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import defaultdict
from pathlib import Path

from pipeline import demo
from pipeline.judge.rule import load_rules
from tests.bench_rules import report, sides, torn
from tests.bench_rules.night import flags_of
from tests.bench_rules.score import Tally, score
from tests.bench_rules.sweep import hand_in, sweep

SIZES = {"S": (17, 12), "M": (138, 36)}


def main() -> None:
    """Measure one size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=SIZES, default="S")
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--details", action="store_true", help="列出漏报、误报和金额不符")
    parser.add_argument(
        "--sweep",
        action=argparse.BooleanOptionalAction,
        help="各门槛减、增两成再测；S 规模默认测，M 规模默认不测",
    )
    parser.add_argument(
        "--sides", action=argparse.BooleanOptionalAction, default=True, help="另做几个小县，测全县性的规则"
    )
    parser.add_argument(
        "--torn",
        action=argparse.BooleanOptionalAction,
        help="再测撕坏的同一个县；S 规模默认测，M 规模默认不测",
    )
    parser.add_argument("--keep", type=Path, help="保留账表和结果的文件夹")
    parser.add_argument("--write", type=Path, help="把表格写进这个文件")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    villages, months = SIZES[options.size]
    hinting = {rule.id for rule in load_rules() if rule.level == "提示"}
    village_months = villages * months

    def small(asked: bool | None) -> bool:
        return options.size == "S" if asked is None else asked

    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        made = demo.write(folder, villages, months, options.seed, options.workers, flawed=True)
        labels = json.loads((folder / "labels.json").read_text("utf-8"))
        # so many flaws in a county trip the gate for rules that hit everywhere, which would hide false alarms, too
        hand_in(made.inputs / "县农经站" / "规则测量参数.xlsx", {"prevalence_cap": "1"})
        flags = flags_of(folder, made.as_of, options.workers)
        tallies, right = score(labels, flags, hinting)
        shifted = (
            sweep(folder, labels, made.as_of, options.workers, tallies, hinting)
            if small(options.sweep)
            else ""
        )
        overview = report.summary(list(tallies.values()), flags, right, village_months)
        if options.sides:
            more, extra = sides.measure(folder / "sides", options.seed, options.workers, hinting)
            village_months += extra
            for rule, tally in more.items():
                tallies.setdefault(rule, Tally(rule)).add(tally)
        harmed = (
            torn.told(folder / "torn", villages, months, options.seed, options.workers)
            if small(options.torn)
            else ""
        )
    levels: dict[str, set[str]] = defaultdict(set)
    for flag in flags:
        levels[flag.rule_id].add(flag.level)
    text = "\n\n".join([
        f"### {options.size}：{villages} 村 × {months} 月，种子 {options.seed}",
        overview,
        report.by_kind(tallies, levels, village_months),
        report.table(tallies[rule] for rule in sorted(tallies)),
        *([harmed] if harmed else []),
        *(["门槛各减、增两成（法定和政策规定的标准不动），有变化的规则：", shifted] if shifted else []),
    ])  # fmt: skip
    print(text)
    if options.details:
        print("\n" + report.details(tallies.values()))
    if options.write:
        options.write.write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
