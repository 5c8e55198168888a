"""Use the web page in a real browser as an inspector would; it says nothing in its console, asks nobody else.

Needs chromium; with CI set it must be there.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.e2e.night import Night
from tests.serve.test_server import serving

CHROMIUM = shutil.which("chromium")

pytestmark = pytest.mark.skipif(not CHROMIUM and "CI" not in os.environ, reason="chromium is not installed")
# Both cores may be at other tests: what is waited for comes, but not always within five seconds.
expect.set_options(timeout=60_000)


@pytest.fixture(scope="module")
def served(jishou: Night) -> Iterator[tuple[str, str]]:
    """The address of the web page, and the passcode for what is masked, as printed."""
    with serving(jishou.outputs) as (printed, process):
        assert process.stdout is not None
        said = next(line for line in process.stdout if "口令：" in line)
        yield printed, said.rpartition("口令：")[2].strip()


@pytest.fixture(scope="module")
def address(served: tuple[str, str]) -> str:
    return served[0]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        # Only for root, as tests run in CI, does Chromium want no sandbox.
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM or "chromium", args=["--no-sandbox"], timeout=120_000
        )
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A window on the overview; afterwards nothing may have gone wrong or elsewhere."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    context.set_default_timeout(60_000)
    window, wrong, asked = context.new_page(), list[str](), list[str]()
    window.on("console", lambda message: wrong.append(message.text))
    window.on("pageerror", lambda error: wrong.append(str(error)))
    window.on("request", lambda request: asked.append(request.url))
    window.goto(address)
    yield window
    assert wrong == []
    assert [url for url in asked if not url.startswith(address)] == []
    context.close()


def test_from_the_overview_to_the_row_in_the_file(page: Page, jishou: Night, served: tuple[str, str]) -> None:
    page.get_by_role("navigation").get_by_role("link", name="疑点").click()
    page.locator("select[name=rule]").select_option("DU02")
    page.get_by_role("button", name="查找", exact=True).click()
    expect(page.get_by_text("共 2 行").first).to_be_visible()
    page.get_by_role("row", name="司马村").get_by_role("link", name="再投入不足").click()
    expect(page.locator("tr.marked")).to_have_count(3)
    expect(page.locator("tr.marked", has_text="修路及改水").locator("td.amount")).to_have_text("18000")
    page.get_by_role("link", name="下载原文件").first.click()
    page.get_by_label("姓名").fill("王检查")
    page.get_by_label("口令").fill(served[1])
    with page.expect_download() as download:
        page.get_by_role("button", name="查看", exact=True).click()
    assert download.value.suggested_filename == "太平乡-司马村-红色股份台账.xlsx"
    original = next(jishou.inputs.rglob("司马村/红色股份台账.xlsx"))
    assert Path(download.value.path()).read_bytes() == original.read_bytes()


def test_two_clicks_to_where_the_dividend_went(page: Page) -> None:
    page.get_by_role("navigation").get_by_role("link", name="村", exact=True).click()
    page.get_by_role("link", name="隘口村").click()
    for use, amount in (("党支部活动", "6,000.00"), ("维修因涨水受损的吊桥", "2,000.00")):
        expect(page.get_by_role("row", name=use).get_by_text(amount)).to_be_visible()


def test_one_click_to_who_broke_the_half_and_whose_money_is_lost(page: Page) -> None:
    page.get_by_role("navigation").get_by_role("link", name="红色股份").click()
    table = page.locator("table").first
    expect(table.get_by_role("row", name="司马村")).to_contain_text("再投入不足")
    expect(table.get_by_role("row", name="马鞍村")).to_contain_text("没有使用记录")


def test_a_question_its_answer_and_its_file(page: Page, tmp_path: Path) -> None:
    page.get_by_role("navigation").get_by_role("link", name="查询", exact=True).click()
    page.get_by_role("link", name="红利去哪了").click()
    expect(page.get_by_text("11 行，用时")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="存为 Excel 表格").click()
    download.value.save_as(tmp_path / "saved.xlsx")
    assert openpyxl.load_workbook(tmp_path / "saved.xlsx").worksheets[0].max_row == 12


def test_a_write_is_refused(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}sql")
    page.get_by_label("SQL").fill("delete from meta.rule")
    page.get_by_role("button", name="查询", exact=True).click()
    expect(page.locator("pre.warn")).to_contain_text("只能查询（SELECT）")
    expect(page.get_by_label("SQL")).to_have_value("delete from meta.rule")
    page.close()


@pytest.mark.parametrize("path", ["", "villages", "flows", "shares", "flags", "submissions", "sql?ask=spent"])
def test_pages_fit_the_window_and_print_on_a4(page: Page, address: str, path: str) -> None:
    page.goto(address + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    printed = page.pdf(prefer_css_page_size=True)
    # A4 across, in points.
    assert b"/MediaBox [0 0 841.91998 594.95996]" in printed or b"/MediaBox [0 0 842" in printed


def test_chinese_is_drawn_not_boxes(page: Page) -> None:
    # A missing character is drawn as the same box every time.
    drawn = {
        name: page.evaluate(
            "text => { const c = document.createElement('canvas'); const d = c.getContext('2d');"
            " d.font = '40px ' + getComputedStyle(document.body).fontFamily; d.fillText(text, 0, 50);"
            " return Array.from(d.getImageData(0, 0, 60, 60).data).join() }",
            name,
        )
        for name in "村账隘口"
    }
    assert len(set(drawn.values())) == 4
