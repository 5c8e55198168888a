"""A value that one township sets from a day on counts for that township only, and from that day only."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline import demo
from pipeline.judge.allowed import TEXT, pattern
from pipeline.judge.parameters import load_parameters
from tests.bench_rules.sweep import hand_in as hand_in_all
from tests.e2e.night import CASH_HEADER, Night

EAST, WEST = "东滩村", "南塘村"  # of 临河镇, of 梧桐树乡
TOWNSHIP = "临河镇"
PARAMETERS = (
    # name, township, from, value
    ("reinvest_ratio", TOWNSHIP, "2025-01-01", "0.6"),
    ("service_fund_standard.3", TOWNSHIP, "2025-01-01", "250000"),
    ("cash_line", TOWNSHIP, "2025-07-01", "500"),
    ("reinvest_ratio", TOWNSHIP, "2027-01-01", "0.9"),
)


def hand_in(county: Night) -> None:
    """Hand in the same books for one village of each township, two years alike, and the township's own values."""
    both = (EAST, WEST)
    years = (2024, 2025)
    county.register()
    county.book("政策/政策参数表.xlsx", {"参数": [
        ("政策参数表",), ("参数", "适用范围", "生效日期", "取值", "依据"),
        *((*row, "临政发〔2025〕1号") for row in PARAMETERS),
    ]})  # fmt: skip
    county.book("组织部/星级.xlsx", {"评定": [
        ("村级星级评定表",), ("村名", "年度", "评定星级"), *((v, y, 3) for v in both for y in years),
    ]})  # fmt: skip
    county.book("财政局/拨付.xlsx", {"拨付": [
        ("为民服务和发展专项资金拨付表",), ("村名", "年度", "资金类别", "拨付金额"),
        *((v, y, "专项资金", 300000) for v in both for y in years),
    ]})  # fmt: skip
    county.book("农经/红利.xlsx", {
        "收取": [
            ("红利收取表",), ("村名", "合作社", "红利年度", "股本", "实收红利", "到账日期"),
            *((v, "茶社", y, 100000, 10000, f"{y}-12-01") for v in both for y in years),
        ],
        "使用": [
            ("红利使用明细表",), ("村名", "合作社", "红利年度", "用途类别", "用途", "金额"),
            *((v, "茶社", y, word, text, 5000)
              for v in both for y in years for word, text in (("再投入", "追加股本"), ("公益事业", "修路"))),
        ],
    })  # fmt: skip
    for village in both:
        county.book(f"{village}/2025年现金日记账.xlsx", {"账": [
            ("2025年现金日记账",), (f"编制单位：{village}", None, None, None, None, "单位：元"), CASH_HEADER,
            ("2025-06-30", "记1", "购砂石", None, 800, "张三"), ("2025-07-01", "记2", "购水泥", None, 800, "张三"),
        ]})  # fmt: skip


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Night:
    night = Night(tmp_path_factory.mktemp("parameters"), reports=True)
    hand_in(night)
    night.publish(as_of="2026-06-30")
    return night


def found(county: Night, rule: str) -> list[tuple[str, str, Decimal]]:
    return county.query(
        "select village_name, cast(period as varchar), amount from audit.flag"
        " where rule_id = ? and status <> '已消除' order by all",
        rule,
    )


@pytest.mark.parametrize(("rule", "period", "amount"), [
    ("DU02", "2025-01-01", "1000.00"),  # a bound parameter, by the year of the dividend
    ("SVC01", "2025-01-01", "50000.00"),  # a standard that a view looks up by year
    ("PAY01", "2025-07-01", "800.00"),  # by the month of the payment
])  # fmt: skip
def test_it_counts_in_that_township_from_that_day_on(
    county: Night, rule: str, period: str, amount: str
) -> None:
    assert found(county, rule) == [(EAST, period, Decimal(amount))]


def test_inspectors_see_what_was_due_in_each_year(county: Night) -> None:
    due = county.query(
        "select village_name, year, required_reinvestment from audit.dividend_use order by all"
    )
    assert due == [(EAST, 2024, 5000), (EAST, 2025, 6000), (WEST, 2024, 5000), (WEST, 2025, 5000)]
    standard = county.query("select village_name, year, standard from audit.service_fund order by all")
    assert standard == [
        (EAST, 2024, 300000),
        (EAST, 2025, 250000),
        (WEST, 2024, 300000),
        (WEST, 2025, 300000),
    ]


def test_before_that_day_nothing_of_it_counts(tmp_path_factory: pytest.TempPathFactory) -> None:
    night = Night(tmp_path_factory.mktemp("before"))
    hand_in(night)
    night.publish(as_of="2024-12-31")
    assert [found(night, rule) for rule in ("DU02", "SVC01", "PAY01")] == [[], [], []]
    assert night.query("select count(*) from meta.parameter where confirmed = '县级设定'") == [(0,)]


def test_what_nobody_confirmed_is_marked_where_rules_and_parameters_are_shown(county: Night) -> None:
    [(text,)] = county.query("select params from meta.rule where rule_id = 'DU02'")
    params = json.loads(text)
    assert params["reinvest_ratio"] == {
        "value": "0.5", "unit": "比例", "status": "默认，请县级确认",
        "townships": {TOWNSHIP: {"value": "0.6", "status": "县级设定"}},
    }  # fmt: skip
    assert params["reinvest_cumulative"]["status"] == "默认，请县级确认"
    shown = county.query(
        "select scope, value, confirmed, source from meta.parameter where name = 'reinvest_ratio' order by scope"
    )
    assert [row[:3] for row in shown] == [
        ("", "0.5", "默认，请县级确认"), (TOWNSHIP, "0.6", "县级设定"),
    ]  # fmt: skip
    assert shown[1][3] == "临政发〔2025〕1号"
    page = (county.outputs / "reports" / "审计报告.html").read_text(encoding="utf-8")
    assert "默认，请县级确认" in page


def test_every_default_may_be_given() -> None:
    for one in load_parameters().values():
        if one.default:
            assert re.search(pattern(one.default, one.unit), one.default), one
    with pytest.raises(ValueError, match="单位"):
        pattern("3", "斗")


def test_no_value_of_a_parameter_stops_a_night_or_a_rule(tmp_path: Path) -> None:
    made = demo.write(tmp_path, 2, 6, 5, flawed=True, way=demo.unharmed)
    for value in ("99999999999999", "9999", "0"):
        night = Night(tmp_path, reports=value == "99999999999999")
        hand_in_all(made.inputs / "县农经站" / "参数.xlsx", dict.fromkeys(load_parameters(), value))
        night.publish(as_of=str(made.as_of))
        asked = "select distinct rule_id from audit.rule_result where missing = '程序故障'"
        assert night.query(asked) == [], value
        told = dict(night.query("select name, confirmed from meta.parameter "))
        unusable = {
            p.name for p in load_parameters().values() if not re.search(pattern(p.default, p.unit), value)
        }
        assert {name for name, how in told.items() if "不能用" in how} == unusable, value
        texts = {p.name for p in load_parameters().values() if pattern(p.default, p.unit) == TEXT}
        assert texts
        assert not texts & unusable
