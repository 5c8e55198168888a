"""Run a night on a county and read the flags it published."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import defaultdict
from datetime import date
from pathlib import Path

import duckdb

from tests.bench_rules.score import Flag
from tests.bench_rules.tear import Place


def flags_of(folder: Path, as_of: date, workers: int) -> list[Flag]:
    """Run a night on ``folder``/inputs, a second one with what is handed in again; return every open flag.

    Raises ``RuntimeError`` when nothing is published.
    """
    _night(folder, as_of, workers)
    second = folder / "inputs-again"
    if second.is_dir():
        shutil.copytree(second, folder / "inputs", dirs_exist_ok=True)
    return again(folder, as_of, workers)


def again(folder: Path, as_of: date, workers: int) -> list[Flag]:
    """Run a night, or another one on what has changed since, and return every open flag."""
    _night(folder, as_of, workers)
    with duckdb.connect(str(folder / "outputs" / "cunzhang.duckdb"), read_only=True) as con:
        rows = con.execute(
            "select flag_id, rule_id, level, village_code, coalesce(subject, ''), amount, message, priority"
            " from audit.flag where status <> '已消除' order by flag_id"
        ).fetchall()
    return [Flag(*row) for row in rows]


def evidence_of(folder: Path) -> dict[str, set[Place]]:
    """Give the places (file, sheet, row) that the evidence of each flag stands in."""
    found: dict[str, set[Place]] = defaultdict(set)
    with duckdb.connect(str(folder / "outputs" / "cunzhang.duckdb"), read_only=True) as con:
        rows = con.execute(
            "select flag_id, source_file, coalesce(source_sheet, ''), coalesce(source_row, 0) from audit.flag_evidence"
        ).fetchall()
    for flag_id, *place in rows:
        found[flag_id].add(tuple(place))
    return found


def _night(folder: Path, as_of: date, workers: int) -> None:
    command = [sys.executable, "-c", "from pipeline.cli import main; main()", "run"]
    command += ["--inputs", str(folder / "inputs"), "--outputs", str(folder / "outputs")]
    done = subprocess.run(
        [*command, "--as-of", as_of.isoformat(), "--workers", str(workers)],
        env=os.environ | {"CUNZHANG_SETTLE_SECONDS": "0"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
