"""A small county whose reports have something of everything, evaluated once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.judge import headlines
from pipeline.publish.report import audit_book, checklist, figures
from tests.e2e.night import read_here  # noqa: F401 (a fixture)
from tests.rules.harness import empty_county, evaluate, fill

if TYPE_CHECKING:
    import duckdb

    from pipeline.publish.report.audit_book import Content
    from pipeline.publish.report.figures import Figures

BATCH = "20260630-0001"
COUNTY = """
    村情登记表
    村   | 村名 | 乡镇
    甲村 | 甲村 | 东镇
    乙村 | 乙村 | 东镇
    丙村 | 丙村 | 西乡

    星级评定表
    村   | 评定年度 | 星级
    甲村 | 2024     | 3

    专项资金拨付表
    村   | 年度 | 资金类别 | 拨付金额
    甲村 | 2024 | 专项资金 | 400000

    收支明细账
    村   | 资金类别 | 账簿 | 日期       | 摘要                       | 收入   | 支出     | 对方单位     | 票据类型
    甲村 | 专项资金 | 银行 | 2024-03-10 | 财政拨入                   | 400000 |          |              |
    甲村 | 专项资金 | 银行 | 2024-04-01 | =HYPERLINK("http://x","a") |        | 150000.5 | @兴修公司    | 白条
    甲村 | 专项资金 | 银行 | 2024-05-01 | 付王某                     |        | 20000    | -工行      | 白条
    甲村 | 专项资金 | 现金 | 2024-06-01 | +补助                      |        | 3000     | 王某         | 无

    红利收取表
    村   | 合作社 | 红利年度 | share_capital | 实收红利
    甲村 | 茶社   | 2024     | 400000 | 40000
    乙村 | 桔社   | 2024     | 200000 | 12001
    丙村 | 药社   | 2024     | 200000 | 20000

    红利使用明细表
    村   | 合作社 | 红利年度 | 使用日期   | 用途类别 | 用途     | 金额
    甲村 | 茶社   | 2024     | 2025-02-01 | 再投入   | 入股     | 20000
    甲村 | 茶社   | 2024     | 2025-02-02 | 公益事业 | 修路     | 20000
    乙村 | 桔社   | 2024     | 2025-02-03 | 再投入   | 入股     | 6000
    乙村 | 桔社   | 2024     | 2025-02-04 | 公益事业 | 修路     | 6001
"""


@dataclass(frozen=True)
class Written:
    """The workbooks written from one connection, and what they were written from."""

    con: duckdb.DuckDBPyConnection
    figures: Figures
    content: Content
    book: Path
    checklist: Path


def county() -> duckdb.DuckDBPyConnection:
    """Fill and judge the county as one batch."""
    con = empty_county()
    con.execute("delete from result.headline; delete from meta.batch")
    fill(con, COUNTY)
    evaluate(con, "2026-06-30", batch_id=BATCH)
    started = datetime(2026, 6, 30, 22, 5)
    con.execute(
        "insert into meta.batch (batch_id, started_at, as_of, program_version) values (?, ?, '2026-06-30', '村账')",
        [BATCH, started],
    )
    headlines.record(con, BATCH)
    return con


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """Write both workbooks of the county."""
    folder = tmp_path_factory.mktemp("reports")
    con = county()
    head, content = figures.read(con, folder), audit_book.read(con)
    book, listed = folder / "审计报告.xlsx", folder / "核查清单.xlsx"
    audit_book.write(book, head, content)
    table = checklist.read(con, content.tables["疑点"], content.tables["疑点依据"])
    checklist.write(listed, head.batch, table)
    return Written(con, head, content, book, listed)
