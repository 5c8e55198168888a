# ruff: noqa: E501 (a row of a table stays on one line)

import pytest

from tests.rules.harness import Case, check

HEAD = """
工作表
村   | submission_id | sheet | kind       | header_row | rows_loaded | rows_rejected
甲村 | 甲            | 账    | cash_entry | 3          | 8           | 0
乙村 | 乙            | 账    | cash_entry | 3          | 8           | 0

收支明细账
村   | 日期       | 摘要 | 支出 | submission_id | source_sheet
甲村 | 2025-03-01 | 买笔 | 30   | 甲            | 账
乙村 | 2025-03-01 | 买笔 | 30   | 乙            | 账
"""
CASES = (
    Case(
        "公式被填的数覆盖、隐藏的行列有金额合成一条；行与列同藏的金额只计一次；隐藏而没有金额的不报",
        HEAD
        + """
        问题
        submission_id | source_file | sheet | cell | code | column | found       | amount
        甲            | 甲.xlsx     | 账    | F7   | C19  | 余额   | 390         | 10
        甲            | 甲.xlsx     | 账    | A5   | C09  |        | 第 5、6 行  | 70
        甲            | 甲.xlsx     | 账    | E3   | C10  | 支出   | 隐藏列      | 200
        甲            | 甲.xlsx     | 账    | B3   | C10  | 凭证号 | 隐藏列      |
        乙            | 乙.xlsx     | 账    | A5   | C09  |        | 第 5 行     | 0
        乙            | 乙.xlsx     | 账    | B3   | C10  | 凭证号 | 隐藏列      |
        """,
        """
        村   | 结果 | 对象       | 级别 | 金额 | 说明
        甲村 | 命中 | 甲.xlsx#账 | 中   | 210  | “甲.xlsx”工作表“账”公式被填的数覆盖：F7 填 390；隐藏的行有金额：第 5、6 行；隐藏的列有金额：“支出”，涉及 210 元，待核。
        乙村 | 通过 |            |      |      |
        """,
    ),
    Case(
        "用模板填而全表没有公式的降为提示；引用别的工作簿的文件一条",
        HEAD
        + """
        问题
        submission_id | source_file | sheet | cell | code | column | found    | amount
        甲            | 甲.xlsx     | 账    | F3   | C20  | 余额   | 没有公式 |
        乙            | 乙.xlsx     |       |      | F10  |        |          |
        """,
        """
        村   | 结果 | 对象       | 级别 | 金额 | 说明
        甲村 | 命中 | 甲.xlsx#账 | 提示 | 0    | “甲.xlsx”工作表“账”用模板填的表没有一个公式，涉及 0 元，待核。
        乙村 | 命中 | 乙.xlsx    | 中   | 0    | “乙.xlsx”有公式引用别的工作簿，涉及 0 元，待核。
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
def test_wb04(case: Case) -> None:
    check("WB04", case)
