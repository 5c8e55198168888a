"""Measure the reading: ``python -m tests.bench_reading [--only loo] [--kind cash_entry] [--show misread] [--sample N]``."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence

from tests.bench_reading import figures, report, thesaurus
from tests.bench_reading.cases import Case
from tests.bench_reading.definitions import whole
from tests.bench_reading.run import SECTIONS, run

_NAMES: dict[str, Callable[[Case], str]] = {
    "kind": lambda case: f"{case.line}：{case.term.kind}",
    "field": lambda case: f"{case.line}：{case.term.kind}.{case.term.field}",
    "style": lambda case: f"{case.line}：{case.style.name}",
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run what is asked for, print the table, and keep it where a series is named."""
    options = _options(arguments)
    kinds = {ledger.name for ledger in whole().ledgers}
    if options.kind:
        kinds &= set(options.kind.split(","))
    if thesaurus.load() is None:
        _say(
            f"没有同义词词林（{thesaurus.FILE}），跳过换词的部分：make bench-reading 会下载它，需要能连到 Python 软件包源。"
        )
    sections = options.only.split(",") if options.only else list(SECTIONS)
    today = {}
    for section in sections:
        began = time.perf_counter()
        formats = options.formats and section == "rewrite"
        found = run(section, kinds, sample=options.sample, seed=options.seed, other_formats=formats)
        _say(f"{SECTIONS[section]}：{len(found):,} 张，{time.perf_counter() - began:.0f} 秒")
        today[section] = figures.lines(found)
        for one in found:
            if options.show and one.verdict.outcome == report.SHOWN[options.show]:
                group = f"[{one.verdict.group}] " if one.verdict.group else ""
                print(f"{one.case.line} {one.case.told()}：{group}{one.verdict.why}")
        if options.by:
            print(report.table({"本次": {section: figures.lines(found, _NAMES[options.by])}}, [section]))
        if options.series and found:
            figures.store(options.series, section, found)
    print(report.table({options.series or "本次": today}, sections))
    if options.write:
        report.write(figures.load())


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench_reading", description=__doc__)
    parser.add_argument("--only", help=f"只测这些部分（逗号隔开）：{'、'.join(SECTIONS)}")
    parser.add_argument("--kind", help="只测这些表种（逗号隔开）")
    parser.add_argument("--show", choices=report.SHOWN, help="逐张列出这种结果")
    parser.add_argument("--by", choices=_NAMES, help="另按表种、字段或画法分开计数")
    parser.add_argument("--sample", type=int, default=0, help="每部分只抽这么多；0 为全部")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--formats", action="store_true", help="另改成 ods、xls（需要 LibreOffice，每张几秒）"
    )
    parser.add_argument("--series", help="把数字记在 figures.json 里这个名下，如 2026-11-28")
    parser.add_argument("--write", action="store_true", help="把记下的数字写进 docs/benchmarks.md")
    options = parser.parse_args(arguments)
    if options.series and (options.sample or options.kind):
        parser.error("抽样或只测部分表种的数字不记")
    if options.only and not set(options.only.split(",")) <= SECTIONS.keys():
        parser.error(f"没有这一部分：{options.only}")
    return options


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
