"""Make a county with labelled flaws, run a night on it, and say what the rules found.

``python -m tests.bench_rules [--size S|M] [--seed N] [--details] [--sweep] [--keep DIR] [--write FILE]``
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

from pipeline import demo
from tests.bench_rules import report
from tests.bench_rules.night import flags_of
from tests.bench_rules.score import score
from tests.bench_rules.sweep import sweep

SIZES = {"S": (17, 12), "M": (138, 36)}


def main() -> None:
    """Measure one size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=SIZES, default="S")
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--details", action="store_true", help="列出漏报、误报和金额不符")
    parser.add_argument("--sweep", action="store_true", help="各门槛减、增两成再测")
    parser.add_argument("--keep", type=Path, help="保留账表和结果的文件夹")
    parser.add_argument("--write", type=Path, help="把表格写进这个文件")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    villages, months = SIZES[options.size]
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        made = demo.write(folder, villages, months, options.seed, options.workers, flawed=True)
        labels = json.loads((folder / "labels.json").read_text("utf-8"))
        flags = flags_of(folder, made.as_of, options.workers)
        tallies, right = score(labels, flags)
        shifted = sweep(folder, labels, made.as_of, options.workers, tallies) if options.sweep else ""
    text = "\n\n".join([
        f"### {options.size}：{villages} 村 × {months} 月，种子 {options.seed}",
        report.summary(list(tallies.values()), flags, right, villages * months),
        report.table(tallies.values()),
        *(["门槛各减、增两成（法定和政策规定的标准不动），有变化的规则：", shifted] if shifted else []),
    ])  # fmt: skip
    print(text)
    if options.details:
        print("\n" + report.details(tallies.values()))
    if options.write:
        options.write.write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
