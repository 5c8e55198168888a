"""Books as they are bound: split dates, digits in columns, pages, months, merged days, subtotals."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tests.county import writing
from tests.county.cashbooks import TITLES, body, facts, form, number_or_blank, summary_at, total
from tests.county.desk import Case, line
from tests.county.paper import Book, Page
from tests.county.places import amount, entries


def traditional(case: Case) -> Book:
    """The bound account book: 年 over 月|日, 字|号, carried months, 本月合计 and 本年累计."""
    account = case.rng.choice(("现金", "银行存款"))
    page = Page(case.sheet_name("日记账"))
    case.heading(page, f"{account}日记账", f"{case.year}年")
    top = page.add(
        f"{case.year}年",
        None,
        "凭证",
        None,
        "摘要",
        "对方科目",
        "收入（借方）",
        "支出（贷方）",
        "结余（余额）",
    )
    page.add("月", "日", "字", "号")
    page.merge(top, 0, top, 1)
    page.merge(top, 2, top, 3)
    for column in range(4, 9):
        page.merge(top, column, top + 1, column)
    balance = amount(case.rng) * 100
    page.add(None, None, None, None, "上年结转", None, None, None, writing.number(balance))
    year_in = year_out = 0
    for month in range(case.month, min(case.month + 3, 13)):
        rows = entries(case.rng, month, case.rng.randint(3, 8))
        for position, entry in enumerate(rows):
            balance += (entry.income or 0) - (entry.expense or 0)
            word = "收" if entry.income else "付"
            truth = {**facts(entry, balance), "voucher_no": word + entry.voucher,
                     "account_kind": "现金" if account == "现金" else "银行"}  # fmt: skip
            del truth["counterparty"], truth["handler"]
            page.add(month if position == 0 else None, entry.day.day, word, int(entry.voucher), entry.summary, "管理费用",
                     number_or_blank(entry.income), number_or_blank(entry.expense), writing.number(balance),
                     record=case.record("cash_entry", truth))  # fmt: skip
        month_in, month_out = (sum(getattr(e, s) or 0 for e in rows) for s in ("income", "expense"))
        year_in, year_out = year_in + month_in, year_out + month_out
        for label, plus, minus in (("本月合计", month_in, month_out), ("本年累计", year_in, year_out)):
            page.add(
                None,
                None,
                None,
                None,
                label,
                None,
                writing.number(plus),
                writing.number(minus),
                writing.number(balance),
            )
    return case.book("传统账页", [page], f"{account}日记账")


def in_digits(case: Case) -> Book:
    """Amounts split over digit columns under a merged header."""
    places = ("百万", "十万", "万", "千", "百", "十", "元", "角", "分")[case.rng.choice((0, 1)) :]
    wide = len(places)
    page = Page(case.sheet_name())
    words, constant = case.rng.choice(TITLES)
    case.heading(page, words, case.month_text, "")
    plus, minus = case.rng.choice((("收入", "支出"), ("收入金额", "支出金额"), ("借方", "贷方")))
    top = page.add(
        "日期", "凭证号", "摘要", plus, *[None] * (wide - 1), minus, *[None] * (wide - 1), "经手人"
    )
    page.add(None, None, None, *places, *places)
    for column in (0, 1, 2, 3 + 2 * wide):
        page.merge(top, column, top + 1, column)
    page.merge(top, 3, top, 2 + wide)
    page.merge(top, 3 + wide, top, 2 + 2 * wide)
    for entry in entries(case.rng, case.month, 8):
        split = [writing.digits(v, wide) if v else [None] * wide for v in (entry.income, entry.expense)]
        truth = facts(entry)
        del truth["balance"], truth["counterparty"]
        page.add(entry.day, entry.voucher, entry.summary, *split[0], *split[1], entry.handler,
                 record=case.record("cash_entry", {**truth, **constant}))  # fmt: skip
    return case.book("分位数字栏", [page], words)


def month_sheets(case: Case) -> Book:
    """One sheet a month; the year stands in the titles or in the file name only."""
    in_file = case.chance(0.5)
    place = case.place if case.place != "工作表" else "编制单位"
    case.place = place
    pages = []
    columns = form(case, case.rng.choice((writing.real, writing.month_day)), writing.number)
    balance = amount(case.rng) * 100
    start = min(case.month, 9)
    for month in range(start, start + 4):
        page = Page(f"{month}月")
        case.heading(page, "现金日记账", "" if in_file else f"{case.year}年")
        page.add(*(c.head for c in columns))
        rows = entries(case.rng, month, case.rng.randint(2, 7))
        balance = body(case, page, columns, rows, {"account_kind": "现金"}, balance,
                       summary_at(columns), carried=True)  # fmt: skip
        page.period = (date(case.year, month, 1), "月")
        pages.append(page)
    return case.book("每月一表", pages, f"{case.year}年现金日记账" if in_file else "现金日记账")


def paged(case: Case) -> Book:
    """Title and header repeat on every page, with 过次页 and 承前页."""
    page = Page(case.sheet_name())
    words, constant = case.rng.choice(TITLES)
    columns = form(case, writing.iso, writing.number)
    at = summary_at(columns)
    rows = entries(case.rng, case.month, 26)
    balance = amount(case.rng) * 100
    income = expense = 0
    period = case.month_text
    for start in range(0, len(rows), 9):
        if start and case.chance(0.5):
            page.add()
        page.period = (case.month_start, "月")
        page.add(case.title(words, period))
        unit = f"编制单位：{case.named}" if case.place == "编制单位" else None
        page.add(unit, None, None, "单位：元", f"第{start // 9 + 1}页")
        page.add(*(c.head for c in columns))
        if start:
            page.add(*total(columns, "承前页", at, income=income, expense=expense, balance=balance))
        for entry in rows[start : start + 9]:
            balance += (entry.income or 0) - (entry.expense or 0)
            income, expense = income + (entry.income or 0), expense + (entry.expense or 0)
            line(page, case, "cash_entry", columns, facts(entry, balance), dict(constant))
        label = "过次页" if start + 9 < len(rows) else "本月合计"
        page.add(*total(columns, label, at, income=income, expense=expense, balance=balance))
    return case.book("分页重复表头", [page], words)


def odd_subtotals(case: Case) -> Book:
    """小计 after every few rows, its label in a column where one would not look for it."""
    page = Page(case.sheet_name())
    words, constant = case.rng.choice(TITLES)
    case.heading(page, words, case.month_text)
    columns = form(case, writing.real, writing.number)
    at = case.rng.randrange(3)
    page.add(*(c.head for c in columns))
    rows = entries(case.rng, case.month, 12)
    sums = {"income": 0, "expense": 0}
    block = dict(sums)
    balance = amount(case.rng) * 100
    for number, entry in enumerate(rows, start=1):
        balance += (entry.income or 0) - (entry.expense or 0)
        for side in sums:
            sums[side] += getattr(entry, side) or 0
            block[side] += getattr(entry, side) or 0
        line(page, case, "cash_entry", columns, {**facts(entry, balance), "_seq": number}, dict(constant))
        if number % 4 == 0:
            page.add(*total(columns, case.rng.choice(("小计", "小  计")), at, **block))
            block = dict.fromkeys(block, 0)
    page.add(*total(columns, "合计", at, **sums))
    case.footer(page)
    return case.book("各处小计", [page], words)


def merged_days(case: Case) -> Book:
    """Entries of one day share a merged date cell; the title is merged over the form."""
    page = Page(case.sheet_name())
    words, constant = case.rng.choice(TITLES)
    case.heading(page, words, case.month_text)
    columns = [c for c in form(case, writing.iso, writing.number) if c.field != "_seq"]
    page.merge(1, 0, 1, len(columns) - 1)
    page.add(*(c.head for c in columns))
    rows = entries(case.rng, case.month, 12)
    balance = amount(case.rng) * 100
    first = 0
    for position, entry in enumerate(rows):
        balance += (entry.income or 0) - (entry.expense or 0)
        number = line(page, case, "cash_entry", columns, facts(entry, balance), dict(constant))
        if position and rows[position - 1].day == entry.day:
            page.rows[number - 1][0] = None
        else:
            first = number
        if position + 1 == len(rows) or rows[position + 1].day != entry.day:
            page.merge(first, 0, number, 0)
    return case.book("合并日期", [page], words)


FAMILIES: tuple[Callable[[Case], Book], ...] = (
    traditional, in_digits, month_sheets, paged, odd_subtotals, merged_days,
)  # fmt: skip
