"""Open 审计报告.html by its file, offline, in a real browser, and work with it as an inspector does.

Needs chromium; with CI set it must be there.
"""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect, sync_playwright

from pipeline.publish.report import page as report_page
from pipeline.publish.report import rest
from pipeline.publish.report.table import Table
from tests.report import jishou
from tests.report.conftest import Written
from tests.report.jishou import query
from tests.report.test_page import HOSTILE, hostile_county

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(
    CHROMIUM is None and "CI" not in os.environ, reason="chromium is not installed"
)
# Both cores may be at other tests: what is waited for comes, but not always within five seconds.
expect.set_options(timeout=60_000)


@pytest.fixture(scope="module")
def tab() -> Iterator[Page]:
    """A tab without network that fails the test on any request, message on the console, or dialog."""
    heard: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        tab = browser.new_context(viewport={"width": 1280, "height": 900}, offline=True).new_page()
        tab.on("console", lambda message: heard.append(message.text))
        tab.on("pageerror", lambda error: heard.append(str(error)))
        tab.on("dialog", lambda dialog: (heard.append(dialog.message), dialog.dismiss()))
        tab.on(
            "request",
            lambda r: heard.append(r.url) if not r.url.startswith(("file:", "blob:", "data:")) else None,
        )
        yield tab
        browser.close()
    assert heard == []


@pytest.mark.parametrize(("hours", "said"), [(47, ""), (50, "本页是 2 天前")])
def test_a_page_of_a_night_over_two_days_ago_says_so_by_the_readers_clock(
    tab: Page, hours: int, said: str
) -> None:
    tab.clock.set_fixed_time(datetime.now() + timedelta(hours=hours))
    tab.goto("about:blank")
    tab.goto((jishou.outputs() / "reports" / "审计报告.html").as_uri())
    expect(tab.locator("#stale")).to_contain_text(said)
    assert tab.locator("#stale").is_visible() is bool(said)
    tab.clock.set_fixed_time(datetime.now())


@pytest.fixture
def report(tab: Page) -> Page:
    """The example's report, freshly opened."""
    tab.goto("about:blank")
    tab.goto((jishou.outputs() / "reports" / "审计报告.html").as_uri())
    expect(tab.locator("#table tbody tr").first).to_be_visible()
    tab.locator("#filters").scroll_into_view_if_needed()
    settle(tab)
    return tab


def settle(tab: Page) -> None:
    """Wait until nothing moves under the mouse: tables on the way get their height when they are first drawn."""
    tab.evaluate(
        """() => new Promise((done) => {
            let last = "", same = 0;
            const look = () => {
                const now = document.querySelector("#table").getBoundingClientRect().top + " " + document.body.scrollHeight;
                same = now === last ? same + 1 : 0;
                last = now;
                if (same < 10) requestAnimationFrame(look); else done();
            };
            look();
        })"""
    )


def rows(tab: Page) -> list[str]:
    return tab.locator("#table tbody tr td.said").all_inner_texts()


def choose(tab: Page, rule: str) -> None:
    """Choose a rule, and wait until the table is drawn anew: only then it stands in the address."""
    tab.select_option("#filters [name=rule]", rule)
    expect(tab).to_have_url(re.compile(f"rule={rule}"))
    settle(tab)


def messages(where: str = "true") -> list[str]:
    return [m for (m,) in query(f"select message from audit.flag where {where}")]


def test_the_flags_wait_in_the_order_of_the_database(report: Page) -> None:
    assert sorted(rows(report)) == sorted(messages())
    assert "共 9 条" in report.locator(".dt-info").inner_text()
    expect(report.locator("#waiting")).to_have_count(0)


def test_the_table_is_filtered_and_the_choice_stands_in_the_address(report: Page) -> None:
    choose(report, "DU02")
    assert sorted(rows(report)) == sorted(messages("rule_id = 'DU02'"))
    report.fill("#filters [name=text]", "司马")
    expect(report.locator("#table tbody tr")).to_have_count(1)
    assert "少 10,000 元" in rows(report)[0]
    assert "rule=DU02" in report.url
    report.reload()
    expect(report.locator("#table tbody td.said")).to_have_count(1)
    # The only one that an address leads to stands open.
    expect(report.locator("#table .detail")).to_contain_text("少 10,000 元")
    report.click("#filters button[type=reset]")
    assert len(rows(report)) == len(messages())
    report.fill("#filters [name=least]", "200000.01")
    assert sorted(rows(report)) == sorted(messages("amount > 200000.01"))


def test_amounts_sort_as_numbers(report: Page) -> None:
    head = report.locator("#table thead th.money")
    head.click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    found = [float(t.replace(",", "")) for t in report.locator("#table tbody td.money").all_inner_texts()]
    assert found == sorted(found)
    head.click()
    expect(head).to_have_attribute("aria-sort", "descending")
    found = [float(t.replace(",", "")) for t in report.locator("#table tbody td.money").all_inner_texts()]
    assert found == sorted(found, reverse=True)


def test_a_flag_opens_to_its_basis_and_the_row_of_the_file(report: Page) -> None:
    choose(report, "DU02")
    report.locator("#table tbody tr", has_text="司马村").click()
    detail = report.locator("#table .detail")
    [(flag, basis, innocent, check)] = query(
        "select flag_id, basis, innocent_explanation, next_check from audit.flag"
        " where rule_id = 'DU02' and village_name = '司马村'"
    )
    for text in (flag, basis, innocent, check):
        expect(detail).to_contain_text(text)
    evidence = query(
        "select source_file, source_sheet, source_row from audit.flag_evidence where flag_id = ?", flag
    )
    told = [row.split("\t")[-3:] for row in detail.locator("tbody tr").all_inner_texts()]
    assert sorted(map(tuple, told)) == sorted((file, sheet, str(row)) for file, sheet, row in evidence)
    report.locator("#table tbody tr", has_text="司马村").first.click()
    expect(detail).to_have_count(0)


def test_a_number_in_a_table_leads_to_its_flags(report: Page) -> None:
    report.locator(".t-villages a").first.click()
    [(village,)] = query("select village_name from audit.village_profile where rank = 1")
    expect(report.locator("#filters [name=village]")).to_have_value(village)
    assert sorted(rows(report)) == sorted(messages(f"village_name = '{village}'"))


def test_where_a_dividend_went_is_one_click_away(report: Page) -> None:
    report.locator(".t-dividends tr", has_text="隘口村").locator("a").click()
    uses = report.locator("details:target")
    expect(uses.locator("tbody tr")).to_have_count(5)
    expect(uses).to_contain_text("维修因涨水受损的吊桥")


def test_what_is_shown_is_exported(report: Page, tmp_path: Path) -> None:
    report.select_option("#filters [name=level]", "高")
    # Only when the table is drawn anew it stands in the address: before, what is clicked is about to move away.
    expect(report).to_have_url(re.compile("level="))
    expected = query("select flag_id, amount from audit.flag where level = '高'")
    for label, ending in (("导出 CSV", ".csv"), ("导出 Excel", ".xlsx")):
        with report.expect_download() as download:
            report.get_by_text(label).click()
        target = tmp_path / f"export{ending}"
        download.value.save_as(target)
        assert download.value.suggested_filename.endswith(ending)
        if ending == ".csv":
            assert target.read_bytes().startswith(b"\xef\xbb\xbf")
            found = list(csv.DictReader(io.StringIO(target.read_text(encoding="utf-8-sig"))))
        else:
            [head, *lines] = openpyxl.load_workbook(target).active.iter_rows(values_only=True)
            found = [dict(zip(head, line, strict=True)) for line in lines]
        assert sorted((str(f["疑点编号"]).strip(), float(f["涉及金额（元）"])) for f in found) == sorted(
            (flag, float(amount)) for flag, amount in expected
        )


def test_it_prints_to_a4_with_a_first_page_of_its_own(report: Page, tmp_path: Path) -> None:
    target = tmp_path / "report.pdf"
    report.pdf(path=target, prefer_css_page_size=True, print_background=True)
    assert target.stat().st_size > 50_000
    if shutil.which("pdftotext"):
        text = subprocess.run(
            ["pdftotext", "-layout", target, "-"], capture_output=True, encoding="utf-8", check=True
        ).stdout
        first, *others = text.split("\f")
        assert "村账审计报告" in first
        assert "可能受损" in first
        assert "再投入不足" in others[0]
        assert "专项资金\n" in others[1]
        # The lines break where the page is wide enough, so only the beginning is looked for.
        for message in messages():
            assert message[:16] in "".join(others)
    expect(report.locator("#paper")).to_be_empty()


def test_of_a_very_long_table_the_beginning_is_printed_and_says_so(report: Page, tmp_path: Path) -> None:
    report.evaluate(
        """() => {
          const body = document.querySelector(".t-parameters tbody");
          const line = body.rows[0].outerHTML;
          body.innerHTML = line.repeat(420);
        }"""
    )
    report.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    frame = report.locator(".frame", has=report.locator(".t-parameters"))
    expect(frame).to_contain_text("共 420 行，这里是前 300 行")
    expect(frame.locator("tbody tr:not(.beyond)")).to_have_count(300)
    report.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(frame.locator("tbody tr:not(.beyond)")).to_have_count(420)
    expect(frame).not_to_contain_text("这里是前 300 行")


def test_one_box_finds_what_has_a_name_and_leads_to_its_flags(report: Page) -> None:
    box, hits = report.locator("#wanted"), report.locator("#hits")
    box.fill("太平乡 司马")
    line = report.locator("#found tbody tr").filter(has_text="村")
    expect(line.first).to_contain_text("司马村")
    line.first.get_by_role("link").click()
    expect(report.locator("#table tbody tr").first).to_contain_text("司马村")
    box.fill("没有<b>这样的")
    expect(hits).to_have_text("没有找到“没有<b>这样的”。")
    box.fill("")
    expect(hits).to_be_empty()
    expect(report.locator("#found")).to_be_empty()


def test_ids_that_look_like_numbers_stay_whole_in_a_spreadsheet(
    tab: Page, written: Written, tmp_path: Path
) -> None:
    number = "6136397429413e31"
    flags = written.content.tables["疑点"]
    first, *others = flags.rows
    named = Table(flags.title, flags.columns, [(number, *first[1:]), *others])
    content = replace(written.content, tables={**written.content.tables, "疑点": named})
    target = tmp_path / "审计报告.html"
    report_page.write(target, written.figures, content, rest.read(written.con))
    tab.goto(target.as_uri())
    expect(tab.locator("#table tbody tr").first).to_be_visible()
    with tab.expect_download() as download:
        tab.get_by_text("导出 Excel").click()
    download.value.save_as(tmp_path / "export.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "export.xlsx").active
    assert number in [row[-1] for row in sheet.iter_rows(values_only=True)]
    with tab.expect_download() as download:
        tab.get_by_text("导出 CSV").click()
    assert f'"\t{number}"' in Path(download.value.path()).read_text(encoding="utf-8-sig")


def test_hostile_texts_stay_texts(tab: Page, tmp_path: Path) -> None:
    head, content, con = hostile_county()
    target = tmp_path / "审计报告.html"
    report_page.write(target, head, content, rest.read(con))
    tab.goto(target.as_uri())
    first = tab.locator("#table tbody tr").first
    expect(first).to_be_visible()
    first.click()
    expect(tab.locator("#table .detail")).to_be_visible()
    tab.pdf(path=tmp_path / "hostile.pdf")
    with tab.expect_download() as download:
        tab.get_by_text("导出 CSV").click()
    lines = csv.DictReader(io.StringIO(Path(download.value.path()).read_text(encoding="utf-8-sig")))
    assert {line["村"] for line in lines} == {f"甲{HOSTILE}"}
    assert tab.locator("img").count() == 0
    expect(tab.locator("#table")).to_contain_text('<img src=x onerror="alert(1)">')
    tab.fill("#filters [name=text]", "</script>")
    expect(tab.locator("#table tbody tr td.said").first).to_be_visible()
