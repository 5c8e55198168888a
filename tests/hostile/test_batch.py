"""All hostile files dropped in together: one batch, every file answered, the machine left standing."""

from __future__ import annotations

import csv
import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from tests.bench.measure import Usage, run
from tests.hostile.test_manifest import FOLDER

CHINESE = re.compile(r"[一-鿿]")
IGNORED = {"~$made__lock.xlsx", "made__zero_bytes.xlsx"}  # lock files and empty ones are no submissions

pytestmark = pytest.mark.skipif(FOLDER is None, reason="the shared hostile files are not on this machine")


@dataclass(frozen=True)
class Batch:
    """The published batch, what it cost, and the manifest line of every file."""

    database: Path
    usage: Usage
    manifest: dict[str, dict[str, str]]

    def query(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        with duckdb.connect(str(self.database), read_only=True) as con:
            return con.execute(sql, values).fetchall()

    def expected(self, expectation: str) -> set[str]:
        return {
            name
            for name, row in self.manifest.items()
            if row["expectation"] == expectation and name not in IGNORED
        }


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Batch:
    assert FOLDER is not None
    folder = tmp_path_factory.mktemp("hostile")
    with (FOLDER / "MANIFEST.tsv").open(encoding="utf-8", newline="") as stream:
        lines = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        manifest = {line["file"]: line for line in lines}
    (folder / "inputs").mkdir()
    for name in manifest:
        shutil.copy(FOLDER / name, folder / "inputs" / name)
    places = ["--inputs", str(folder / "inputs"), "--outputs", str(folder / "outputs")]
    usage = run(
        [Path(sys.executable).with_name("cunzhang").as_posix(), "run", *places, "--as-of", "2026-11-22"]
    )
    return Batch(folder / "outputs" / "cunzhang.duckdb", usage, manifest)


def test_every_file_has_one_submission(batch: Batch) -> None:
    assert len(batch.manifest) == 142
    submitted = [name for (name,) in batch.query("select source_file from meta.submission order by 1")]
    assert submitted == sorted(name for name in batch.manifest if name not in IGNORED)


def test_lock_and_empty_files_are_named_as_ignored(batch: Batch) -> None:
    for name in IGNORED:
        assert name in batch.usage.out


def test_what_must_be_refused_is_refused_with_a_reason(batch: Batch) -> None:
    refused = {
        name for (name,) in batch.query("select source_file from meta.submission where status = '退回'")
    }
    told = {name for (name,) in batch.query("select source_file from meta.issue where code like 'F%'")}
    with_sheets = {name for (name,) in batch.query("select source_file from meta.sheet")}
    assert batch.expected("refuse") <= refused & told - with_sheets


def test_a_password_is_called_a_password(batch: Batch) -> None:
    fixes = dict(batch.query("select source_file, string_agg(fix, ' ') from meta.issue group by 1"))
    for name in batch.expected("refuse"):
        if "密码" in batch.manifest[name]["what_is_odd"]:
            assert "密码" in str(fixes[name]), name


def test_what_can_be_read_is_read_sheet_by_sheet(batch: Batch) -> None:
    sheets = dict(
        batch.query("select source_file, count(distinct sheet)::varchar from meta.sheet group by 1")
    )
    wrong = {
        name: (sheets.get(name), batch.manifest[name]["sheets"])
        for name in batch.expected("reads")
        if sheets.get(name) != batch.manifest[name]["sheets"]
    }
    assert wrong == {}


def test_what_is_not_loaded_comes_with_a_chinese_reason(batch: Batch) -> None:
    silent = batch.query(
        "select source_file from meta.submission s where status <> '受理'"
        " and not exists (select 1 from meta.issue i where i.submission_id = s.submission_id)"
    )
    assert silent == []
    for name, code, expected, fix in batch.query("select source_file, code, expected, fix from meta.issue"):
        assert CHINESE.search(str(expected)), (name, code)
        assert CHINESE.search(str(fix)), (name, code)


def test_no_row_and_no_money_is_lost(batch: Batch) -> None:
    unbalanced = batch.query(
        "select source_file, sheet from meta.sheet where rows_read <> rows_loaded + rows_rejected + rows_skipped"
        " or money_read <> money_loaded + money_rejected + money_unread"
    )
    assert unbalanced == []


def test_nothing_in_there_is_taken_for_a_ledger(batch: Batch) -> None:
    assert batch.query("select source_file from meta.submission where rows_loaded > 0") == []


def test_the_batch_stays_within_two_gibibytes(batch: Batch) -> None:
    assert batch.usage.peak < 2 << 30
