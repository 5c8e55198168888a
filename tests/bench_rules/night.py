"""Run a night on a county and read the flags it published."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb

from tests.bench_rules.score import Flag


def flags_of(folder: Path, as_of: date, workers: int) -> list[Flag]:
    """Run ``cunzhang run`` on ``folder``/inputs and return every open flag. Raises when nothing is published."""
    command = [sys.executable, "-c", "from pipeline.cli import main; main()", "run"]
    command += ["--inputs", str(folder / "inputs"), "--outputs", str(folder / "outputs")]
    environment = os.environ | {"CUNZHANG_SETTLE_SECONDS": "0"}
    done = subprocess.run(
        [*command, "--as-of", as_of.isoformat(), "--workers", str(workers)],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
    with duckdb.connect(str(folder / "outputs" / "cunzhang.duckdb"), read_only=True) as con:
        rows = con.execute(
            "select flag_id, rule_id, level, village_code, coalesce(subject, ''), amount, message, priority"
            " from audit.flag where status <> '已消除' order by flag_id"
        ).fetchall()
    return [Flag(*row) for row in rows]
