"""Run nights with odd values, by number, and go on where an earlier run of the same program and nights stopped.

Each night can be repeated by its number (``--seed``). Results are added, a line each, to a file that is kept.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import tempfile
import time
from pathlib import Path
from typing import Any
from unittest import mock

from schemas import _kept
from tests import results
from tests.fuzz.trial import Bench

# By Ctrl-C or the system, in the middle of a night: this one is done again.
STOPPED = (130, 143)
RESULTS = Path(__file__).with_name("results.jsonl")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--nights", type=int, default=2000, help="nights 0 to this one, without it")
    parser.add_argument("--first", type=int, default=0, help="begin with this night")
    parser.add_argument("--seed", type=int, help="only this night, which is not noted")
    parser.add_argument("--keep", type=Path, help="with --seed: leave inputs and outputs in this folder")
    parser.add_argument("--minutes", type=float, default=0, help="stop after so long; 0 for never")
    parser.add_argument("--results", type=Path, default=RESULTS)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fuzz_user_") as user:
        own = dict.fromkeys(("XDG_CONFIG_HOME", "APPDATA", "XDG_CACHE_HOME", "LOCALAPPDATA"), user)
        with mock.patch.dict(os.environ, own):
            return _one(wanted) if wanted.seed is not None else _many(wanted)


def _one(wanted: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory(prefix="fuzz_") as folder:
        result = Bench().trial(wanted.seed, wanted.keep or Path(folder))
    print(result.line())
    return 1 if result.violations else 0


def _many(wanted: argparse.Namespace) -> int:
    began, program = time.monotonic(), _fingerprint()
    same = results.of_program(wanted.results, program)
    done = {one["seed"] for one in same}
    todo = [seed for seed in range(wanted.first, wanted.nights) if seed not in done]
    print(f"已做 {len(done)} 夜，还有 {len(todo)} 夜", flush=True)
    bench = Bench()
    for seed in todo:
        if wanted.minutes and time.monotonic() - began > wanted.minutes * 60:
            break
        with tempfile.TemporaryDirectory(prefix="fuzz_") as folder:
            one = bench.trial(seed, Path(folder))
        if one.code in STOPPED:
            break
        result = {"program": program, **one.line()}
        same.append(result)
        results.add(wanted.results, result)
        if result["violations"]:
            print(seed, *result["violations"], sep="\n    ", flush=True)
    _report(same)
    return 1 if any(one["violations"] for one in same) else 0


def _fingerprint() -> str:
    """Hash the program and what draws the nights: a number means the same night only with both."""
    found = hashlib.sha256(_kept.fingerprint().encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        found.update(path.read_bytes())
    return found.hexdigest()[:32]


def _report(nights: list[dict[str, Any]]) -> None:
    bad = sum(bool(one["violations"]) for one in nights)
    cells, files = (sum(one[name] for one in nights) for name in ("odd", "files"))
    seconds = sorted(one["seconds"] for one in nights) or [0.0]
    print(f"合计 {len(nights)} 夜，异常值 {cells} 处，文件 {files} 个，违反 {bad} 夜")
    print(f"每夜 {sum(seconds) / len(seconds):.1f} 秒，最慢 {seconds[-1]} 秒")


if __name__ == "__main__":
    raise SystemExit(main())
