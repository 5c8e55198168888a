"""One payment on several papers: linked, counted once, matched with the bank once; and what stays two."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pipeline.judge import facts
from pipeline.judge.evaluate import enter
from tests.rules.harness import derive, empty_county, fill

AS_OF = date(2026, 6, 30)
SEVERAL = """
收支明细账
村   | 账簿 | 资金类别 | 日期       | 凭证号 | 摘要             | 支出    | 对方单位 | source_file
甲村 | 银行 |          | 2025-03-05 | 记-7   | 付水渠工程材料款 | 3000.50 | 建材店   | 日记账.xlsx
甲村 |      | 专项资金 | 2025-03-06 |        | 水渠工程材料     | 3000.50 |          | 专项资金台账.xlsx
甲村 |      |          | 2025-03-05 |        | 材料款           | 3000.50 | 建材店   | 三月财务公开榜.xlsx

银行对账单
村   | 账号 | 交易日期   | 支出金额
甲村 | 6001 | 2025-03-05 | 3000.50
"""


def linked(text: str) -> list[tuple[Any, ...]]:
    con = empty_county()
    fill(con, text)
    derive(con, AS_OF, "twice_booked")
    return con.execute("select row_id, repeats_row_id from fact.twice_booked order by all").fetchall()


def test_journal_register_and_posted_notice_of_one_payment_are_one_and_the_bank_line_is_the_journals() -> (
    None
):
    assert linked(SEVERAL) == [("cash_entry-2", "cash_entry-1"), ("cash_entry-3", "cash_entry-1")]
    con = empty_county()
    fill(con, SEVERAL)
    derive(con, AS_OF, "bank_match")
    matched = con.execute("select bank_row_id, entry_row_id from fact.bank_match").fetchall()
    assert matched == [("bank_line-1", "cash_entry-1")]


def test_the_register_says_whose_money_it_was_and_the_payment_counts_in_that_fund_alone() -> None:
    con = empty_county()
    fill(con, SEVERAL)
    facts.build(con, AS_OF)
    enter(con, AS_OF, "批次")
    counted = "select fund, counts, repeats_row_id, row_id from audit.spending order by counts desc, row_id"
    assert con.execute(counted).fetchall() == [
        ("专项资金", "重复凭据", "cash_entry-1", "cash_entry-2"),
        (None, "重复凭据", "cash_entry-1", "cash_entry-3"),
        ("专项资金", "计入", None, "cash_entry-1"),
    ]
    assert con.execute("select cast(spent as varchar) from core.service_fund").fetchall() == [("3000.50",)]
    assert con.execute("select row_id from audit.service_fund_use").fetchall() == [("cash_entry-1",)]


@pytest.mark.parametrize(
    ("what", "register", "repeats"),
    [
        ("三天之内、收款人相同", "甲村 |  | 专项资金 | 2025-03-08 |  | 材料 | 3000 | 建材店 |", True),
        ("相隔四天", "甲村 |  | 专项资金 | 2025-03-09 |  | 付水泥款 | 3000 | 建材店 |", False),
        ("说法不同的同一件事", "甲村 |  | 专项资金 | 2025-03-06 |  | 购水泥 | 3000 |  |", True),
        ("事由、收款人都对不上的整数", "甲村 |  | 专项资金 | 2025-03-05 |  | 慰问老党员 | 3000 |  |", False),
        ("凭证号相同，收款人写成领款人", "甲村 |  | 专项资金 | 2025-03-05 | 记-7 | 付水泥款 | 3000 | 张三 |", True),
        ("收款人不同", "甲村 |  | 专项资金 | 2025-03-05 |  | 购水泥 | 3000 | 五金店 |", False),
        ("收款人写法不同而摘要一字不差", "甲村 |  | 专项资金 | 2025-03-05 |  | 付水泥款 | 3000 | 村民3户 |", True),
        ("写明现金付的，不是银行账上那一笔", "甲村 |  | 专项资金 | 2025-03-05 |  | 付水泥款 | 3000 | 建材店 | 现金", False),
        ("差一分钱", "甲村 |  | 专项资金 | 2025-03-05 |  | 付水泥款 | 3000.01 | 建材店 |", False),
        ("别的村", "乙村 |  | 专项资金 | 2025-03-05 |  | 付水泥款 | 3000 | 建材店 |", False),
        ("另一种专门资金", "甲村 |  | 办公经费 | 2025-03-05 |  | 付水泥款 | 3000 | 建材店 |", False),
        ("另一本日记账", "甲村 | 现金 | 专项资金 | 2025-03-05 |  | 付水泥款 | 3000 | 建材店 |", False),
    ],
)  # fmt: skip
def test_amounts_and_days_decide_and_words_confirm(what: str, register: str, repeats: bool) -> None:
    found = linked(
        f"""
        收支明细账
        村   | 账簿 | 资金类别 | 日期       | 凭证号 | 摘要     | 支出 | 对方单位 | 支付方式
        甲村 | 银行 | 专项资金 | 2025-03-05 | 记-7   | 付水泥款 | 3000 | 建材店   |
        {register}
        """
    )
    assert bool(found) == repeats, what


def test_a_notice_that_says_only_the_sort_of_it_repeats_what_was_paid_that_day() -> None:
    assert linked(
        """
        收支明细账
        村   | 账簿 | 日期       | 摘要         | 支出类别 | 收入   | 支出 | source_file
        甲村 | 银行 | 2025-03-05 | 购打印纸     | 办公费   |        | 600  | 日记账.xlsx
        甲村 | 银行 | 2025-03-06 | 专项资金下达 | 财政拨款 | 100000 |      | 日记账.xlsx
        甲村 |      | 2025-03-05 | 办公费       | 办公费   |        | 600  | 三月财务公开榜.xlsx
        甲村 |      | 2025-03-06 | 上级补助     |          | 100000 |      | 三月财务公开榜.xlsx
        甲村 |      | 2025-03-05 | 接待费       | 招待费   |        | 600  | 三月财务公开榜.xlsx
        """
    ) == [("cash_entry-3", "cash_entry-1"), ("cash_entry-4", "cash_entry-2")]


def test_an_amount_that_is_no_round_sum_and_the_only_one_of_its_day_needs_no_words() -> None:
    head = "收支明细账\n村 | 账簿 | 资金类别 | 日期 | 摘要 | 支出\n"
    journal = "甲村 | 银行 | 专项资金 | 2025-03-05 | 付村内亮化款 | 18632.50\n"
    register = "甲村 |  | 专项资金 | 2025-03-05 | 路灯维修 | 18632.50\n"
    assert linked(head + journal + register) == [("cash_entry-2", "cash_entry-1")]
    assert linked(head + journal * 2 + register) == []
    assert linked(head + journal + register.replace("03-05", "03-06")) == []


def test_two_real_equal_payments_of_one_day_stay_two() -> None:
    head = "收支明细账\n村 | 账簿 | 资金类别 | 日期 | 摘要 | 支出\n"
    journal = "甲村 | 银行 | 专项资金 | 2025-03-05 | 付护林员补助 | 600\n"
    register = "甲村 |  | 专项资金 | 2025-03-05 | 护林员补助 | 600\n"
    assert linked(head + journal * 2) == []
    assert len(linked(head + journal * 2 + register * 2)) == 2
    assert len(linked(head + journal * 2 + register)) == 1
    assert len(linked(head + journal + register * 2)) == 1


def test_what_a_paper_of_the_next_month_begins_with_is_another_payment() -> None:
    assert not linked(
        """
        收支明细账
        村   | 账簿 | 资金类别 | 日期       | 摘要     | 支出
        甲村 | 银行 |          | 2025-01-05 | 付保洁费 | 500
        甲村 | 银行 |          | 2025-01-31 | 付保洁费 | 500
        甲村 |      | 专项资金 | 2025-02-01 | 付保洁费 | 500
        甲村 |      | 专项资金 | 2025-02-28 | 付保洁费 | 500
        """
    )


def test_a_use_of_dividends_without_a_day_repeats_what_the_company_booked_within_two_years() -> None:
    tables = """
        红利使用明细表
        村   | 红利年度 | 用途         | 金额
        甲村 | 2024     | 维修吊桥     | 2000
        甲村 | 2022     | 维修吊桥     | 2000

        收支明细账
        村   | 账簿 | 资金类别 | 日期       | 摘要         | 支出
        甲村 | 银行 | 红色公司 | 2025-03-05 | 付吊桥维修款 | 2000
        甲村 | 银行 | 红色公司 | 2025-09-05 | 慰问困难党员 | 2000
    """
    assert linked(tables) == [("dividend_use-1", "cash_entry-1")]


def test_a_register_takes_no_bank_line_that_a_journal_needs() -> None:
    con = empty_county()
    fill(
        con,
        """
        收支明细账
        村   | 账簿 | 资金类别 | 日期       | 摘要       | 支出
        甲村 | 银行 | 集体资金 | 2025-03-04 | 付水泥款   | 3000
        甲村 |      | 专项资金 | 2025-03-05 | 慰问老党员 | 3000
        甲村 |      | 专项资金 | 2025-06-05 | 慰问老党员 | 800

        银行对账单
        村   | 账号 | 交易日期   | 支出金额
        甲村 | 6001 | 2025-03-05 | 3000
        甲村 | 6001 | 2025-06-05 | 800
        """,
    )
    derive(con, AS_OF, "bank_match")
    matched = con.execute("select bank_row_id, entry_row_id from fact.bank_match order by all").fetchall()
    assert matched == [("bank_line-1", "cash_entry-1"), ("bank_line-2", "cash_entry-3")]


def test_a_red_entry_takes_back_the_payment_that_counts_and_not_the_registers_copy_of_it() -> None:
    con = empty_county()
    fill(
        con,
        """
        收支明细账
        村   | 账簿 | 资金类别 | 日期       | 摘要     | 支出  | 对方单位
        甲村 | 银行 | 专项资金 | 2025-03-05 | 付水泥款 | 3000  | 建材店
        甲村 |      | 专项资金 | 2025-03-06 | 付水泥款 | 3000  | 建材店
        甲村 | 银行 | 专项资金 | 2025-03-07 | 冲水泥款 | -3000 | 建材店
        """,
    )
    facts.build(con, AS_OF)
    assert con.execute("from fact.reversal").fetchall() == [("cash_entry-1", "cash_entry-3")]
    assert con.execute("select count(*) from core.payment").fetchone() == (0,)


def test_one_receipt_on_journal_and_register_is_found_once() -> None:
    con = empty_county()
    fill(
        con,
        """
        票据领用登记表
        村   | 票据类型 | 起号   | 止号   | 领用日期
        甲村 | 收据     | 0101   | 0150   | 2025-01-01

        收支明细账
        村   | 账簿 | 资金类别 | 日期       | 摘要   | 收入 | 票据类型 | 票据号
        甲村 | 银行 | 专项资金 | 2025-03-05 | 收租金 | 500  | 收据     | 0201
        甲村 |      | 专项资金 | 2025-03-05 | 收租金 | 500  | 收据     | 0201
        """,
    )
    facts.build(con, AS_OF)
    found = con.execute("select finding, row_id from fact.receipt_use where finding = '超段'").fetchall()
    assert found == [("超段", "cash_entry-1")]
