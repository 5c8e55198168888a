"""Documents and lists are a button away: whole, masked, named after their place, and no other site can ask for them."""

from __future__ import annotations

import io
import re
from html import unescape
from urllib.parse import unquote

import docx
import openpyxl
import pytest

from pipeline.publish import documents
from tests.e2e.night import Night
from tests.serve.conftest import ACCOUNT, ID_NO, Web, visit
from tests.serve.test_pages import text

OFFERED = re.compile(r'href="(/papers/[^"]+)"')


def offered(web: Web, path: str) -> list[str]:
    return [unescape(found) for found in OFFERED.findall(web.get(path).text)]


def rows(data: bytes, sheet: str) -> list[dict[str, object]]:
    lines = list(openpyxl.load_workbook(io.BytesIO(data))[sheet].iter_rows(min_row=3, values_only=True))
    titles = [str(title).replace("\n", "") for title in lines[0]]
    return [dict(zip(titles, line, strict=True)) for line in lines[1:]]


def test_each_page_offers_what_can_be_written_about_it(web: Web) -> None:
    flag = re.findall(r'href="(/flags/[0-9a-f]{16})', web.get("/flags").text)[0]
    village = re.findall(r'href="(/villages/[^"?]+)"', web.get("/villages").text)[0]
    about = {"flag": flag, "village": village, "township": "/townships/太平乡", "county": "/"}
    for what, path in about.items():
        found = offered(web, path)
        assert [unquote(one).split("/")[2].split("?")[0] for one in found] == [
            kind.name for kind in documents.offered(what)
        ]
        answer = web.get(found[-1])
        assert answer.status_code == 200, found[-1]
        assert answer.content.startswith(b"PK")
        assert re.search(r"UTF-8''.+\.(docx|xlsx)$", answer.headers["content-disposition"])
        assert web.get(found[0], headers={"sec-fetch-site": "cross-site"}).status_code == 403
    for wrong in ("取证单?flag=no", "取证单", "情况专报?village=司马村", "整改台账?township=没有", "没有"):
        assert web.get(f"/papers/{wrong}").status_code == 404


def test_whom_to_visit_comes_from_three_lists_with_room_for_the_answer(harmful: Night) -> None:
    answer = visit(harmful).get("/papers/入户核实表?village=东滩村")
    assert unquote(answer.headers["content-disposition"]).endswith("入户核实表-临河镇-东滩村-20261122.xlsx")
    visits = rows(answer.content, "入户核实表")
    assert [
        (one["姓名"], one["名单、项目"], one["名单金额（元）"], one["名单里共几行"]) for one in visits
    ] == [
        ("杨学军", "劳务用工：修涵洞", 1350, 2),
        ("杨学军", "惠农补贴：耕地地力保护补贴", 520, 2),
        ("王一", "惠农补贴：耕地地力保护补贴", 80, 1),
    ]
    assert {one[title] for one in visits for title in ("实际收到（元）", "本人签字", "核实人签字、日期")} == {
        None
    }
    told = str([list(one.values()) for one in visits])
    assert ID_NO not in told
    assert ACCOUNT not in told
    assert f"****{ID_NO[-4:]}" in told


def test_the_briefing_answers_the_three_questions(web: Web) -> None:
    answer = web.get("/papers/情况专报")
    file = docx.Document(io.BytesIO(answer.content))
    whole = "\n".join(one.text for one in file.paragraphs)
    assert "登记 4 个村" in whole
    assert "高 7 个事实" in whole
    assert "哪些村再投入不够，差多少：共 2 项、16,000.00 元。最大的：太平乡司马村" in whole
    assert "哪些红利说不清去向：共 1 项、20,000.00 元" in whole


@pytest.mark.parametrize("kind", ["银行查询清单", "整改台账"])
def test_a_list_of_nothing_says_so(web: Web, kind: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(web.get(f"/papers/{kind}?township=太平乡").content))
    for sheet in book:
        assert str(sheet["A1"].value).startswith("太平乡")
        assert str(sheet["A1"].value).endswith("（村账文书）")
        assert sheet["A4"].value == "没有。"
        assert sheet.freeze_panes
        assert sheet.auto_filter.ref


def test_a_page_says_what_its_papers_are_for(web: Web) -> None:
    assert "文书和清单（下载后填写、打印、签字）" in text(web.get("/townships/太平乡").text)
