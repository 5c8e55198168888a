"""Disturb the nights by plan, and go on where an earlier run of the same program (``program``) stopped.

Killed is every call of the first and the ordinary night; every other fault, and every other night, at a seeded eighth
of the calls. Results are added, a line each, to a file that is kept with the figures.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

from tests import results
from tests.faults.jobs import trials
from tests.faults.nights import NIGHTS
from tests.faults.program import fingerprint
from tests.faults.trial import HOW, Bench

RESULTS = Path(__file__).with_name("results.jsonl")
EIGHTH = 1 / 8
WHOLE = {("first", "kill"), ("ordinary", "kill")}


def plan(calls: dict[str, int], seed: int) -> list[tuple[str, int, str]]:
    """List every disturbance, in an order drawn by ``seed``: a run that is stopped has a fair sample."""
    # Each call by its own lot: where a night has some calls more or less, the others stay chosen.
    found = [
        (night, call, how)
        for night in NIGHTS
        for how in HOW
        for call in range(1, calls[night] + 1)
        if (night, how) in WHOLE or random.Random(f"{seed}-{night}-{how}-{call}").random() < EIGHTH
    ]
    random.Random(seed).shuffle(found)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--runs", type=int, default=0, help="stop after so many; 0 for all")
    parser.add_argument("--minutes", type=float, default=0, help="stop after so long; 0 for never")
    parser.add_argument("--seed", type=int, default=13)
    parser.add_argument("--jobs", type=int, default=1, help="how many nights to disturb side by side")
    parser.add_argument("--results", type=Path, default=RESULTS)
    wanted = parser.parse_args()
    began = time.monotonic()
    program = fingerprint()
    same = results.of_program(wanted.results, program)
    done = {(one["night"], one["call"], one["how"]) for one in same}
    with tempfile.TemporaryDirectory(prefix="faults_") as folder:
        bench = Bench(Path(folder) / "calls")
        for night in NIGHTS:
            bench.ready(night)
        todo = [one for one in plan(bench.calls, wanted.seed) if one not in done]
        print(f"调用数 {bench.calls}；已做 {len(done)}，还有 {len(todo)}", flush=True)
        with closing(trials(todo[: wanted.runs or len(todo)], wanted.jobs, folder)) as found:
            for one in found:
                same.append({"program": program, **one})
                results.add(wanted.results, same[-1])
                if one["violations"]:
                    print(one["night"], one["call"], one["how"], *one["violations"], sep="\n    ", flush=True)
                if wanted.minutes and time.monotonic() - began > wanted.minutes * 60:
                    break
    report(same)
    return 1 if any(one["violations"] for one in same) else 0


def report(trials: list[dict[str, Any]]) -> None:
    """Print the figures: runs and violations, by night and fault."""
    runs, bad = Counter(), Counter()
    for one in trials:
        runs[one["night"], one["how"]] += 1
        bad[one["night"], one["how"]] += bool(one["violations"])
    for key in sorted(runs):
        print(f"{key[0]:<13}{key[1]:<8}{runs[key]:>6} 次，违反 {bad[key]}")
    print(f"合计 {sum(runs.values())} 次，违反 {sum(bad.values())}")


if __name__ == "__main__":
    raise SystemExit(main())
