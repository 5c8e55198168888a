# ruff: noqa: E501 (a row of a table stays on one line)
"""账表完整性 (audit.coverage): whole, in part, sent back, passed over, never handed in; of current submissions alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import duckdb
import pytest

from pipeline.judge import facts
from pipeline.judge.evaluate import enter
from tests.rules.harness import empty_county, fill


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    yield empty_county()


def coverage(con: duckdb.DuckDBPyConnection, tables: str, columns: str) -> list[tuple[object, ...]]:
    """Give ``columns`` of what the villages of ``tables`` have handed in."""
    fill(con, tables)
    day = date(2025, 6, 30)
    facts.build(con, day)
    enter(con, day, "批次-1")
    return con.execute(
        f"select village_name, {columns} from audit.coverage where coverage <> '未报' order by all"
    ).fetchall()


def test_each_state_is_told_and_what_was_replaced_does_not_count(con: duckdb.DuckDBPyConnection) -> None:
    assert coverage(
        con,
        """
        报送
        submission_id | superseded_by
        新            |
        旧            | 新

        收支明细账
        村   | submission_id | source_sheet | 日期       | 摘要   | 收入 | period     | period_kind
        甲村 | 新            | 甲           | 2025-01-02 | 收租金 | 100  | 2025-01-01 | 月
        乙村 | 新            | 乙           | 2025-01-02 | 收租金 | 100  | 2025-01-01 | 月
        丙村 | 新            | 丙           | 2025-01-02 | 收租金 | 100  | 2025-01-01 | 月

        工作表
        村   | submission_id | sheet | kind       | runner_up  | period     | period_kind | rows_loaded | rows_rejected | money_rejected | money_unread | outcome
        甲村 | 新            | 甲    | cash_entry |            | 2025-01-01 | 月          | 1           | 0             | 0              | 0            | 装载
        甲村 | 旧            | 甲    | cash_entry |            | 2025-01-01 | 月          | 0           | 9             | 9              | 0            | 退回
        乙村 | 新            | 乙    | cash_entry |            | 2025-01-01 | 月          | 1           | 1             | 20.50          | 0            | 装载
        丙村 | 新            | 丙    | cash_entry |            | 2025-01-01 | 月          | 1           | 0             | 0              | 7            | 装载
        丁村 | 新            | 丁    |            | cash_entry | 2025-01-01 | 月          | 0           | 1             | 30             | 0            | 退回
        戊村 | 新            | 戊    |            | cash_entry | 2025-01-01 | 月          | 0           | 0             | 0              | 8            | 跳过

        退回行
        submission_id | sheet | row | cells           | fields
        旧            | 甲    | 3   | {"C3": "9"}     | {"expense": "9.00"}
        新            | 乙    | 3   | {"C3": "20.50"} | {"expense": "20.50"}
        新            | 丁    | 3   | {"C3": "30"}    |
        """,
        "kind, coverage, rows_loaded, rows_set_aside, money_set_aside::varchar",
    ) == [
        ("丁村", "cash_entry", "退回", 0, 1, "30.00"),
        ("丙村", "cash_entry", "部分装载", 1, 0, "7.00"),
        ("乙村", "cash_entry", "部分装载", 1, 1, "20.50"),
        ("戊村", "cash_entry", "跳过", 0, 0, "8.00"),
        ("甲村", "cash_entry", "完整", 1, 0, "0.00"),
    ]  # fmt: skip


def test_a_sheet_of_several_villages_and_funds_is_told_of_each(con: duckdb.DuckDBPyConnection) -> None:
    """A row that names its village and fund is theirs; one that does not may be any of the sheet's."""
    assert coverage(
        con,
        """
        专项资金拨付表
        村   | source_sheet | 年度 | 资金类别 | 拨付金额
        甲村 | 拨付         | 2025 | 专项资金 | 100
        甲村 | 拨付         | 2025 | 办公经费 | 100
        乙村 | 拨付         | 2025 | 专项资金 | 100
        丙村 | 另一张       | 2025 | 专项资金 | 100

        工作表
        submission_id | sheet  | kind  | rows_loaded | rows_rejected | outcome
        报送-1        | 拨付   | grant | 3           | 2             | 装载
        报送-1        | 另一张 | grant | 1           | 1             | 装载

        退回行
        submission_id | sheet  | row | fields
        报送-1        | 拨付   | 8   | {"village_name": "甲村", "fund": "办公经费", "amount": "40.00"}
        报送-1        | 拨付   | 9   | {"village_name": "甲村", "fund": "专项资金"}
        报送-1        | 另一张 | 9   | {"amount": "7.00"}
        """,
        "fund, coverage, rows_loaded, rows_set_aside, money_set_aside::varchar",
    ) == [
        ("丙村", "专项资金", "部分装载", 1, 1, "7.00"),
        ("乙村", "专项资金", "完整", 1, 0, "0.00"),
        ("甲村", "专项资金", "部分装载", 1, 1, "0.00"),
        ("甲村", "办公经费", "部分装载", 1, 1, "40.00"),
    ]


def test_books_are_told_by_cash_bank_and_account(con: duckdb.DuckDBPyConnection) -> None:
    assert coverage(
        con,
        """
        收支明细账
        村   | source_sheet | 日期       | 账簿 | 摘要   | 收入
        甲村 | 现金         | 2025-01-02 | 现金 | 收租金 | 100
        甲村 | 银行         | 2025-01-02 | 银行 | 收租金 | 100

        银行对账单
        村   | source_sheet | 账号 | 交易日期   | 收入金额
        甲村 | 流水         | 6001 | 2025-01-02 | 100

        工作表
        村   | submission_id | sheet | kind       | rows_loaded | rows_rejected | outcome
        甲村 | 报送-1        | 现金  | cash_entry | 1           | 1             | 装载
        甲村 | 报送-1        | 银行  | cash_entry | 1           | 0             | 装载
        甲村 | 报送-1        | 流水  | bank_line  | 1           | 0             | 装载

        退回行
        submission_id | sheet | row | fields
        报送-1        | 现金  | 8   | {"income": "40.00"}
        """,
        "kind, account, coverage",
    ) == [
        ("甲村", "bank_line", "6001", "完整"),
        ("甲村", "cash_entry", "现金", "部分装载"),
        ("甲村", "cash_entry", "银行", "完整"),
    ]


def test_a_paper_that_never_came_is_told(con: duckdb.DuckDBPyConnection) -> None:
    coverage(con, "收支明细账\n村 | 日期 | 摘要 | 收入\n甲村 | 2025-01-02 | 收租金 | 100", "kind")
    found = con.execute(
        "select kind_title, coverage from audit.coverage where kind in ('cash_entry', 'dividend_use') order by all"
    ).fetchall()
    assert found == [("收支明细账", "完整"), ("红利使用明细表", "未报")]
