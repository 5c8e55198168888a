"""Workbooks that hold more than one table: stacked on a sheet, side by side as sheets, or hidden."""

from __future__ import annotations

from collections.abc import Callable

from tests.county import writing
from tests.county.cashbooks import body, form
from tests.county.desk import Case
from tests.county.paper import Book, Page
from tests.county.places import amount, entries
from tests.county.rolls import BY_KIND, fill


def _cash(case: Case, page: Page, month: int) -> None:
    columns = form(case, writing.iso, writing.number)
    page.add(*(c.head for c in columns))
    at = next(i for i, c in enumerate(columns) if c.field == "summary")
    rows = entries(case.rng, month, case.rng.randint(3, 7))
    body(case, page, columns, rows, {"account_kind": "现金"}, amount(case.rng) * 100, at)


def stacked(case: Case) -> Book:
    """Three kinds under one another on one sheet, each with its own title."""
    page = Page(case.sheet_name("汇总"))
    case.heading(page, "现金日记账", f"{case.year}年{case.month}月")
    page.period = None
    _cash(case, page, case.month)
    for kind in case.rng.sample(
        ("allowance", "resolution", "purchase", "aid_payment", "hardship_register"), 2
    ):
        if case.chance(0.8):
            page.add()
        page.add(f"{case.year}年度{case.rng.choice(BY_KIND[kind].titles.split('|'))}")
        fill(case, BY_KIND[kind], page)
    case.footer(page)
    return case.book("上下叠放", [page], "村级台账")


def many_sheets(case: Case) -> Book:
    """One workbook of a village: cash book, rosters and registers as sheets of their own."""
    if case.place == "工作表":
        case.place = "编制单位"
    page = Page("现金账")
    case.heading(page, "现金日记账", case.month_text)
    _cash(case, page, case.month)
    pages = [page]
    for kind in case.rng.sample(("allowance", "resolution", "official", "project", "publication"), 3):
        page = Page(BY_KIND[kind].titles.split("|")[0])
        case.heading(page, case.rng.choice(BY_KIND[kind].titles.split("|")), f"{case.year}年度")
        page.period = None
        fill(case, BY_KIND[kind], page)
        pages.append(page)
    if case.chance(0.5):
        notes = Page("填表说明")
        notes.add("填表说明")
        notes.add("一、请按月报送，不要合并单元格。")
        notes.add("二、金额以元为单位，保留两位小数。")
        pages.append(notes)
    return case.book("多表工作簿", pages, "村级账表")


def hidden_sheet(case: Case) -> Book:
    """A hidden sheet beside a visible one, and hidden rows: both are loaded and pointed out."""
    if case.place == "工作表":
        case.place = "编制单位"
    pages = []
    for offset, name in enumerate(("本月", "底稿")):
        page = Page(name, hidden=offset == 1)
        month = (case.month - 1 + offset) % 12 + 1
        case.heading(page, "现金日记账", f"{case.year}年{month}月")
        page.period = (case.month_start.replace(month=month), "月")
        _cash(case, page, month)
        pages.append(page)
    rows = sorted(pages[0].truth)[1:3]
    pages[0].hidden_rows = set(rows)
    book = case.book("隐藏行表", pages, "现金日记账")
    book.expected = [("S06", "底稿", ""), ("C09", "本月", f"A{rows[0]}")]
    return book


def odd_sheet(case: Case) -> Book:
    """The first sheet is a cover without figures; the account stands on the second, shifted to the right."""
    if case.place == "工作表":
        case.place = "标题"
    cover = Page("封面")
    cover.add()
    cover.add(None, None, f"{case.named}财务资料")
    cover.add(None, None, "代理记账中心编")
    inner = Page("草")
    case.heading(inner, "现金日记账", case.month_text)
    _cash(case, inner, case.month)
    page = Page("账", period=inner.period)
    page.add()
    for number, row in enumerate(inner.rows, start=1):
        page.add(None, None, *row, record=inner.truth.get(number))
    return case.book("封面移位", [cover, page], "现金账")


FAMILIES: tuple[Callable[[Case], Book], ...] = (stacked, many_sheets, hidden_sheet, odd_sheet)
