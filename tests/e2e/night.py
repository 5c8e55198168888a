"""Drive the command line on small made-up counties: write workbooks, run a night, read what was published."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import pickle
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from unittest import mock

import duckdb
import pytest
import xlsxwriter

from pipeline import nightly
from pipeline.cli import main
from pipeline.place import single, worker
from pipeline.values import funds

AS_OF = "2026-11-22"
Cell = str | int | float | date | None
Rows = Sequence[Sequence[Cell]]

# (code, name, township): 12-digit codes below Lingwu (640181); the names are made up.
VILLAGES = (
    ("640181101201", "东滩村", "临河镇"),
    ("640181101202", "西渠村", "临河镇"),
    ("640181102201", "南塘村", "梧桐树乡"),
    ("640181102001", "北苑社区", "梧桐树乡"),
)
CASH_HEADER = ("日期", "凭证号", "摘要", "收入", "支出", "经手人")


@dataclass(frozen=True)
class Outcome:
    """How a command ended and what it printed."""

    code: int
    out: str


@contextlib.contextmanager
def reading_here() -> Iterator[None]:
    """Read files in this process: what a worker of its own would answer, without the start of one for every night."""

    def here(function: Any, items: Sequence[Any], **_: float) -> Iterator[tuple[Any, Any]]:
        for item in items:
            yield item, worker.checked(pickle.loads(worker.run_chunk(function, [item]))[0])

    with mock.patch.object(single, "map_isolated", here):
        yield
    funds.learn(())


@pytest.fixture(scope="module", autouse=True)
def read_here(request: pytest.FixtureRequest) -> Iterator[None]:
    """Read here in all tests of a folder whose conftest has this, but for modules that say ``READ_APART``."""
    with contextlib.nullcontext() if getattr(request.module, "READ_APART", False) else reading_here():
        yield


def cunzhang(*arguments: str | Path) -> Outcome:
    """Call the command line in this process, without the wait for files to settle."""
    printed = io.StringIO()
    with (
        mock.patch.object(sys, "argv", ["cunzhang", *map(str, arguments)]),
        mock.patch.dict(os.environ, {"CUNZHANG_SETTLE_SECONDS": "0", "CUNZHANG_WORKERS": "1"}),
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(printed),
    ):
        try:
            code: Any = main()
        except SystemExit as stop:
            code = stop.code
    return Outcome(int(code or 0), printed.getvalue())


@dataclass(frozen=True)
class Night:
    """A county's ``inputs/`` and ``outputs/`` below one folder.

    Reports are a quarter of a small night: they are written only where a test reads them (``reports``).
    """

    folder: Path
    reports: bool = False

    @property
    def inputs(self) -> Path:
        return self.folder / "inputs"

    @property
    def outputs(self) -> Path:
        return self.folder / "outputs"

    @property
    def database(self) -> Path:
        return self.outputs / "cunzhang.duckdb"

    def copied(self, folder: Path) -> Night:
        """Give a copy of the county that one test may change."""
        shutil.copytree(self.folder, folder)
        return replace(self, folder=folder)

    def run(self, *options: str, as_of: str = AS_OF) -> Outcome:
        """Run a night on this county."""
        arguments = ("run", "--inputs", self.inputs, "--outputs", self.outputs, "--as-of", as_of, *options)
        if self.reports:
            return cunzhang(*arguments)
        with mock.patch.object(nightly, "_write_reports"):
            return cunzhang(*arguments)

    def publish(self, as_of: str = AS_OF) -> None:
        """Run a night that must succeed."""
        outcome = self.run(as_of=as_of)
        assert outcome.code == 0, outcome.out

    def query(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Read the published database as an inspector would: read-only."""
        with duckdb.connect(str(self.database), read_only=True) as con:
            return con.execute(sql, values).fetchall()

    def whole(self, sql: str) -> list[dict[str, Any]]:
        """Read the state, where nothing is masked: each row by the names of its columns."""
        with duckdb.connect(str(self.outputs / "state" / "warehouse.duckdb"), read_only=True) as con:
            cursor = con.execute(sql)
            names = [column[0] for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def book(self, path: str, sheets: Mapping[str, Rows], modified: float | None = None) -> Path:
        """Write a workbook below ``inputs/``; ``modified`` sets its time stamp."""
        target = self.inputs / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with xlsxwriter.Workbook(target, {"default_date_format": "yyyy-mm-dd"}) as workbook:
            # Without the time of making inside, equal cells are equal bytes.
            workbook.set_properties({"created": datetime(2024, 1, 1)})
            for name, rows in sheets.items():
                sheet = workbook.add_worksheet(name)
                for line, row in enumerate(rows):
                    sheet.write_row(line, 0, row)
        if modified is not None:
            os.utime(target, (modified, modified))
        return target

    def register(self, villages: Rows = VILLAGES) -> Path:
        """Write the village register that all names are resolved against."""
        rows: list[Sequence[Cell]] = [("村情登记表",), ("村代码", "村名", "乡镇", "县（市）")]
        return self.book(
            "县农经站/村情登记表.xlsx", {"村情登记表": [*rows, *((*v, "灵武市") for v in villages)]}
        )


def cash_book(village: str, month: str, entries: Rows) -> Rows:
    """Lay out a village's cash book of a month such as ``2024年3月``; ``entries`` as ``CASH_HEADER``."""
    return [
        (f"{month}现金日记账",),
        (f"编制单位：{village}", None, None, None, None, "单位：元"),
        CASH_HEADER,
        *entries,
    ]


def digest(path: Path) -> str:
    """Give the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
