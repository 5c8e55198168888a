"""Flags are found by what stands in the address bar."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests.serve.conftest import Web

ROW = re.compile(r'href="/flags/([0-9a-f]{16})[?"]')
ROW_IN_ORDER = re.compile(r'href="(/flags/[0-9a-f]{16}[^"]*)"')


def listed(web: Web, **asked: str) -> list[str]:
    answer = web.get("/flags", params=asked)
    assert answer.status_code == 200
    return ROW.findall(answer.text)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, 9),
        ({"rule": "DU02"}, 2),
        ({"level": "提示"}, 2),
        ({"level": "严重"}, 0),
        ({"township": "河溪镇"}, 2),
        ({"village": "着落村"}, 2),
        ({"village": "吉首市白岩乡着落村", "rule": "DU02"}, 1),
        ({"q": "委托协议"}, 4),
        ({"q": "%"}, 2),
        ({"q": "_"}, 0),
        ({"least": "200000"}, 5),
        ({"least": "2,430,000"}, 1),
        ({"status": "已消除"}, 0),
        ({"status": "全部"}, 9),
        ({"sort": "'; drop table x"}, 9),
        ({"page": "99"}, 9),
        ({"page": "-1"}, 9),
        ({"rule": "' or 1=1 --"}, 0),
    ],
)
def test_filters(web: Web, asked: dict[str, str], found: int) -> None:
    assert len(listed(web, **asked)) == found


def test_an_amount_that_is_none_finds_none(web: Web) -> None:
    assert listed(web, least="很多") == []


def test_order(web: Web) -> None:
    by_amount = web.get("/flags", params={"sort": "-amount"}).text
    amounts = [
        float(found.replace(",", "")) for found in re.findall(r'<td class="money">([\d,.]+)', by_amount)
    ]
    assert amounts == sorted(amounts, reverse=True)
    assert amounts[0] == 2_430_000
    levels = re.findall(r'<td class="text grade-\d brief">(\S+?)</td>', web.get("/flags").text)
    assert levels == ["高"] * 7 + ["提示"] * 2


def test_filters_stay_chosen(web: Web) -> None:
    page = web.get("/flags", params={"level": "高", "q": "协议"}).text
    assert '<option value="高" selected>' in page
    assert 'name="q" size="12" value="协议"' in page


def test_from_one_flag_of_the_list_to_the_next_and_back(web: Web) -> None:
    asked = "/flags?level=%E9%AB%98&sort=-amount"
    flags = ROW_IN_ORDER.findall(web.get(asked).text)
    assert len(flags) == 7
    page = web.get(unescape(flags[2])).text
    assert "第 3 / 7 条（状态“待办”，级别“高”）" in page
    assert re.findall(r'<a rel="(?:prev|next)" href="([^"]+)"', page) == [flags[1], flags[3]]
    [whole] = re.findall(r'<a href="([^"]+)">回到清单', page)
    assert ROW_IN_ORDER.findall(web.get(unescape(whole)).text) == flags
    assert "上一条" not in web.get(unescape(flags[0])).text
    # Every part that the contents name is there.
    assert set(re.findall(r'href="#(\w+)"', page)) <= set(re.findall(r'id="(\w+)"', page))


def test_new_ones_of_this_batch_and_why_one_stands_there(web: Web) -> None:
    page = web.get("/flags", params={"batch": "本批新增"}).text
    assert len(ROW.findall(page)) == 9
    assert "排在这里，因为级别“高”计 4 分" in page
    assert re.search(r"\d{8}-0001</td>", page)
