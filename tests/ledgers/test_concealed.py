"""Amounts that do not meet the eye are reported at their cell, with the money concerned."""

from __future__ import annotations

import io
from collections.abc import Callable

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from pipeline.findings import Issue
from pipeline.read.intake import digest
from tests.ledgers.test_layouts import recogniser

HEADER = ("日期", "凭证号", "摘要", "收入", "支出", "余额")
ENTRIES = (
    ("收租金", 500, None),
    ("买笔", None, 30),
    ("买灯", None, 70),
    ("修路", None, 100),
    ("买纸", None, 20),
)
BALANCES = (500, 470, 400, 300, 280)


def issues(change: Callable[[Worksheet], None], typed: dict[int, int], guide: bool = False) -> list[Issue]:
    """Read a cash book of five entries; ``typed`` are balances (by entry) typed in over the formula."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as made:
        page = made.add_worksheet("账")
        page.write("A1", "2025年3月现金日记账")
        page.write_row("A2", ["编制单位：甲村"])
        page.write_row("A3", HEADER)
        first = 3
        if guide:
            page.write_row("A4", ["示例", "记-1", "示例", 1, None, 1])
            first = 4
        for entry, (summary, received, paid) in enumerate(ENTRIES):
            row = first + entry
            page.write_row(row, 0, [f"2025-03-{entry + 1:02d}", f"记-{entry + 1}", summary, received, paid])
            if entry in typed:
                page.write(row, 5, typed[entry])
            else:
                page.write_formula(row, 5, f"=F{row}+D{row + 1}-E{row + 1}", None, BALANCES[entry])
        change(page)
    found = digest("甲村/账.xlsx", stream.getvalue(), recogniser())
    return [i for i in found.issues if i.code in ("C09", "C10", "C19", "C20")]


def told(found: list[Issue]) -> list[tuple[str, str, int | None]]:
    return [(issue.code, issue.cell, issue.cents) for issue in found]


def unchanged(page: Worksheet) -> None:
    """Leave the sheet as it is."""


def test_a_book_of_formulas_says_nothing() -> None:
    assert issues(unchanged, {}) == []


def test_a_first_balance_is_always_typed_in() -> None:
    assert issues(unchanged, {0: 500}) == []


def test_a_figure_over_a_formula_is_told_with_what_it_is_off() -> None:
    (issue,) = issues(unchanged, {2: 390})
    assert (issue.code, issue.cell, issue.found, issue.cents) == ("C19", "F6", "390", 1000)


def test_a_book_without_formulas_is_as_it_always_was() -> None:
    assert issues(unchanged, dict(enumerate(BALANCES))) == []


def test_a_form_whose_formulas_were_all_saved_as_figures_gets_one_hint() -> None:
    assert told(issues(unchanged, dict(enumerate(BALANCES)), guide=True)) == [("C20", "F3", None)]


def test_hidden_rows_and_columns_are_told_with_their_money() -> None:
    def hide(page: Worksheet) -> None:
        page.set_row(4, None, None, {"hidden": True})
        page.set_row(6, None, None, {"hidden": True})
        page.set_column(4, 4, None, None, {"hidden": True})
        page.set_column(1, 1, None, None, {"hidden": True})

    assert told(issues(hide, {})) == [("C10", "B3", None), ("C10", "E3", 22000), ("C09", "A5", 13000)]
