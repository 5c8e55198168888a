"""A figure that stands in several places is the same in all: in flags, views and headline figures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import duckdb
import pytest

from pipeline.judge import facts, headlines
from tests.rules.harness import empty_county, evaluate, fill

COUNTY = """
    红利收取表
    村   | 合作社 | 红利年度 | 实收红利 | 未使用红利 | 到账日期
    甲村 | 茶社   | 2022     | 12001    |            | 2023-01-05
    甲村 | 茶社   | 2023     | 20000    |            | 2024-01-05
    乙村 | 桔社   | 2024     | 20000    | 5000       | 2025-01-05
    丙村 | 药社   | 2024     | 10000    |            | 2025-01-05
    丁村 | 药社   | 2025     | 10000    | 1500       | 2026-05-05
    戊村 | 药社   | 2025     | 30000    |            | 2026-06-20
    己村 | 药社   | 2025     | 8000     |            | 2026-06-01
    庚村 | 药社   | 2022     | 10000    |            | 2023-06-01
    庚村 | 药社   | 2023     | 10000    |            | 2024-06-01

    红利使用明细表
    村   | 红利年度 | 用途类别 | 用途   | 金额
    甲村 | 2022     | 再投入   | 再投入 | 5000
    甲村 | 2022     | 公益事业 | 修路   | 7001
    甲村 | 2023     | 再投入   | 再投入 | 10000.76
    甲村 | 2023     | 公益事业 | 修路   | 9999.24
    丙村 | 2024     | 公益事业 | 修路   | 8000
    丁村 | 2025     | 公益事业 | 修路   | 8000
    己村 | 2025     | 公益事业 | 修路   | 3000
    庚村 | 2022     | 再投入   | 再投入 | 6000
    庚村 | 2023     | 再投入   | 再投入 | 14000
"""


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    con = empty_county()
    fill(con, COUNTY)
    facts.build(con, date(2026, 6, 30))
    evaluate(con, "2026-06-30", "DU01", "DU02", "DU03")
    headlines.record(con, "批次-0001")
    return con


def headline(con: duckdb.DuckDBPyConnection, name: str) -> Decimal:
    [(value,)] = con.execute(
        "select value from result.headline where township = '' and name = ?", [name]
    ).fetchall()
    return Decimal(value)


def flagged(con: duckdb.DuckDBPyConnection, where: str) -> list[tuple[object, ...]]:
    return con.execute(
        f"select village_name, year(period), amount from audit.flag where {where} order by all"
    ).fetchall()


def test_too_little_reinvested_is_the_same_in_flags_view_and_headline(con: duckdb.DuckDBPyConnection) -> None:
    seen = con.execute(
        "select village_name, year, shortfall from audit.dividend_use where shortfall > 0 order by all"
    ).fetchall()
    assert seen == flagged(con, "rule_id = 'DU02'")
    # 6,000.50 was due, 5,000 put in, and 0.76 too much the year after
    assert ("甲村", 2022, Decimal("999.74")) in seen
    assert headline(con, "再投入不足") == sum(amount for _, _, amount in seen)
    parts = con.execute(
        "select required_reinvestment - reinvested, offset_amount + shortfall from audit.dividend_use"
        " where assessable and required_reinvestment > reinvested"
    ).fetchall()
    assert all(lacking == explained for lacking, explained in parts)


def test_what_went_untraced_is_the_same_in_flags_view_and_headline(con: duckdb.DuckDBPyConnection) -> None:
    seen = con.execute(
        "select village_name, year, untraced from audit.dividend_use where untraced > 0 order by all"
    ).fetchall()
    assert seen == flagged(con, "rule_id in ('DU01', 'DU03')")
    assert seen == [("丁村", 2025, 500), ("丙村", 2024, 2000), ("乙村", 2024, 15000)]
    assert headline(con, "未见去向的红利") == 17500
    assert headline(con, "其中没有使用记录的红利") == 15000


def test_every_yuan_of_a_dividend_is_used_in_hand_or_untraced(con: duckdb.DuckDBPyConnection) -> None:
    rows = con.execute(
        "select dividend, coalesce(reinvested + public_welfare + office + party_activity + aid + industry + other, 0)"
        " + in_hand + untraced from audit.dividend_use where village_name <> '庚村'"
    ).fetchall()
    assert all(dividend == told for dividend, told in rows)


def test_what_a_later_year_spent_of_an_earlier_one_is_not_in_hand(con: duckdb.DuckDBPyConnection) -> None:
    rows = con.execute(
        "select year, in_hand, untraced from audit.dividend_use where village_name = '庚村' order by year"
    ).fetchall()
    assert rows == [(2022, 0, 0), (2023, 0, 0)]


BOOKS = """
    收支明细账
    村   | 日期       | 摘要 | 支出 | period     | period_kind
    甲村 | 2025-01-05 | 一月 | 1    | 2025-01-01 | 月
    甲村 | 2025-04-05 | 四月 | 1    | 2025-04-01 | 月
    乙村 | 2026-05-05 | 五月 | 1    | 2026-05-01 | 月
    丙村 | 2026-04-05 | 四月 | 1    | 2026-04-01 | 月

    报送
    submission_id | superseded_by | received_at
    报送-1        |               | 2026-05-15
    旧报          | 新报          | 2026-05-15
    新报          |               | 2026-05-16

    工作表
    村   | submission_id | sheet | kind       | period     | period_kind | rows_loaded | rows_rejected
    乙村 | 旧报          | 一    | grant      | 2026-05-01 | 月          | 0           | 3
    乙村 | 新报          | 一    | grant      | 2026-05-01 | 月          | 0           | 2
    丙村 | 旧报          | 一    | allowance  | 2026-05-01 | 月          | 0           | 3
"""


def test_a_period_that_is_missing_is_missing_in_flags_view_and_headline() -> None:
    """甲村 lacks two months of last year, 丙村 May, which fell due in the program's days; June is not yet due."""
    con = empty_county()
    fill(con, BOOKS)
    facts.build(con, date(2026, 7, 6))
    evaluate(con, "2026-07-06", "SUB01")
    headlines.record(con, "批次-0001")
    missing = con.execute(
        "select village_name, count(*) from audit.submission_status where is_missing group by 1 order by 1"
    ).fetchall()
    assert (
        missing
        == con.execute(
            "select village_name, cast(regexp_extract(message, '缺 ([0-9]+) 期', 1) as bigint) from audit.flag order by 1"
        ).fetchall()
    )
    assert headline(con, "逾期未报") + headline(con, "以前年度缺报") == sum(count for _, count in missing)
    assert missing == [("丙村", 1), ("甲村", 2)]
    waiting = (
        "select village_name from audit.submission_status where status in ('未报', '逾期') and not is_missing"
    )
    assert con.execute(waiting + " order by 1").fetchall() == [("丙村",), ("乙村",)]


def test_what_was_sent_back_is_the_same_in_status_coverage_and_headline() -> None:
    con = empty_county()
    fill(con, BOOKS)
    facts.build(con, date(2026, 7, 6))
    evaluate(con, "2026-07-06", "SUB01")
    headlines.record(con, "批次-0001")
    returned = [("乙村", "grant", date(2026, 5, 1))]
    for view, word in (("submission_status", "status"), ("coverage", "coverage")):
        assert (
            con.execute(
                f"select village_name, kind, period from audit.{view} where {word} = '退回'"
            ).fetchall()
            == returned
        )
    assert headline(con, "退回的表") == 1
