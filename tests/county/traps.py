"""Layouts in which the obvious reading gives wrong money: sides turned round, units and years elsewhere."""

from __future__ import annotations

from collections.abc import Callable

from tests.county import writing
from tests.county.cashbooks import DATE, balanced, facts, form, number_or_blank, summary_at, total
from tests.county.desk import Case, Column, line
from tests.county.paper import Book, Cell, Page, Value
from tests.county.places import amount, entries, person


def posting_day_only(case: Case) -> Book:
    """A bank book whose only date is the day of posting: 借 is still what came in."""
    page = Page(case.sheet_name())
    case.heading(page, "银行存款日记账", case.month_text)
    day = case.rng.choice(("入账日期", "记账日", "账务日期"))
    page.add(day, "凭证号", "摘要", "借方", "贷方", "余额")
    rows = entries(case.rng, case.month, 7)
    for entry, balance in zip(rows, balanced(rows, 9_000_000), strict=True):
        truth = {**facts(entry, balance), "account_kind": "银行"}
        del truth["counterparty"], truth["handler"]
        page.add(entry.day, entry.voucher, entry.summary, number_or_blank(entry.income), number_or_blank(entry.expense),
                 writing.number(balance), record=case.record("cash_entry", truth))  # fmt: skip
    return case.book("只有入账日期", [page], "银行存款日记账")


def untitled_statement(case: Case) -> Book:
    """A bank export that never says what it is: an account, its owner, and 借 for what went out."""
    page = Page("Sheet1")
    number = f"29{case.rng.randrange(10**10):010}"
    page.add(f"账号：{number}")
    page.add(f"户名：{case.village.full}股份经济合作社")
    page.add("交易时间", "借/贷", "交易金额", "账户余额", "对方户名", "摘要")
    rows = entries(case.rng, case.month, 8)
    for entry, balance in reversed(list(zip(rows, balanced(rows, 9_000_000), strict=True))):
        truth: dict[str, Value] = {
            "entry_date": entry.day, "amount_in": entry.income, "amount_out": entry.expense, "balance": balance,
            "counterparty": entry.party, "memo": entry.summary, "account_no": number,
        }  # fmt: skip
        page.add(f"{entry.day} 10:2{case.rng.randrange(10)}:00", "贷" if entry.income else "借",
                 writing.number(entry.income or entry.expense or 0), writing.number(balance), entry.party, entry.summary,
                 record=case.record("bank_line", truth))  # fmt: skip
    return Book(f"收件/1{case.number:03}.xlsx", [page], "无名对账单")


def side_in_category(case: Case) -> Book:
    """The column that says which way money went is called 类别 or 收支."""
    page = Page(case.sheet_name())
    case.heading(page, "收支流水账", case.month_text)
    head = case.rng.choice(("类别", "收支"))
    page.add("日期", "摘要", head, "金额", "经手人")
    for entry in entries(case.rng, case.month, 8):
        truth = facts(entry)
        page.add(entry.day, entry.summary, "收入" if entry.income else "支出",
                 writing.number(entry.income or entry.expense or 0), entry.handler,
                 record=case.record("cash_entry", {k: truth[k] for k in ("entry_date", "summary", "income", "expense",
                                                                         "handler")}))  # fmt: skip
    return case.book(f"方向叫{head}", [page], "收支流水账")


def overdrawn(case: Case) -> Book:
    """A balance without sign and a column that says 借, 贷 (overdrawn) or 平 (nothing left)."""
    page = Page(case.sheet_name())
    case.heading(page, "现金日记账", case.month_text)
    page.add("日期", "凭证号", "摘要", "借方", "贷方", "方向", "余额")
    rows = entries(case.rng, case.month, 8)
    start = -sum((e.income or 0) - (e.expense or 0) for e in rows[:4])
    for entry, balance in zip(rows, balanced(rows, start), strict=True):
        side = "借" if balance > 0 else "贷" if balance < 0 else "平"
        truth = {**facts(entry, balance), "account_kind": "现金"}
        del truth["counterparty"], truth["handler"]
        page.add(entry.day, entry.voucher, entry.summary, number_or_blank(entry.income), number_or_blank(entry.expense),
                 side, writing.number(abs(balance)), record=case.record("cash_entry", truth))  # fmt: skip
    return case.book("余额方向", [page], "现金日记账")


def sections(case: Case) -> Book:
    """一、收入 and 二、支出 under one title that alone says year and unit."""
    page = Page(case.sheet_name())
    wan = case.chance(0.4)
    money = writing.wan if wan else writing.number
    case.heading(page, "财务收支公开表", case.month_text, "万元" if wan else "元")
    rows = entries(case.rng, case.month, 12, step=100)
    for title, side in (("一、收入部分", "income"), ("二、支出部分", "expense")):
        page.add(title)
        columns = [
            Column(case.rng.choice(DATE), "entry_date", writing.month_dot_day),  # type: ignore[arg-type]
            Column("摘要", "summary"),
            Column("金额", side, money),  # type: ignore[arg-type]
            Column("经手人", "handler"),
        ]
        page.add(*(c.head for c in columns))
        mine = [e for e in rows if getattr(e, side)]
        other = "expense" if side == "income" else "income"
        for entry in mine:
            line(page, case, "cash_entry", columns, facts(entry), {other: None})
        page.add("小计", None, money(sum(getattr(e, side) for e in mine)))
    case.footer(page)
    return case.book("分段", [page], "财务收支公开表")


def trial_balance_sides(case: Case) -> Book:
    """Opening and closing balance, each after a column that is only called 方向."""
    page = Page(case.sheet_name("余额表"))
    case.heading(page, "科目余额表", case.month_text)
    page.add("科目编码", "科目名称", "方向", "期初余额", "本期借方", "本期贷方", "方向", "期末余额")
    for code, name, sign in (
        ("101", "库存现金", 1),
        ("202", "应付款", -1),
        ("301", "资本", -1),
        ("513", "管理费用", 1),
    ):
        opening, debit, credit = sign * amount(case.rng), amount(case.rng, 20, 40), amount(case.rng, 20, 40)
        closing = opening + debit - credit
        cells: list[Cell] = []
        fields: dict[str, Value] = {
            "account_code": code,
            "account_name": name,
            "debit": debit,
            "credit": credit,
        }
        for name_of, cents in (("opening", opening), ("closing", closing)):
            fields[f"{name_of}_debit"], fields[f"{name_of}_credit"] = (
                (cents, None) if cents > 0 else (None, -cents)
            )
            cells += ["借" if cents > 0 else "贷", writing.number(abs(cents))]
        page.add(code, name, *cells[:2], writing.number(debit), writing.number(credit), *cells[2:],
                 record=case.record("account_balance", fields))  # fmt: skip
    return case.book("余额表只称方向", [page], "科目余额表")


def unit_row(case: Case) -> Book:
    """The unit stands in a row of its own under the header."""
    page = Page(case.sheet_name())
    case.heading(page, "收支明细账", case.month_text, "")
    unit, money = case.rng.choice((("（元）", writing.number), ("（万元）", writing.wan)))
    columns = [c for c in form(case, writing.iso, money) if "元" not in c.head]
    if {"income", "expense"} - {c.field for c in columns}:
        columns += [Column("收入", "income", money), Column("支出", "expense", money)]  # type: ignore[arg-type]
    page.add(*(c.head for c in columns))
    page.add(*(unit if c.write is money else None for c in columns))
    rows = entries(case.rng, case.month, 7, step=100)
    for number, (entry, balance) in enumerate(zip(rows, balanced(rows, 800_000), strict=True), start=1):
        line(page, case, "cash_entry", columns, {**facts(entry, balance), "_seq": number})
    return case.book("单位行", [page], "收支明细账")


def busy_footer(case: Case) -> Book:
    """Totals in words and signatures with dates, their cells under the amount columns."""
    page = Page(case.sheet_name())
    case.heading(page, "现金日记账", case.month_text)
    columns = [c for c in form(case, writing.iso, writing.number) if c.field != "_seq"]
    page.add(*(c.head for c in columns))
    rows = entries(case.rng, case.month, 7)
    for entry, balance in zip(rows, balanced(rows, 800_000), strict=True):
        line(page, case, "cash_entry", columns, facts(entry, balance), {"account_kind": "现金"})
    spent = sum(e.expense or 0 for e in rows)
    words = total(columns, "合计", 0, expense=spent)
    words[summary_at(columns)] = f"（大写）{writing.capitals(spent)}"
    page.add(*words)
    at = next(i for i, c in enumerate(columns) if c.field == "expense")
    blank: list[Cell] = [None] * (at - 1)
    page.add("村务监督委员会意见：同意公示。", *blank, f"{case.year}年{case.month}月30日")
    page.add(
        f"制表：{person(case.rng)}",
        None,
        f"审核：{person(case.rng)}",
        *blank[2:],
        f"{case.year}-{case.month:02}-30",
    )
    return case.book("表尾占金额栏", [page], "现金日记账")


FAMILIES: tuple[Callable[[Case], Book], ...] = (
    posting_day_only, untitled_statement, side_in_category, overdrawn, sections, trial_balance_sides, unit_row,
    busy_footer,
)  # fmt: skip
