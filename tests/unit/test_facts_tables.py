from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.handover import lent
from pipeline.judge import facts
from pipeline.judge.facts import document_number
from pipeline.judge.facts._words import words_of
from tests.rules.harness import empty_county, fill

if TYPE_CHECKING:
    import duckdb

AS_OF = date(2026, 6, 30)


def _built(tables: str, as_of: date = AS_OF) -> duckdb.DuckDBPyConnection:
    con = empty_county()
    fill(con, tables)
    facts.build(con, as_of)
    return con


def _rows(con: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    return con.execute(query).fetchall()


# What the program knows by itself; the other facts are about a county and come from its rows.
KNOWLEDGE = {"account_chart", "digit_share", "ledger_kind"}


def test_an_empty_county_has_every_fact_with_comments_and_no_row_but_knowledge() -> None:
    con = _built("")
    for name, fact in facts.load_facts().items():
        assert (_rows(con, f"from fact.{name}") == []) == (name not in KNOWLEDGE)
        told = {column: comment for column, (_, comment) in fact.COLUMNS.items()}
        assert told == dict(
            _rows(
                con,
                f"select column_name, comment from duckdb_columns() where schema_name = 'fact' and table_name = '{name}'",
            )
        )


def test_what_a_fact_computes_has_the_types_it_tells() -> None:
    """The table is made by what is told: a column of another type would be turned into that one in silence."""
    con = _built("")
    for name, fact in facts.load_facts().items():
        with lent(con, "computed_fact", fact.compute(con, date(2026, 6, 30))):
            found = dict(_rows(con, "select column_name, column_type from (describe from computed_fact)"))
        assert found == {column: _written(kind) for column, (kind, _) in fact.COLUMNS.items()}, name


def _written(sql_type: str) -> str:
    return sql_type.upper().replace(", ", ",")


def test_the_steps_of_matching_are_recorded() -> None:
    con = _built("""
        银行对账单
        村   | 账号 | 交易日期   | 支出金额
        甲村 | 6001 | 2025-03-05 | 3000
        甲村 | 6001 | 2025-03-05 | 3500
        甲村 | 6001 | 2025-06-05 | 7777

        收支明细账
        村   | 账簿 | 日期       | 摘要   | 支出
        甲村 | 银行 | 2025-03-03 | 购砂石 | 3000
        甲村 | 银行 | 2025-03-04 | 购水泥 | 1500
        甲村 | 银行 | 2025-03-06 | 购砖   | 2000
        甲村 | 银行 | 2025-03-06 | 购拖车 | 7777
    """)
    assert _rows(con, "select * from fact.bank_match order by all") == [
        ("bank_line-1", "cash_entry-1", "三日同额", 2),
        ("bank_line-2", "cash_entry-2", "合并", 1),
        ("bank_line-2", "cash_entry-3", "合并", 1),
        ("bank_line-3", "cash_entry-4", "半年同额", 91),
    ]


def test_a_line_of_a_pay_roll_is_not_taken_for_the_one_payment_of_the_same_amount() -> None:
    con = _built("""
        银行对账单
        村   | 账号 | 交易日期   | 支出金额 | 对方户名
        甲村 | 6001 | 2025-05-26 | 1700     | 批量代发
        甲村 | 6001 | 2025-05-26 | 600      | 批量代发

        收支明细账
        村   | 账簿 | 日期       | 凭证号 | 摘要         | 支出 | 对方单位
        甲村 | 银行 | 2025-05-26 | 付-20  | 误工补贴     | 1100 | 丁发芳
        甲村 | 银行 | 2025-05-26 | 付-20  | 误工补贴     | 600  | 沈娟金
        甲村 | 银行 | 2025-05-26 | 付-21  | 网格员补贴   | 600  | 郑军明
    """)
    assert _rows(con, "select * exclude (days_apart) from fact.bank_match order by all") == [
        ("bank_line-1", "cash_entry-1", "整张凭证"),
        ("bank_line-1", "cash_entry-2", "整张凭证"),
        ("bank_line-2", "cash_entry-3", "三日同额"),
    ]


def test_matching_does_not_depend_on_the_order_in_which_rows_were_loaded() -> None:
    lines = [f"甲村 | 6001 | 2025-03-{day:02} | 2000" for day in (1, 2, 2, 5, 9)]
    entries = [f"甲村 | 银行 | 2025-03-{day:02} | 购物 | 2000" for day in (2, 4, 5, 12)]
    found = []
    for step in (1, -1):
        con = empty_county()
        for title, header, rows in (
            ("银行对账单", "村 | 账号 | 交易日期 | 支出金额 | row_id | source_row", lines),
            ("收支明细账", "村 | 账簿 | 日期 | 摘要 | 支出 | row_id | source_row", entries),
        ):
            numbered = [f"{row} | {title}{n} | {n}" for n, row in enumerate(rows)][::step]
            fill(con, "\n".join((title, header, *numbered)))
        facts.build(con, AS_OF)
        found.append(_rows(con, "select * from fact.bank_match order by all"))
    assert found[0] == found[1]
    assert len(found[0]) == 4


def test_villages_are_never_matched_with_each_other() -> None:
    con = _built("""
        银行对账单
        村   | 账号 | 交易日期   | 支出金额
        甲村 | 6001 | 2025-03-05 | 3000

        收支明细账
        村   | 账簿 | 日期       | 摘要   | 支出
        乙村 | 银行 | 2025-03-05 | 购砂石 | 3000
    """)
    assert _rows(con, "select * from fact.bank_match") == []


def test_payees_are_merged_within_a_village_only() -> None:
    con = _built("""
        收支明细账
        村   | 日期       | 摘要   | 支出 | 对方单位         | 收款账号 | 支付方式
        甲村 | 2025-03-01 | 购砂石 | 1    | 张三             |          |
        甲村 | 2025-03-02 | 购砂石 | 1    | 张叁             |          |
        乙村 | 2025-03-02 | 购砂石 | 1    | 张叁             |          |
        乙村 | 2025-03-02 | 购砂石 | 1    |                  |          |
        丙村 | 2025-03-02 | 工资   | 1    | 王五             | 62170001 | 代发
        丙村 | 2025-03-02 | 工资   | 1    | 赵六             | 62170001 | 代发
    """)
    keys = _rows(con, "select row_id, payee_key from fact.payee order by row_id")
    assert keys == [
        ("cash_entry-1", "张三"), ("cash_entry-2", "张三"), ("cash_entry-3", "张叁"), ("cash_entry-4", None),
        ("cash_entry-5", "王五"), ("cash_entry-6", "赵六"),
    ]  # fmt: skip


def test_purposes_are_compared_without_numbers_and_dates() -> None:
    assert words_of("付3月水泥款（第２期）") == words_of("付 4 月水泥款 (第3期)") != words_of("付砂石款")


def test_the_name_of_an_entry_survives_a_new_file() -> None:
    tables = """
        收支明细账
        村   | 日期       | 凭证号 | 摘要   | 支出 | row_id | source_file
        甲村 | 2025-03-01 | 记1    | 购砂石 | 3000 | {0}1   | {0}.xlsx
        甲村 | 2025-03-01 | 记1    | 购砂石 | 3000 | {0}2   | {0}.xlsx
    """
    names = [
        _rows(_built(tables.format(file)), "select subject from fact.entry_subject order by row_id")
        for file in ("旧", "新")
    ]
    assert (
        names[0]
        == names[1]
        == [("2025-03-01 记1 购砂石 3000.00 元",), ("2025-03-01 记1 购砂石 3000.00 元（第2笔）",)]
    )


@pytest.mark.parametrize(
    ("as_of", "covers_to"),
    # declared for the year: whole once it has been over for 60 days, before that as far as the entries go
    [(date(2026, 2, 28), date(2025, 3, 31)), (date(2026, 3, 1), date(2025, 12, 31))],
)
def test_a_declared_year_covers_its_months_once_it_is_over(as_of: date, covers_to: date) -> None:
    con = _built(
        """
        收支明细账
        村   | 账簿 | 日期       | 摘要   | 支出 | period     | period_kind
        甲村 | 银行 | 2025-03-02 | 购砂石 | 500  | 2025-01-01 | 年
        """,
        as_of,
    )
    assert _rows(con, "select covers_from, covers_to from fact.coverage") == [(date(2025, 1, 1), covers_to)]


def test_a_book_is_read_in_time_order_whichever_way_it_is_printed() -> None:
    con = _built("""
        收支明细账
        村   | 日期       | 摘要   | 收入 | 支出 | 余额 | 币种 | source_sheet
        甲村 | 2025-03-02 | 买笔   |      | 30   | 70   |      | 倒序
        甲村 | 2025-03-01 | 收租金 | 100  |      | 100  |      | 倒序
        乙村 | 2025-03-01 | 收租金 | 100  |      | 100  |      | 正序
        乙村 | 2025-03-02 | 买笔   |      | 30   | 70   |      | 正序
        乙村 | 2025-03-03 | 捐款   | 100  |      | 9    | 美元 | 正序
    """)
    lines = _rows(con, "select source_sheet, row_id from fact.book_line order by source_sheet, position")
    assert lines == [
        ("倒序", "cash_entry-2"), ("倒序", "cash_entry-1"), ("正序", "cash_entry-3"), ("正序", "cash_entry-4"),
    ]  # fmt: skip


def test_printed_balances_of_alternating_books_belong_to_none() -> None:
    con = _built("""
        收支明细账
        村   | 资金类别 | 日期       | 摘要   | 收入 | 余额 | source_row
        甲村 | 集体资金 | 2025-03-01 | 收租金 | 100  | 100  | 5
        甲村 | 专项资金 | 2025-03-02 | 拨款   | 500  | 500  | 6
        甲村 | 集体资金 | 2025-03-03 | 收租金 | 100  | 200  | 7

        合计行
        村   | kind       | field   | scope | printed | source_file     | source_sheet | source_row
        甲村 | cash_entry | balance | 期末  | 700     | 收支明细账.xlsx | Sheet1       | 8
    """)
    assert _rows(con, "select distinct kind from fact.book_line") == [("明细",)]


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("№０４５１２３４５", ["04512345"]),
        ("No.04512345", ["04512345"]),
        ("4300174130-12345678", ["430017413012345678"]),
        ("12345678-12345680", ["12345678", "12345679", "12345680"]),
        ("12345678~80", ["12345678", "12345679", "12345680"]),
        ("12345678、12345690", ["12345678", "12345690"]),
        ("发票 25312000000012345678", ["25312000000012345678"]),
        ("无", []),
        ("0", []),
    ],
)
def test_invoice_numbers_as_officers_write_them(written: str, numbers: list[str]) -> None:
    assert document_number.numbers(written) == numbers


def test_a_red_entry_takes_back_one_payment_to_the_same_payee() -> None:
    con = _built("""
        收支明细账
        村   | 日期       | 摘要       | 支出  | 对方单位
        甲村 | 2025-03-01 | 购砂石     | 3000  | 建材店
        甲村 | 2025-03-05 | 购砂石     | 3000  | 五金店
        甲村 | 2025-03-06 | 更正       | -3000 | 建材店
        乙村 | 2025-03-01 | 购砂石     | 3000  | 建材店
        乙村 | 2025-03-02 | 优惠       | -3000 |
        丙村 | 2025-03-01 | 购砂石     | 3000  |
        丙村 | 2025-03-02 | 红字冲购砂 | -3000 | 建材店
    """)
    assert _rows(con, "select * from fact.reversal") == [
        ("cash_entry-1", "cash_entry-3"),
        ("cash_entry-6", "cash_entry-7"),
    ]
