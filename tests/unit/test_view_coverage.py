# ruff: noqa: E501 (a row of a table stays on one line)
"""账表完整性 (audit.coverage): whole, in part, sent back, passed over; of current submissions alone."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from tests.rules.harness import empty_county, fill


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    yield empty_county()


def coverage(con: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    return con.execute(
        "select village_name, kind, coverage, rows_loaded, rows_set_aside, money_set_aside::varchar"
        " from audit.coverage order by all"
    ).fetchall()


def test_each_state_is_told_and_what_was_replaced_does_not_count(con: duckdb.DuckDBPyConnection) -> None:
    fill(
        con,
        """
        报送
        submission_id | superseded_by
        新            |
        旧            | 新

        工作表
        村   | submission_id | sheet | kind       | runner_up  | period     | period_kind | rows_loaded | rows_rejected | money_rejected | money_unread
        甲村 | 新            | 一    | cash_entry |            | 2025-01-01 | 月          | 5           | 0             | 0              | 0
        甲村 | 旧            | 一    | cash_entry |            | 2025-01-01 | 月          | 0           | 9             | 9              | 0
        乙村 | 新            | 一    | cash_entry |            | 2025-01-01 | 月          | 5           | 1             | 20.50          | 0
        丙村 | 新            | 一    | cash_entry |            | 2025-01-01 | 月          | 5           | 0             | 0              | 7
        丁村 | 新            | 一    |            | cash_entry | 2025-01-01 | 月          | 0           | 4             | 30             | 0
        戊村 | 新            | 一    |            | cash_entry | 2025-01-01 | 月          | 0           | 0             | 0              | 8
        """,
    )
    assert coverage(con) == [
        ("丁村", "cash_entry", "退回", 0, 4, "30.00"),
        ("丙村", "cash_entry", "部分装载", 5, 0, "7.00"),
        ("乙村", "cash_entry", "部分装载", 5, 1, "20.50"),
        ("戊村", "cash_entry", "跳过", 0, 0, "8.00"),
        ("甲村", "cash_entry", "完整", 5, 0, "0.00"),
    ]
