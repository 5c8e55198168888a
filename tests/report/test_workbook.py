"""审计报告.xlsx says what the database says, to the cent, and can be worked with in Excel and WPS."""

from __future__ import annotations

import re
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import python_calamine
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.findings import LEVELS
from pipeline.publish import report
from pipeline.publish.report import audit_book, figures, sheets
from pipeline.publish.report.table import Table
from tests.report import jishou
from tests.report.conftest import Written

SHEETS = [
    "总览", "专项资金", "专项资金使用", "红色股份", "红利使用", "红利去向", "疑点", "疑点依据", "村级画像", "报送情况",
    "重报差异", "不可评估", "规则说明", "参数",
]  # fmt: skip
HEADER = 3


def read(path: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(path)


def shown(value: Any) -> Any:
    """What a cell holds for a value of the database."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    return None if value == "" else value


def exact(cell: Any) -> Any:
    return Decimal(f"{cell:.15g}") if isinstance(cell, float) else cell


def body(sheet: Worksheet, rows: int, columns: int) -> list[tuple[Any, ...]]:
    found = sheet.iter_rows(min_row=HEADER + 1, max_row=HEADER + rows, max_col=columns, values_only=True)
    return [tuple(map(exact, row)) for row in found]


def test_every_sheet_holds_what_the_database_holds_to_the_cent(written: Written) -> None:
    book = read(written.book)
    assert book.sheetnames == SHEETS
    for name, table in written.content.tables.items():
        sheet = book[name]
        assert [str(c.value).replace("\n", "") for c in sheet[HEADER]] == [c.title for c in table.columns], (
            name
        )
        assert body(sheet, len(table.rows), len(table.columns)) == [
            tuple(map(shown, row)) for row in table.rows
        ], name
    assert len(written.content.tables["疑点"].rows) > 3


def test_money_adds_up_to_the_database(written: Written) -> None:
    table = written.content.tables["红利使用"]
    total = sum(value for value in table.values("dividend") if value is not None)
    [(expected, short)] = written.con.execute(
        "select sum(dividend), sum(shortfall) filter (where assessable) from audit.dividend_use"
    ).fetchall()
    assert total == expected == Decimal("72001.00")
    assert written.figures.value("再投入不足") == short == Decimal("0.50")
    assert written.figures.value("其中没有使用记录的红利") == Decimal("20000.00")


def test_the_overview_shows_the_headlines_and_leads_to_every_sheet(written: Written) -> None:
    sheet = read(written.book)["总览"]
    cells = {row[0]: row[1] for row in sheet.iter_rows(values_only=True) if row[0]}
    for one in written.figures.headlines:
        level = one.name.removeprefix("其中")
        assert exact(cells[level if level in LEVELS else one.name]) == one.value, one.name
    links = [cell.hyperlink.location for (cell, *_) in sheet.iter_rows() if cell.hyperlink]
    assert links == [f"'{name}'!A1" for name in SHEETS[1:]]


def test_flags_lead_to_their_evidence_and_back(written: Written) -> None:
    book = read(written.book)
    flags, evidence = book["疑点"], book["疑点依据"]
    supported = set(written.content.tables["疑点依据"].values("flag_id"))
    led = 0
    for sheet, other in ((flags, evidence), (evidence, flags)):
        for row in range(HEADER + 1, sheet.max_row + 1):
            cell = sheet.cell(row, 1)
            if cell.value not in supported:
                assert cell.hyperlink is None
                continue
            name, _, place = cell.hyperlink.location.partition("!")
            assert name.strip("'") == other.title
            assert other[place].value == cell.value
            led += 1
    assert led > len(supported)


def test_links_beyond_what_excel_keeps_are_formulas_that_lead_as_well(
    written: Written, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "MOST_LINKS", 1)
    path = tmp_path / "a.xlsx"
    audit_book.write(path, written.figures, written.content)
    flags = read(path)["疑点"]
    told = re.fullmatch(r'=HYPERLINK\("#\'疑点依据\'!A(\d+)","(\w+)"\)', flags.cell(HEADER + 2, 1).value)
    assert told
    calculated = openpyxl.load_workbook(path, data_only=True)["疑点依据"]
    assert calculated.cell(int(told[1]), 1).value == told[2]
    # The text is there for programs that do not calculate.
    rows = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_name("疑点").to_python()
    assert rows[HEADER + 1][0] == told[2]


def test_text_is_never_a_formula(written: Written) -> None:
    book = read(written.book)
    for sheet in book:
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" for cell in row), sheet.title
    texts = {c.value for row in book["专项资金使用"].iter_rows() for c in row if isinstance(c.value, str)}
    assert {'=HYPERLINK("http://x","a")', "+补助", "@兴修公司"} <= texts
    quoted = [c for row in book["专项资金使用"].iter_rows() for c in row if c.value == "+补助"]
    assert [c.quotePrefix for c in quoted] == [True]


def test_sheets_can_be_worked_with_and_printed(written: Written) -> None:
    book = read(written.book)
    for name in SHEETS[1:]:
        sheet = book[name]
        assert sheet.freeze_panes and sheet.freeze_panes.endswith(str(HEADER + 1)), name
        assert sheet.auto_filter.ref.startswith(f"A{HEADER}:"), name
        assert sheet.print_title_rows == f"${HEADER}:${HEADER}", name
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9), name
        assert all(sheet.column_dimensions[c].width >= 6 for c in "ABCDE"), name
    sheet = book["专项资金使用"]
    formats = {c.value: sheet.cell(HEADER + 1, c.column).number_format for c in sheet[HEADER]}
    assert formats["日期"] == "yyyy-mm-dd"
    assert formats["金额（元）"] == "#,##0.00_ ;[Red]-#,##0.00_ "


def test_what_exceeds_a_sheet_goes_on_on_a_further_one(
    written: Written, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 4)
    path = tmp_path / "a.xlsx"
    audit_book.write(path, written.figures, written.content)
    book = read(path)
    table = written.content.tables["疑点依据"]
    parts = [name for name in book.sheetnames if name.startswith("疑点依据")]
    assert len(parts) == -(-len(table.rows) // 4) > 1
    cells = [c for name in parts for (c,) in book[name].iter_rows(min_row=HEADER + 1, max_col=1)]
    assert [cell.value for cell in cells] == table.values("flag_id")
    for cell in cells:
        sheet, _, place = cell.hyperlink.location.partition("!")
        assert book[sheet.strip("'")][place].value == cell.value


def test_a_township_gets_its_own_rows_and_figures_only(written: Written, tmp_path: Path) -> None:
    townships = figures.townships(written.con)
    assert townships == ["东镇", "西乡"]
    parts = audit_book.part(written.con, written.content, townships)
    for name, whole in written.content.tables.items():
        if name == "规则说明":
            continue
        own = [parts[t].tables[name].values("township") for t in townships]
        assert [set(values) for values in own] == [
            {t} if v else set() for t, v in zip(townships, own, strict=True)
        ]
        county_wide = sum(t not in townships for t in whole.values("township"))
        assert sum(map(len, own)) == len(whole.rows) - county_wide
    head = figures.read(written.con, tmp_path, "西乡")
    assert head.value("实收红利") == Decimal("20000.00")
    path = tmp_path / "西乡.xlsx"
    audit_book.write(path, head, parts["西乡"])
    texts = {c.value for sheet in read(path) for row in sheet.iter_rows() for c in row}
    assert "丙村" in texts
    assert not {"甲村", "乙村", "东镇"} & texts


def test_a_table_knows_its_columns() -> None:
    with pytest.raises(KeyError):
        Table("空", (), []).position("amount")


def test_a_second_process_writes_the_same_townships(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database, batches = jishou.outputs() / "cunzhang.duckdb", jishou.outputs() / "batches"
    written = {}
    for name, many in (("alone", 1_000_000), ("beside", 0)):
        monkeypatch.setattr(report, "MANY", many)
        done = report.write(database, batches, tmp_path / name)
        written[name] = {path.relative_to(tmp_path / name): contents(path) for path in done.written}
    assert written["beside"] == written["alone"]
    assert len(written["alone"]) == 3 + 4 * 4


def contents(path: Path) -> object:
    if path.suffix == ".html":
        return path.read_text(encoding="utf-8")
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as packed:
            return packed.namelist()
    return {sheet.title: [*sheet.iter_rows(values_only=True)] for sheet in read(path).worksheets}
