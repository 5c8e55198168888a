# ruff: noqa: E501 (a row of a table stays on one line)

import pytest

from tests.rules.harness import Case, check

CASES = (
    Case(
        "合计与明细差一元命中，差一分通过",
        """
        收支明细账
        村   | 日期       | 摘要   | 支出
        甲村 | 2025-03-01 | 办公   | 100
        乙村 | 2025-03-01 | 办公   | 100

        合计行
        村   | kind       | scope | label | cell | column_title | printed | computed | source_file     | source_sheet
        甲村 | cash_entry | 合计  | 合计  | E9   | 支出         | 101     | 100      | 收支明细账.xlsx | Sheet1
        乙村 | cash_entry | 合计  | 合计  | E10  | 支出         | 100.01  | 100      | 收支明细账.xlsx | Sheet1
        """,
        """
        村   | 结果 | 对象                      | 级别 | 金额 | 证据 | 说明
        甲村 | 命中 | 收支明细账.xlsx#Sheet1!E9 | 提示 | 1    | printed_total-1 | 工作表“Sheet1”E9 格“合计”的支出印作 101 元，明细逐行相加为 100 元，相差 1 元（容差 0.01 元），待核。（相差不到 100 元，只作提示。）
        乙村 | 通过 |                           |      |      | |
        """,
    ),
    Case(
        "同一张表几个印错的合计各一条，属同一事实",
        """
        收支明细账
        村   | 日期       | 摘要   | 支出
        甲村 | 2025-03-01 | 办公   | 100

        合计行
        村   | kind       | scope | label    | cell | column_title | printed | computed | source_file     | source_sheet
        甲村 | cash_entry | 本月  | 本月合计 | E9   | 支出         | 150     | 100      | 收支明细账.xlsx | Sheet1
        甲村 | cash_entry | 本年  | 本年累计 | E10  | 支出         | 150     | 100      | 收支明细账.xlsx | Sheet1
        """,
        """
        村   | 结果 | 金额 | 同一事实
        甲村 | 命中 | 50   | 工作表·433101000001·收支明细账.xlsx·Sheet1
        甲村 | 命中 | 50   | 工作表·433101000001·收支明细账.xlsx·Sheet1
        """,
    ),
    Case(
        "期初期末余额不是合计；没有可核对的合计不适用",
        """
        收支明细账
        村   | 日期       | 摘要   | 支出
        甲村 | 2025-03-01 | 办公   | 100
        乙村 | 2025-03-01 | 办公   | 100
        丙村 | 2025-03-01 | 办公   | 100

        合计行
        村   | kind       | scope | label    | cell | column_title | printed | computed | source_file     | source_sheet
        甲村 | cash_entry | 期末  | 期末余额 | F9   | 余额         | 900     |          | 收支明细账.xlsx | Sheet1
        乙村 | cash_entry | 本年  | 本年累计 | E9   | 支出         | 900     |          | 收支明细账.xlsx | Sheet1
        """,
        """
        村   | 结果   | 原因
        甲村 | 不适用 | 没有能与明细核对的合计数
        乙村 | 不适用 | 没有能与明细核对的合计数
        丙村 | 不适用 | 没有能与明细核对的合计数
        """,
    ),
    Case(
        "被重报取代的表上的合计不再核对",
        """
        收支明细账
        村   | 日期       | 摘要   | 支出 | submission_id
        甲村 | 2025-03-01 | 办公   | 100  | 报送-2

        合计行
        村   | kind       | scope | label | cell | column_title | printed | computed | submission_id | superseded_by
        甲村 | cash_entry | 合计  | 合计  | E9   | 支出         | 999     | 100      | 报送-1        | 报送-2
        甲村 | cash_entry | 合计  | 合计  | E9   | 支出         | 100     | 100      | 报送-2        |
        """,
        """
        村   | 结果
        甲村 | 通过
        """,
    ),
    Case(
        "合计所管的金额有的没有读懂，对不了，不可评估",
        """
        收支明细账
        村   | 日期       | 摘要   | 支出
        甲村 | 2025-03-01 | 办公   | 100
        乙村 | 2025-03-01 | 办公   | 100
        丙村 | 2025-03-01 | 办公   | 100

        合计行
        村   | kind       | scope | label    | cell | column_title | printed | computed | source_file | source_sheet
        丙村 | cash_entry | 合计  | 合计     | E9   | 支出         | 101     |          | 丙.xlsx     | 三月
        丙村 | cash_entry | 合计  | 合计     | E9   | 支出         | 101     |          | 丙.xlsx     | 四月
        甲村 | cash_entry | 合计  | 合计     | E9   | 支出         | 101     |          | 甲.xlsx     | 甲账
        乙村 | cash_entry | 期初  | 上月结转 | F3   | 余额         | 101     |          | 乙.xlsx     | 账
        乙村 | cash_entry | 合计  | 合计     | E9   | 支出         | 100     | 100      | 乙.xlsx     | 账

        工作表
        村   | submission_id | source_file | sheet | kind       | rows_loaded | rows_rejected
        甲村 | 报送-1        | 甲.xlsx     | 甲账  | cash_entry | 1           | 1
        丙村 | 报送-1        | 丙.xlsx     | 三月  | cash_entry | 1           | 1
        丙村 | 报送-1        | 丙.xlsx     | 四月  | cash_entry | 1           | 1
        """,
        """
        村   | 结果     | 缺少
        甲村 | 不可评估 | 甲.xlsx“甲账”的合计所管各行，有的金额没有读懂
        乙村 | 通过     |
        丙村 | 不可评估 | 丙.xlsx“三月”等 2 张工作表的合计所管各行，有的金额没有读懂
        """,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_wb02(case: Case) -> None:
    check("WB02", case)
