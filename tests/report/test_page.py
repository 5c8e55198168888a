"""审计报告.html says what the database says, loads nothing, and takes no text for markup."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from pipeline.publish.report import audit_book, charts, figures, markup, page, pictures, rest, sections
from tests.report import jishou
from tests.report.conftest import Written
from tests.report.jishou import lines, parsed, query, words
from tests.rules.harness import empty_county, evaluate, fill

HOSTILE = """</script><img src=x onerror="alert(1)">'&lt;{{7*7}}"""


def money(value: Decimal | None) -> str:
    return "—" if value is None else f"{value:,.2f}"


@pytest.fixture(scope="module")
def html() -> str:
    return (jishou.outputs() / "reports" / "审计报告.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def read(html: str) -> Any:
    return parsed(html)


def data(read: Any, name: str) -> Any:
    [script] = read.xpath(f"//script[@id='{name}']")
    return json.loads(script.text)


def test_the_headline_figures_are_those_of_the_database(read: Any) -> None:
    shown = {
        words(one.xpath("./span[@class='name']")[0]): words(one.xpath("./a[@class='value']")[0])
        for one in read.xpath("//div[contains(concat(@class, ' '), 'headline ')]")
    }
    assert shown["应再投入"] == "46,000.00 元"
    assert shown["其中没有使用记录的红利"] == "20,000.00 元"
    found = query("select name, unit, value from audit.headline where township = ''")
    levels = {"其中严重", "其中高", "其中中", "其中低", "其中提示"}
    expected = {
        name: (money(value) if unit == "元" else f"{value:,.0f}") + f" {unit}" if value is not None else "—"
        for name, unit, value in found
        if name not in levels
    }
    assert shown.pop("共性问题") == "0 条规则"
    assert shown.pop("本批新增的疑点") == f"{sum(flag[16] for flag in data(read, 'flag-data')['flags'])} 条"
    assert shown == expected
    assert all(
        read.xpath(f"//*[@id='{link.split('?')[0][1:]}']")
        for link in read.xpath("//a[@class='value']/@href")
        if link != "#systemic"
    )
    assert words(read.xpath("//span[@class='of']")[0]) == "4 个村"
    tags = words(read.xpath("//span[@class='parts']")[0])
    assert tags == " ".join(f"{name[2:]} {value:.0f}" for name, _, value in found if name in levels)


def test_the_change_since_the_last_batch_stands_below_each_figure(written: Written) -> None:
    now = (
        figures.Headline("实收红利", "元", Decimal("72001.00"), Decimal("60000.50"), Decimal("12000.50")),
        figures.Headline("待办疑点", "条", Decimal(9), Decimal(12), Decimal(-3)),
        figures.Headline("登记村数", "个", Decimal(3), Decimal(3), Decimal(0)),
    )
    html = page.render(replace(written.figures, headlines=now), written.content, rest.read(written.con))
    told = " ".join(
        words(one) for one in parsed(html).xpath("//div[contains(concat(@class, ' '), 'headline ')]")
    )
    assert "实收红利 72,001.00 元 比上批 +12,000.50 3 个村，2024 年" in told
    assert "比上批 −3" in told
    assert "登记村数 3 个 比上批 持平 3 个村" in told
    assert "这是第一批" not in html


def test_who_reinvested_too_little_stands_first_and_by_how_much(read: Any) -> None:
    found = [(one["村"], one["再投入不足（元）"], one["再投入"]) for one in lines(read, "dividends")]
    assert found == [
        ("司马村", "10,000.00", "不足"),
        ("着落村", "6,000.00", "不足"),
        ("马鞍村", "—", "没有使用记录"),
        ("隘口村", "0.00", "达到"),
    ]


def test_every_use_of_a_dividend_is_listed_with_its_row(read: Any) -> None:
    told = [words(one) for one in read.xpath("//details[@class='uses']//tbody/tr")]
    rows = query("select summary, amount, source_sheet, source_row from ledger.dividend_use")
    assert len(told) == len(rows) == 10
    for summary, amount, sheet, row in rows:
        assert [t for t in told if summary in t and money(amount) in t and f"{sheet} 第 {row} 行" in t]


def test_the_shares_are_those_of_the_database(read: Any) -> None:
    shown = [
        (one["村"], one["年度"], one["年末股本（元）"], one["实收红利（元）"])
        for one in lines(read, "shares")
    ]
    expected = [
        (village, str(year), money(capital), money(received))
        for village, year, capital, received in query(
            "select village_name, year, closing_capital, received from audit.red_share"
            " order by township, village_code, cooperative, year"
        )
    ]
    assert shown == expected


def test_the_flags_and_their_evidence_are_those_of_the_database(read: Any) -> None:
    packed = data(read, "flag-data")
    flags = {
        flag[0]: (packed["rules"][flag[3]][0], *packed["villages"][flag[4]], Decimal(flag[7]), flag[8])
        for flag in packed["flags"]
    }
    assert flags == {
        row[0]: row[1:]
        for row in query(
            "select flag_id, rule_id, coalesce(township, ''), coalesce(village_name, ''), amount, message from audit.flag"
        )
    }
    evidence = data(read, "evidence-data")
    told = {
        (flag, *evidence["places"][place], row)
        for flag, rows in evidence["rows"].items()
        for *_, place, row in rows
    }
    assert told == set(
        query("select flag_id, source_file, source_sheet, source_row from audit.flag_evidence")
    )


def test_rules_villages_reports_and_parameters_are_those_of_the_database(read: Any) -> None:
    rules = {one["规则"]: (one["命中村数"], one["不可评估村数"]) for one in lines(read, "rules")}
    for rule, hits, unknown in query(
        "select rule_id, count(*) filter (where outcome = '命中'), count(*) filter (where outcome = '不可评估')"
        " from audit.rule_result group by rule_id"
    ):
        assert rules[rule] == (str(hits), str(unknown)), rule
    villages = {one["村"]: (one["名次"], one["涉及金额（元）"]) for one in lines(read, "villages")}
    assert villages == {
        name: (str(rank), money(amount))
        for name, rank, amount in query("select village_name, rank, flag_amount from audit.village_profile")
    }
    reported = {one["村"]: int(one["已报"]) for one in lines(read, "reported")}
    assert reported == dict(
        query("select village_name, count(*) from audit.submission_status where status = '已报' group by 1")
    )
    confirmed = {(one["参数"], one["适用范围"]): one["确认情况"] for one in lines(read, "parameters")}
    assert confirmed == {
        (name, scope or "—"): told
        for name, scope, told in query("select name, scope, confirmed from meta.parameter")
    }
    assert "默认，请县级确认" in confirmed.values()
    missing = {one["缺少什么"] for one in lines(read, "unknown")}
    assert missing == {
        m for (m,) in query("select distinct missing from audit.rule_result where outcome = '不可评估'")
    }


def test_what_can_be_found_is_every_village_payee_and_document_with_its_sum(written: Written) -> None:
    told = rest.read(written.con)
    packed = data(parsed(page.render(written.figures, written.content, told)), "named-data")
    found = [(packed["kinds"][row[0]], *packed["places"][row[1]], *row[2:]) for row in packed["rows"]]
    assert [one[:4] for one in found if one[0] == "村"] == [
        ("村", "西乡", "丙村", "丙村"), ("村", "东镇", "乙村", "乙村"), ("村", "东镇", "甲村", "甲村")
    ]  # fmt: skip
    assert [one for one in found if one[0] == "收款人"] == [
        ("收款人", "东镇", "甲村", "-工行", "", 1, "20000.00"),
        ("收款人", "东镇", "甲村", "@兴修公司", "", 1, "150000.50"),
        ("收款人", "东镇", "甲村", "王某", "", 1, "3000.00"),
    ]
    assert {row[1] for row in told.of("西乡").named.rows} == {"丙村"}


def test_the_hash_of_the_batch_stands_in_the_page(read: Any) -> None:
    [manifest] = (jishou.outputs() / "batches").glob("*.json")
    assert json.loads(manifest.read_bytes())["sha256"] in words(read.xpath("//dl[@class='seal']")[0])


def test_nothing_is_loaded_from_outside_and_only_the_own_script_may_run(read: Any) -> None:
    [policy] = read.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    rules = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert rules["default-src"] == "'none'"
    runs = [one for one in read.xpath("//script") if one.get("type") != "application/json"]
    allowed = [
        "'sha256-" + base64.b64encode(hashlib.sha256(one.text.encode()).digest()).decode() + "'"
        for one in runs
    ]
    assert rules["script-src"].split() == allowed
    assert len(runs) == 1
    assert not read.xpath(
        "//*[@src or @srcset or @action or @data or @poster] | //link | //iframe | //base | //object"
    )
    links = read.xpath("//@href | //@*[name() = 'xlink:href']")
    assert links
    assert all(link.startswith("#") for link in links)
    styles = " ".join(one.text for one in read.xpath("//style"))
    assert "@import" not in styles
    assert all(one.startswith("data:") for one in re.findall(r"url\(\s*['\"]?([^)'\"]+)", styles))


def hostile_county() -> tuple[figures.Figures, audit_book.Content, Any]:
    """Judge a county in which every text is an attempt to become markup."""
    con = empty_county()
    con.execute("delete from result.headline; delete from meta.batch")
    fill(
        con,
        f"""
        村情登记表
        村   | 村名 | 乡镇
        甲村 | 甲{HOSTILE} | 东{HOSTILE}

        红利收取表
        村   | 合作社 | 红利年度 | share_capital | 实收红利
        甲村 | 社{HOSTILE} | 2024     | 400000 | 40000

        红利使用明细表
        村   | 合作社 | 红利年度 | 使用日期   | 用途类别 | 用途     | 金额
        甲村 | 社{HOSTILE} | 2024     | 2025-02-02 | 公益事业 | 修路{HOSTILE} | 20000
        """,
    )
    evaluate(con, "2026-06-30", batch_id="20260630-0001")
    con.execute(
        "insert into meta.batch (batch_id, started_at, as_of, program_version)"
        " values ('20260630-0001', '2026-06-30 22:05:00', '2026-06-30', '村账')"
    )
    return figures.read(con, jishou.outputs()), audit_book.read(con), con


def test_texts_from_sheets_never_become_markup() -> None:
    head, content, con = hostile_county()
    html = page.render(head, content, rest.read(con))
    read = parsed(html)
    assert not read.xpath("//img | //*[@onerror]")
    assert len(read.xpath("//script")) == 4
    assert "49" not in words(read.xpath("//details")[0])
    assert HOSTILE in "".join(read.xpath("//details//td//text()"))
    assert HOSTILE in "".join(read.xpath("//*[name() = 'svg']//text()"))
    packed = data(read, "flag-data")
    assert packed["villages"][0] == [f"东{HOSTILE}", f"甲{HOSTILE}"]


def test_uses_without_a_dividend_are_shown_too(written: Written) -> None:
    dividends = written.content.tables["红利使用"]
    nobody = sections.Table(dividends.title, dividends.columns, [])
    groups = sections.spending(nobody, written.content.dividend_spending)
    assert sum(len(uses) for _, uses in groups) == len(written.content.dividend_spending.rows) == 4
    assert {group["dividend"] for group, _ in groups} == {None}


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        (Decimal("1234567.80"), "money", "1,234,567.80"),
        (Decimal("-0.05"), "money", "-0.05"),
        (Decimal("12345678901234567.89"), "money", "12,345,678,901,234,567.89"),
        (Decimal("0.5"), "ratio", "50.00%"),
        (None, "money", "—"),
        (0, "count", "0"),
        (2024, "year", "2024"),
        (True, "yesno", "是"),
    ],
)
def test_values_are_written_as_people_read_them(value: object, kind: str, expected: str) -> None:
    assert markup.shown(value, kind) == expected


def test_a_change_carries_its_sign() -> None:
    assert markup.change(Decimal("-1200.5"), "money") == "−1,200.50"
    assert markup.change(Decimal("3"), "count") == "+3"
    assert markup.change(Decimal("0"), "count") == "持平"


def test_villages_of_one_name_have_bars_of_their_own(written: Written) -> None:
    table = written.content.tables["红利使用"]
    village, township = table.position("village_name"), table.position("township")
    rows = [(*row[:village], "新华村", *row[village + 1 :]) for row in table.rows]
    assert len({row[township] for row in rows}) == 2
    picture = str(pictures.dividend_chart(sections.Table(table.title, table.columns, rows)))
    assert ">东镇新华村<" in picture
    assert ">西乡新华村<" in picture


def test_a_chart_of_few_counts_has_whole_numbers_on_its_axis() -> None:
    picture = str(charts.bars([("甲村", "高", 1.0)], {"高": "#123456"}, "条", "疑点", whole=True))
    numbers = re.findall(r">([0-9.]+)</text>", picture)
    assert numbers == ["0", "1"]


def test_a_chart_names_its_bars_in_chinese_and_escapes_them() -> None:
    picture = str(charts.bars([(f"甲村{HOSTILE}", "再投入", 1.0)], {"再投入": "#123456"}, "万元", HOSTILE))
    read = parsed(f"<body>{picture}</body>")
    assert not read.xpath("//img")
    assert "Noto Sans CJK SC" in picture
    assert HOSTILE in "".join(read.xpath("//text()"))
