"""A checklist filled in and saved by other programs comes back as what was written.

Needs soffice; with CI set it must be there. WPS itself is not at hand: what it does differently is done here.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest

from pipeline.publish import documents
from pipeline.publish.documents import About
from tests import example
from tests.e2e.night import Night

pytestmark = pytest.mark.skipif(
    not shutil.which("soffice") and "CI" not in os.environ, reason="libreoffice-calc is not installed"
)
LIST = "核查清单.xlsx"
DAY = date(2026, 11, 22)
# What each program saves as, the flag that is concluded in it, and the words.
SAVED = {
    "xlsx": ("司马村", "DU02"),
    "ods": ("着落村", "DU02"),
    "xls": ("马鞍村", "DU01"),
    "et": ("隘口村", "DU04"),
}
SAID = {"xlsx": "属实", "ods": "不属实", "xls": "部分属实", "et": "核查中"}
WHY = {"不属实": "有合理解释"}


def fill_in(source: Path, target: Path, key: tuple[str, str], said: tuple[Any, ...]) -> None:
    book = openpyxl.load_workbook(source)
    sheet = book.worksheets[0]
    column = {str(cell.value): cell.column for cell in sheet[3]}
    [row] = [
        row
        for row in range(4, sheet.max_row + 1)
        if (sheet.cell(row, column["所在村"]).value, sheet.cell(row, column["规则"]).value) == key
    ]
    for title, value in zip(("核查结论", "核查说明", "核查人", "核查日期"), said, strict=True):
        sheet.cell(row, column[title]).value = value
    sheet.cell(row, column["不属实原因"]).value = WHY.get(said[0])
    book.save(target)


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Night:
    """The example, its checklist concluded in four files of four formats, and the night that reads them."""
    night = example.copied(tmp_path_factory.mktemp("office") / "copy")
    listed = night.outputs / "reports" / LIST
    filled, saved = night.folder / "filled", night.folder / "saved"
    filled.mkdir()
    for kind in ("xlsx", "ods", "xls"):
        source = filled / f"清单-{kind}.xlsx"
        fill_in(listed, source, SAVED[kind], (SAID[kind], "看了凭证", "张三", DAY))
        profile = f"-env:UserInstallation={(night.folder / 'office').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", saved, source]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
    # WPS: its own ending, a day typed as text, blanks around words.
    fill_in(
        listed, filled / "清单-et.xlsx", SAVED["et"], (SAID["et"] + "　", "看了\n凭证", " 张三", "2026/11/22")
    )
    shutil.move(filled / "清单-et.xlsx", saved / "清单-et.et")
    # Lists of ours that come back by mistake are no ledgers.
    with duckdb.connect(str(night.outputs / "cunzhang.duckdb"), read_only=True) as con:
        for word in ("银行查询清单", "入户核实表"):
            made = documents.document(con, night.outputs / "batches", word, About())
            made.write(saved / made.name)
        own = documents.document(
            con, night.outputs / "batches", LIST.removesuffix(".xlsx"), About(township="太平乡")
        )
        own.write(filled / "太平乡.xlsx")
    fill_in(
        filled / "太平乡.xlsx",
        saved / "清单-太平乡.xlsx",
        ("司马村", "RC05"),
        ("部分属实", "看了协议", "李四", DAY),
    )
    shutil.copytree(saved, night.inputs / "核查")
    night.publish("2026-11-23")
    return night


@pytest.mark.parametrize("kind", SAVED)
def test_what_was_concluded_comes_back_whatever_it_was_saved_by(night: Night, kind: str) -> None:
    village, rule = SAVED[kind]
    assert night.query(
        "select f.status, d.inspector, d.decided_on from audit.flag as f join ledger.disposition as d using (flag_id)"
        f" where f.village_name = '{village}' and f.rule_id = '{rule}' and d.source_file = '核查/清单-{kind}.{kind}'"
    ) == [(SAID[kind], "张三", DAY)]


def test_lines_left_blank_say_nothing(night: Night) -> None:
    assert night.query("select count(*) from ledger.disposition") == [(5,)]
    assert night.query("select count(*) from audit.flag where status = '待核'") == [(9 - 5,)]


def test_what_the_program_wrote_itself_raises_no_question_when_it_comes_back(night: Night) -> None:
    said = night.query(
        "select code, source_file like '核查/清单-%' from meta.issue where source_file like '核查/%'"
    )
    # S02: the sheet that tells how to fill in; S08: lists of ours that are no conclusions.
    assert set(said) == {("S02", True), ("S08", False)}


def test_what_was_found_true_is_followed_up(night: Night, tmp_path: Path) -> None:
    with duckdb.connect(str(night.outputs / "cunzhang.duckdb"), read_only=True) as con:
        made = documents.document(con, night.outputs / "batches", "整改台账", About())
    made.write(tmp_path / made.name)
    lines = list(
        openpyxl.load_workbook(tmp_path / made.name).worksheets[0].iter_rows(min_row=4, values_only=True)
    )
    assert sorted((line[0], line[3], line[8]) for line in lines) == [
        ("未整改", "司马村", "属实"), ("未整改", "司马村", "部分属实"), ("未整改", "马鞍村", "部分属实"),
    ]  # fmt: skip
