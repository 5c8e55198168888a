"""Run the benchmark: ``python -m tests.bench [--files N] [--sheets N] [--rows-per-sheet N] [--big N]``."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from tests.bench import corpus, measure, report
from tests.bench.corpus import Corpus
from tests.bench.measure import Usage

# Made by ``make bench`` and ``make test-all``: pandas stands in no environment of ours.
NAIVE = (Path(".cache/naive/bin/python"), "-m", "tests.bench.naive")
NAIVE_FILES = 60
NAIVE_BIG = 20_000


@dataclass(frozen=True)
class Results:
    """The figures of one benchmark; ``naive_share`` is the part of the rows the naive script really read."""

    xml: Usage
    calamine: Usage
    cold: Usage
    nothing_new: Usage
    naive: Usage
    naive_share: float
    loaded: int


def main(arguments: Sequence[str] | None = None) -> None:
    """Generate the corpus, measure every contender on it, print the figures as Markdown."""
    options = _options(arguments)
    with tempfile.TemporaryDirectory(prefix="cunzhang-bench-", dir=options.folder) as made:
        folder = Path(made)
        _say("生成工作簿……")
        sizes = {"files": options.files, "sheets": options.sheets, "rows": options.rows_per_sheet}
        county = corpus.make(folder, **sizes, big=options.big)
        results = measure_all(county, folder, options)
        print(report.markdown(county, results, options.workers, sizes))


def measure_all(county: Corpus, folder: Path, options: argparse.Namespace) -> Results:
    """Measure the contenders one after another; the corpus is in the file cache for all of them."""
    python = [sys.executable, "-m"]
    reading = [str(county.inputs), str(options.workers)]
    _say("解压并解析 XML……")
    xml = measure.run([*python, "tests.bench.baselines", "xml", *reading])
    _say("python-calamine 解码……")
    calamine = measure.run([*python, "tests.bench.baselines", "calamine", *reading])
    outputs = folder / "outputs"
    night = [str(Path(sys.executable).with_name("cunzhang")), "run", "--as-of", "2026-11-22"]
    night += ["--inputs", str(county.inputs), "--outputs", str(outputs), "--workers", str(options.workers)]
    _say("cunzhang run（首次）……")
    cold = measure.run(night)
    with duckdb.connect(str(outputs / "cunzhang.duckdb"), read_only=True) as con:
        loaded = sum(_count(con, kind) for kind in county.rows)
    _say("cunzhang run（无新文件）……")
    nothing_new = measure.run(night)
    _say("朴素脚本……")
    naive, share = measure_naive(county, folder)
    return Results(xml, calamine, cold, nothing_new, naive, share, loaded)


def measure_naive(county: Corpus, folder: Path) -> tuple[Usage, float]:
    """Run the naive script on a part of the corpus, and scale its time to all rows.

    Small workbooks and the big sheet are scaled apart, each by its own size; a part that fits is run whole.
    Starting up is counted once.
    """
    small = [path for path in county.books if path != county.big]
    picked = small[:: -(-len(small) // NAIVE_FILES)]
    command = [*map(str, NAIVE), str(folder / "naive.duckdb")]
    runs = [(measure.run([*command, *map(str, picked)]), len(small) / len(picked))]
    if county.big_rows:
        rows = min(NAIVE_BIG, county.big_rows)
        part = corpus.write_big(folder / "part.xlsx", county.villages, rows, seed=1)
        runs.append((measure.run([*command, str(part)]), county.big_rows / rows))
    read, seconds, cpu = 0, 0.0, 0.0
    for usage, factor in runs:
        rows_read, working = usage.out.split()
        read += int(rows_read)
        scaled = float(working) * factor
        seconds += scaled
        cpu += usage.cpu * scaled / usage.seconds
    starting = runs[0][0].seconds - float(runs[0][0].out.split()[1])
    peak = max(usage.peak for usage, _ in runs)
    return Usage(seconds + starting, cpu, peak, ""), read / county.total


def _count(con: duckdb.DuckDBPyConnection, kind: str) -> int:
    found = con.execute(f"select count(*) from ledger.{kind}").fetchone()
    assert found
    return int(found[0])


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--sheets", type=int, default=3, choices=(1, 2, 3))
    parser.add_argument("--rows-per-sheet", type=int, default=60)
    parser.add_argument("--big", type=int, default=200_000, help="rows of the one big workbook; 0 for none")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--folder", help="where the temporary corpus goes (default: the system's)")
    return parser.parse_args(arguments)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
