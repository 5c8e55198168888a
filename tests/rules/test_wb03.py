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
        乙            | 乙.xlsx     | 账    | D8   | C19  | 支出   | 30                 |
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
        "各村、各文件、各工作表各报一条；超过 12 格的只列 12 格",
        """
        工作表
        村   | submission_id | sheet | kind       | header_row | rows_loaded | rows_rejected
        甲村 | 甲            | 账    | cash_entry | 3          | 2           | 2
        甲村 | 甲            | 现金  | cash_entry | 3          | 2           | 2
        甲村 | 甲二          | 账    | cash_entry | 3          | 2           | 2
        乙村 | 乙            | 账    | cash_entry | 3          | 8           | 13
             | 镇            | 全镇  | grant      | 3          | 2           | 0

        收支明细账
        村   | 日期       | 摘要 | 支出 | submission_id | source_sheet
        甲村 | 2025-03-01 | 买笔 | 30   | 甲            | 账
        甲村 | 2025-03-01 | 买笔 | 30   | 甲            | 现金
        甲村 | 2025-03-01 | 买笔 | 30   | 甲二          | 账
        乙村 | 2025-03-01 | 买笔 | 30   | 乙            | 账

        专项资金拨付表
        村   | 资金类别 | 年度 | 拨付金额 | submission_id | source_sheet | source_row
        丙村 | 专项资金 | 2025 | 10000    | 镇            | 全镇         | 4
        丁村 | 专项资金 | 2025 | 10000    | 镇            | 全镇         | 5

        问题
        submission_id | source_file | sheet | cell | code | column   | found
        甲            | 甲.xlsx     | 账    | D5   | C01  | 支出     | 约三十
        甲            | 甲.xlsx     | 现金  | D6   | C01  | 支出     | 约五十
        甲二          | 甲二.xlsx   | 账    | D7   | C01  | 支出     | 约六十
        镇            | 全镇.xlsx   | 全镇  | E4   | C06  | 批复金额 | #REF!
        镇            | 全镇.xlsx   | 全镇  | E5   | C06  | 批复金额 | #REF!
        """
        + "\n".join(f"乙 | 乙.xlsx | 账 | D{row} | C01 | 支出 | 约{row}元" for row in range(5, 18)),
        """
        村   | 结果 | 对象           | 说明
        甲村 | 命中 | 甲.xlsx#账     | “甲.xlsx”工作表“账”有 1 格金额读不出或大小写不一致：D5“约三十”；读得出的小写金额合计 0 元，待核。
        甲村 | 命中 | 甲.xlsx#现金   | “甲.xlsx”工作表“现金”有 1 格金额读不出或大小写不一致：D6“约五十”；读得出的小写金额合计 0 元，待核。
        甲村 | 命中 | 甲二.xlsx#账   | “甲二.xlsx”工作表“账”有 1 格金额读不出或大小写不一致：D7“约六十”；读得出的小写金额合计 0 元，待核。
        丙村 | 命中 | 全镇.xlsx#全镇 | “全镇.xlsx”工作表“全镇”有 1 格金额读不出或大小写不一致：E4“#REF!”；读得出的小写金额合计 0 元，待核。
        丁村 | 命中 | 全镇.xlsx#全镇 | “全镇.xlsx”工作表“全镇”有 1 格金额读不出或大小写不一致：E5“#REF!”；读得出的小写金额合计 0 元，待核。
        乙村 | 命中 | 乙.xlsx#账     | “乙.xlsx”工作表“账”有 13 格金额读不出或大小写不一致：D5“约5元”、D6“约6元”、D7“约7元”、D8“约8元”、D9“约9元”、D10“约10元”、D11“约11元”、D12“约12元”、D13“约13元”、D14“约14元”、D15“约15元”、D16“约16元”等；读得出的小写金额合计 0 元，待核。
        """,
    ),
    Case(
        "没有报过账表的、只报了空表的不可评估；报了而全部退回的算报过",
        """
        村情登记表
        村   | 乡镇
        甲村 | 示范镇
        乙村 | 示范镇
        丙村 | 示范镇

        工作表
        村   | submission_id | sheet | kind       | header_row | rows_loaded | rows_rejected
        乙村 | 报送-1        | 账    | cash_entry | 3          | 0           | 5
        丙村 | 报送-1        | 账二  | cash_entry | 3          | 0           | 0
             | 报送-1        | 账三  | cash_entry | 3          | 0           | 5
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


def test_each_flag_rests_on_the_cells_of_its_own_village_file_and_sheet() -> None:
    con = empty_county()
    fill(con, CASES[2].tables)
    evaluate(con, "2026-06-30", "WB03")
    rows = con.execute(
        """
        select f.village_name, f.subject, string_agg(e.summary, '、')
        from audit.flag as f inner join audit.flag_evidence as e on f.flag_id = e.flag_id
        where f.village_name <> '乙村' group by all order by all
        """
    ).fetchall()
    assert rows == [
        ("丁村", "全镇.xlsx#全镇", "E5 #REF!"),
        ("丙村", "全镇.xlsx#全镇", "E4 #REF!"),
        ("甲村", "甲.xlsx#现金", "D6 约五十"),
        ("甲村", "甲.xlsx#账", "D5 约三十"),
        ("甲村", "甲二.xlsx#账", "D7 约六十"),
    ]
