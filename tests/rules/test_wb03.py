# ruff: noqa: E501 (a row of a table stays on one line)

import pytest

from tests.rules.harness import Case, check, empty_county, evaluate, fill

CASES = (
    Case(
        "看不懂的金额、大小写不一致每张表一条，金额是读得出的小写；数字按文本存的、没有计算结果的不报",
        """
        工作表
        村   | submission_id | sheet | kind       | header_row | rows_loaded | rows_rejected
        甲村 | 甲            | 账    | cash_entry | 3          | 2           | 2
        乙村 | 乙            | 账    | cash_entry | 3          | 8           | 1

        收支明细账
        村   | 日期       | 摘要 | 支出 | submission_id | source_sheet
        甲村 | 2025-03-01 | 买笔 | 30   | 甲            | 账
        乙村 | 2025-03-01 | 买笔 | 30   | 乙            | 账

        问题
        submission_id | source_file | sheet | cell | code | column | found              | amount
        甲            | 甲.xlsx     | 账    | D7   | C13  | 支出   | 壹佰元整（¥200.00） | 200
        甲            | 甲.xlsx     | 账    | D5   | C01  | 支出   | 约三十             |
        乙            | 乙.xlsx     | 账    | D5   | C08  | 支出   | 30                 |
        乙            | 乙.xlsx     | 账    | D6   | C07  | 支出   | 公式无结果         |
        乙            | 乙.xlsx     | 账    | D7   | C02  | 支出   | 3.141              |
        乙            | 乙.xlsx     | 账    | G7   | C06  | 经手人 | #REF!              |
        """,
        """
        村   | 结果 | 对象       | 级别 | 金额 | 说明
        甲村 | 命中 | 甲.xlsx#账 | 高   | 200  | “甲.xlsx”工作表“账”有 2 格金额读不出或大小写不一致：D5“约三十”、D7“壹佰元整（¥200.00）”；读得出的小写金额合计 200 元，待核。
        乙村 | 通过 |            |      |      |
        """,
    ),
    Case(
        "金额列里的公式错误命中；改正重报后不报；一张表有几个村的，记在那一行的村",
        """
        报送
        submission_id | superseded_by
        甲一          | 甲二
        甲二          |
        乙            |

        工作表
        村   | submission_id | sheet | kind       | header_row | rows_loaded | rows_rejected
        甲村 | 甲一          | 账    | cash_entry | 3          | 8           | 1
        甲村 | 甲二          | 账    | cash_entry | 3          | 9           | 0
             | 乙            | 全镇  | grant      | 3          | 2           | 0

        收支明细账
        村   | 日期       | 摘要 | 支出 | submission_id | source_sheet
        甲村 | 2025-03-01 | 买笔 | 30   | 甲二          | 账

        专项资金拨付表
        村   | 资金类别 | 年度 | 拨付金额 | submission_id | source_sheet | source_row
        乙村 | 专项资金 | 2025 | 10000    | 乙            | 全镇         | 4
        丙村 | 专项资金 | 2025 | 10000    | 乙            | 全镇         | 5

        问题
        submission_id | source_file | sheet | cell | code | column   | found
        甲一          | 甲.xlsx     | 账    | D5   | C01  | 支出     | 约三十
        乙            | 全镇.xlsx   | 全镇  | E5   | C06  | 批复金额 | #REF!
        """,
        """
        村   | 结果 | 对象           | 金额
        甲村 | 通过 |                |
        乙村 | 通过 |                |
        丙村 | 命中 | 全镇.xlsx#全镇 | 0
        """,
    ),
    Case(
        "没有报过账表的不可评估",
        """
        村情登记表
        村   | 乡镇
        甲村 | 示范镇
        """,
        """
        村   | 结果     | 缺少
        甲村 | 不可评估 | 报来的账表
        """,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_wb03(case: Case) -> None:
    check("WB03", case)


def test_the_evidence_leads_to_the_cell() -> None:
    con = empty_county()
    fill(con, CASES[0].tables)
    evaluate(con, "2026-06-30", "WB03")
    rows = con.execute(
        "select source_file, source_sheet, source_row, summary, amount from audit.flag_evidence order by source_row"
    ).fetchall()
    assert [(*row[:4], row[4] and int(row[4])) for row in rows] == [
        ("甲.xlsx", "账", 5, "D5 约三十", None),
        ("甲.xlsx", "账", 7, "D7 壹佰元整（¥200.00）", 200),
    ]
