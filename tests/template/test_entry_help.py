"""What the spreadsheet program does for the officer while typing, and what stays protected."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.template.filling import EXAMPLE_ROW, HEADER_ROW, KINDS, columns_of, first_free


def _form(templates: Path, kind: str) -> Worksheet:
    return openpyxl.load_workbook(templates / f"{KINDS[kind].title}.xlsx").worksheets[0]


def _rules(sheet: Worksheet, row: int, column: int) -> list[object]:
    at = sheet.cell(row, column).coordinate
    return [v for v in sheet.data_validations.dataValidation if at in v.sqref]


@pytest.mark.parametrize("kind", KINDS)
def test_every_coded_column_offers_its_words(templates: Path, kind: str) -> None:
    sheet = _form(templates, kind)
    for name, column in columns_of(sheet, KINDS[kind]).items():
        spec = KINDS[kind].by_name[name]
        for row in (first_free(sheet), 1500):
            rules = _rules(sheet, row, column)
            if spec.values:
                (rule,) = rules
                assert rule.type == "list"
                assert rule.formula1.strip('"').split(",") == list(spec.words)
            assert len(rules) == (spec.role != "text")
            assert all(r.showErrorMessage and spec.title in r.errorTitle and r.error for r in rules)
            # Excel cuts longer messages off.
            assert all(len(r.errorTitle) <= 32 and len(r.error) <= 225 for r in rules)


@pytest.mark.parametrize("kind", KINDS)
def test_header_guidance_and_example_are_locked_and_the_rest_is_free(templates: Path, kind: str) -> None:
    sheet = _form(templates, kind)
    assert sheet.protection.sheet
    assert not sheet.protection.password
    columns = columns_of(sheet, KINDS[kind]).values()
    for row in range(HEADER_ROW, EXAMPLE_ROW + 1):
        assert all(sheet.cell(row, column).protection.locked for column in columns)
    for row in (first_free(sheet), first_free(sheet) + 10):
        assert not any(sheet.cell(row, column).protection.locked for column in columns)
    assert sheet.auto_filter.ref is None
    assert sheet.freeze_panes == "C4"


@pytest.mark.parametrize("kind", KINDS)
def test_the_guide_lists_every_column(templates: Path, kind: str) -> None:
    book = openpyxl.load_workbook(templates / f"{KINDS[kind].title}.xlsx")
    sheet, guide = book.worksheets
    listed = [guide.cell(r, 1).value for r in range(1, guide.max_row + 1)]
    titles = [str(c.value).rstrip("*") for c in sheet[HEADER_ROW][1:] if c.value]
    assert listed[-len(titles) :] == titles
    assert all(guide.cell(r, 3).value for r in range(guide.max_row - len(titles) + 1, guide.max_row + 1))
    assert any(str(line).startswith("用途：") for line in listed)
