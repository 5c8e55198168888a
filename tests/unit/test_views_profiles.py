"""The views that sum up a village, a township, a co-operative, a rating or a budget: exact, each fact once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from pipeline import result_tables
from pipeline.judge import facts, headlines, views
from pipeline.judge.rule import load_rules
from tests.rules.harness import empty_county, fill, judged_county

if TYPE_CHECKING:
    import duckdb

FLAG = (
    "insert into result.flag (flag_id, rule_id, title, level, village_code, village_name, township, subject,"
    " period, amount, root_cause, status, priority) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def shown(text: str, query: str, *rules: str, as_of: str = "2026-06-30") -> list[Any]:
    return judged_county(text, as_of, *rules).execute(query).fetchall()


@pytest.fixture
def flagged() -> duckdb.DuckDBPyConnection:
    """Three villages of two townships, with flags of which several speak of one fact."""
    con = empty_county()
    fill(
        con,
        """
        村情登记表
        村   | 村名 | 乡镇
        甲村 | 甲村 | 东镇
        乙村 | 乙村 | 东镇
        丙村 | 丙村 | 西乡

        收支明细账
        村   | 资金类别 | 账簿 | 日期       | 摘要     | 收入  | 支出
        甲村 | 专项资金 | 银行 | 2024-01-01 | 上年结转 | 1000  |
        甲村 | 专项资金 | 银行 | 2024-02-01 | 财政拨入 | 50000 |
        甲村 | 专项资金 | 银行 | 2024-03-01 | 提取现金 |       | 700
        甲村 | 专项资金 | 现金 | 2024-03-01 | 修水渠   |       | 20000
        甲村 | 集体资金 | 银行 | 2025-01-01 | 上年结转 | 20    |
        甲村 | 集体资金 | 银行 | 2025-05-01 | 购纸     |       | 5

        红色股份登记台账
        村   | 合作社 | 日期       | 变动类型 | 金额
        甲村 | 茶社   | 2012-01-01 | 初始投入 | 400000
        甲村 | 茶社   | 2013-01-01 | 红利转增 | 20000
        甲村 | 桔社   | 2012-01-01 | 初始投入 | 30000
        """,
    )
    facts.build(con, date(2026, 6, 30))
    result_tables.replace_rows(con, "meta.setting", [("2026-06-30", "批次-1")])
    codes = dict(con.execute("select village_name, village_code from core.village").fetchall())
    flags = [
        ("a", "DU02", "高", "甲村", "东镇", "2024-01-01", 6000, "DU|1", "待核", "8.5"),
        ("b", "RC01", "严重", "甲村", "东镇", "2024-01-01", 9000, "DU|1", "属实", "10.5"),
        ("c", "DU05", "低", "甲村", "东镇", "2024-01-01", 4000, "DU|1", "待核", "4"),
        ("d", "BK02", "严重", "甲村", "东镇", "2023-05-01", 300, "BK|1", "待核", "7.25"),
        ("e", "RC05", "高", "甲村", "东镇", None, 500000, "RC05|1", "属实", "9"),
        ("f", "BK03", "中", "甲村", "东镇", "2024-01-01", 99999, "BK|9", "不属实", "9"),
        ("g", "BK03", "中", "甲村", "东镇", "2024-01-01", 88888, "BK|8", "已消除", "9"),
        ("h", "INV03", "高", "甲村", "东镇", "2024-03-01", 700, "发票·1", "待核", "5"),
        ("i", "INV03", "高", "乙村", "东镇", "2024-03-01", 700, "发票·1", "待核", "5"),
        ("j", "INV03", "提示", "丙村", "西乡", "2024-03-01", 700, "发票·1", "待核", "1"),
    ]
    for flag, rule, level, village, township, period, amount, cause, status, priority in flags:
        con.execute(
            FLAG,
            [
                flag,
                rule,
                rule,
                level,
                codes[village],
                village,
                township,
                flag,
                period,
                amount,
                cause,
                status,
                priority,
            ],
        )
    con.execute(FLAG, ["z", "RC08", "RC08", "提示", "", "全县", "", "z", None, 1000, "RC08", "待核", "1"])
    con.execute("update result.flag set rectification = '已整改' where flag_id = 'e'")
    con.execute("delete from meta.rule")
    con.executemany(
        "insert into meta.rule (rule_id, money) values (?, ?)", [(r.id, r.money) for r in load_rules()]
    )
    return con


def test_a_village_profile_counts_each_fact_once(flagged: duckdb.DuckDBPyConnection) -> None:
    rows = flagged.execute(
        "select village_name, flags_severe, flags_high, flags_medium, flags_low, flags_hint, flag_count, facts,"
        " flag_amount, lost_amount, procedure_amount, priority, rank from audit.village_profile order by rank"
    ).fetchall()
    assert rows == [
        # 9,000 (not 6,000 + 9,000 + 4,000) + 300 + 700; what is put right, false or gone is out, hints count and rank nobody
        ("甲村", 2, 3, 0, 1, 0, 6, 4, 10000, 10000, 0, Decimal("31.750"), 1),
        ("乙村", 0, 1, 0, 0, 0, 1, 1, 700, 700, 0, Decimal("5.000"), 2),
        ("丙村", 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, Decimal("0.000"), 3),
    ]


def test_a_village_profile_shows_the_funds_held(flagged: duckdb.DuckDBPyConnection) -> None:
    rows = flagged.execute(
        "select village_name, service_fund, collective_fund, care_fund, red_capital from audit.village_profile"
        " order by village_name"
    ).fetchall()
    assert rows == [
        ("丙村", None, None, None, None),
        ("乙村", None, None, None, None),
        ("甲村", 31000, 15, None, 450000),
    ]


def test_the_balance_of_service_money_is_the_one_of_its_own_view(flagged: duckdb.DuckDBPyConnection) -> None:
    last = flagged.execute(
        "select balance from audit.service_fund where village_name = '甲村' order by year desc limit 1"
    ).fetchall()
    assert (
        last
        == flagged.execute(
            "select service_fund from audit.village_profile where village_name = '甲村'"
        ).fetchall()
    )


def test_what_a_book_held_before_its_first_line_counts_once() -> None:
    """Openings printed above the first line are no entries; later books carry the same money on."""
    rows = shown(
        """
        收支明细账
        村   | 资金类别 | 账簿 | 日期       | 摘要     | 收入 | 支出 | 余额 | period     | period_kind | slice_id | source_sheet
        甲村 | 集体资金 | 银行 | 2024-01-05 | 收租金   | 100  |      | 5100 | 2024-01-01 | 月          | 一月     | 1月银行
        甲村 | 集体资金 | 银行 | 2024-01-09 | 提取现金 |      | 300  | 4800 | 2024-01-01 | 月          | 一月     | 1月银行
        甲村 | 集体资金 | 现金 | 2024-01-09 | 提取现金 | 300  |      | 350  | 2024-01-01 | 月          | 一月现   | 1月现金
        甲村 | 集体资金 | 现金 | 2024-01-10 | 购纸     |      | 20   | 330  | 2024-01-01 | 月          | 一月现   | 1月现金
        甲村 | 集体资金 | 银行 | 2024-02-01 | 上月结转 | 4800 |      | 4800 | 2024-02-01 | 月          | 二月     | 2月银行
        甲村 | 集体资金 | 银行 | 2024-02-05 | 付水费   |      | 800  | 4000 | 2024-02-01 | 月          | 二月     | 2月银行
        """,
        "select collective_fund from audit.village_profile",
    )
    assert rows == [(4330,)]


def test_a_township_summary_counts_each_fact_once_a_year(flagged: duckdb.DuckDBPyConnection) -> None:
    rows = flagged.execute(
        "select township, year, villages, villages_flagged, flag_count, facts, flag_amount, received, spent, all_spent"
        " from audit.township_summary order by township, year nulls last"
    ).fetchall()
    assert rows == [
        ("", None, 0, 0, 1, 1, 0, None, None, None),
        ("东镇", 2023, 2, 1, 1, 1, 300, None, None, None),
        # one invoice used in both villages is one fact of the township
        ("东镇", 2024, 2, 2, 5, 2, 9700, 50000, 20000, 20000),
        ("东镇", 2025, 2, 0, 0, 0, 0, None, None, 5),
        ("东镇", None, 2, 1, 1, 1, 0, None, None, None),
        ("西乡", 2024, 1, 1, 1, 1, 0, None, None, None),
    ]


def test_money_that_may_be_lost_is_told_apart_from_what_only_a_procedure_failed_for(
    flagged: duckdb.DuckDBPyConnection,
) -> None:
    """A cash payment of 5,000 without a receipt, of which 2,000 went to an official, and one only without a receipt."""
    flagged.execute("delete from result.flag")
    [(code,)] = flagged.execute(
        "select village_code from core.village where village_name = '乙村'"
    ).fetchall()
    found = (("a", "INV01", 5000, "一笔"), ("b", "PAY09", 2000, "一笔"), ("c", "INV01", 300, "另一笔"))
    for flag, rule, amount, cause in found:
        given = [flag, rule, rule, "高", code, "乙村", "东镇", flag, "2024-01-01", amount, cause, "待核", "1"]
        flagged.execute(FLAG, given)
    told = "flag_amount, lost_amount, procedure_amount"
    expected = [(5300, 2000, 3300)]
    for view in ("audit.village_profile", "audit.township_summary"):
        assert flagged.execute(f"select {told} from {view} where flag_amount > 0").fetchall() == expected
    headlines.record(flagged, "批次-0001")
    assert flagged.execute(
        "select value from result.headline where township = '' and name in ($amount, '其中可能受损', '其中手续不全')"
        " order by position", {"amount": headlines.AMOUNT},
    ).fetchall() == [(value,) for value in expected[0]]  # fmt: skip


def test_the_summaries_name_every_flag(flagged: duckdb.DuckDBPyConnection) -> None:
    [(everything,)] = flagged.execute(
        "select count(*) from audit.flag where status not in ('已消除', '不属实')"
    ).fetchall()
    by_township = flagged.execute(
        "select sum(flag_count), sum(flags_severe + flags_high + flags_medium + flags_low + flags_hint)"
        " from audit.township_summary"
    ).fetchall()
    assert by_township == [(everything, everything)]
    by_village = flagged.execute("select sum(flag_count) from audit.village_profile").fetchall()
    assert by_village == [(everything - 1,)]


BENEFIT = """
    红色股份登记台账
    村   | 合作社 | 日期       | 变动类型 | 金额   | 持股人类型
    甲村 | 茶社   | 2012-01-01 | 初始投入 | 400000 | 红色公司
    甲村 | 茶社   | 2014-03-01 | 红利转增 | 20000  | 红色公司
    乙村 | 桔社   | 2012-01-01 | 初始投入 | 200000 | 红色公司
    丙村 | 药社   | 2012-01-01 | 初始投入 | 100000 | 红色公司

    合作社盈余分配表
    村   | 合作社 | 年度 | 股金总额 | 红色股份 | 本年盈余 | 可分配盈余 | 盈余返还 | 股金分红 | 公积金 | 公益金 | 风险基金
    甲村 | 茶社   | 2013 | 2000000  | 400000   | 600000   | 500000     | 300000   | 200000   | 60000  | 20000  | 20000
    乙村 | 桔社   | 2013 | 2000000  | 200000   | 200000   | 180000     | 120000   | 60000    | 10000  | 5000   | 5000

    红利收取表
    村   | 合作社 | 红利年度 | 股本   | 应分红利 | 实收红利
    甲村 | 茶社   | 2013     | 400000 | 40000    | 40000
    乙村 | 桔社   | 2013     | 200000 | 6000     | 6000
    丙村 | 药社   | 2013     | 100000 | 5000     | 5000

    红利使用明细表
    村   | 红利年度 | 用途类别 | 用途   | 金额
    甲村 | 2013     | 再投入   | 再投入 | 20000
    甲村 | 2013     | 公益事业 | 修路   | 20000
    乙村 | 2013     | 公益事业 | 修路   | 6000
    丙村 | 2013     | 再投入   | 再投入 | 2500
"""


def test_benefit_grades_each_cooperative_with_its_reason() -> None:
    rows = shown(
        BENEFIT,
        "select village_name, cooperative, capital, dividends, reinvested, yield, county_median, yield_gap, reserves,"
        " hits, flag_amount, grade, reason from audit.red_share_benefit order by village_name",
        "DU02",
        "DR02",
        "RC01",
    )
    assert rows == [
        (
            *("丙村", "药社", 100000, 5000, 2500, Decimal("0.05"), Decimal("0.05"), 0, None),
            *(None, 0, "不可评估", "DR02 缺合作社盈余分配表"),
        ),
        (
            *("乙村", "桔社", 200000, 6000, 0, Decimal("0.03"), Decimal("0.05"), Decimal("-0.02"), 20000),
            *("DU02", 3000, "需整改", "待核：DU02 再投入不足"),
        ),
        (
            *("甲村", "茶社", 420000, 40000, 20000, Decimal("0.1"), Decimal("0.05"), Decimal("0.05"), 100000),
            *(None, 0, "规范", "股本滚动、按股分红、再投入均相符，没有中级以上的疑点"),
        ),
    ]


def test_benefit_is_measured_against_the_median_of_the_own_county() -> None:
    register = (
        "村情登记表\n村 | 乡镇 | county\n甲村 | 示范镇 | 甲县\n乙村 | 示范镇 | 乙县\n丙村 | 示范镇 | 乙县\n"
    )
    rows = shown(
        register + BENEFIT, "select village_name, county_median from audit.red_share_benefit", "DR02"
    )
    assert dict(rows) == {"甲村": Decimal("0.1"), "乙村": Decimal("0.04"), "丙村": Decimal("0.04")}


def test_a_county_is_followed_as_far_as_its_own_records_go() -> None:
    text = """
        村情登记表
        村   | 乡镇   | county
        甲村 | 示范镇 | 甲县
        乙村 | 示范镇 | 乙县

        红色股份登记台账
        村   | 合作社 | 日期       | 变动类型 | 金额
        甲村 | 茶社   | 2022-01-01 | 初始投入 | 400000
        乙村 | 桔社   | 2024-01-01 | 初始投入 | 200000

        收支明细账
        村   | 资金类别 | 日期       | 摘要     | 收入
        甲村 | 专项资金 | 2022-03-10 | 财政拨入 | 400000
        乙村 | 专项资金 | 2024-03-10 | 财政拨入 | 400000
    """
    for view in ("audit.red_share", "audit.service_fund"):
        rows = shown(text, f"select village_name, year from {view} order by all", "DR02")
        assert rows == [("乙村", 2024), ("甲村", 2022)]


def test_benefit_is_graded_anew_once_a_flag_is_explained() -> None:
    [(flag,)] = shown(BENEFIT, "select flag_id from audit.flag", "DU02", "DR02", "RC01")
    explained = f"""
        核查结论表
        疑点编号 | status
        {flag}   | 不属实
    """
    rows = shown(
        BENEFIT + explained,
        "select grade, hits from audit.red_share_benefit where village_name = '乙村'",
        *("DU02", "DR02", "RC01"),
    )
    assert rows == [("规范", None)]


def test_star_history_shows_what_follows_from_a_rating() -> None:
    rows = shown(
        """
        村情登记表
        村   | 村名 | 县市区
        甲村 | 甲村 | 灵武市
        乙村 | 乙村 | 灵武市

        农村居民收入基数表
        county | year | income_per_head
        灵武市 | 2022 | 10000
        灵武市 | 2023 | 11000

        星级评定表
        村   | 评定年度 | 星级 | 评定日期
        甲村 | 2022     | 4    |
        甲村 | 2023     | 3    |
        甲村 | 2024     | 3    |
        乙村 | 2022     | 0    |
        乙村 | 2024     | 5    |

        专项资金拨付表
        村   | 年度 | 资金类别 | 拨付金额
        甲村 | 2023 | 专项资金 | 250000
        甲村 | 2023 | 专项资金 | 150000
        """,
        "select village_name, year, stars, previous_year, previous_stars, change, standard, granted, granted_gap,"
        " cadre_multiple, cadre_standard from audit.star_history order by 1, 2",
    )
    assert rows == [
        ("乙村", 2022, 0, None, None, "首次", None, None, None, None, None),
        ("乙村", 2024, 5, 2022, 0, "升", 500000, None, None, 3, 33000),
        ("甲村", 2022, 4, None, None, "首次", 400000, None, None, Decimal("2.5"), None),
        ("甲村", 2023, 3, 2022, 4, "降", 300000, 400000, 100000, Decimal("2.2"), 22000),
        ("甲村", 2024, 3, 2023, 3, "平", 300000, None, None, Decimal("2.2"), 24200),
    ]


def test_star_history_keeps_every_rating_of_a_year_and_puts_the_grant_to_the_one_in_force() -> None:
    tables = """
        星级评定表
        村   | 评定年度 | 星级 | 评定日期   | 评星环节
        甲村 | 2023     | 4    | 2023-03-01 |
        甲村 | 2023     | 4    |            |
        甲村 | 2024     | 3    | 2024-03-10 |
        甲村 | 2024     |      | 2024-11-20 | 摘星
        甲村 | 2024     | 2    | 2024-09-10 | 降星
        甲村 | 2024     | 5    | 2024-01-05 | 自评

        专项资金拨付表
        村   | 年度 | 资金类别 | 拨付金额 | 拨付日期
        甲村 | 2024 | 专项资金 | 250000   | 2024-10-08
        """
    rows = shown(
        tables,
        "select year, place, event, stars, holds_from, holds_until, change, granted, granted_gap"
        " from audit.star_history order by year, place",
    )
    assert rows == [
        (2023, 1, "评定", 4, date(2023, 1, 1), None, "首次", None, None),
        (2024, 1, "评定", 3, date(2024, 1, 1), date(2024, 9, 9), "降", None, None),
        (2024, 2, "降星", 2, date(2024, 9, 10), date(2024, 11, 19), "降", 250000, 50000),
        (2024, 3, "摘星", 0, date(2024, 11, 20), None, "降", None, None),
    ]
    rows = shown(
        tables, "select year, stars, standard, granted, ratings from audit.service_fund order by year"
    )
    assert rows == [
        (2023, 4, 400000, None, "2023-03-01 评定 4 星"),
        (2024, 2, 200000, 250000, "2024-03-10 评定 3 星；2024-09-10 降星 2 星；2024-11-20 摘星 0 星"),
    ]


def test_budget_execution_meets_spending_by_name_or_by_class() -> None:
    rows = shown(
        """
        预算表
        村   | 年度 | 资金类别 | 用途类别 | 预算金额 | 追加 | 批准日期
        甲村 | 2024 | 集体资金 | 办公费   | 6000     |      |
        甲村 | 2024 | 集体资金 | 办公费   | 0        | 2000 | 2024-06-01
        甲村 | 2024 | 集体资金 | 办公费   | 0        | 500  | 2025-01-02
        甲村 | 2024 | 集体资金 | 修路     | 20000    |      |
        甲村 | 2024 | 集体资金 | 慰问     | 1000     |      |

        收支明细账
        村   | 资金类别 | 日期       | 摘要   | 支出类别 | 支出
        甲村 | 集体资金 | 2024-03-05 | 购纸   | 办公费   | 4000
        甲村 | 集体资金 | 2024-03-06 | 硬化   | 道路硬化 | 5000
        甲村 | 集体资金 | 2024-03-07 | 餐费   | 招待费   | 300
        甲村 | 集体资金 | 2023-03-07 | 餐费   | 招待费   | 300
        乙村 | 集体资金 | 2024-03-07 | 餐费   | 招待费   | 300
        """,
        "select village_name, year, fund, category, budget, supplement, spent, rate from audit.budget_execution"
        " order by category",
    )
    assert rows == [
        ("甲村", 2024, "集体资金", "公益事业", 20000, 0, 5000, Decimal("0.25")),
        ("甲村", 2024, "集体资金", "办公费", 8000, 2000, 4000, Decimal("0.5")),
        ("甲村", 2024, "集体资金", "慰问", 1000, 0, 0, Decimal("0")),
        ("甲村", 2024, "集体资金", "招待费", None, None, 300, None),
    ]


def test_inspectors_find_them_under_chinese_names() -> None:
    named = {view.name: view.chinese for view in views.load_views()}
    assert {
        "audit.village_profile": "村级画像",
        "audit.township_summary": "乡镇汇总",
        "audit.red_share_benefit": "红股效益评估",
        "audit.star_history": "星级变动",
        "audit.budget_execution": "预算执行",
    }.items() <= named.items()
