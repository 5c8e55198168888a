import pytest

from tests.rules.harness import Case, check

CASES = (
    Case(
        "像收支明细账而缺摘要列的表命中；列齐而金额看不懂的通过；什么都没报的、只报了没有内容的表的不可评估，看不出是哪个村的表不算哪个村报过",
        """
        村情登记表
        村   | 乡镇
        甲村 | 示范镇
        乙村 | 示范镇
        丙村 | 示范镇
        丁村 | 示范镇

        工作表
        村   | submission_id | sheet | kind       | runner_up  | header_row | rows_loaded | rows_rejected | named
        甲村 | 甲            | 账    |            | cash_entry | 3          | 0           | 8             | true
        乙村 | 乙            | 账    | cash_entry |            | 3          | 8           | 0             | true
        丁村 | 丁            | 账    | cash_entry |            | 3          | 0           | 0             | true
             | 戊            | 账    | cash_entry |            | 3          | 0           | 8             | true

        收支明细账
        村   | 日期       | 摘要 | 支出 | submission_id | source_sheet
        乙村 | 2025-03-01 | 买笔 | 30   | 乙            | 账

        问题
        submission_id | source_file | sheet | cell | code | expected
        甲            | 甲.xlsx     | 账    | A3   | S04  | 列名“摘要”
        乙            | 乙.xlsx     | 账    | D5   | C01  | 金额
        """,
        """
        村   | 结果     | 对象          | 级别 | 金额 | 缺少       | 说明
        甲村 | 命中     | 甲.xlsx#账!A3 | 低   | 0    |            | “甲.xlsx”工作表“账”写明是收支明细账，缺少列名“摘要”，待核。
        乙村 | 通过     |               |      |      |            |
        丙村 | 不可评估 |               |      |      | 报来的账表 |
        丁村 | 不可评估 |               |      |      | 报来的账表 |
        """,
    ),
    Case(
        "重报后合格的、同一文件另有一张同种表的、后来报了同期合格表的不报；报的是另一期的照报",
        """
        报送
        submission_id | received_at         | superseded_by
        甲一          | 2025-04-01 02:00:00 | 甲二
        甲二          | 2025-05-01 02:00:00 |
        乙一          | 2025-04-01 02:00:00 |
        丙一          | 2025-04-01 02:00:00 |
        丙二          | 2025-05-01 02:00:00 |
        丁一          | 2025-04-01 02:00:00 |
        丁二          | 2025-05-01 02:00:00 |

        工作表
        村   | submission_id | sheet | kind       | runner_up  | header_row | rows_loaded | rows_rejected | period     | named
        甲村 | 甲一          | 账    |            | cash_entry | 3          | 0           | 8             | 2025-03-01 | true
        甲村 | 甲二          | 账    | cash_entry |            | 3          | 8           | 0             | 2025-03-01 | true
        乙村 | 乙一          | 汇总  |            | cash_entry | 3          | 0           | 8             |            | true
        乙村 | 乙一          | 账    | cash_entry |            | 3          | 8           | 0             | 2025-03-01 | true
        丙村 | 丙一          | 账    |            | cash_entry | 3          | 0           | 8             | 2025-03-01 | true
        丙村 | 丙二          | 账    | cash_entry |            | 3          | 8           | 0             | 2025-03-01 | true
        丁村 | 丁一          | 账    |            | cash_entry | 3          | 0           | 8             | 2025-03-01 | true
        丁村 | 丁二          | 账    | cash_entry |            | 3          | 8           | 0             | 2025-04-01 | true

        问题
        submission_id | source_file | sheet | cell | code | expected
        甲一          | 甲.xlsx     | 账    | A3   | S04  | 列名“摘要”
        乙一          | 乙.xlsx     | 汇总  | A3   | S04  | 列名“摘要”
        丙一          | 丙.xlsx     | 账    | A3   | S04  | 列名“摘要”
        丁一          | 丁.xlsx     | 账    | A3   | S04  | 列名“摘要”

        收支明细账
        村   | 日期       | 摘要 | 支出 | submission_id | source_sheet
        甲村 | 2025-03-01 | 买笔 | 30   | 甲二          | 账
        """,
        """
        村   | 结果 | 对象
        甲村 | 通过 |
        乙村 | 通过 |
        丙村 | 通过 |
        丁村 | 命中 | 丁.xlsx#账!A3
        """,
    ),
    Case(
        "标题和工作表名都没有写明是哪种表的不报；县里规定必报的表缺列的为严重，其他为低",
        """
        政策参数表
        参数            | 取值
        required_sheets | 收支明细账；银行对账单

        工作表
        村   | submission_id | sheet  | runner_up  | header_row | rows_loaded | rows_rejected | named
        甲村 | 甲            | 账     | cash_entry | 3          | 0           | 8             | true
        甲村 | 甲            | 采购   | purchase   | 3          | 0           | 8             | true
        乙村 | 乙            | Sheet1 | cash_entry | 3          | 0           | 8             | false
        丙村 | 丙            | Sheet1 | cash_entry | 3          | 0           | 8             |

        收支明细账
        村   | 日期       | 摘要 | 支出 | submission_id
        甲村 | 2025-03-01 | 买笔 | 30   | 丁
        乙村 | 2025-03-01 | 买笔 | 30   | 丁
        丙村 | 2025-03-01 | 买笔 | 30   | 丁

        银行对账单
        村   | 账号 | 交易日期   | 支出金额 | submission_id
        甲村 | 61   | 2025-03-01 | 30       | 丁
        乙村 | 62   | 2025-03-01 | 30       | 丁
        丙村 | 63   | 2025-03-01 | 30       | 丁

        问题
        submission_id | source_file | sheet  | cell | code | expected
        甲            | 甲.xlsx     | 账     | A3   | S04  | 列名“摘要”
        甲            | 甲.xlsx     | 采购   | A3   | S04  | 列名“金额”
        乙            | 乙.xlsx     | Sheet1 | A3   | S04  | 列名“摘要”
        丙            | 丙.xlsx     | Sheet1 | A3   | S04  | 列名“摘要”
        """,
        """
        村   | 结果 | 对象            | 级别
        甲村 | 命中 | 甲.xlsx#账!A3   | 严重
        甲村 | 命中 | 甲.xlsx#采购!A3 | 低
        乙村 | 通过 |                 |
        丙村 | 通过 |                 |
        """,
    ),
    Case(
        "县里规定必报的表，一次也没有报过的、报过而已撤回的命中",
        """
        政策参数表
        参数            | 取值
        required_sheets | 收支明细账、银行对账单

        收支明细账
        村   | 日期       | 摘要 | 支出
        甲村 | 2025-03-01 | 买笔 | 30
        乙村 | 2025-03-01 | 买笔 | 30
        丙村 | 2025-03-01 | 买笔 | 30

        银行对账单
        村   | 账号 | 交易日期   | 支出金额 | submission_id | superseded_by
        乙村 | 62   | 2025-03-01 | 30       | 报送-1        |
        丙村 | 63   | 2025-03-01 | 30       | 报送-2        | 报送-3
        """,
        """
        村   | 结果 | 对象              | 级别 | 说明
        甲村 | 命中 | 必报表 银行对账单 | 严重 | 没有报过必报的银行对账单，待核。
        丙村 | 命中 | 必报表 银行对账单 | 严重 | 没有报过必报的银行对账单，待核。
        乙村 | 通过 |                   |      |
        """,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_wb01(case: Case) -> None:
    check("WB01", case)
