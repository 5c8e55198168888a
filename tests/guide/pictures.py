"""Take the pictures of every sheet and page that the inspectors' guide shows.

``python -m tests.guide.pictures PILOT COUNTY`` takes two outputs/ folders: of the built-in example, and of a made-up
county some of whose books came twice. Needs soffice, chromium and poppler-utils.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, expect, sync_playwright

from tests.e2e.night import cunzhang
from tests.guide.answers import GUIDE
from tests.serve.test_server import serving

IMAGES, README_IMAGES = GUIDE / "img", GUIDE.parent / "img"
DOTS = 110
# What the first page of a sheet begins with, where that is not the sheet's name.
TITLES = {"总览": "村账审计报告", "红利去向": "红利去向明细", "参数": "采用的参数"}
OF_PILOT = (
    "总览",
    "红色股份",
    "红利使用",
    "红利去向",
    "疑点",
    "疑点依据",
    "村级画像",
    "报送情况",
    "不可评估",
    "规则说明",
    "参数",
)
OF_COUNTY = ("专项资金", "专项资金使用", "重报差异")
WEB = {"总览": "", "资金流向": "flows", "红色股份": "shares", "查询": "sql?ask=half"}
SHORT = "哪些村再投入不够，差多少"


def sheets(workbook: Path, names: dict[str, str], folder: Path) -> None:
    """Draw the first page of each sheet of ``workbook``; ``names``: sheet → picture."""
    printed = _printed(workbook, folder)
    pages = _run("pdftotext", "-layout", printed, "-").split("\f")
    for sheet, picture in names.items():
        title = TITLES.get(sheet, sheet)
        found = [n for n, text in enumerate(pages, start=1) if text.strip().startswith(title)]
        first = next(
            n for n in found if pages[n - 1].strip().split("\n")[0].split("　")[0].split(" ")[0] == title
        )
        draw(printed, first, IMAGES / f"{picture}.png")


def draw(printed: Path, page: int, picture: Path) -> None:
    """Draw one page down to where its text ends; the number of the page at its foot is left out."""
    boxes = _run("pdftotext", "-bbox", "-f", str(page), "-l", str(page), printed, "-")
    height = float(re.findall(r'<page width="[\d.]+" height="([\d.]+)"', boxes)[0])
    ends = [float(end) for end in re.findall(r'yMax="([\d.]+)"', boxes)]
    lowest = max(end for end in ends if end < height * 0.93) + 12
    size = ("-x", "0", "-y", "0", "-W", "99999", "-H", str(round(lowest * DOTS / 72)))
    command = ("-r", str(DOTS), "-f", str(page), "-l", str(page), *size, "-png", "-singlefile")
    _run("pdftoppm", *command, printed, picture.with_suffix(""))


def _printed(workbook: Path, folder: Path) -> Path:
    profile = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    _run("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, workbook)
    return folder / f"{workbook.stem}.pdf"


def _run(*command: str | Path) -> str:
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout


def pages(browser: Browser, pilot: Path, folder: Path) -> None:
    """Take the report page, the case file and the pages of serve, all of the example."""
    tab = browser.new_page(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    tab.goto((pilot / "reports" / "审计报告.html").as_uri())
    tab.wait_for_selector("#table tbody td.said")
    tab.screenshot(path=README_IMAGES / "审计报告.png")
    tab.locator(".question", has_text=SHORT).get_by_role("link").first.click()
    tab.wait_for_selector("#table .detail")
    expect(tab.locator("#table td.said")).to_be_in_viewport(ratio=1)
    tab.screenshot(path=README_IMAGES / "审计报告-疑点.png")
    tab.goto((pilot / "reports" / "乡镇" / "柳林镇" / "审计报告.html").as_uri())
    tab.wait_for_selector("#table tbody td.said")
    tab.screenshot(path=IMAGES / "乡镇包.png")
    assert cunzhang("report", "--outputs", pilot, "--village", "司马村").code == 0
    [case] = (pilot / "reports" / "案卷").glob("*司马村.html")
    tab.goto(case.as_uri())
    tab.pdf(path=folder / "case.pdf", prefer_css_page_size=True)
    for number, name in enumerate(("封面", "疑点"), start=1):
        draw(folder / "case.pdf", number, IMAGES / f"案卷-{name}.png")
    with serving(pilot) as (address, _):
        for name, path in WEB.items():
            tab.goto(address + path)
            tab.screenshot(path=IMAGES / f"网页-{name}.png")
        tab.goto(address)
        tab.locator(".question", has_text=SHORT).get_by_role("link").first.click()
        tab.screenshot(path=IMAGES / "网页-疑点.png")


def main() -> None:
    """Take all pictures."""
    pilot, county = (Path(folder).resolve() for folder in sys.argv[1:3])
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        sheets(pilot / "reports" / "审计报告.xlsx", {s: f"报告-{s}" for s in OF_PILOT}, folder)
        sheets(pilot / "reports" / "核查清单.xlsx", {"核查清单": "核查清单"}, folder)
        sheets(county / "reports" / "审计报告.xlsx", {s: f"报告-{s}" for s in OF_COUNTY}, folder)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        pages(browser, pilot, folder)
        browser.close()


if __name__ == "__main__":
    main()
