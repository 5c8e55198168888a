"""Rarer forms: account paper, lists without a direction, a sheet per village, quarters, donations, old .xls."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tests.county import writing
from tests.county.cashbooks import SIDES, balanced, facts, form, total
from tests.county.desk import Case, Column, line
from tests.county.paper import Book, Cell, Page, Value
from tests.county.places import VILLAGES, amount, entries, person


def account_paper(case: Case) -> Book:
    """Printed account paper: 千百十万千百十元角分 over the digits, each of 千百十 standing twice."""
    places = "千百十万千百十元角分"
    wide = len(places)
    page = Page(case.sheet_name())
    case.heading(page, "现金日记账", case.month_text, "")
    top = page.add(
        "日期", "凭证号", "摘要", "收入金额", *[None] * (wide - 1), "支出金额", *[None] * (wide - 1)
    )
    page.add(None, None, None, *places, *places)
    for column in (0, 1, 2):
        page.merge(top, column, top + 1, column)
    page.merge(top, 3, top, 2 + wide)
    page.merge(top, 3 + wide, top, 2 + 2 * wide)
    for entry in entries(case.rng, case.month, 7):
        split = [writing.digits(v, wide) if v else [None] * wide for v in (entry.income, entry.expense)]
        truth = {**facts(entry), "account_kind": "现金"}
        del truth["balance"], truth["counterparty"], truth["handler"]
        page.add(entry.day, entry.voucher, entry.summary, *split[0], *split[1],
                 record=case.record("cash_entry", truth))  # fmt: skip
    return case.book("账页纸", [page], "现金日记账")


def spending_list(case: Case) -> Book:
    """A list with one 金额 column whose title says that everything in it is spending."""
    page = Page(case.sheet_name())
    case.heading(
        page, case.rng.choice(("财务支出明细表", "办公经费支出明细", "村级开支明细表")), case.month_text
    )
    columns = [
        Column("支出日期", "entry_date", writing.slashed),  # type: ignore[arg-type]
        Column("支出事项", "summary"),
        Column("金额（元）", "expense", writing.grouped),  # type: ignore[arg-type]
        Column("收款人", "counterparty"),
        Column("经办人", "handler"),
    ]
    page.add(*(c.head for c in columns))
    for entry in entries(case.rng, case.month, 8):
        if entry.expense:
            line(page, case, "cash_entry", columns, facts(entry), {"income": None})
    case.footer(page)
    return case.book("支出清单", [page], "支出明细表")


def donations(case: Case) -> Book:
    """Names and amounts under a title that names the day and what it was for."""
    day = date(case.year, case.month, 9)
    page = Page(case.sheet_name())
    title = case.title(f"{case.year}年{case.month}月9日关爱基金捐款名单")
    page.add(title)
    if case.place == "编制单位":
        page.add(f"单位名称：{case.named}")
    page.add("序号", "姓名", "捐款金额")
    for number in range(1, 8):
        name, cents = person(case.rng), amount(case.rng, 20, 500)
        truth: dict[str, Value] = {
            "entry_date": day, "summary": title, "income": cents, "expense": None, "counterparty": name,
            "fund": "关爱资金",
        }  # fmt: skip
        page.add(number, name, writing.number(cents), record=case.record("cash_entry", truth))
    return case.book("捐款名单", [page], "捐款名单")


def sheet_per_village(case: Case) -> Book:
    """A township's workbook: every village on a sheet of its own, named after it."""
    pages = []
    columns = form(case, writing.real, writing.number)
    for village in (v for v in VILLAGES if v.township == case.village.township):
        own = Case(case.rng, village, case.month, case.number, case.year)
        page = Page(village.name, period=(own.month_start, "月"))
        page.add(f"{case.year}年{case.month}月收支明细账")
        page.add(*(c.head for c in columns))
        rows = entries(case.rng, case.month, 4)
        for number, (entry, balance) in enumerate(zip(rows, balanced(rows, 500_000), strict=True), start=1):
            line(page, own, "cash_entry", columns, {**facts(entry, balance), "_seq": number})
        pages.append(page)
    return Book(f"{case.village.township}/各村账（{case.number}）.xlsx", pages, "每村一表")


def village_column(case: Case) -> Book:
    """One table of several villages, told apart by a column that is merged or filled on first lines only."""
    page = Page("汇总")
    page.add(f"{case.village.township}{case.year}年{case.month}月各村收支明细表")
    columns = [
        Column("行政村", "_village"),
        *(c for c in form(case, writing.iso, writing.number) if c.field != "_seq"),
    ]
    page.add(*(c.head for c in columns))
    for village in (v for v in VILLAGES if v.township == case.village.township):
        own = Case(case.rng, village, case.month, case.number, case.year)
        for entry in entries(case.rng, case.month, 3):
            line(page, own, "cash_entry", columns, {**facts(entry, None), "_village": village.name})
        first = len(page.rows) - 2
        for row in page.rows[first:]:
            row[0] = None
        page.merge(first, 0, first + 2, 0)
    page.period = (case.month_start, "月")
    return Book(f"{case.village.township}/各村汇总（{case.number}）.xlsx", [page], "合并村名列")


def quarter(case: Case) -> Book:
    """A quarter: 二〇二三年 and the quarter in the title, month and day in the rows, a total every month."""
    first = (case.month - 1) // 3 * 3 + 1
    ordinal = "一二三四"[first // 3]
    han = "".join(writing.HAN[int(c)] for c in str(case.year))
    page = Page(case.sheet_name())
    case.heading(page, "收支明细表", f"{han}年第{ordinal}季度")
    page.period = (date(case.year, first, 1), "季")
    columns = [c for c in form(case, writing.month_dot_day, writing.number) if c.field != "_seq"]
    page.add(*(c.head for c in columns))
    balance = amount(case.rng) * 100
    for month in range(first, first + 3):
        rows = entries(case.rng, month, 4)
        for entry, left in zip(rows, balanced(rows, balance), strict=True):
            line(page, case, "cash_entry", columns, facts(entry, left))
        sums = {s: sum(getattr(e, s) or 0 for e in rows) for s in ("income", "expense")}
        balance += sums["income"] - sums["expense"]
        page.add(*total(columns, f"{month}月份小计", 0, **sums))
    case.footer(page)
    return case.book("季度", [page], "收支明细表")


def both_writings(case: Case) -> Book:
    """Amounts as 大写 with the figure in brackets, 元整, or with a trailing mark of the side."""
    page = Page(case.sheet_name())
    case.heading(page, "收支明细账", case.month_text)
    style = case.rng.choice(("括注", "元整", "借贷"))
    plus, minus = case.rng.choice(SIDES[:4])
    page.add("日期", "凭证号", "摘要", *((plus, minus) if style != "借贷" else ("金额",)))
    for entry in entries(case.rng, case.month, 7, step=100):
        truth = facts(entry)
        cents = entry.income or entry.expense or 0
        text: Cell = {
            "括注": f"{writing.capitals(cents)}（¥{writing.grouped(cents)}）",
            "元整": f"{cents // 100}元整",
            "借贷": f"{writing.grouped(cents)}{'借' if entry.income else '贷'}",
        }[style]
        sides = (text,) if style == "借贷" else (text, None) if entry.income else (None, text)
        page.add(entry.day, entry.voucher, entry.summary, *sides,
                 record=case.record("cash_entry", {k: truth[k] for k in ("entry_date", "voucher_no", "summary", "income",
                                                                         "expense")}))  # fmt: skip
    return case.book(f"金额{style}", [page], "收支明细账")


def old_xls(case: Case) -> Book:
    """A real .xls (or WPS .et) whose dates have lost their format."""
    page = Page(case.sheet_name())
    case.heading(page, "收支明细账", case.month_text)
    columns = form(case, writing.serial, writing.number)
    page.add(*(c.head for c in columns))
    rows = entries(case.rng, case.month, 8)
    for number, (entry, balance) in enumerate(zip(rows, balanced(rows, 700_000), strict=True), start=1):
        line(page, case, "cash_entry", columns, {**facts(entry, balance), "_seq": number})
    case.footer(page)
    return Book(
        case.path("收支明细账", case.rng.choice((".xls", ".et"))), [page], "旧版xls", text_format="biff"
    )


def three_row_header(case: Case) -> Book:
    """A header of three rows: 金额 over 收入|支出 over 现金|银行 is too much, but 收支情况 over both is common."""
    page = Page(case.sheet_name())
    case.heading(page, "收支明细表", case.month_text)
    top = page.add("日期", "凭证", None, "摘要", "收支情况", None, None, "经手人")
    page.add(None, "字", "号", None, "收入", "支出", "结余", None)
    for column in (0, 3, 7):
        page.merge(top, column, top + 1, column)
    page.merge(top, 1, top, 2)
    page.merge(top, 4, top, 6)
    rows = entries(case.rng, case.month, 8)
    for entry, balance in zip(rows, balanced(rows, 800_000), strict=True):
        truth = {**facts(entry, balance), "voucher_no": "记" + entry.voucher}
        del truth["counterparty"]
        income, expense = (None if v is None else writing.number(v) for v in (entry.income, entry.expense))
        page.add(entry.day, "记", int(entry.voucher), entry.summary, income, expense, writing.number(balance),
                 entry.handler, record=case.record("cash_entry", truth))  # fmt: skip
    return case.book("收支情况组头", [page], "收支明细表")


FAMILIES: tuple[Callable[[Case], Book], ...] = (
    account_paper, spending_list, donations, sheet_per_village, village_column, quarter, both_writings, old_xls,
    three_row_header,
)  # fmt: skip
