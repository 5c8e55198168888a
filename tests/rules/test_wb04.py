# ruff: noqa: E501 (a row of a table stays on one line)

import pytest

from tests.rules.harness import Case, check, empty_county, evaluate, fill, found

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
SHEETS = """
工作表
村   | submission_id | sheet | kind       | header_row | rows_loaded | rows_rejected
甲村 | 甲            | 账    | cash_entry | 1          | 1           | 0
甲村 | 甲            | 册    | cash_entry | 1          | 1           | 0
甲村 | 乙            | 账    | cash_entry | 1          | 1           | 0
甲村 | 丙            | 账    | cash_entry | 1          | 1           | 0
乙村 | 丙            | 账    | cash_entry | 1          | 1           | 0
乙村 | 丁            | 账    | cash_entry | 1          | 1           | 0

收支明细账
村   | 日期       | 摘要 | 支出 | submission_id | source_sheet
甲村 | 2025-03-01 | 买笔 | 30   | 甲            | 账
甲村 | 2025-03-01 | 买笔 | 30   | 甲            | 册
甲村 | 2025-03-01 | 买笔 | 30   | 乙            | 账
甲村 | 2025-03-01 | 买笔 | 30   | 丙            | 账
乙村 | 2025-03-01 | 买笔 | 30   | 丙            | 账
乙村 | 2025-03-01 | 买笔 | 30   | 丁            | 账

问题
submission_id | source_file | sheet | cell | code | column | found   | amount
甲            | 甲.xlsx     | 账    | F2   | C19  | 余额   | 390     | 10
甲            | 甲.xlsx     | 册    | A5   | C09  |        | 第 5 行 | 70
乙            | 乙.xlsx     | 账    | E3   | C10  | 支出   | 隐藏列  | 200
丙            | 丙.xlsx     | 账    | F5   | C19  | 余额   | 390     | 20
丙            | 丙.xlsx     | 账    | F6   | C19  | 余额   | 400     | 30
丁            | 丁.xlsx     | 账    | E7   | C13  | 支出   | 五十    | 50
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
        "每张工作表一条，各写各的；一张表上有几个村的，各村只看自己的行；金额看不懂不是隐藏，不报",
        SHEETS,
        """
        村   | 结果 | 对象       | 金额 | 说明
        甲村 | 命中 | 甲.xlsx#账 | 10   | “甲.xlsx”工作表“账”公式被填的数覆盖：F2 填 390，涉及 10 元，待核。
        甲村 | 命中 | 甲.xlsx#册 | 70   | “甲.xlsx”工作表“册”隐藏的行有金额：第 5 行，涉及 70 元，待核。
        甲村 | 命中 | 乙.xlsx#账 | 200  | “乙.xlsx”工作表“账”隐藏的列有金额：“支出”，涉及 200 元，待核。
        甲村 | 命中 | 丙.xlsx#账 | 20   | “丙.xlsx”工作表“账”公式被填的数覆盖：F5 填 390，涉及 20 元，待核。
        乙村 | 命中 | 丙.xlsx#账 | 30   | “丙.xlsx”工作表“账”公式被填的数覆盖：F6 填 400，涉及 30 元，待核。
        """,
    ),
    Case(
        "没有报过账表的、只报了没有内容的表的不可评估；报来而整张退回的算报过；看不出是哪个村的表不算哪个村报过",
        """
        村情登记表
        村   | 乡镇
        甲村 | 示范镇
        乙村 | 示范镇
        丙村 | 示范镇

        工作表
        村   | submission_id | sheet | kind       | rows_loaded | rows_rejected
        乙村 | 乙            | 账    | cash_entry | 0           | 8
        丙村 | 丙            | 账    | cash_entry | 0           | 0
             | 丁            | 账    | cash_entry | 0           | 8
        """,
        """
        村   | 结果     | 缺少
        甲村 | 不可评估 | 报来的账表
        乙村 | 通过     |
        丙村 | 不可评估 | 报来的账表
        """,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_wb04(case: Case) -> None:
    check("WB04", case)


def test_the_flag_of_a_sheet_rests_on_the_problems_of_that_sheet_in_that_village() -> None:
    con = empty_county()
    fill(con, SHEETS)
    evaluate(con, "2026-06-30", "WB04")
    evidence = [row["证据"].split() for row in found(con, "WB04")]
    assert [len(ids) for ids in evidence] == [1] * 5
    assert len({one for ids in evidence for one in ids}) == 5
