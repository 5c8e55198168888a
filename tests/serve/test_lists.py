"""A list is whole: counted, summed, in any order, found by what people type, saved to its last row or not at all."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from pathlib import Path
from urllib.parse import unquote

import openpyxl
import pytest

from pipeline.serve import box
from pipeline.serve.query import Refused, Saving
from tests.e2e.night import Night
from tests.serve.conftest import Web
from tests.serve.test_pages import text


def column(page: str, kind: str) -> list[str]:
    return re.findall(rf'<td class="{kind}[^"]*">(?:<a [^>]*>)?([^<]*)', page)


def saved(web: Web, path: str, **asked: str) -> list[list[str]]:
    answer = web.get(path, params=asked | {"as": "csv"})
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"village": "太平乡+司马"}, 2),
        ({"village": "太平乡 司马村"}, 2),
        ({"village": "smc"}, 2),
        ({"village": "tpxsm"}, 2),
        ({"village": "sima"}, 2),
        ({"village": "吉首"}, 10),
        ({"village": "xyz"}, 0),
        ({"least": "1万"}, 3),
        ({"least": "一万", "most": "20,000"}, 3),
        ({"least": "两万元", "village": "akc"}, 1),
        ({"q": "修路 改水"}, 1),
        ({"year": "2012", "township": "河溪镇"}, 0),
    ],
)
def test_what_people_type_is_understood(web: Web, asked: dict[str, str], found: int) -> None:
    uses = saved(web, "/lists/dividend_uses", **asked)
    assert len(uses) - 1 == found


def test_an_empty_answer_says_what_it_looked_for(web: Web) -> None:
    shown = text(web.get("/flags", params={"village": "司马", "least": "3千万", "level": "高"}).text)
    assert (
        "没有这样的疑点。查的是：状态“待办”，级别“高”，村“司马”（太平乡司马村），金额不少于 30,000,000.00 元"
        in shown
    )
    assert "没有这样的村" in text(web.get("/flags", params={"village": "没有村"}).text)
    shown = text(web.get("/flags", params={"least": "很多"}).text)
    assert "看不懂金额“很多”" in shown
    assert web.get("/flags", params={"least": "很多", "as": "csv"}).status_code == 400


def test_every_column_sorts_both_ways_and_keeps_the_filter(web: Web) -> None:
    page = web.get("/lists/dividend_uses", params={"township": "太平乡", "sort": "-amount"}).text
    assert column(page, "money") == ["18,000.00", "2,000.00"]
    assert 'aria-sort="descending"' in page
    [link] = re.findall(r'<a href="([^"]*)">金额（元）', page)
    page = web.get(link.replace("&amp;", "&")).text
    assert column(page, "money") == ["2,000.00", "18,000.00"]
    heads = re.findall(r'<th scope="col"[^>]*>(.*?)</th>', page)
    assert len(heads) > 8
    assert all("sort=" in head for head in heads)


def test_the_sum_is_that_of_the_filter_and_of_flags_that_of_the_first_page(jishou: Night, web: Web) -> None:
    assert "共 2 行；金额合计 20,000.00 元" in text(web.get("/lists/dividend_uses?village=smc").text)
    told = jishou.query("select amount from core.flag_amount where scope = '全部'")[0][0]
    assert f"涉及金额（提示不计）合计 {told:,.2f} 元" in text(web.get("/flags").text)


def test_pages_together_are_the_whole_list(jishou: Night, web: Web) -> None:
    total = jishou.query("select count(*) from audit.rule_result")[0][0]
    page = web.get("/lists/results?size=200").text
    assert f"共 {total:,} 行" in text(page)
    last = -(-total // 200)
    assert f"第 1 / {last} 页" in text(page)
    count = (
        page.count("<tr><td")
        + (last - 2) * 200
        + web.get(f"/lists/results?size=200&page={last}").text.count("<tr><td")
    )
    assert count == total
    assert len(saved(web, "/lists/results")) - 1 == total


def test_a_saved_list_says_where_it_is_from_and_sums_to_what_the_page_says(web: Web) -> None:
    answer = web.get("/lists/dividend_uses", params={"village": "司马", "as": "xlsx"})
    assert re.search(
        r"红利的每一笔去向-太平乡-司马村-\d{8}\.xlsx$", unquote(answer.headers["content-disposition"])
    )
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    head, *rows = list(sheet.iter_rows(values_only=True))
    assert sum(Decimal(str(row[head.index("金额（元）")])) for row in rows) == 20_000
    assert "row_id" not in head


def test_more_than_a_hundred_thousand_rows_are_saved_to_the_last(web: Web) -> None:
    answer = web.post("/sql", data={"sql": "select n from range(150000) as t(n)", "as": "csv"})
    assert answer.content.rstrip().endswith(b"\r\n149999")


@pytest.mark.parametrize(
    ("sql", "form", "seconds", "said"),
    [
        ("select n from range(1000000000000) as t(n)", "csv", 0.5, "没有算完"),
        ("select repeat('x', 40000) as long", "xlsx", 60, "Excel 放不下"),
    ],
)
def test_a_limit_is_said_and_no_shorter_file_is_left(
    jishou: Night, tmp_path: Path, sql: str, form: str, seconds: float, said: str
) -> None:
    with pytest.raises(Refused, match=said):
        box.save(Saving(jishou.database, sql, {}), form, tmp_path / "list", seconds)


def test_another_site_has_nothing_saved(web: Web) -> None:
    answer = web.get("/lists/payments?as=csv", headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "name", ["nothing", "meta.setting", "state.flag", 'ledger."x', "information_schema.tables"]
)
def test_only_what_is_on_the_shelf_is_a_list(web: Web, name: str) -> None:
    assert web.get(f"/lists/{name}").status_code == 404
    assert (
        web.get("/lists/audit.income", params={"sort": "1; drop table x", "amount": "' or 1=1"}).status_code
        == 200
    )


def test_lists_on_the_shelf_open_and_add_up(web: Web) -> None:
    names = re.findall(r'<li><a href="(/[^"]+)"', web.get("/lists").text)
    assert {"/lists/payees", "/lists/audit.spending", "/lists/ledger.dividend_use", "/flags"} <= set(names)
    # Of what is laid out by its comments alone, one of each kind.
    stored = {name.partition(".")[0]: name for name in names if "." in name}
    for name in [*stored.values(), *(name for name in names if "." not in name)]:
        assert "共 " in text(web.get(name).text), name
