"""What a template asks for is what is read: untouched nothing, filled in every value."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from pipeline.values.dates import EPOCH
from tests.e2e.night import Night
from tests.template.filling import (
    EXAMPLE_ROW,
    KINDS,
    TOWNSHIP,
    VILLAGE,
    filled_book,
    first_free,
    read,
    tables,
)

COMBINED = "村级账表"
TITLES = [kind.title for kind in KINDS.values()]


@pytest.mark.parametrize("title", [*TITLES, COMBINED])
def test_an_untouched_template_asks_for_nothing(templates: Path, title: str) -> None:
    found = read(templates / f"{title}.xlsx")
    assert [(i.code, i.level) for i in found.issues] == [("F12", "提示")]
    assert not any(t.rows or t.rejected or t.totals or t.sent_back for t in found.tables)
    assert {KINDS[kind].title for kind in tables(found)} >= ({title} if title in TITLES else set())
    for table in tables(found).values():
        assert table.skipped["示例"] == 1
        assert not table.period_kind


@pytest.mark.parametrize("kind", KINDS)
def test_a_filled_template_is_read_exactly(templates: Path, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "填好.xlsx"
    filled = filled_book(templates / f"{KINDS[kind].title}.xlsx", path)
    found = read(path)
    assert not found.issues
    filled[kind].agrees(tables(found)[kind])
    wanted = {f.name for f in KINDS[kind].fields if f.required}
    wanted |= {name for group in KINDS[kind].one_of for name in group}
    assert wanted - set(filled[kind].values) <= {"village_name", "township"}


@pytest.mark.parametrize("kind", KINDS)
def test_the_example_would_itself_be_read(templates: Path, tmp_path: Path, kind: str) -> None:
    book = openpyxl.load_workbook(templates / f"{KINDS[kind].title}.xlsx")
    sheet = book.worksheets[0]
    row = first_free(sheet)
    for cell in sheet[EXAMPLE_ROW][1:]:
        sheet.cell(row, cell.column).value = cell.value
    book.save(tmp_path / "照抄.xlsx")
    found = read(tmp_path / "照抄.xlsx")
    assert not found.issues
    assert tables(found)[kind].rows == [row]


def test_title_and_blanks_say_whose_and_when(templates: Path, tmp_path: Path) -> None:
    filled_book(templates / "收支明细账.xlsx", tmp_path / "账.xlsx")
    table = tables(read(tmp_path / "账.xlsx"))["cash_entry"]
    assert table.hints[0] == ("标题", VILLAGE)
    assert (table.period_start, table.period_kind) == (date(2024, 1, 1).toordinal() - EPOCH, "年")


def test_the_opening_balance_is_kept_as_such(templates: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(templates / "收支明细账.xlsx")
    sheet = book.worksheets[0]
    balance = next(c.column for c in sheet[3] if c.value == "余额")
    sheet.cell(EXAMPLE_ROW + 1, balance).value = 5000.5
    book.save(tmp_path / "账.xlsx")
    found = read(tmp_path / "账.xlsx")
    (total,) = tables(found)["cash_entry"].totals
    assert (total.scope, total.field, total.printed) == ("期初", "balance", 500050)


def test_lines_below_the_drawn_ones_are_as_good(templates: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(templates / "困难党员台账.xlsx")
    sheet = book.worksheets[0]
    sheet["B400"], sheet["C400"] = "李某", "640000199001010000"
    book.save(tmp_path / "账.xlsx")
    table = tables(read(tmp_path / "账.xlsx"))["hardship_register"]
    assert table.rows == [400]
    assert table.columns["id_no"] == ["640000199001010000"]


def test_a_village_workbook_goes_through_the_night(templates: Path, night: Night) -> None:
    path = night.inputs / TOWNSHIP / VILLAGE / "2024年村级账表.xlsx"
    path.parent.mkdir(parents=True)
    filled = filled_book(templates / f"{COMBINED}.xlsx", path)
    night.publish()
    assert night.query("select status from meta.submission where source_file like '%村级账表.xlsx'") == [
        ("受理",)
    ]
    assert not night.query("select * from meta.issue where level <> '提示'")
    for kind, sheet in filled.items():
        rows = night.query(
            f"select source_row, village_name, township from ledger.{kind} order by source_row"
        )
        assert rows == [(sheet.first + n, VILLAGE, TOWNSHIP) for n in range(sheet.lines)], kind
    assert len(filled) >= 10
    spent = sum(v for v in filled["cash_entry"].values["expense"] if isinstance(v, int))
    assert night.query("select cast(sum(expense) * 100 as bigint) from ledger.cash_entry") == [(spent,)]


def test_an_empty_village_workbook_is_no_fault(templates: Path, night: Night) -> None:
    path = night.inputs / TOWNSHIP / VILLAGE / "村级账表.xlsx"
    path.parent.mkdir(parents=True)
    path.write_bytes((templates / f"{COMBINED}.xlsx").read_bytes())
    night.publish()
    assert night.query("select level from meta.issue where source_file like '%村级账表.xlsx'") == [("提示",)]
    assert night.query(
        "select rows_loaded, rows_rejected from meta.submission where kinds <> '' order by 1"
    ) == [
        (0, 0),
        (4, 0),
    ]
