"""The page of a village: what to look at first, its money by month, its people by term of office."""

from __future__ import annotations

import re
from datetime import date

from pipeline.serve import statements, terms, wanted
from tests.e2e.night import Night
from tests.rules.harness import empty_county, evaluate, fill
from tests.serve.conftest import visit


def page(night: Night) -> str:
    """The page of the village that is called 东滩村."""
    [(code,)] = night.query("select village_code from core.village where village_name = '东滩村'")
    return visit(night).get(f"/villages/{code}").text


def test_flags_stand_first_then_what_to_ask_for_then_the_money_and_the_rest_is_folded(harmful: Night) -> None:
    html = page(harmful)
    body = html.partition("<h1>")[2]
    order = [body.index(f'id="{name}"') for name in re.findall(r'<li><a href="#(\w+)"', html)]
    assert order == sorted(order)
    assert len(order) == 9
    folded = re.findall(r'<details class="part"><summary>([^<]+)', body)
    # Where each dividend went is asked first of all: two clicks, no third.
    assert folded == ["专项资金", "报送", "看不出的，缺什么"]
    # What is asked for must not stand in the field for searching.
    assert 'value=""' in html


def test_each_fund_has_its_months_each_term_what_was_in_it_and_the_village_stands_beside_the_others() -> None:
    con = empty_county()
    fill(
        con,
        """
        村情登记表
        村   | 村名 | 乡镇
        甲村 | 甲村 | 东镇
        乙村 | 乙村 | 东镇
        丙村 | 丙村 | 西乡

        村干部及监委会花名册
        村   | 姓名 | 职务 | 任职日期   | 离任日期
        甲村 | 李某 | 书记 | 2020-01-01 | 2024-06-30
        甲村 | 王某 | 书记 | 2024-07-01 |

        四议两公开台账
        村   | 决议编号 | 议题 | 涉及金额 | 决议日期
        甲村 | 1        | 修路 | 10000    | 2024-03-01
        甲村 | 2        | 修渠 | 5000     | 2024-06-30
        甲村 | 3        | 亮化 | 2000     | 2024-07-01

        收支明细账
        村   | 资金类别 | 账簿 | 日期       | 摘要 | 收入  | 支出 | 经手人 | 审批人
        甲村 | 集体资金 | 银行 | 2024-01-10 | 收款 | 50000 |      |        |
        甲村 | 集体资金 | 银行 | 2024-05-01 | 修路 |       | 8000 | 赵某   | 李某
        甲村 | 集体资金 | 银行 | 2024-08-01 | 亮化 |       | 2000 | 李某   | 王某
        乙村 | 集体资金 | 银行 | 2024-01-10 | 收款 | 10000 |      |        |

        干部补贴发放表
        村   | 年度 | 月份 | 姓名 | 补贴项目 | 金额
        甲村 | 2024 | 6    | 李某 | 报酬     | 1500
        甲村 | 2024 | 7    | 李某 | 报酬     | 700
        甲村 | 2024 | 7    | 王某 | 报酬     | 1600

        债权债务台账
        村   | 债权或债务 | 对方单位或个人 | 金额 | 发生日期
        甲村 | 债权       | 赵某           | 3000 | 2023-05-01
        """,
    )
    evaluate(con, "2026-06-30")
    [(code,)] = con.execute("select village_code from core.village where village_name = '甲村'").fetchall()
    [fund] = statements.statements(con, code)
    assert (
        fund.said == "2024-01 至 2024-08：期初 0.00 ＋ 收入 50,000.00 − 支出 10,000.00 ＝ 期末 40,000.00 元"
    )
    assert [[cell.text for cell in row] for row in fund.months.rows] == [
        ["2024-01", "0.00", "50,000.00", "0.00", "50,000.00"],
        ["2024-05", "50,000.00", "0.00", "8,000.00", "42,000.00"],
        ["2024-08", "42,000.00", "0.00", "2,000.00", "40,000.00"],
    ]
    assert [[cell.text for cell in row] for row in fund.years.rows] == [
        ["2024", "0.00", "50,000.00", "10,000.00", "40,000.00"]
    ]
    assert fund.chart.count("<rect") == 3 + 2 * 3
    told = [
        dict(zip([head.title for head in grid.heads], [cell.text for cell in row], strict=True))
        for grid in (terms.terms(con, code),)
        for row in grid.rows
    ]
    names = (
        "姓名",
        "任期",
        "任内决议",
        "决议金额（元）",
        "经办笔数",
        "经办金额（元）",
        "自己领取（元）",
        "离任未了",
        "未了金额（元）",
    )
    assert [tuple(one[name] for name in names) for one in told] == [
        ("王某", "2024-07-01 起", "1", "2,000.00", "1", "2,000.00", "1,600.00", "0", ""),
        ("李某", "2020-01-01 至 2024-06-30", "2", "15,000.00", "1", "8,000.00", "1,500.00", "1", "3,000.00"),
    ]
    [left] = terms.left_open(con, code).rows
    assert [cell.text for cell in left][1:5] == ["债权", "", "赵某", "2023-05-01"]
    compared = statements.compared(con, code)
    assert [head.title for head in compared.heads] == [
        "项目",
        "本村",
        "本乡镇 2 个村的中位数",
        "全县 3 个村的中位数",
    ]
    told = {row[0].text: [cell.text for cell in row[1:]] for row in compared.rows}
    assert told["集体资金结存（元）"] == ["40,000.00", "25,000.00", "25,000.00"]


def test_periods_that_follow_each_other_are_written_as_one_span() -> None:
    months = [date(2024, 11, 1), date(2024, 12, 1), date(2025, 1, 1), date(2025, 3, 1)]
    assert wanted.spans(months, "月") == "2024-11 至 2025-01、2025-03"
    assert wanted.spans([date(2024, 1, 1), date(2024, 4, 1), date(2024, 10, 1)], "季") == (
        "2024 第 1 季度 至 2024 第 2 季度、2024 第 4 季度"
    )
    assert wanted.spans([date(2023, 1, 1), date(2024, 1, 1)], "年") == "2023 至 2024"
    assert wanted.spans([date(2023, 1, 5)], "日") == "2023-01-05"
