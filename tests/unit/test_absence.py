# ruff: noqa: E501 (a row of a table stays on one line)
"""What was set aside stands in the way of a hit only where every mark of it that can be read fits (BK02 as the example)."""

from __future__ import annotations

import pytest

from tests.rules.harness import empty_county, evaluate, fill, found

BOOKS = """
    村情登记表
    村   | 县市区 | 乡镇
    甲村 | 青石县 | 云溪镇
    乙村 | 青石县 | 白鹭镇

    账户登记表
    村   | 账号 | 资金类别
    甲村 | 6001 | 集体资金

    银行对账单
    村   | 账号 | 交易日期   | 支出金额 | 对方户名 | 摘要
    甲村 | 6001 | 2025-03-05 | 3000     | 建材店   | 货款
    甲村 | 6001 | 2025-03-10 | 8000     | 张三     | 转账

    收支明细账
    村   | 账簿 | 资金类别 | 日期       | 摘要   | 支出
    甲村 | 银行 | 集体资金 | 2025-03-02 | 购砂石 | 3000
"""
SHEET = "submission_id | source_file | sheet | kind | runner_up | period | period_kind | fund | rows_loaded | rows_rejected | money_unread | outcome | 村"
ROW = "submission_id | source_file | sheet | row | cells | fields"
# A row of a book of 甲村 for the year, with these of its fields read.
SET_ASIDE = {
    "nothing of it fits worse than the amount": ('{"expense": "7999.00", "entry_date": "2025-03-10"}', ""),
    "another fund": ('{"expense": "8000.00", "fund": "专项资金"}', ""),
    "another year": ('{"expense": "8000.00", "entry_date": "2023-03-10"}', ""),
    "more than half a year off": ('{"expense": "8000.00", "entry_date": "2025-10-10"}', ""),
    "another party, the amount not read": ('{"counterparty": "李四", "entry_date": "2025-03-10"}', ""),
    "another half-year, the amount not read": ('{"summary": "付款", "entry_date": "2025-10-10"}', ""),
    "the amount": ('{"expense": "8000.00"}', "账.xlsx“账”第 9 行没有装载（金额相符）"),
    "the amount, within half a year": (
        '{"expense": "8000.00", "entry_date": "2025-08-10"}',
        "账.xlsx“账”第 9 行没有装载（金额相符）",
    ),
    "amount and party": (
        '{"expense": "8000.00", "counterparty": "张三"}',
        "账.xlsx“账”第 9 行没有装载（金额和对方都相符，就是要找的这一笔）",
    ),
    "the party, the amount not read": ('{"counterparty": "张三"}', "账.xlsx“账”第 9 行没有装载"),
    "within half a year, the amount not read": (
        '{"summary": "付款", "entry_date": "2025-05-10"}',
        "账.xlsx“账”第 9 行没有装载",
    ),
    "nothing can be read": ('{"summary": "付款"}', "账.xlsx“账”第 9 行没有装载"),
}
WHOLE = {
    "sent back, of a village nobody knows, in its township's folder": (
        "报送-2 | 云溪镇/账.xlsx | 账 | cash_entry | | 2025-01-01 | 年 | | 0 | 1 | 0 | 退回 |",
        '报送-2 | 云溪镇/账.xlsx | 账 | 9 | {"A9": "8000"} | {"expense": "8000.00"}',
        "云溪镇/账.xlsx“账”整张没有装载（第 9 行金额相符）",
    ),
    "sent back, in another township's folder": (
        "报送-2 | 白鹭镇/账.xlsx | 账 | cash_entry | | 2025-01-01 | 年 | | 0 | 1 | 0 | 退回 |",
        '报送-2 | 白鹭镇/账.xlsx | 账 | 9 | {"A9": "8000"} | {"expense": "8000.00"}',
        "",
    ),
    "sent back, its kind only guessed": (
        "报送-2 | 账.xlsx | 账 | | cash_entry | 2025-01-01 | 年 | | 0 | 1 | 0 | 退回 | 甲村",
        '报送-2 | 账.xlsx | 账 | 9 | {"A9": "付张三", "B9": "8,000"} |',
        "账.xlsx“账”整张没有装载（第 9 行金额和对方都相符，就是要找的这一笔）",
    ),
    "sent back, of another kind": (
        "报送-2 | 账.xlsx | 账 | | grant | 2025-01-01 | 年 | | 0 | 1 | 0 | 退回 | 甲村",
        '报送-2 | 账.xlsx | 账 | 9 | {"B9": "8000"} |',
        "",
    ),
    "sent back, like none of the ledgers": (
        "报送-2 | 账.xlsx | 账 | | | 2025-01-01 | 年 | | 0 | 1 | 0 | 退回 | 甲村",
        '报送-2 | 账.xlsx | 账 | 9 | {"B9": "8000"} | {"amount": "8000.00"}',
        "",
    ),
    "sent back, another year": (
        "报送-2 | 账.xlsx | 账 | cash_entry | | 2023-01-01 | 年 | | 0 | 1 | 0 | 退回 | 甲村",
        '报送-2 | 账.xlsx | 账 | 9 | {"B9": "8000"} |',
        "",
    ),
    "a row of a sheet of several villages that names another": (
        "报送-2 | 账.xlsx | 账 | cash_entry | | 2025-01-01 | 年 | | 5 | 1 | 0 | 装载 |",
        '报送-2 | 账.xlsx | 账 | 9 | {"B9": "8000"} | {"village_name": "乙村", "expense": "8000.00"}',
        "",
    ),
}


def outcome(tables: str) -> tuple[str, str]:
    """Give outcome and reason of BK02 for 甲村."""
    con = empty_county()
    fill(con, BOOKS + tables)
    evaluate(con, "2025-12-31", "BK02")
    (line,) = (line for line in found(con, "BK02") if line["村"] == "甲村")
    return line["结果"], line["缺少"]


def expected(missing: str) -> tuple[str, str]:
    return ("不可评估", missing) if missing else ("命中", "")


@pytest.mark.parametrize(("fields", "missing"), SET_ASIDE.values(), ids=SET_ASIDE)
def test_a_row_set_aside(fields: str, missing: str) -> None:
    tables = f"""
        工作表
        {SHEET}
        报送-2 | 账.xlsx | 账 | cash_entry | | 2025-01-01 | 年 | | 5 | 1 | 0 | 装载 | 甲村

        退回行
        {ROW}
        报送-2 | 账.xlsx | 账 | 9 | | {fields}
    """
    assert outcome(tables) == expected(missing)


@pytest.mark.parametrize(("sheet", "row", "missing"), WHOLE.values(), ids=WHOLE)
def test_a_sheet(sheet: str, row: str, missing: str) -> None:
    assert outcome(f"工作表\n{SHEET}\n{sheet}\n\n退回行\n{ROW}\n{row}") == expected(missing)


@pytest.mark.parametrize(
    ("header", "money", "why", "missing"),
    [
        ("", "9000", "没有列名", "账.xlsx“账”H3:H9 没有读懂"),
        ("", "7000", "没有列名", ""),
        ("金额大写", "9000", "列名不认识", ""),
        ("", "9000", "不是要报的表", ""),
    ],
    ids=["a block with enough money", "too little money", "a column of rows that were loaded", "no ledger"],
)
def test_a_block_that_was_not_read(header: str, money: str, why: str, missing: str) -> None:
    tables = f"""
        工作表
        {SHEET}
        报送-2 | 账.xlsx | 账 | cash_entry | | 2025-01-01 | 年 | | 5 | 0 | {money} | 装载 | 甲村

        未读
        submission_id | source_file | sheet | place | header | money | why
        报送-2 | 账.xlsx | 账 | H3:H9 | {header} | {money} | {why}
    """
    assert outcome(tables) == expected(missing)


def test_what_was_replaced_since_stands_in_no_way() -> None:
    tables = f"""
        报送
        submission_id | superseded_by
        报送-1        |
        报送-2        | 报送-1

        工作表
        {SHEET}
        报送-2 | 账.xlsx | 账 | cash_entry | | 2025-01-01 | 年 | | 5 | 1 | 0 | 装载 | 甲村

        退回行
        {ROW}
        报送-2 | 账.xlsx | 账 | 9 | | {{"expense": "8000.00"}}
    """
    assert outcome(tables) == ("命中", "")


def test_a_voucher_of_which_one_line_is_told_by_balances_agrees_with_its_bank_line() -> None:
    con = empty_county()
    fill(
        con,
        """
        收支明细账
        村   | 账簿 | 日期       | 凭证号 | 摘要     | 支出 | 余额 | source_file | source_sheet | source_row
        甲村 | 银行 | 2025-03-01 | 付-1   | 付电费   | 100  | 9900 | 账.xlsx     | 账           | 3
        甲村 | 银行 | 2025-03-10 | 付-2   | 发放补贴 | 700  | 9200 | 账.xlsx     | 账           | 4
        甲村 | 银行 | 2025-03-10 | 付-2   | 发放补贴 | 800  | 7800 | 账.xlsx     | 账           | 6
        甲村 | 银行 | 2025-03-12 | 付-3   | 付水费   | 50   | 7750 | 账.xlsx     | 账           | 7

        银行对账单
        村   | 账号 | 交易日期   | 支出金额 | 摘要
        甲村 | 6001 | 2025-03-01 | 100      | 电费
        甲村 | 6001 | 2025-03-11 | 2100     | 代发
        甲村 | 6001 | 2025-03-12 | 50       | 水费

        工作表
        村   | submission_id | source_file | sheet | kind       | rows_loaded | rows_rejected
        甲村 | 报送-1        | 账.xlsx     | 账    | cash_entry | 4           | 1

        退回行
        submission_id | source_file | sheet | row | fields
        报送-1        | 账.xlsx     | 账    | 5   | {"entry_date": "2025-03-10", "voucher_no": "付-2", "account_kind": "银行", "balance": "8600.00"}
        """,
    )
    evaluate(con, "2026-06-30", "BK02", "BK03")
    for rule in ("BK02", "BK03"):
        assert {(line["结果"], line["缺少"]) for line in found(con, rule)} == {
            ("不可评估", "账.xlsx“账”第 5 行没有装载")
        }


def missing_of(rule: str, tables: str) -> set[tuple[str, str]]:
    """Give the outcomes of ``rule`` with what is said to be missing."""
    con = empty_county()
    fill(con, tables)
    evaluate(con, "2026-06-30", rule)
    return {(line["结果"], line["缺少"]) for line in found(con, rule)}


# A payroll of one voucher, of which one line's amount is neither read nor told by balances.
PAYROLL = """
    收支明细账
    村   | 账簿 | 日期       | 凭证号 | 摘要     | 支出 | 对方单位 | source_file | source_sheet | source_row
    甲村 | 银行 | 2025-03-01 | 付-1   | 付电费   | 100  | 供电所   | 账.xlsx     | 账           | 3
    甲村 | 银行 | 2025-03-10 | 付-2   | 发放补贴 | 700  | 王二     | 账.xlsx     | 账           | 4
    甲村 | 银行 | 2025-03-12 | 付-3   | 付水费   | 50   | 水务所   | 账.xlsx     | 账           | 6

    银行对账单
    村   | 账号 | 交易日期   | 支出金额 | 摘要 | 对方户名
    甲村 | 6001 | 2025-03-01 | 100      | 电费 | 供电所
    甲村 | 6001 | 2025-03-11 | 1500     | 代发 | {payee}
    甲村 | 6001 | 2025-03-12 | 50       | 水费 | 水务所

    工作表
    村   | submission_id | source_file | sheet | kind       | rows_loaded | rows_rejected
    甲村 | 报送-1        | 账.xlsx     | 账    | cash_entry | 3           | 1

    退回行
    submission_id | source_file | sheet | row | fields
    报送-1        | 账.xlsx     | 账    | 5   | {{"entry_date": "2025-03-10", "voucher_no": "付-2", "account_kind": "银行", "counterparty": "张三"}}
"""


@pytest.mark.parametrize(("payee", "missing"), [("批量代发", "账.xlsx“账”第 5 行没有装载"), ("建材店", "")])
def test_anybody_may_be_behind_a_payment_to_many(payee: str, missing: str) -> None:
    assert missing_of("BK02", PAYROLL.format(payee=payee)) == {expected(missing)}


def test_of_a_voucher_with_an_unread_line_no_line_is_without_its_bank_line() -> None:
    assert missing_of("BK03", PAYROLL.format(payee="建材店")) == {expected("账.xlsx“账”第 5 行没有装载")}


@pytest.mark.parametrize(
    ("first", "account", "missing"),
    [(2, "银行", "2025 年 1 月的办公经费银行收支明细账（没有报送）"), (1, "银行", ""), (2, "现金", "")],
    ids=["the bank's book begins after the grant", "it is of the grant's month", "only cash begins later"],
)
def test_a_grant_before_the_book_begins_may_be_booked_in_what_was_not_handed_in(
    first: int, account: str, missing: str
) -> None:
    books = "\n".join(
        f"甲村 | 办公经费 | {account} | 2025-{month:02}-20 | 购纸 | 10 | 2025-{month:02}-01 | 月 | {account}-{month}"
        for month in range(first, 13)
    )
    tables = f"""
        专项资金拨付表
        村   | 年度 | 资金类别 | 拨付金额 | 拨付日期
        甲村 | 2025 | 办公经费 | 6000     | 2025-01-06

        收支明细账
        村 | 资金类别 | 账簿 | 日期 | 摘要 | 支出 | period | period_kind | source_sheet
        {books}
    """
    assert missing_of("XV05", tables) == {expected(missing)}


@pytest.mark.parametrize(
    ("column", "missing"), [("变更金额", "项目.xlsx“项目”G2 没有读懂"), ("施工单位", "")]
)
def test_a_change_that_could_not_be_read_is_not_taken_for_none(column: str, missing: str) -> None:
    tables = f"""
        项目台账
        村   | 项目编号 | 项目名称 | 批复金额 | source_file | source_sheet | source_row
        甲村 | XM01     | 修路     | 10000    | 项目.xlsx   | 项目         | 2

        收支明细账
        村   | 日期       | 摘要     | 支出  | 项目编号
        甲村 | 2025-03-01 | 付修路款 | 12000 | XM01

        问题
        submission_id | source_file | sheet | cell | column   | code
        报送-1        | 项目.xlsx   | 项目  | G2   | {column} | C01
    """
    assert missing_of("SVC05", tables) == {expected(missing)}
