"""The embedded example answers as published: contract section 6, line by line."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest

from tests.golden.build_example import EXAMPLE, build

AS_OF = "2026-11-22"
PILOT = ("隘口村", "着落村", "司马村", "马鞍村")


def _run(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [Path(sys.executable).with_name("cunzhang"), "run", "--as-of", AS_OF]
    folders = ["--inputs", folder / "inputs", "--outputs", folder / "outputs"]
    return subprocess.run(
        [*command, *folders],
        env={**os.environ, "CUNZHANG_SETTLE_SECONDS": "0", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def first_night(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Run one night on the example; give its folder and what the terminal showed."""
    folder = tmp_path_factory.mktemp("jishou")
    shutil.copytree(EXAMPLE, folder / "inputs" / EXAMPLE.name)
    night = _run(folder)
    assert night.returncode == 0, night.stdout + night.stderr
    return folder, night.stdout


@pytest.fixture(scope="module")
def county(first_night: tuple[Path, str]) -> Path:
    return first_night[0]


@pytest.fixture(scope="module")
def con(county: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(county / "outputs" / "cunzhang.duckdb"), read_only=True)


def _cells(folder: Path) -> dict[str, dict[str, dict[str, Any]]]:
    """Read files → sheets → cells below ``folder``."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for path in sorted(folder.rglob("*.xlsx")):
        sheets = found.setdefault(path.relative_to(folder).as_posix(), {})
        for sheet in openpyxl.load_workbook(path):
            cells = (cell for row in sheet.iter_rows() for cell in row)
            sheets[sheet.title] = {c.coordinate: c.value for c in cells if c.value is not None}
    return found


def test_the_committed_workbooks_are_what_the_script_makes(tmp_path: Path) -> None:
    build(tmp_path)
    assert _cells(EXAMPLE) == _cells(tmp_path)


def test_nothing_is_sent_back(con: duckdb.DuckDBPyConnection) -> None:
    states = con.execute("select distinct status from meta.submission").fetchall()
    assert states == [("受理",)]
    assert con.execute("select * from meta.rejected_row").fetchall() == []
    assert con.execute("select * from meta.issue where level in ('严重', '高', '中')").fetchall() == []


@pytest.mark.parametrize(
    ("kind", "rows"),
    [
        ("village", 4),
        ("share_event", 5),
        ("dividend", 4),
        ("dividend_use", 10),
        ("parameter", 2),
        ("cash_entry", 0),
    ],
)
def test_every_row_is_loaded(con: duckdb.DuckDBPyConnection, kind: str, rows: int) -> None:
    assert con.execute(f"select count(*) from ledger.{kind}").fetchall() == [(rows,)]


def test_control_totals_of_every_sheet_balance(con: duckdb.DuckDBPyConnection) -> None:
    sheets = con.execute(
        "select source_file, sheet, rows_read, rows_loaded + rows_rejected + rows_skipped,"
        " money_read, money_loaded + money_rejected, rows_rejected from meta.sheet"
    ).fetchall()
    assert len(sheets) == 13
    for file, sheet, rows_read, rows_held, money_read, money_held, rejected in sheets:
        assert (rows_read, money_read, rejected) == (rows_held, money_held, 0), f"{file} {sheet}"
    loaded = dict(con.execute("select kind, sum(money_loaded) from meta.sheet group by 1").fetchall())
    assert loaded["share_event"] == 1_040_000
    assert loaded["dividend_use"] == 72_000


def test_capital_and_dividends(con: duckdb.DuckDBPyConnection) -> None:
    rows = con.execute(
        "select village_name, cooperative, year, share_capital, received from ledger.dividend"
    ).fetchall()
    assert set(rows) == {
        ("隘口村", "茶叶专业合作社", 2012, 400_000, 40_000),
        ("着落村", "亿利德中药材合作社", 2012, 200_000, 12_000),
        ("司马村", "吉太养殖合作社", 2012, 200_000, 20_000),
        ("马鞍村", "富旺春柑桔合作社", 2012, 220_000, 20_000),
    }


def test_the_red_share_view_rolls_capital_forward(con: duckdb.DuckDBPyConnection) -> None:
    rows = con.execute(
        "select village_name, closing_capital, received from audit.red_share where year = 2012"
    ).fetchall()
    assert {(name, capital) for name, capital, _ in rows} == {
        ("隘口村", 420_000), ("着落村", 200_000), ("司马村", 200_000), ("马鞍村", 220_000),
    }  # fmt: skip
    assert sum(received for _, _, received in rows) == 92_000


def test_dividend_use_by_village(con: duckdb.DuckDBPyConnection) -> None:
    rows = con.execute(
        "select village_name, dividend, required_reinvestment, reinvested, public_welfare, party_activity,"
        " aid, industry, office, other from audit.dividend_use where year = 2012"
    ).fetchall()
    found = {name: tuple(int(value or 0) for value in values) for name, *values in rows}
    assert found == {
        "隘口村": (40_000, 20_000, 20_000, 2_000, 6_000, 2_000, 10_000, 0, 0),
        "着落村": (12_000, 6_000, 0, 8_000, 4_000, 0, 0, 0, 0),
        "司马村": (20_000, 10_000, 0, 18_000, 0, 2_000, 0, 0, 0),
        "马鞍村": (20_000, 10_000, 0, 0, 0, 0, 0, 0, 0),
    }


def test_totals(con: duckdb.DuckDBPyConnection) -> None:
    assert con.execute("select sum(share_capital), sum(received) from ledger.dividend").fetchone() == (
        1_020_000,
        92_000,
    )
    view = "from audit.dividend_use"
    assert con.execute(f"select sum(required_reinvestment), sum(reinvested) {view}").fetchone() == (
        46_000,
        20_000,
    )
    proven = con.execute(f"select sum(shortfall) {view} where assessable").fetchone()
    assert proven == (16_000,)
    unknown = con.execute(f"select village_name {view} where not assessable").fetchall()
    assert unknown == [("马鞍村",)]


OUTCOMES = {
    "DU01": ("通过", "通过", "通过", "命中"),
    "DU02": ("通过", "命中", "命中", "不可评估"),
    "DU03": ("通过", "通过", "通过", "不可评估"),
    "DU04": ("命中", "通过", "通过", "不可评估"),
    "DU06": ("不可评估",) * 4,
    "PRC01": ("不可评估",) * 4,
    "DR04": ("不可评估",) * 4,
    "RC01": ("通过",) * 4,
    "RC02": ("通过",) * 4,
    "RC04": ("通过",) * 4,
    "RC05": ("命中",) * 4,
    "WB02": ("通过",) * 4,
}


@pytest.mark.parametrize("rule", OUTCOMES)
def test_outcome_of_every_rule_and_village(con: duckdb.DuckDBPyConnection, rule: str) -> None:
    found = con.execute(
        "select village_name, outcome from audit.rule_result where rule_id = ?", [rule]
    ).fetchall()
    assert dict(found) == dict(zip(PILOT, OUTCOMES[rule], strict=True))


def test_small_party_activity_is_below_the_floor(con: duckdb.DuckDBPyConnection) -> None:
    found = con.execute(
        "select village_name, outcome from audit.rule_result where rule_id = 'DU05'"
    ).fetchall()
    assert dict(found)["着落村"] == "通过"
    assert "命中" not in dict(found).values()


def test_what_cannot_be_assessed_says_what_is_missing(con: duckdb.DuckDBPyConnection) -> None:
    missing = con.execute(
        "select rule_id, village_name from audit.rule_result"
        " where outcome = '不可评估' and coalesce(cast(missing as varchar), '') in ('', '[]')"
    ).fetchall()
    assert missing == []


def test_these_flags_and_no_others(con: duckdb.DuckDBPyConnection) -> None:
    flags = con.execute(
        "select rule_id, coalesce(village_name, ''), level, amount from audit.flag where rule_id <> 'RC05'"
    ).fetchall()
    assert sorted((rule, level, amount) for rule, _, level, amount in flags) == sorted(
        [
            ("DU01", "高", Decimal(20_000)),
            ("DU02", "高", Decimal(6_000)),
            ("DU02", "高", Decimal(10_000)),
            ("DU04", "提示", Decimal(10_000)),
            ("RC08", "提示", Decimal(2_430_000)),
        ]
    )
    assert {(rule, village) for rule, village, *_ in flags if rule != "RC08"} == {
        ("DU01", "马鞍村"),
        ("DU02", "着落村"),
        ("DU02", "司马村"),
        ("DU04", "隘口村"),
    }


def test_one_company_in_a_members_name_per_village(con: duckdb.DuckDBPyConnection) -> None:
    flags = con.execute("select village_name from audit.flag where rule_id = 'RC05'").fetchall()
    assert sorted(flags) == sorted((village,) for village in PILOT)


def test_villages_not_covered_by_the_published_total(con: duckdb.DuckDBPyConnection) -> None:
    [(message,)] = con.execute("select message from audit.flag where rule_id = 'RC08'").fetchall()
    assert "13" in message
    assert "2,430,000" in message or "243" in message


def test_evidence_leads_to_the_cells_of_the_workbooks(con: duckdb.DuckDBPyConnection, county: Path) -> None:
    evidence = con.execute(
        "select f.rule_id, e.source_file, e.source_sheet, e.source_row, e.amount"
        " from audit.flag_evidence e join audit.flag f using (flag_id)"
        " where f.rule_id in ('DU01', 'DU02', 'DU04') and e.source_file is not null"
    ).fetchall()
    assert {rule for rule, *_ in evidence} == {"DU01", "DU02", "DU04"}
    for rule, file, sheet, row, amount in evidence:
        book = openpyxl.load_workbook(county / "inputs" / file, data_only=True)
        values = [cell.value for cell in book[sheet][row] if isinstance(cell.value, int | float)]
        assert any(amount in (Decimal(str(v)), Decimal(str(v)) * 10_000) for v in values), (rule, file, row)


def test_every_table_view_and_column_has_a_chinese_comment(con: duckdb.DuckDBPyConnection) -> None:
    bare = con.execute(
        "select schema_name, table_name, '' from duckdb_tables() where not internal and comment is null"
        " union all select schema_name, view_name, '' from duckdb_views()"
        " where not internal and comment is null"
        " union all select schema_name, table_name, column_name from duckdb_columns()"
        " where not internal and (comment is null or not regexp_matches(comment, '[一-龥]'))"
    ).fetchall()
    assert bare == []


def test_chinese_views_carry_chinese_columns(con: duckdb.DuckDBPyConnection) -> None:
    assert con.execute('select count(*) from 审计."红利使用"').fetchone() == (4,)
    columns = con.execute("select column_name from duckdb_columns() where schema_name = '审计'").fetchall()
    assert [name for (name,) in columns if name.isascii()] == []


def test_a_second_night_publishes_nothing_new(county: Path, con: duckdb.DuckDBPyConnection) -> None:
    outputs = county / "outputs"

    def published() -> tuple[str, list[str]]:
        database = (outputs / "cunzhang.duckdb").read_bytes()
        return hashlib.sha256(database).hexdigest(), sorted(p.name for p in (outputs / "batches").iterdir())

    before = published()
    again = _run(county)
    assert again.returncode == 0, again.stdout + again.stderr
    assert published() == before
    assert con.execute("select count(*) from audit.flag").fetchone() == (9,)


def test_the_terminal_summary_says_where_the_answers_are(first_night: tuple[Path, str]) -> None:
    _, shown = first_night
    assert "cunzhang.duckdb" in shown
    assert "\x1b[" not in shown, "not a terminal: plain text"
