"""A header cell is a month, quarter or half of a year, or it is none."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.values.cell import Cell
from pipeline.values.month_words import Months, months_of

MEANT: list[tuple[Months, list[Cell]]] = [
    (Months(None, 1, 1), ["1月", "一月", "1月份", "元月", "01月", " 1 月 ", "Jan", "January"]),
    (Months(None, 12, 12), ["12月", "十二月", "Dec"]),
    (Months(2024, 1, 1), ["2024年1月", "24年1月", "2024-01", "2024.1", "202401", "Jan-24", date(2024, 1, 1)]),
    (Months(None, 4, 6), ["二季度", "第二季度", "2季度", "Q2", "4-6月", "4月-6月", "4月至6月", "四至六月"]),
    (Months(2024, 1, 3), ["2024年第一季度", "2024Q1", "2024年1-3月"]),
    (Months(None, 7, 12), ["下半年"]),
    (Months(None, 3, 3, "补贴"), ["3月补贴", "三月份补贴"]),
    (Months(None, 3, 3, "(元)"), ["3月（元）"]),
]
NONE: list[Cell] = [
    "月份", "1月5日", "1月、2月", "5月1日", "2024年", "年度", "13月", "0月", "6-4月", "季度", "Mark2", "Decor",
    1, 2024.0, date(2024, 1, 5), "", "本月", "上月结转",
]  # fmt: skip


@pytest.mark.parametrize(("months", "cells"), MEANT)
def test_a_stretch_of_months_is_read_in_any_spelling(months: Months, cells: list[Cell]) -> None:
    assert {str(cell): months_of(cell) for cell in cells} == {str(cell): months for cell in cells}


@pytest.mark.parametrize("cell", NONE)
def test_what_is_no_stretch_of_months_is_none(cell: Cell) -> None:
    assert months_of(cell) is None


def test_a_stretch_is_written_so_that_it_reads_as_a_period() -> None:
    assert [m.text for m in (Months(None, 3, 3), Months(None, 4, 6), Months(None, 1, 6))] == [
        "3月", "第2季度", "1-6月",
    ]  # fmt: skip
