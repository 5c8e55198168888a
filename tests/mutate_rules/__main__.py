"""Change the conditions of the rules one by one, and list what no test notices.

``python -m tests.mutate_rules [RULE | LEVEL …] [--sample N --seed S] [--fresh]
[--kept FILE] [--write]``

Stopped with Ctrl-C it goes on where it was. It ends with 1 when a mutant survives for which no reason is written down.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from pipeline.findings import LEVELS
from pipeline.judge.rule import Rule, load_rules
from tests.mutate_rules import reasons, report
from tests.mutate_rules.kept import FILE, Fate, Kept
from tests.mutate_rules.mutants import Mutant, mutants
from tests.mutate_rules.run import run


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure the rules that are asked for, all by default, the gravest first."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutate_rules", description=__doc__)
    parser.add_argument("rules", nargs="*", metavar="规则或级别", help="如 BK03、严重；不写为全部")
    parser.add_argument("--sample", type=int, default=0, help="只抽这么多处；0 为全部")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kept", type=Path, default=FILE, help="记下结果的文件，下次接着做")
    parser.add_argument("--fresh", action="store_true", help="不接着上次的结果")
    parser.add_argument("--write", action="store_true", help="把结果写进 docs/benchmarks-rules.md")
    options = parser.parse_args(arguments)
    if options.write and (options.rules or options.sample):
        parser.error("只测部分的结果不写进文档")
    asked = {name.upper() for name in options.rules}
    rules = [rule for rule in load_rules() if not asked or {rule.id, rule.level} & asked]
    if unknown := asked - {rule.id for rule in rules} - {rule.level for rule in rules}:
        parser.error(f"没有这些规则：{'、'.join(sorted(unknown))}")
    rules.sort(key=lambda rule: (LEVELS.index(rule.level), rule.id))
    drawn = _sample(rules, options.sample, options.seed) if options.sample else None
    if drawn is not None:
        rules = [rule for rule in rules if rule.id in drawn]
    known = reasons.load()
    began = time.monotonic()

    def told(rule: Rule, fates: list[Fate]) -> None:
        print(
            report.line(rule, fates, known.get(rule.id, {})), f"{time.monotonic() - began:.0f} 秒", flush=True
        )

    def chosen(rule: Rule) -> Sequence[Mutant]:
        return mutants(rule.file.text) if drawn is None else drawn[rule.id]

    fates = run(rules, chosen, Kept(options.kept, options.fresh), told)
    if options.write:
        report.write(rules, fates, known)
    unexplained = report.unexplained(fates, known)
    print("\n".join(unexplained))
    return 1 if unexplained else 0


def _sample(rules: Sequence[Rule], size: int, seed: int) -> dict[str, list[Mutant]]:
    """Draw mutants of all rules alike."""
    every = [(rule.id, mutant) for rule in rules for mutant in mutants(rule.file.text)]
    drawn: dict[str, list[Mutant]] = {}
    for rule_id, mutant in random.Random(seed).sample(every, min(size, len(every))):
        drawn.setdefault(rule_id, []).append(mutant)
    return drawn


if __name__ == "__main__":
    sys.exit(main())
