# ruff: noqa: E501 (a row of a table stays on one line)

import pytest

from tests.rules.harness import Case, check

HEAD = """
收支明细账
村 | 日期 | 凭证号 | 摘要 | 支出 | source_file | source_sheet | submission_id | slice_id
"""


def book(village: str, name: str, days: range, amount: int = 10) -> str:
    """One entry a day in March, in a file of its own."""
    return "\n".join(
        f"{village} | 2025-03-{day:02d} | 记-{day} | 第{day}笔 | {amount} | {name}.xlsx | 账 | {name} | {name}"
        for day in days
    )


CASES = (
    Case(
        "两个村报了同一个文件，各一条；金额按较小文件的支出，两村同一事实",
        """
        报送
        submission_id | sha256           | received_at
        一            | aaaaaaaaaaaaaaaa | 2025-04-01 02:00:00
        二            | aaaaaaaaaaaaaaaa | 2025-04-02 02:00:00

        收支明细账
        村   | 日期       | 摘要   | 收入 | 支出 | source_file | submission_id | row_id
        甲村 | 2025-03-01 | 收租金 | 100  |      | 甲.xlsx     | 一            | r1
        甲村 | 2025-03-02 | 买笔   |      | 30   | 甲.xlsx     | 一            | r2
        乙村 | 2025-03-01 | 收租金 | 100  |      | 乙.xlsx     | 二            | r1
        乙村 | 2025-03-02 | 买笔   |      | 30   | 乙.xlsx     | 二            | r2
        """,
        """
        村   | 结果 | 对象                         | 级别 | 金额 | 同一事实                                                        | 说明
        甲村 | 命中 | 乙.xlsx#Sheet1 与 甲.xlsx#Sheet1 | 高 | 30 | 重复上报·433101000001·乙.xlsx·Sheet1·433101000002·甲.xlsx·Sheet1 | 收支明细账“乙.xlsx”工作表“Sheet1”的 2 行明细有 2 行与“甲.xlsx”工作表“Sheet1”相同（同一文件；满 80% 并满 10 行，或 3 行以上完全相同），支出合计 30 元，待核。另一村是乙村。文件校验值 aaaaaaaaaaaaaaaa、aaaaaaaaaaaaaaaa。
        乙村 | 命中 | 乙.xlsx#Sheet1 与 甲.xlsx#Sheet1 | 高 | 30 | 重复上报·433101000001·乙.xlsx·Sheet1·433101000002·甲.xlsx·Sheet1 | 收支明细账“乙.xlsx”工作表“Sheet1”的 2 行明细有 2 行与“甲.xlsx”工作表“Sheet1”相同（同一文件；满 80% 并满 10 行，或 3 行以上完全相同），支出合计 30 元，待核。另一村是甲村。文件校验值 aaaaaaaaaaaaaaaa、aaaaaaaaaaaaaaaa。
        """,
    ),
    Case(
        "二十行中十六行见于另一张表命中，十五行通过；全部见于另一张表而不满十行的通过",
        HEAD
        + book("甲村", "甲一", range(1, 21))
        + "\n"
        + book("甲村", "甲二", range(6, 26))
        + "\n"
        + book("乙村", "乙一", range(1, 21), amount=11)
        + "\n"
        + book("乙村", "乙二", range(5, 25), amount=11)
        + "\n"
        + book("丙村", "丙一", range(1, 21), amount=7)
        + "\n"
        + book("丙村", "丙二", range(1, 10), amount=7),
        """
        村   | 结果 | 对象                         | 金额
        甲村 | 通过 |                              |
        乙村 | 命中 | 乙二.xlsx#账 与 乙一.xlsx#账 | 220
        丙村 | 通过 |                              |
        """,
    ),
    Case(
        "两期内容完全相同三行命中，两行通过；金额都是零的不比",
        HEAD
        + book("甲村", "甲三月", range(1, 4))
        + "\n"
        + book("甲村", "甲四月", range(1, 4))
        + "\n"
        + book("乙村", "乙三月", range(1, 3), amount=5)
        + "\n"
        + book("乙村", "乙四月", range(1, 3), amount=5)
        + "\n"
        + book("丙村", "丙三月", range(1, 9), amount=0)
        + "\n"
        + book("丙村", "丙四月", range(1, 9), amount=0),
        """
        村   | 结果 | 对象                             | 金额 | 证据
        甲村 | 命中 | 甲四月.xlsx#账 与 甲三月.xlsx#账 | 30   | cash_entry-4 cash_entry-5 cash_entry-6
        乙村 | 通过 |                                  |      |
        丙村 | 通过 |                                  |      |
        """,
    ),
    Case(
        "更正重报、台账与日记账各记一次、一张表上的两个村不报；部分相同而存疑的报",
        """
        收支明细账
        村   | 资金类别 | 账簿 | 日期       | 凭证号 | 摘要 | 支出 | source_file | submission_id | superseded_by | slice_id
        甲村 | 集体资金 |      | 2025-03-01 | 记-1   | 买笔 | 30   | 甲.xlsx     | 一            | 二            | 甲
        甲村 | 集体资金 |      | 2025-03-02 | 记-2   | 买纸 | 31   | 甲.xlsx     | 一            | 二            | 甲
        甲村 | 集体资金 |      | 2025-03-03 | 记-3   | 买灯 | 32   | 甲.xlsx     | 一            | 二            | 甲
        甲村 | 集体资金 |      | 2025-03-01 | 记-1   | 买笔 | 30   | 甲.xlsx     | 二            |               | 甲
        甲村 | 集体资金 |      | 2025-03-02 | 记-2   | 买纸 | 31   | 甲.xlsx     | 二            |               | 甲
        甲村 | 集体资金 |      | 2025-03-03 | 记-3   | 买灯 | 32   | 甲.xlsx     | 二            |               | 甲
        乙村 | 专项资金 | 银行 | 2025-03-01 | 记-1   | 修路 | 30   | 日记账.xlsx | 三            |               | 日记账
        乙村 | 专项资金 | 银行 | 2025-03-02 | 记-2   | 修桥 | 31   | 日记账.xlsx | 三            |               | 日记账
        乙村 | 专项资金 | 银行 | 2025-03-03 | 记-3   | 修渠 | 32   | 日记账.xlsx | 三            |               | 日记账
        乙村 | 专项资金 |      | 2025-03-01 | 记-1   | 修路 | 30   | 台账.xlsx   | 四            |               | 台账
        乙村 | 专项资金 |      | 2025-03-02 | 记-2   | 修桥 | 31   | 台账.xlsx   | 四            |               | 台账
        乙村 | 专项资金 |      | 2025-03-03 | 记-3   | 修渠 | 32   | 台账.xlsx   | 四            |               | 台账
        丙村 | 集体资金 |      | 2025-05-01 | 记-1   | 慰问 | 50   | 全镇.xlsx   | 五            |               | 丙
        丙村 | 集体资金 |      | 2025-05-02 | 记-2   | 慰问 | 50   | 全镇.xlsx   | 五            |               | 丙
        丙村 | 集体资金 |      | 2025-05-03 | 记-3   | 慰问 | 50   | 全镇.xlsx   | 五            |               | 丙
        丁村 | 集体资金 |      | 2025-05-01 | 记-1   | 慰问 | 50   | 全镇.xlsx   | 五            |               | 丁
        丁村 | 集体资金 |      | 2025-05-02 | 记-2   | 慰问 | 50   | 全镇.xlsx   | 五            |               | 丁
        丁村 | 集体资金 |      | 2025-05-03 | 记-3   | 慰问 | 50   | 全镇.xlsx   | 五            |               | 丁
        戊村 | 集体资金 |      | 2025-06-01 | 记-1   | 买笔 | 30   | 六月.xlsx   | 六            |               | 戊
        戊村 | 集体资金 |      | 2025-06-02 | 记-2   | 买纸 | 31   | 六月.xlsx   | 六            |               | 戊
        戊村 | 集体资金 |      | 2025-06-03 | 记-3   | 买灯 | 32   | 六月.xlsx   | 六            |               | 戊
        戊村 | 集体资金 |      | 2025-06-01 | 记-1   | 买笔 | 30   | 补充.xlsx   | 七            |               | 戊
        戊村 | 集体资金 |      | 2025-06-08 | 记-8   | 买桶 | 33   | 补充.xlsx   | 七            |               | 戊
        戊村 | 集体资金 |      | 2025-06-09 | 记-9   | 买锁 | 34   | 补充.xlsx   | 七            |               | 戊

        账册重叠
        kind       | slice_id | submission_id | other_submission_id | rows_common | rows_smaller | outcome
        cash_entry | 戊       | 七            | 六                  | 1           | 3            | 存疑
        """,
        """
        村   | 结果 | 对象                                 | 金额 | 证据
        甲村 | 通过 |                                      |      |
        乙村 | 通过 |                                      |      |
        丙村 | 通过 |                                      |      |
        丁村 | 通过 |                                      |      |
        戊村 | 命中 | 补充.xlsx#Sheet1 与 六月.xlsx#Sheet1 | 97   | cash_entry-22
        """,
    ),
    Case(
        "只有名册和评级的村不可评估",
        """
        星级评定表
        村   | 评定年度 | 星级
        甲村 | 2024     | 3
        """,
        """
        村   | 结果     | 缺少
        甲村 | 不可评估 | 收支明细账或记账凭证或科目余额表或银行对账单或红利使用明细表或帮扶慰问发放表或干部补贴发放表或采购明细表或明细分类账
        """,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_wb06(case: Case) -> None:
    check("WB06", case)
