"""核查清单.xlsx can be filled in, and only where it should be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest

from schemas import ledgers

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from tests.report.conftest import Written

FILLED = ledgers()["disposition"].filled_in
HEADER = 3


@pytest.fixture(scope="module")
def sheet(written: Written) -> Worksheet:
    book = openpyxl.load_workbook(written.checklist)
    assert book.sheetnames == ["核查清单", "填写说明"]
    return book["核查清单"]


def titles(sheet: Worksheet) -> dict[str, int]:
    return {str(cell.value): cell.column for cell in sheet[HEADER]}


def test_every_flag_that_fires_is_listed_with_what_to_check(written: Written, sheet: Worksheet) -> None:
    column = titles(sheet)
    flags = written.content.tables["疑点"]
    rows = range(HEADER + 1, sheet.max_row + 1)
    assert [sheet.cell(r, column["疑点编号"]).value for r in rows] == flags.values("flag_id")
    assert [sheet.cell(r, column["疑点内容"]).value for r in rows] == flags.values("message")
    places = {sheet.cell(r, 1).value: sheet.cell(r, column["依据所在"]).value for r in rows}
    for one in written.content.tables["疑点依据"].records():
        if places[one["flag_id"]].count("\n") < 2:
            assert (
                f"{one['source_file']}　{one['source_sheet']}　第 {one['source_row']} 行"
                in places[one["flag_id"]]
            )


def test_only_the_cells_to_fill_in_are_open(sheet: Worksheet) -> None:
    assert sheet.protection.sheet
    column = titles(sheet)
    fields = ledgers()["disposition"].by_name
    open_columns = {column[fields[name].title] for name in FILLED}
    for row in sheet.iter_rows(min_row=HEADER + 1):
        assert {cell.column for cell in row if not cell.protection.locked} == open_columns
    assert all(cell.protection.locked for row in sheet.iter_rows(max_row=HEADER) for cell in row)


def test_the_conclusion_is_chosen_from_the_words_that_are_read_back(sheet: Worksheet) -> None:
    column = titles(sheet)
    by_column = {str(one.sqref).partition(":")[0]: one for one in sheet.data_validations.dataValidation}
    for name in FILLED:
        spec = ledgers()["disposition"].by_name[name]
        letter = openpyxl.utils.get_column_letter(column[spec.title])
        one = by_column.get(f"{letter}{HEADER + 1}")
        assert (one.type if one else "") == {"code": "list", "date": "date", "money": "decimal"}.get(
            spec.role, ""
        )
        if one:
            assert str(one.sqref) == f"{letter}{HEADER + 1}:{letter}{sheet.max_row}"
        if one and spec.role == "code":
            assert one.formula1.strip('"').split(",") == list(spec.words)
    assert sheet.cell(HEADER + 1, column["核查日期"]).number_format == "yyyy-mm-dd"


def test_what_is_printed_is_no_news_when_the_list_comes_back(sheet: Worksheet) -> None:
    kind = ledgers()["disposition"]
    filled = {kind.by_name[name].title for name in (*FILLED, "flag_id")}
    assert {title.replace("\n", "") for title in titles(sheet)} - filled <= set(kind.printed)
