# ruff: noqa: E501 (a row of a table stays on one line)

"""What audit offices' own queries ask of schema AO is answered from the village's vouchers and balances."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pipeline.judge import facts
from pipeline.judge.facts.account_chart import COLUMNS
from tests.rules.harness import empty_county, evaluate, fill, judged_county

if TYPE_CHECKING:
    import duckdb

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
    return judged_county(BOOKS, "2026-06-30", "LED03").execute(query).fetchall()


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


PARTIES = """
    记账凭证
    村   | 凭证日期   | 凭证号 | 科目编码 | 科目名称 | 借方金额 | 贷方金额 | 往来单位
    甲村 | 2024-12-05 | 记-1   | 112      | 应收款   | 500      |          | 张三
    甲村 | 2024-12-05 | 记-1   | 102      | 银行存款 |          | 500      |
    甲村 | 2024-12-20 | 记-2   | 513      | 管理费用 | 30       |          | 文具店
    甲村 | 2024-12-20 | 记-2   | 102      | 银行存款 |          | 30       |
    甲村 | 2025-01-08 | 记-1   | 112      | 应收款   | 200      |          | 张三
    甲村 | 2025-01-08 | 记-1   | 112      | 应收款   | 100.50   |          | 张三
    甲村 | 2025-01-08 | 记-1   | 102      | 银行存款 |          | 300.50   |
    甲村 | 2025-01-09 | 记-2   | 211      | 应付款   |          | 80       | 文具店
    甲村 | 2025-01-09 | 记-2   | 513      | 管理费用 | 80       |          | 文具店
    甲村 | 2025-03-02 | 记-1   | 102      | 银行存款 | 800.50   |          |
    甲村 | 2025-03-02 | 记-1   | 112      | 应收款   |          | 800.50   | 张三
    乙村 | 2025-02-01 | 记-1   | 112      | 应收款   | 7        |          | 张三
    乙村 | 2025-02-01 | 记-1   | 102      | 银行存款 |          | 7        |
"""


def books(tables: str) -> duckdb.DuckDBPyConnection:
    """Load books with the facts that the views read; no rule need be asked."""
    con = empty_county()
    fill(con, tables)
    facts.build(con, date(2026, 6, 30))
    evaluate(con, "2026-06-30", "LED03")
    return con


def parties(query: str) -> list[Any]:
    return books(PARTIES).execute(query).fetchall()


def test_what_a_party_owes_runs_on_from_month_to_month_and_cost_starts_afresh_each_year() -> None:
    rows = parties(
        "select 科目编码, 辅助名称, 会计年份, 会计月份, 余额方向, 本币期初余额, 本币本期借方发生额, 本币本期贷方发生额,"
        ' 本币期末余额, 凭证数量 from "AO"."全年辅助余额表" where 单位名称 like \'%甲村\' order by all'
    )
    assert [(*row[:5], *map(str, row[5:])) for row in rows] == [
        ("112", "张三", 2024, 12, 1, "0.00", "500.00", "0.00", "500.00", "1"),
        ("112", "张三", 2025, 1, 1, "500.00", "300.50", "0.00", "800.50", "1"),
        ("112", "张三", 2025, 3, 1, "800.50", "0.00", "800.50", "0.00", "1"),
        ("211", "文具店", 2025, 1, -1, "0.00", "0.00", "80.00", "80.00", "1"),
        ("211", "文具店", 2025, 3, -1, "80.00", "0.00", "0.00", "80.00", "0"),
        ("513", "文具店", 2024, 12, 1, "0.00", "30.00", "0.00", "30.00", "1"),
        ("513", "文具店", 2025, 1, 1, "0.00", "80.00", "0.00", "80.00", "1"),
        ("513", "文具店", 2025, 3, 1, "80.00", "0.00", "0.00", "80.00", "0"),
    ]


def test_movements_by_party_are_those_of_the_vouchers_of_each_village_alone() -> None:
    rows = parties(
        "select b.电子数据编号, b.科目编码, sum(b.本币本期借方发生额), sum(b.本币本期贷方发生额)"
        ' from "AO"."全年辅助余额表" as b where b.科目编码 = \'112\' group by all order by all'
    )
    assert [(book, str(debit), str(credit)) for book, _, debit, credit in rows] == [
        ("4331010000012025", "7.00", "0.00"),
        ("4331010000022024", "500.00", "0.00"),
        ("4331010000022025", "300.50", "800.50"),
    ]


def test_a_year_of_books_has_twelve_periods_and_says_which_were_reported() -> None:
    rows = parties(
        "select 单位名称, 会计年份, count(*), min(开始日期), max(截止日期), list(会计月份 order by 会计月份) filter (where 导入 = 1)"
        ' from "AO"."会计期间定义" group by all order by all'
    )
    assert rows == [
        ("示范镇乙村", 2025, 12, date(2025, 1, 1), date(2025, 12, 31), [2]),
        ("示范镇甲村", 2024, 12, date(2024, 1, 1), date(2024, 12, 31), [12]),
        ("示范镇甲村", 2025, 12, date(2025, 1, 1), date(2025, 12, 31), [1, 3]),
    ]
    leap = parties('select 截止日期 from "AO"."会计期间定义" where 会计年份 = 2024 and 会计月份 = 2')
    assert leap == [(date(2024, 2, 29),)]
    joined = parties(
        'select count(*), count(p.会计月份) from "AO"."凭证库" as v left join "AO"."会计期间定义" as p'
        " on v.电子数据编号 = p.电子数据编号 and v.会计月份 = p.会计月份"
        " and cast(v.凭证日期 as date) between p.开始日期 and p.截止日期"
    )
    assert joined == [(13, 13)]


def test_a_trial_balance_of_a_month_counts_as_reported_and_one_of_a_year_does_not() -> None:
    con = books("""
        科目余额表
        村   | period     | period_kind | 科目编码 | 科目名称 | 期末借方
        甲村 | 2025-01-01 | 年          | 102      | 银行存款 | 10
        甲村 | 2025-07-01 | 月          | 102      | 银行存款 | 10
    """)
    reported = con.execute('select 会计年份, 会计月份 from "AO"."会计期间定义" where 导入 = 1').fetchall()
    assert reported == [(2025, 7)]


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
