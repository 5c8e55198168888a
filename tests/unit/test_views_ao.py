# ruff: noqa: E501 (a row of a table stays on one line)

"""What audit offices' own queries ask of schema AO is answered from the village's vouchers and balances."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pipeline.facts.account_chart import COLUMNS
from tests.rules.harness import empty_county, evaluate, fill

BOOKS = """
    记账凭证
    村   | 凭证日期   | 凭证号     | 分录序号 | 摘要   | 科目编码 | 科目名称            | 借方金额 | 贷方金额 | 附件数   | 制单人 | 审核人 | 记账人
    甲村 | 2025-03-01 | 记-7-1/2   | 1        | 购桌椅 | 513      | 管理费用            | 600      |          | 2        | 张三   | 李四   | 王五
    甲村 | 2025-03-01 | 记-7-1/2   | 2        | 购桌椅 | 514      | 公益支出            | 400.50   |          | 2        | 张三   | 李四   | 王五
    甲村 | 2025-03-01 | 记-7-2/2   |          | 购桌椅 | 10201    | 银行存款-集体资金户 |          | 1000.50  | 2        | 张三   | 李四   | 王五
    甲村 | 2025-03-09 | 记-8       | 1        | 办公费 | 51301    | 办公费              | 20       |          | 1        | 张三   | 李四   | 王五
    甲村 | 2025-03-09 | 记-8       | 2        | 办公费 | 10201    | 银行存款-集体资金户 |          | 20       | 1        | 张三   | 李四   | 王五
    甲村 | 2023-05-01 | 记-1       | 1        | 付材料 | 502      | 经营支出            | 90       |          | 1        | 张三   | 李四   | 王五
    甲村 | 2023-05-01 | 记-1       | 2        | 付材料 | 101      | 现金                |          | 90       | 1        | 张三   | 李四   | 王五

    科目余额表
    村   | period     | period_kind | 科目编码 | 科目名称            | 期初借方 | 期初贷方 | 本期借方 | 本期贷方 | 期末借方 | 期末贷方 | 是否末级
    甲村 | 2025-03-01 | 月          | 102      | 银行存款            | 5000     |          | 0        | 1020.50  | 3979.50  |          | 否
    甲村 | 2025-03-01 | 月          | 10201    | 银行存款-集体资金户 | 5000     |          | 0        | 1020.50  | 3979.50  |          | 是
    甲村 | 2025-03-01 | 月          | 502      | 投资收益            |          | 700      |          | 300      |          | 1000     | 是
    甲村 | 2025-03-01 | 月          | 152      | 累计折旧            |          | 40       |          |          |          | 40       | 是
    甲村 | 2025-01-01 | 年          | 301      | 资本                |          | 9000     |          |          |          | 9000     | 是
"""


def shown(query: str) -> list[Any]:
    con = empty_county()
    fill(con, BOOKS)
    evaluate(con, "2026-06-30")
    return con.execute(query).fetchall()


def test_a_voucher_in_pages_is_one_voucher_with_its_other_side() -> None:
    rows = shown(
        "select 源凭证号, 凭证日期, 凭证号, 科目编码, 科目全称, 借方金额, 贷方金额, 凭证类型名称, 附件数, 会计年份, 会计月份,"
        " 对方科目编码, 对方科目名称, 制单人, 审核人, 记账人, 金额, 分录序号, 电子数据编号, 备注"
        ' from "AO"."凭证库" where 会计年份 = 2025 and 凭证号 like \'记-7%\' order by 分录序号'
    )
    village, voucher, whole = "433101000001", "433101000001-2025-03-记-7", Decimal("1000.50")
    bank = "银行存款-集体资金户"
    common = ("记", 2, 2025, 3)
    signed = ("张三", "李四", "王五", whole)
    assert rows == [
        (voucher, "2025-03-01", "记-7-1/2", "513", "管理费用", Decimal("600.00"), Decimal(0), *common, "10201",
         bank, *signed, "1", f"{village}2025", "记账凭证.xlsx / Sheet1 / 第 2 行"),
        (voucher, "2025-03-01", "记-7-1/2", "514", "公益支出", Decimal("400.50"), Decimal(0), *common, "10201",
         bank, *signed, "2", f"{village}2025", "记账凭证.xlsx / Sheet1 / 第 3 行"),
        (voucher, "2025-03-01", "记-7-2/2", "10201", bank, Decimal(0), whole, *common, "513,514",
         "管理费用,公益支出", *signed, "3", f"{village}2025", "记账凭证.xlsx / Sheet1 / 第 4 行"),
    ]  # fmt: skip


def test_a_query_as_auditors_write_it_adds_up_sub_accounts() -> None:
    """After 审计机关的通行写法：科目表连凭证库，按一级科目汇总一段时间的发生额。"""
    rows = shown(
        "select a.科目编码, a.科目名称, sum(b.借方金额) as 借, sum(b.贷方金额) as 贷"
        ' from "AO"."会计科目表" as a inner join "AO"."凭证库" as b'
        "   on b.科目编码 like a.科目编码 || '%' and a.电子数据编号 = b.电子数据编号"
        " where a.科目级别 = 1 and b.凭证日期 between '2025-01-01' and '2025-12-31'"
        " group by a.科目编码, a.科目名称 order by a.科目编码"
    )
    assert rows == [
        ("102", "银行存款", Decimal(0), Decimal("1020.50")),
        ("513", "管理费用", Decimal("620.00"), Decimal(0)),
        ("514", "公益支出", Decimal("400.50"), Decimal(0)),
    ]


def test_an_account_is_known_by_year_and_name_and_has_its_parents() -> None:
    rows = shown(
        "select 年度, 科目编码, 科目名称, 余额方向, 科目类别名称, 上级科目编码, 科目全称, 科目级别, 是否现金或现金等价物,"
        ' 是否是标准科目, 是否最底级科目 from "AO"."会计科目表" order by 年度, 科目编码'
    )
    assert rows == [
        (2023, "101", "现金", 1, "资产类", None, "现金", 1, 1, 1, 1),
        (2023, "502", "经营支出", 1, "损益类", None, "经营支出", 1, 0, 1, 1),
        (2025, "102", "银行存款", 1, "资产类", None, "银行存款", 1, 1, 1, 0),
        (2025, "10201", "银行存款-集体资金户", 1, "资产类", "102", "银行存款-集体资金户", 2, 1, 0, 1),
        (2025, "152", "累计折旧", -1, "资产类", None, "累计折旧", 1, 0, 1, 1),
        (2025, "301", "资本", -1, "所有者权益类", None, "资本", 1, 0, 1, 1),
        (2025, "502", "投资收益", -1, "损益类", None, "投资收益", 1, 0, 1, 1),
        (2025, "513", "管理费用", 1, "损益类", None, "管理费用", 1, 0, 1, 0),
        (2025, "51301", "办公费", 1, "损益类", "513", "管理费用/办公费", 2, 0, 0, 1),
        (2025, "514", "公益支出", 1, "损益类", None, "公益支出", 1, 0, 1, 1),
    ]


def test_balances_follow_the_side_of_the_account() -> None:
    rows = shown(
        "select 科目编码, 本币期初余额, 余额方向, 会计年份, 会计月份, 本币本期借方发生额, 本币本期贷方发生额, 分录数"
        ' from "AO"."科目余额表" order by 会计月份 nulls last, 科目编码'
    )
    assert rows == [
        ("102", Decimal("5000.00"), 1, 2025, 3, Decimal(0), Decimal("1020.50"), 0),
        ("10201", Decimal("5000.00"), 1, 2025, 3, Decimal(0), Decimal("1020.50"), 2),
        ("152", Decimal("40.00"), -1, 2025, 3, Decimal(0), Decimal(0), 0),
        ("502", Decimal("700.00"), -1, 2025, 3, Decimal(0), Decimal("300.00"), 0),
        ("301", Decimal("9000.00"), -1, 2025, None, Decimal(0), Decimal(0), None),
    ]


def test_the_charts_say_what_an_old_code_became() -> None:
    con = empty_county()
    evaluate(con, "2026-06-30", "LED02")
    rows = con.execute(
        "select old.code, old.name, new.code, new.name from fact.account_chart as old"
        " left join fact.account_chart as new on old.successor = new.code and new.regime = '财会〔2023〕14号'"
        " where old.regime = '财会〔2004〕12号' and old.code in ('153', '154', '202', '211', '502', '541', '551', '561')"
        " order by old.code"
    ).fetchall()
    assert rows == [
        ("153", "固定资产清理", "154", "固定资产清理"),
        ("154", "在建工程", "153", "在建工程"),
        ("202", "应付款", "211", "应付款"),
        ("211", "应付工资", "212", "应付工资"),
        ("502", "经营支出", "511", "经营支出"),
        ("541", "管理费用", "513", "管理费用"),
        ("551", "其他支出", "515", "其他支出"),
        ("561", "投资收益", "502", "投资收益"),
    ]
    counts = con.execute("select regime, count(*), count(distinct code) from fact.account_chart group by all")
    assert all(rows == distinct for _, rows, distinct in counts.fetchall())
    described = con.execute("select column_name from duckdb_columns() where table_name = 'account_chart'")
    assert [name for (name,) in described.fetchall()] == list(COLUMNS)
