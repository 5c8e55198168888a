"""Every page answers, leads on to pages that answer, and says what is known of the example."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from urllib.parse import parse_qsl

import pytest

from tests.e2e.night import Night
from tests.serve.conftest import Web, permitted

LINK = re.compile(r'href="([^"]+)"')
MENU = (
    "/",
    "/townships",
    "/villages",
    "/flows",
    "/shares",
    "/flags",
    "/rules",
    "/submissions",
    "/lists",
    "/sql",
)


def text(html: str) -> str:
    """Give what a reader sees: one space where a tag stood."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def test_every_link_leads_to_a_page(jishou: Night) -> None:
    web = permitted(jishou)
    waiting, seen, of_a_kind = ["/"], set[str](), Counter[tuple[str, str]]()
    while waiting:
        path = waiting.pop()
        page, _, query = path.partition("?")
        asked = dict(parse_qsl(query))
        # A hundred rules are one page with other words; and any list is sorted, saved, narrowed down like the others.
        how = next((name for name in ("as", "sort", "page") if name in asked), "".join(asked))
        family = (page.rsplit("/", 1)[0] if not how else "", how)
        if path in seen or (of_a_kind[family] == (1 if how else 3) and path not in MENU):
            continue
        of_a_kind[family] += 1
        seen.add(path)
        answer = web.get(path)
        assert answer.status_code == 200, path
        waiting += [unescape(found) for found in LINK.findall(answer.text)]
    assert seen >= {*MENU, "/files", "/style.css", "/icon.svg"}
    kinds = {path.split("?")[0].split("/")[1] for path in seen if path.count("/") > 1}
    assert kinds >= {"townships", "villages", "flags", "rules", "rows", "submissions", "originals"}


@pytest.mark.parametrize(
    ("path", "known"),
    [
        (
            "/",
            [
                "实收红利 92,000.00 元",
                "应再投入 46,000.00 元 4 个村，2012 年",
                "再投入不足 16,000.00 元",
                "司马村 2012 年 吉太养殖合作社",
            ],
        ),
        ("/townships", ["马颈坳镇", "河溪镇", "白岩乡", "太平乡"]),
        ("/townships/太平乡", ["司马村", "10,000.00"]),
        ("/villages", ["隘口村", "着落村", "司马村", "马鞍村"]),
        ("/flows", ["红色股份登记台账 初始投入 1,020,000.00 4 笔", "红色公司 公益事业 28,000.00 4 笔"]),
        (
            "/shares",
            [
                "吉太养殖合作社 2012 20,000.00 10,000.00 0.00 0.00 10,000.00",
                "亿利德中药材合作社 2012 12,000.00 6,000.00 0.00 0.00 6,000.00",
                "茶叶专业合作社 2012 40,000.00 20,000.00 20,000.00 0.00 0.00",
                "没有使用记录，看不出",
                "维修因涨水受损的吊桥",
            ],
        ),
        ("/rules", ["DU02", "再投入不足", "每条规则对每个村都有一个结果"]),
        ("/rules/DU02", ["命中", "不可评估", "红色股份", "红利使用明细表", "补投的凭证", "判断用的 SQL"]),
        ("/submissions", ["红利使用明细表", "已报"]),
        ("/files", ["2012年红利使用明细表.xlsx", "受理"]),
    ],
)
def test_pages_tell_what_is_known(web: Web, path: str, known: list[str]) -> None:
    shown = text(web.get(path).text)
    assert [one for one in known if one not in shown] == []


def test_a_villages_page_says_where_its_dividend_went(web: Web) -> None:
    page = web.get("/villages").text
    (link,) = re.findall(r'href="([^"]+)">隘口村', page)
    shown = text(web.get(link).text)
    for use in ("20,000.00", "帮扶贫困党员及科技示范户", "党支部活动", "茶叶育苗"):
        assert use in shown
    assert "已达到" in shown


def test_flows_of_one_village_leave_out_the_others(web: Web) -> None:
    shown = text(web.get("/flows", params={"village": "吉首市太平乡司马村"}).text)
    assert "修路及改水" in shown
    assert "水井建设" not in shown
    assert "红利收取表 实收红利 20,000.00 1 笔" in shown


def test_a_year_without_money_shows_none(web: Web) -> None:
    assert "修路及改水" not in web.get("/flows", params={"year": "1999"}).text


def test_every_figure_of_the_first_page_leads_to_the_rows_it_counts(web: Web) -> None:
    for path in ("/", "/townships/太平乡"):
        found = re.findall(
            r'class="what">([^<]+)</span>\s*<a class="value" href="([^"]+)">([\d,.]+)', web.get(path).text
        )
        assert len(found) > 20
        for name, link, figure in found:
            shown = text(web.get(unescape(link)).text) if link != "#systemic" else ""
            said = re.search(r"共 ([\d,]+) 行", shown)
            counted = {
                "读入的行": r"装载行合计 ([\d,]+)",
                "没有装载的行": r"退回行合计 ([\d,]+)",
                "跳过的行": r"跳过行合计 ([\d,]+)",
            }
            if name in counted:
                said = re.search(counted[name], shown) or said
            elif "的事实" in name or name in {"报送的文件", "共性问题", "专项资金结存", "红色股份股本"}:
                continue
            elif figure.endswith(".00") or "." in figure:
                assert figure in shown or figure == "0.00", (name, link, figure)
                continue
            assert said is not None, (name, link)
            assert said[1] == figure, (name, link)


@pytest.mark.parametrize("path", ["/flags/0000", "/villages/x", "/townships/x", "/rules/ZZ99", "/submissions/x",
                                  "/originals/x", "/rows/红利收取表/x", "/rows/没有这种表/x", "/nowhere"])  # fmt: skip
def test_what_is_not_there_is_said_in_chinese(web: Web, path: str) -> None:
    answer = web.get(path)
    assert answer.status_code == 404
    assert "没有这一页" in answer.text
