"""A table that stands twice in a file is loaded once; tables that are only alike are all loaded."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from pipeline.findings import Issue
from pipeline.layout.headers import Headers
from pipeline.layout.recognise import Recogniser
from pipeline.place.identify import Register, Village
from pipeline.place.locate import Located, locate
from pipeline.place.repeated import leave_out_repeats
from pipeline.read.intake import digest
from schemas import ledgers
from tests.ledgers.drawing import Drawn, workbook

ROWS = """\
日期 | 摘要 | 收入 | 支出
2024-03-01 | 租金 | 100 |
2024-03-02 | 水费 | | 30
2024-03-03 | 电费 | | 40"""
FIRST = f"东滩村2024年3月现金日记账\n{ROWS}"


@cache
def recogniser() -> Recogniser:
    return Recogniser(Headers([replace(ledger, model=None) for ledger in ledgers().values()]))


def placed(*texts: str) -> tuple[list[Located], list[Issue]]:
    book = workbook([Drawn(f"表{n}", lines=text.splitlines()) for n, text in enumerate(texts)])
    register = Register([Village("1", "东滩村", "临河镇"), Village("2", "西渠村", "临河镇")])
    tables = [
        Located(extract, "账.xlsx", "s", "h") for extract in digest("账.xlsx", book, recogniser()).tables
    ]
    for table in tables:
        locate(table, ledgers()[table.extract.kind], register)
    return tables, leave_out_repeats(tables, ledgers())


@pytest.mark.parametrize("again", ["东滩村收支公开榜（2024年3月）", "东滩村收支流水账"])
def test_a_table_under_another_title_is_loaded_once(again: str) -> None:
    (first, second), issues = placed(FIRST, f"{again}\n\n{ROWS}")
    assert first.extract.rows == [3, 4, 5]
    assert second.extract.rows == []
    assert second.extract.money_read == 0
    assert second.extract.skipped["重复的表"] == 3
    assert second.extract.rows_read == sum(second.extract.skipped.values())
    assert [(i.code, i.sheet, i.cell) for i in issues] == [("S09", "表1", "A3")]
    assert "“表0”第 2 行" in issues[0].fix


def test_a_table_repeated_further_down_the_sheet_is_loaded_once() -> None:
    (_, second), issues = placed(f"{FIRST}\n\n东滩村2024年3月收支公开表\n{ROWS}")
    assert second.extract.rows == []
    assert [i.cell for i in issues] == ["A8"]


@pytest.mark.parametrize(
    "other",
    [
        FIRST.replace("东滩村", "西渠村"),
        FIRST.replace("3月现金", "2月现金"),
        FIRST.replace("现金日记账", "银行存款日记账"),
        FIRST.replace("| 40", "| 41"),
        FIRST.replace("电费", "电话费"),
    ],
    ids=["another village", "another month", "another book", "another amount", "another summary"],
)
def test_tables_that_are_only_alike_are_all_loaded(other: str) -> None:
    (_, second), issues = placed(FIRST, other)
    assert second.extract.rows == [3, 4, 5]
    assert issues == []


def test_tables_of_two_rows_may_be_equal_by_chance() -> None:
    short = "\n".join(FIRST.splitlines()[:-1])
    (_, second), issues = placed(short, short.replace("现金日记账", "收支公开表"))
    assert second.extract.rows == [3, 4]
    assert issues == []
