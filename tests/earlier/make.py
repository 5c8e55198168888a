"""Make an inputs and an outputs folder as the program of today leaves them, for every later one to open.

`python -m tests.earlier.make NAME`, in the version to be kept, writes `NAME.tar.xz` beside this file. Never made
anew for an old version: what counts is what that version wrote.
"""

from __future__ import annotations

import sys
import tarfile
import tempfile
from datetime import date
from pathlib import Path

import openpyxl

from tests.e2e.night import Night, cash_book

HERE = Path(__file__).parent
FIRST, SECOND = "2026-11-22", "2026-11-23"
RESTATED, CONCLUDED, MISSING = "东滩村", "西渠村", "南塘村"
CHECKLIST = "核查清单.xlsx"


def _dividend(night: Night, village: str, reinvested: int | None) -> None:
    """Hand in a dividend of 20,000 and, unless None, its uses."""
    sheets = {
        "红利收取表": [
            ("合作社名称", "年度", "股本金", "实收红利", "收款账号"),
            (f"{village}茶社", 2024, 400000, 20000, "6228480402564890018"),
        ]
    }
    if reinvested is not None:
        sheets["红利使用明细表"] = [
            ("合作社名称", "年度", "用途类别", "用途", "金额"),
            (f"{village}茶社", 2024, "再投入", "入股", reinvested),
            (f"{village}茶社", 2024, "公益事业", "修路", 20000 - reinvested),
        ]
    night.book(
        f"{village}/红利.xlsx",
        {name: [(f"{village}2024年度{name}",), *lines] for name, lines in sheets.items()},
    )


def _cash(night: Night, paid: int) -> None:
    night.book(
        f"{RESTATED}/3月现金.xlsx",
        {
            "现金日记账": cash_book(
                RESTATED,
                "2024年3月",
                [
                    (date(2024, 3, 1), "记-1", "上级拨入专项资金", 50000, None, "张三"),
                    (date(2024, 3, 5), "记-2", "修渠人工费", None, paid, "张三"),
                    (date(2024, 3, 9), "记-3", "购办公用品", None, 650, "李四"),
                    ("三月中", "记-4", "日期看不清的支出", None, 90, "李四"),
                ],
            )
        },
    )


def _conclude(night: Night) -> None:
    """Fill in the checklist for one village and hand it back."""
    book = openpyxl.load_workbook(night.outputs / "reports" / CHECKLIST)
    sheet = book.worksheets[0]
    column = {str(cell.value): cell.column for cell in sheet[3]}
    for row in range(4, sheet.max_row + 1):
        if (sheet.cell(row, column["所在村"]).value, sheet.cell(row, column["规则"]).value) == (
            CONCLUDED,
            "DU02",
        ):
            for title, value in (
                ("核查结论", "已核实"),
                ("核查说明", "看了凭证，确实少投"),
                ("核查人", "王五"),
                ("核查日期", date(2026, 11, 22)),
            ):
                sheet.cell(row, column[title]).value = value
            break
    else:
        raise AssertionError("the checklist lacks the flag that is to be concluded")
    book.save(night.inputs / CHECKLIST)


def main(name: str) -> None:
    """Run the two nights and pack both folders."""
    with tempfile.TemporaryDirectory() as folder:
        night = Night(Path(folder), reports=True)
        night.register()
        _dividend(night, RESTATED, 4000)
        _dividend(night, CONCLUDED, 3000)
        _dividend(night, MISSING, None)
        _cash(night, 3000)
        night.publish(FIRST)
        _cash(night, 3300)
        _conclude(night)
        night.publish(SECOND)
        with tarfile.open(HERE / f"{name}.tar.xz", "w:xz", preset=9) as packed:
            for part in ("inputs", "outputs"):
                packed.add(night.folder / part, part)


if __name__ == "__main__":
    main(sys.argv[1])
