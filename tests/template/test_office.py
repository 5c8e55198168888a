"""Open templates in a real spreadsheet program, have it recalculate and save them, and read that back.

Needs soffice and pdftotext (libreoffice-calc, poppler-utils); with CI set they must be there.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from pathlib import Path

import openpyxl
import pytest

from pipeline.template import VILLAGE_KINDS
from pipeline.values.dates import EPOCH
from tests.template.filling import (
    EXAMPLE_ROW,
    HEADER_ROW,
    KINDS,
    VILLAGE,
    Filled,
    filled_book,
    read,
    tables,
)

pytestmark = pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdftotext")) and "CI" not in os.environ,
    reason="libreoffice-calc and poppler-utils are not installed",
)

COMBINED, BOOK = "村级账表", "收支明细账"
# The village's workbook holds the other kinds' forms.
TITLES = [COMBINED, BOOK, *(kind.title for name, kind in KINDS.items() if name not in VILLAGE_KINDS)]
BLANKS = [COMBINED, BOOK, KINDS["village"].title]
OPENING = 5000_50
COMPUTED = frozenset({"balance"})


@dataclass
class Office:
    """Workbooks as the spreadsheet program saved them, and what had been typed into them before."""

    folder: Path
    filled: dict[str, dict[str, Filled]]

    def blank(self, title: str) -> Path:
        return self.folder / f"空白{title}.xlsx"

    def full(self, title: str, suffix: str = ".xlsx") -> Path:
        return self.folder / f"填好{title}{suffix}"


def _convert(files: list[Path], kind: str, out: Path) -> None:
    home = (out.parent / "profile").as_uri()
    command = [
        "soffice",
        f"-env:UserInstallation={home}",
        "--headless",
        "--convert-to",
        kind,
        "--outdir",
        out,
    ]
    subprocess.run([*map(str, command), *map(str, files)], check=True, capture_output=True, timeout=300)


@pytest.fixture(scope="module")
def office(templates: Path, tmp_path_factory: pytest.TempPathFactory) -> Office:
    folder = tmp_path_factory.mktemp("office")
    before, after = folder / "before", folder / "after"
    before.mkdir()
    filled = {}
    for title in BLANKS:
        shutil.copy(templates / f"{title}.xlsx", before / f"空白{title}.xlsx")
    for title in TITLES:
        full = before / f"填好{title}.xlsx"
        filled[title] = filled_book(templates / f"{title}.xlsx", full, computed=COMPUTED)
        if title in {BOOK, COMBINED}:
            _open_with(full, OPENING)
    _convert(sorted(before.iterdir()), "xlsx", after)
    _convert([before / f"填好{BOOK}.xlsx"], "xls", after)
    _convert([before / f"填好{BOOK}.xlsx"], "pdf", after)
    return Office(after, filled)


def _open_with(path: Path, cents: int) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book[BOOK]
    balance = next(c.column for c in sheet[HEADER_ROW] if c.value == "余额")
    sheet.cell(EXAMPLE_ROW + 1, balance).value = cents / 100
    book.save(path)


@pytest.mark.parametrize("title", BLANKS)
def test_saved_untouched_it_still_asks_for_nothing(office: Office, title: str) -> None:
    found = read(office.blank(title))
    assert [i.code for i in found.issues] == ["F12"]
    assert not any(t.rows or t.rejected or t.sent_back for t in found.tables)
    assert tables(found)


@pytest.mark.parametrize("title", TITLES)
def test_saved_filled_in_it_is_read_exactly(office: Office, title: str) -> None:
    found = read(office.full(title))
    assert not found.issues
    for kind, filled in office.filled[title].items():
        filled.agrees(tables(found)[kind])


@pytest.mark.parametrize(("title", "suffix"), [(BOOK, ".xlsx"), (BOOK, ".xls"), (COMBINED, ".xlsx")])
def test_the_program_computes_the_running_balance(office: Office, title: str, suffix: str) -> None:
    found = read(office.full(title, suffix))
    assert not found.issues
    filled, table = office.filled[title]["cash_entry"], tables(found)["cash_entry"]
    filled.agrees(table)
    pairs = zip(filled.values["income"], filled.values["expense"], strict=True)
    moved = [
        (plus if isinstance(plus, int) else 0) - (minus if isinstance(minus, int) else 0)
        for plus, minus in pairs
    ]
    assert table.columns["balance"] == list(accumulate(moved, initial=OPENING))[1:]


def test_village_and_year_typed_once_stand_on_every_sheet(office: Office) -> None:
    for kind, table in tables(read(office.full(COMBINED))).items():
        assert table.hints[0] == ("标题", VILLAGE), kind
        assert table.title == f"{VILLAGE} 2024年 {KINDS[kind].title}"
        assert table.period_start == date(2024, 1, 1).toordinal() - EPOCH
    blank = tables(read(office.blank(COMBINED)))
    assert {t.title for t in blank.values()} == {f"____村 20__年 {KINDS[kind].title}" for kind in blank}


def test_it_prints_on_a4_with_title_and_header_on_every_page(office: Office) -> None:
    pdf = office.full(BOOK, ".pdf")
    size = subprocess.run(["pdfinfo", str(pdf)], check=True, capture_output=True, text=True).stdout
    assert re.search(r"Page size:\s+84[12]\S* x 595\S* pts", size), size
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True)
    pages = text.stdout.split("\f")[:-1]
    book = [page for page in pages if "填表说明：" not in page and "可选的词" not in page]
    assert len(book) >= 4
    for number, page in enumerate(book, start=1):
        assert f"{VILLAGE} 2024年 {BOOK}" in page, page
        assert "摘要*" in page
        assert f"第 {number} 页，共 {len(pages)} 页" in page
