"""Whoever opens the report or the web page for the first time answers four questions, each within two clicks.

The answers are the published ones of the Jishou pilot; the row of the file is looked up in the workbook itself.
Needs chromium; with CI set it must be there.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from tests.e2e.night import Night
from tests.serve.test_server import serving

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(not CHROMIUM and "CI" not in os.environ, reason="chromium is not installed")

SHORT = {"司马村": "10,000.00", "着落村": "6,000.00"}
LOST = {"马鞍村": "20,000.00"}
USES = {
    "作为股本金": "20,000.00", "帮扶贫困党员及科技示范户": "2,000.00", "维修因涨水受损的吊桥": "2,000.00",
    "党支部活动": "6,000.00", "茶叶育苗": "10,000.00",
}  # fmt: skip


class Reader:
    """Somebody who has never seen the page: reads what is on it, and may click twice."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks = page, 0

    def click(self, there: Locator) -> None:
        self.clicks += 1
        assert self.clicks <= 2
        there.click()

    def answers(self, question: str) -> dict[str, str]:
        """Read the lines below a question on the first page: village and amount."""
        box = self.page.locator(".question", has=self.page.get_by_role("heading", name=question))
        lines = box.locator("li, tr").all_inner_texts()
        found = [re.search(r"([^乡镇\s]+村).*?([\d,]+\.\d\d) 元", line, re.DOTALL) for line in lines]
        return {one[1]: one[2] for one in found if one}

    def follow(self, question: str, village: str) -> None:
        """Click on the village below the question."""
        box = self.page.locator(".question", has=self.page.get_by_role("heading", name=question))
        self.click(box.get_by_role("link", name=village))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM or "chromium", args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def first_pages(jishou: Night) -> Iterator[dict[str, str]]:
    with serving(jishou.outputs) as (address, _):
        yield {"report": (jishou.outputs / "reports" / "审计报告.html").as_uri(), "serve": address}


@pytest.fixture(params=["report", "serve"])
def reader(browser: Browser, first_pages: dict[str, str], request: pytest.FixtureRequest) -> Iterator[Reader]:
    page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    page.set_default_timeout(60_000)
    page.goto(first_pages[request.param])
    if request.param == "report":
        expect(page.locator("#waiting")).to_have_count(0)
    yield Reader(page)
    page.close()


def test_which_villages_broke_the_half_and_by_how_much(reader: Reader) -> None:
    assert reader.answers("哪些村再投入不够，差多少") == SHORT
    assert reader.clicks == 0


def test_which_money_cannot_be_traced(reader: Reader) -> None:
    assert reader.answers("哪些红利说不清去向") == LOST
    assert reader.clicks == 0


def test_where_a_dividend_went(reader: Reader) -> None:
    assert reader.answers("每笔红利花在哪里")["隘口村"] == "40,000.00"
    reader.follow("每笔红利花在哪里", "隘口村")
    for use, amount in USES.items():
        row = (
            reader.page.get_by_role("row")
            .filter(has_text=use)
            .filter(has_text=amount)
            .filter(has_text=".xlsx")
        )
        expect(row.filter(visible=True).last).to_be_in_viewport()


@pytest.mark.parametrize(
    ("question", "village", "amount"),
    [("哪些村再投入不够，差多少", "司马村", 18000), ("哪些红利说不清去向", "马鞍村", 20000)],
)
def test_on_which_row_of_which_file_it_stands(
    reader: Reader, jishou: Night, question: str, village: str, amount: int
) -> None:
    reader.follow(question, village)
    rows = reader.page.get_by_role("row").filter(has_text=f"{amount:,}.00").filter(has_text=".xlsx").last
    expect(rows).to_be_visible()
    told = [cell.strip() for cell in rows.locator("td").all_inner_texts()]
    file = next(cell for cell in told if cell.endswith(".xlsx"))
    sheet = told[told.index(file) + 1]
    number = int(told[told.index(file) + 2])
    assert village in file
    book = openpyxl.load_workbook(jishou.inputs / Path(file), data_only=True)
    # The sheet writes 元 or 万元.
    written = [Decimal(str(c.value)) for c in book[sheet][number] if isinstance(c.value, (int, float))]
    assert amount in written or Decimal(amount) / 10_000 in written


def test_the_web_page_shows_that_row_as_the_sheet_has_it(reader: Reader) -> None:
    reader.follow("哪些红利说不清去向", "马鞍村")
    if reader.page.url.startswith("http"):
        # 2 万元.
        expect(reader.page.locator("tr.marked td.amount").first).to_have_text("2")
    else:
        expect(reader.page.locator("#table .detail")).to_be_in_viewport()
        expect(reader.page.locator("#table td.said")).to_be_in_viewport(ratio=1)
