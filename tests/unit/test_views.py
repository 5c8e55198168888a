"""The inspectors' views show what their titles say, to the cent."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from pipeline.judge import sqlfile, views
from tests.rules.harness import empty_county, evaluate, fill, judged_county


def shown(text: str, query: str, as_of: str = "2026-06-30") -> list[Any]:
    return judged_county(text, as_of).execute(query).fetchall()


SERVICE = """
    星级评定表
    村   | 评定年度 | 星级
    甲村 | 2024     | 3
    乙村 | 2024     | 0

    专项资金拨付表
    村   | 年度 | 资金类别 | 拨付金额
    甲村 | 2024 | 专项资金 | 300000
    甲村 | 2024 | 专项资金 | 100000
    甲村 | 2024 | 办公经费 | 7000

    项目台账
    村   | 项目编号 | 项目名称
    甲村 | 项1      | 水渠维修

    收支明细账
    村   | 资金类别 | 账簿 | 日期       | 摘要       | 收入   | 支出   | 对方单位 | 票据类型 | 票据号 | 项目编号 | 决议编号
    甲村 | 专项资金 | 银行 | 2024-01-01 | 上年结转   | 20000  |        |          |          |        |          |
    甲村 | 专项资金 | 银行 | 2024-03-10 | 财政拨入   | 400000 |        |          |          |        |          |
    甲村 | 专项资金 | 银行 | 2024-04-01 | 提取现金   |        | 9000   |          |          |        |          |
    甲村 | 专项资金 | 银行 | 2024-05-20 | 水渠维修款 |        | 150000 | 兴修公司 | 发票     | 88     | 项1      | 决1
    甲村 | 专项资金 | 银行 | 2024-06-15 | 购水泥     |        | 3000   | 建材店   | 白条     |        |          | 决1
    甲村 | 专项资金 | 银行 | 2024-06-16 | 零星开支   |        | 2000   | 张三     |          |        |          |
    甲村 | 集体资金 | 现金 | 2024-07-01 | 购办公用品 |        | 100    | 文具店   | 发票     | 77     |          |

    收支明细账
    村   | 资金类别 | 日期       | 摘要     | 支出 | 对方单位 | slice_id   | 币种
    甲村 | 专项资金 | 2024-06-16 | 零星开支 | 2000 | 张三     | 专项台账   | 人民币
    甲村 | 专项资金 | 2024-07-01 | 购设备   | 5000 | 外商     | 专项台账   | 美元
"""


def test_service_fund_year() -> None:
    rows = shown(
        SERVICE,
        "select village_name, year, stars, standard, granted, received, spent, balance, idle_months,"
        " spent_unapproved, spent_without_document from audit.service_fund order by village_name",
    )
    assert rows == [
        ("乙村", 2024, 0, None, None, None, None, None, None, None, None),
        ("甲村", 2024, 3, 300000, 400000, 400000, 155000, 265000, 6, 2000, 5000),
    ]


def test_service_fund_counts_its_flags_once_for_each_fact() -> None:
    [(count, amount)] = shown(
        SERVICE, "select flag_count, flag_amount from audit.service_fund where village_name = '甲村'"
    )
    con = empty_county()
    fill(con, SERVICE)
    evaluate(con, "2026-06-30", "SVC01")
    alone = con.execute("select flag_count, flag_amount from audit.service_fund where village_name = '甲村'")
    assert alone.fetchall() == [(1, Decimal("100000.00"))]
    assert count >= 1
    assert amount >= 100000


def test_service_fund_uses_name_project_and_document() -> None:
    rows = shown(
        SERVICE,
        "select date, project, payee, amount, document, source_row from audit.service_fund_use order by date",
    )
    assert rows == [
        (date(2024, 5, 20), "水渠维修", "兴修公司", 150000, "发票 88", 5),
        (date(2024, 6, 15), None, "建材店", 3000, "白条", 6),
        (date(2024, 6, 16), None, "张三", 2000, None, 7),
    ]


def test_spending_keeps_every_line_but_says_what_is_no_spending() -> None:
    rows = shown(
        SERVICE,
        "select nature, counts, count(*), sum(amount) from audit.spending group by 1, 2 order by 1, 2",
    )
    assert rows == [
        ("内部划转", "计入", 1, 9000), ("支出", "计入", 4, 155100), ("支出", "重复凭据", 1, 2000),
    ]  # fmt: skip


def test_spending_counts_dividend_uses_that_the_company_has_not_booked() -> None:
    rows = shown(
        """
        红利使用明细表
        村   | 红利年度 | 使用日期   | 用途 | 金额
        甲村 | 2024     | 2025-03-01 | 修路 | 500
        乙村 | 2024     | 2025-03-01 | 修路 | 700
        乙村 | 2024     | 2025-04-01 | 补路 | 300

        收支明细账
        村   | 资金类别 | 日期       | 摘要 | 支出
        乙村 | 红色公司 | 2025-03-01 | 修路 | 700
        """,
        "select village_name, source_table, amount, counts, repeats_row_id from audit.spending order by 1, 2, 3",
    )
    assert rows == [
        ("乙村", "收支明细账", 700, "计入", None),
        ("乙村", "红利使用明细表", 300, "计入", None),
        ("乙村", "红利使用明细表", 700, "重复凭据", "cash_entry-1"),
        ("甲村", "红利使用明细表", 500, "计入", None),
    ]


def test_income_keeps_every_line_but_says_what_is_no_income() -> None:
    rows = shown(
        """
        收支明细账
        村   | 资金类别 | 账簿 | 日期       | 摘要         | 收入   | 支出 | 对方单位
        甲村 | 集体资金 | 现金 | 2024-01-01 | 上年结转     | 800    |      |
        甲村 | 集体资金 | 现金 | 2024-02-01 | 收鱼塘承包费 | 1200.5 |      | 张三
        甲村 | 集体资金 | 现金 | 2024-03-01 | 提现         | 500    |      |
        甲村 | 集体资金 | 现金 | 2024-03-02 | 购办公用品   |        | 90   | 文具店
        """,
        "select date, payer, amount, nature, source_row from audit.income order by date",
    )
    assert rows == [
        (date(2024, 1, 1), None, 800, "期初结转", 2),
        (date(2024, 2, 1), "张三", Decimal("1200.50"), "收入", 3),
        (date(2024, 3, 1), None, 500, "内部划转", 4),
    ]


def test_income_counts_dividends_that_the_company_has_not_booked() -> None:
    rows = shown(
        """
        红利收取表
        村   | 合作社 | 红利年度 | 实收红利 | 到账日期
        甲村 | 茶社   | 2024     | 500      | 2025-03-01
        乙村 | 桔社   | 2024     | 700      | 2025-03-01

        收支明细账
        村   | 资金类别 | 日期       | 摘要   | 收入
        乙村 | 红色公司 | 2025-03-01 | 收红利 | 700
        """,
        "select village_name, source_table, payer, amount, counts from audit.income order by 1, 2",
    )
    assert rows == [
        ("乙村", "收支明细账", None, 700, "计入"),
        ("乙村", "红利收取表", "桔社", 700, "重复凭据"),
        ("甲村", "红利收取表", "茶社", 500, "计入"),
    ]


def test_a_flag_says_the_whole_period_it_speaks_of() -> None:
    found = shown(
        """
        红利收取表
        村   | 合作社 | 红利年度 | 实收红利 | 到账日期
        甲村 | 茶社   | 2024     | 50000    | 2025-01-05

        收支明细账
        村   | 资金类别 | 账簿 | 日期       | 摘要     | 支出 | 对方单位 | 票据类型 | 票据号
        甲村 | 集体资金 | 银行 | 2024-01-10 | 购水泥   | 3200 | 建材店   | 发票     | 23642000000012345678
        甲村 | 集体资金 | 银行 | 2024-03-20 | 购水泥   | 3200 | 建材店   | 发票     | 23642000000012345678
        甲村 | 集体资金 | 现金 | 2024-01-15 | 购铁锹款 | 1800 | 五金店   | 发票     | 23642000000012345679

        红色股份登记台账
        村   | 合作社 | 日期       | 变动类型 | 金额   | 持股人 | 持股人类型 | 委托协议号
        甲村 | 茶社   | 2023-01-01 | 初始投入 | 400000 | 张三   | 受托个人   |
        """,
        "select rule_id, period, covers from audit.flag where rule_id in ('DU01', 'INV03', 'PAY01', 'RC05')"
        " order by rule_id",
    )
    assert found == [
        ("DU01", date(2024, 1, 1), "2024 年"),
        ("INV03", date(2024, 1, 1), "2024-01 至 2024-03"),
        ("PAY01", date(2024, 1, 1), "2024-01"),
        ("RC05", None, None),
    ]


def test_red_share_rolls_forward_year_by_year() -> None:
    rows = shown(
        """
        红色股份登记台账
        村   | 合作社 | 日期       | 变动类型 | 金额
        甲村 | 茶社   | 2012-01-01 | 初始投入 | 400000
        甲村 | 茶社   | 2013-03-01 | 红利转增 | 20000
        甲村 | 茶社   | 2013-06-01 | 追加投入 | 80000
        甲村 | 茶社   | 2014-06-01 | 退股     | 50000

        合作社盈余分配表
        村   | 合作社 | 年度 | 股金总额 | 红色股份 | 可分配盈余 | 股金分红
        甲村 | 茶社   | 2013 | 2000000  | 500000   | 300000     | 100000

        红利收取表
        村   | 合作社 | 红利年度 | 股本   | 应分红利 | 实收红利
        甲村 | 茶社   | 2013     | 500000 | 25000    | 24000
        """,
        "select year, opening_capital, contributed, reinvested, reduced, closing_capital, total_shares, ratio,"
        " distributable, expected_dividend, declared, received, yield from audit.red_share order by year",
    )
    assert rows == [
        (2012, 0, 400000, 0, 0, 400000, None, None, None, None, None, None, None),
        (
            2013,
            400000,
            80000,
            20000,
            0,
            500000,
            2000000,
            Decimal("0.25"),
            300000,
            25000,
            25000,
            24000,
            Decimal("0.048"),
        ),
        (2014, 500000, 0, 0, 50000, 450000, None, None, None, None, None, None, None),
    ]


def test_red_share_has_every_year_so_that_the_capital_of_a_year_adds_up() -> None:
    tables = """
        红色股份登记台账
        村   | 合作社 | 日期       | 变动类型 | 金额
        甲村 | 茶社   | 2012-01-01 | 初始投入 | 400000
        甲村 | 桔社   | 2012-05-01 | 初始投入 | 30000
        甲村 | 桔社   | 2013-05-01 | 清算     | 30000
        甲村 | 茶社   | 2015-06-01 | 追加投入 | 80000
        丙村 | 茶社   | 2016-02-01 | 初始投入 | 7000

        红利收取表
        村   | 合作社 | 红利年度 | 股本   | 实收红利
        乙村 | 茶社   | 2013     | 200000 | 10000
        """
    totals = shown(
        tables, "select year, sum(closing_capital), count(*) from audit.red_share group by year order by year"
    )
    assert totals == [
        (2012, 430000, 2), (2013, 600000, 3), (2014, 600000, 2), (2015, 680000, 2), (2016, 687000, 3)
    ]  # fmt: skip
    carried = shown(
        tables,
        "select village_name, year, opening_capital, contributed, closing_capital, received from audit.red_share"
        " where not recorded and village_name <> '丙村' order by all",
    )
    assert carried == [
        ("乙村", 2014, 200000, 0, 200000, None),
        ("乙村", 2015, 200000, 0, 200000, None),
        ("乙村", 2016, 200000, 0, 200000, None),
        ("甲村", 2013, 400000, 0, 400000, None),
        ("甲村", 2014, 400000, 0, 400000, None),
        ("甲村", 2016, 480000, 0, 480000, None),
    ]


def test_service_money_is_carried_through_years_without_entries() -> None:
    rows = shown(
        """
        收支明细账
        村   | 资金类别 | 账簿 | 日期       | 摘要     | 收入   | 支出
        甲村 | 专项资金 | 银行 | 2021-03-10 | 财政拨入 | 100000 |
        甲村 | 专项资金 | 银行 | 2024-05-20 | 修水渠   |        | 60000
        乙村 | 专项资金 | 银行 | 2023-03-10 | 财政拨入 | 5000   |
        """,
        "select village_name, year, received, spent, balance, idle_months from audit.service_fund order by 1, 2",
    )
    assert rows == [
        ("乙村", 2023, 5000, 0, 5000, 9),
        ("乙村", 2024, None, None, 5000, 21),
        ("甲村", 2021, 100000, 0, 100000, 9),
        ("甲村", 2022, None, None, 100000, 21),
        ("甲村", 2023, None, None, 100000, 33),
        ("甲村", 2024, 0, 60000, 40000, 7),
    ]


def test_red_share_without_a_register_takes_the_capital_stated_with_the_dividend() -> None:
    rows = shown(
        """
        红利收取表
        村   | 合作社 | 红利年度 | 股本   | 实收红利
        甲村 | 茶社   | 2013     | 500000 | 25000
        """,
        "select opening_capital, closing_capital, yield from audit.red_share",
    )
    assert rows == [(500000, 500000, Decimal("0.05"))]


USES = """
    红利收取表
    村   | 合作社 | 红利年度 | 实收红利
    甲村 | 茶社   | 2024     | 10000
    乙村 | 茶社   | 2024     | 10000
    乙村 | 桔社   | 2024     | 6000
    丙村 | 茶社   | 2024     | 10000
    丙村 | 桔社   | 2024     | 6000

    红利使用明细表
    村   | 合作社 | 红利年度 | 用途类别 | 用途   | 金额
    甲村 |        | 2024     | 再投入   | 再投入 | 4000
    乙村 | 茶社   | 2024     | 再投入   | 再投入 | 5000
    丙村 | 茶社   | 2024     | 再投入   | 再投入 | 5000
    丙村 |        | 2024     | 公益事业 | 修路   | 3000
"""


def test_uses_without_a_cooperative_belong_to_the_only_one_or_are_merged() -> None:
    rows = shown(
        USES,
        "select village_name, cooperative, dividend, required_reinvestment, reinvested, shortfall, retained,"
        " public_welfare, untraced, assessable from audit.dividend_use order by 1, 2",
    )
    assert rows == [
        ("丙村", "合并", 16000, 8000, 5000, 3000, 8000, 3000, 8000, True),
        ("乙村", "桔社", 6000, 3000, None, None, 3000, None, 6000, False),
        ("乙村", "茶社", 10000, 5000, 5000, 0, 5000, 0, 5000, True),
        ("甲村", "茶社", 10000, 5000, 4000, 1000, 5000, 0, 6000, True),
    ]


def test_required_reinvestment_follows_the_township_and_the_year() -> None:
    rows = shown(
        """
        村情登记表
        村   | 乡镇
        甲村 | 东镇
        乙村 | 西乡
        丙村 | 西乡

        政策参数表
        参数           | 适用范围 | 生效日期   | 取值
        reinvest_ratio | 东镇     | 2020-01-01 | 0.30
        reinvest_ratio | 东镇     | 2024-12-31 | 0.40
        reinvest_ratio | 东镇     | 2025-01-01 | 0.80
        reinvest_ratio | 东镇     | 2030-01-01 | 0.90
        reinvest_ratio |          |            | 0.60
        reinvest_ratio | 西乡     |            | 一半
        """
        + USES,
        "select village_name, sum(required_reinvestment) from audit.dividend_use group by 1 order by 1",
    )
    assert rows == [("丙村", 9600), ("乙村", 9600), ("甲村", 4000)]


def test_parameters_say_whether_the_county_confirmed_them() -> None:
    rows = shown(
        """
        村情登记表
        村   | 乡镇 | 县市区
        甲村 | 东镇 | 吉首市

        政策参数表
        参数           | 适用范围 | 取值 | 依据
        reinvest_ratio | 吉首市   | 0.60 | 吉农〔2026〕1号
        """,
        "select name, scope, value, default_value, source, confirmed from meta.parameter"
        " where name in ('reinvest_ratio', 'activity_min_amount', 'red_share_control_villages') order by 1",
    )
    assert rows == [
        ("activity_min_amount", "", "5000", "5000", "本项目约定：小额不报", "默认，请县级确认"),
        ("red_share_control_villages", "", None, None, "县里公布", "未设定，请县级填写"),
        ("reinvest_ratio", "吉首市", "0.60", "0.5", "吉农〔2026〕1号", "县级设定"),
    ]


def test_submission_status_shows_the_gap_between_two_months() -> None:
    rows = shown(
        """
        收支明细账
        村   | 日期       | 摘要 | 支出 | period     | period_kind
        甲村 | 2025-01-05 | 一月 | 1    | 2025-01-01 | 月
        甲村 | 2025-03-05 | 三月 | 1    | 2025-03-01 | 月
        乙村 | 2025-02-05 | 二月 | 1    | 2025-02-01 | 月
        丙村 | 2025-01-05 | 一季 | 1    | 2025-01-01 | 季
        """,
        "select village_name, kind, month(period), status, versions from audit.submission_status"
        " where kind = 'cash_entry' order by 1, 3",
    )
    assert rows == [
        ("丙村", "cash_entry", 1, "已报", 1),
        ("乙村", "cash_entry", 2, "已报", 1),
        ("甲村", "cash_entry", 1, "已报", 1),
        ("甲村", "cash_entry", 2, "未报", 0),
        ("甲村", "cash_entry", 3, "已报", 1),
    ]


def test_every_view_and_column_has_a_chinese_comment_and_title() -> None:
    con = empty_county()
    views.create_chinese(con)
    bare = con.execute(
        "select view_name from duckdb_views() where schema_name in ('core', 'audit', '审计') and comment is null"
        " union all select table_name || '.' || column_name from duckdb_columns()"
        " where schema_name in ('core', 'audit', '审计') and comment is null"
    ).fetchall()
    assert bare == []
    titles = con.execute("select column_name from duckdb_columns() where schema_name = '审计'").fetchall()
    assert titles
    assert [title for (title,) in titles if title.isascii()] == []


def test_chinese_views_cover_every_audit_view() -> None:
    named = [view.chinese for view in views.load_views() if view.name.startswith("audit.")]
    assert len(named) == len(set(named))
    assert {
        "专项资金",
        "专项资金使用",
        "红色股份",
        "红利使用",
        "支出明细",
        "报送情况",
        "疑点",
        "疑点依据",
        "规则结果",
    } <= set(named)


def test_a_view_whose_header_forgets_a_column_is_refused(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "core_trial.sql"
    path.write_text(
        "/*\nview: core.trial\ntitle: 试\ncolumns: {a: 甲}\n*/\nselect 1 as a, 2 as b", encoding="utf-8"
    )
    file = sqlfile.read(path)
    trial = views.View("core.trial", "", "试", {"a": "甲"}, file)
    monkeypatch.setattr(views, "load_views", lambda: (trial,))
    with pytest.raises(ValueError, match=r"core\.trial"):
        views.create_views(duckdb.connect(":memory:"))


def test_views_come_after_the_views_they_read() -> None:
    seen: set[str] = set()
    names = {view.name for view in views.load_views()}
    for view in views.load_views():
        assert view.file.tables & names <= seen
        seen.add(view.name)


def test_a_month_goes_on_from_the_one_before_and_ends_at_the_balance() -> None:
    rows = shown(
        SERVICE,
        "select fund, month(month), opening, received, spent, closing from audit.fund_month order by all",
    )
    assert rows == [
        ("专项资金", 1, 20000, 0, 0, 20000),
        ("专项资金", 3, 20000, 400000, 0, 420000),
        ("专项资金", 4, 420000, 0, 0, 420000),
        ("专项资金", 5, 420000, 0, 150000, 270000),
        ("专项资金", 6, 270000, 0, 5000, 265000),
        ("专项资金", 7, 265000, 0, 0, 265000),
        ("集体资金", 7, 0, 0, 100, -100),
    ]
    assert shown(SERVICE, "select fund, balance from core.fund_balance order by fund") == [
        ("专项资金", 265000), ("集体资金", -100)
    ]  # fmt: skip


def test_petty_cash_is_what_one_took_less_what_he_cleared() -> None:
    county = """
        收支明细账
        村   | 资金类别 | 账簿 | 日期       | 摘要           | 收入 | 支出 | 对方单位
        甲村 | 集体资金 | 现金 | 2024-03-01 | 领用备用金     |      | 3000 | 张三
        甲村 | 集体资金 | 现金 | 2024-04-01 | 交回备用金     | 500  |      | 张三
        甲村 | 集体资金 | 现金 | 2024-04-02 | 提取备用金     |      | 9000 | 农商行
        甲村 | 集体资金 | 现金 | 2024-05-01 | 王五借支差旅费 |      | 200  | 王五
        甲村 | 集体资金 | 现金 | 2024-05-09 | 王五还借支     | 200  |      | 王五
    """
    rows = shown(
        county, "select person, month(taken_on), taken, settled, outstanding from audit.petty_cash order by 1"
    )
    assert rows == [("张三", 3, 3000, 500, 2500), ("王五", 5, 200, 200, 0)]
