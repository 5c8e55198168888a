"""Cash and bank books on loose sheets: every way of writing days, amounts, units and directions."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tests.county import writing
from tests.county.cashbooks import (
    DATE,
    SUMMARY,
    TITLES,
    VOUCHER,
    balanced,
    body,
    facts,
    form,
    number_or_blank,
    summary_at,
)
from tests.county.desk import Case, Column, line
from tests.county.paper import Book, Formula, Page
from tests.county.places import Entry, amount, entries


def _book(case: Case, family: str, day: writing.Day, money: writing.Money, unit: str = "元",
          rows: Sequence[Entry] | None = None) -> Book:  # fmt: skip
    words, constant = case.rng.choice(TITLES)
    page = Page(case.sheet_name())
    case.heading(page, words, case.month_text, unit)
    columns = form(case, day, money)
    if unit != "元":
        columns = [Column(c.head.removesuffix("(元)"), c.field, c.write) for c in columns]
    page.add(*(c.head for c in columns))
    rows = rows or entries(case.rng, case.month, case.rng.randint(5, 14))
    body(case, page, columns, rows, dict(constant), amount(case.rng) * 100, summary_at(columns))
    case.footer(page)
    return case.book(family, [page], words)


def plain(case: Case) -> Book:
    """A book with plain dates and numbers."""
    day = case.rng.choice((writing.real, writing.iso, writing.slashed))
    return _book(case, "普通", day, writing.number)


def odd_days(case: Case) -> Book:
    """A book whose days are written in one of the rarer ways; the year may stand in the title only."""
    styles = {**writing.FULL_DAYS, **writing.SHORT_DAYS}
    name = case.rng.choice(("序列号", "圆点", "八位", "年月日", "汉字", "月日", "点"))
    return _book(case, f"日期{name}", styles[name], writing.number)


def odd_money(case: Case) -> Book:
    """A book whose amounts are texts: padded, full width, bracketed, 大写 …; some entries are reversals."""
    name = case.rng.choice(list(writing.ODD_MONEY))
    rows = entries(case.rng, case.month, 8)
    back = rows[3]
    reversal = Entry(back.day, back.voucher, "冲销" + back.summary, None, -(back.expense or back.income or 0),
                     back.party, back.handler)  # fmt: skip
    rows[4:4] = [reversal] if name not in {"大写"} else []
    rows.sort(key=lambda e: e.day)
    return _book(case, f"金额{name}", writing.real, writing.ODD_MONEY[name], rows=rows)


def in_wan(case: Case) -> Book:
    """A book in 万元: said in the title block, in the header, or in every cell."""
    where = case.rng.choice(("标题", "单位", "表头", "单元格"))
    rows = entries(case.rng, case.month, 8, step=100)
    if where == "单元格":
        return _book(case, "万元单元格", writing.real, writing.wan_suffix, "元", rows)
    if where == "单位":
        return _book(case, "万元单位", writing.real, writing.wan, "万元", rows)
    page = Page(case.sheet_name())
    words, constant = case.rng.choice(TITLES)
    case.heading(page, words + ("（单位：万元）" if where == "标题" else ""), case.month_text, "")
    columns = form(case, writing.real, writing.wan)
    if where == "表头":
        columns = [
            Column(c.head.removesuffix("(元)") + "（万元）", c.field, c.write)
            if c.write is writing.wan
            else c
            for c in columns
        ]
    else:
        columns = [Column(c.head.removesuffix("(元)"), c.field, c.write) for c in columns]
    page.add(*(c.head for c in columns))
    body(case, page, columns, rows, dict(constant), amount(case.rng) * 100 // 100 * 100, summary_at(columns))
    return case.book(f"万元{where}", [page], words)


def with_direction(case: Case) -> Book:
    """One amount column, and a column that says which way it went."""
    heads = case.rng.choice((("收支", "收", "支"), ("方向", "借", "贷"), ("收支类型", "收入", "支出"), ("借/贷", "借", "贷"),
                             ("收/支", "收", "支")))  # fmt: skip
    head, plus, minus = heads
    page = Page(case.sheet_name())
    case.heading(page, "收支明细账", case.month_text)
    columns = [
        Column(case.rng.choice(DATE), "entry_date"),
        Column(case.rng.choice(VOUCHER), "voucher_no"),
        Column(case.rng.choice(SUMMARY), "summary"),
        Column("收支方向" if head == "收支" else head, "_side"),
        Column(case.rng.choice(("金额", "发生额", "金额(元)")), "_amount", writing.number),  # type: ignore[arg-type]
    ]
    page.add(*(c.head for c in columns))
    for entry in entries(case.rng, case.month, 9):
        truth = facts(entry)
        row = {**truth, "_side": plus if entry.income else minus, "_amount": entry.income or entry.expense}
        line(page, case, "cash_entry", columns, row, {k: truth[k] for k in ("income", "expense")})
    case.footer(page)
    return case.book("方向列", [page], "收支明细账")


def with_formulas(case: Case) -> Book:
    """Balances and totals are formulas with their results saved; the last column repeats 大写."""
    page = Page(case.sheet_name())
    case.heading(page, "现金日记账", case.month_text)
    heads = ("日期", "凭证号", "摘要", "收入", "支出", "余额")
    page.add(*heads)
    rows = entries(case.rng, case.month, 9)
    start = len(page.rows) + 1
    balance = 0
    for offset, entry in enumerate(rows):
        balance += (entry.income or 0) - (entry.expense or 0)
        at = start + offset
        truth = {**facts(entry, balance), "account_kind": "现金"}
        del truth["counterparty"], truth["handler"]
        page.add(entry.day, entry.voucher, entry.summary, number_or_blank(entry.income), number_or_blank(entry.expense),
                 Formula(f"=SUM(D${start}:D{at})-SUM(E${start}:E{at})", balance / 100),
                 record=case.record("cash_entry", truth))  # fmt: skip
    end = start + len(rows) - 1
    income, expense = (sum(getattr(e, s) or 0 for e in rows) for s in ("income", "expense"))
    page.add("合计", None, None, Formula(f"=SUM(D{start}:D{end})", income / 100),
             Formula(f"=SUM(E{start}:E{end})", expense / 100))  # fmt: skip
    return case.book("公式余额", [page], "现金日记账")


def signed(case: Case) -> Book:
    """One signed amount column: positive is in, negative is out."""
    page = Page(case.sheet_name())
    case.heading(page, "收支流水账", case.month_text)
    money = case.rng.choice((writing.number, writing.bracketed, writing.plain))
    columns = [
        Column("日期", "entry_date"),
        Column("摘要", "summary"),
        Column(case.rng.choice(("收支金额", "金额", "收支")), "_amount", money),  # type: ignore[arg-type]
        Column("余额", "balance", money),  # type: ignore[arg-type]
        Column("经手人", "handler"),
    ]
    page.add(*(c.head for c in columns))
    rows = entries(case.rng, case.month, 8)
    for entry, balance in zip(rows, balanced(rows, 9_000_000), strict=True):
        truth = facts(entry, balance)
        row = {**truth, "_amount": entry.income if entry.income else -(entry.expense or 0)}
        line(page, case, "cash_entry", columns, row, {k: truth[k] for k in ("income", "expense")})
    return case.book("正负金额", [page], "收支流水账")


FAMILIES: tuple[Callable[[Case], Book], ...] = (
    plain, odd_days, odd_money, in_wan, with_direction, with_formulas, signed,
)  # fmt: skip
