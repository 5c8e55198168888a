"""Bind a village's tables into workbooks, in one of the ways offices do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date

from pipeline.demo.paper import Hand, Sheet
from pipeline.demo.village import CARE, COLLECTIVE, RED, SPECIAL, Row, Village

Bound = dict[str, list[Sheet]]
_YEARLY: dict[str, Callable[[Row], int]] = {
    "resolution": lambda row: row["resolved_on"].year,
    "project": lambda row: row["started_on"].year,
    "purchase": lambda row: row["purchased_on"].year,
    "allowance": lambda row: row["year"],
    "aid_payment": lambda row: row["paid_on"].year,
    "publication": lambda row: row["covers_to"].year,
    "budget": lambda row: row["year"],
    "coop_year": lambda row: row["year"],
    "dividend": lambda row: row["year"],
    "dividend_use": lambda row: row["year"],
    "cash_count": lambda row: row["counted_on"].year,
    "contract": lambda row: row["_year"],
    "debt": lambda row: row["_year"],
    "asset": lambda row: row["_year"],
}
_LASTING = ("official", "bank_account", "hardship_register", "receipt_book", "share_event")
# a sheet for each list of a year
_LISTS = ("subsidy_payment", "labour", "collection")
# two dates of a row, and the column that holds both where a bookkeeper writes them together
_SPANS = {"labour": ("worked_from", "worked_to", "worked"), "contract": ("starts_on", "ends_on", "term")}
_OWN_BOOK = (SPECIAL, CARE, RED)


def village(one: Village, habits: Hand) -> Bound:
    """Bind everything the village hands in: path below 乡镇/村 → sheets."""
    bound: Bound = defaultdict(list)
    monthly = one.style["layout"] == "月度账册"
    for path, sheet in _books(one, habits, monthly):
        bound[path].append(sheet)
    for path, sheet in (*_registers(one, habits), *_lists(one, habits)):
        bound[path].append(sheet)
    return {f"{one.place.township}/{one.place.name}/{path}": sheets for path, sheets in bound.items()}


def _books(one: Village, habits: Hand, monthly: bool) -> Iterator[tuple[str, Sheet]]:
    each = one.window.months()
    years = [[m for m in each if m.year == year] for year in one.window.years]
    months = [[m] for m in each]
    for fund in one.accounts:
        own = fund in _OWN_BOOK
        spans = years if own or one.style["layout"] == "分类年账" else months
        for span in spans:
            where = _where(one, span, fund, monthly)
            if fund == COLLECTIVE:
                yield where, _book(one, fund, "现金", span, habits)
            yield where, _book(one, fund, "银行", span, habits)
            yield (
                (where if monthly else f"{span[0].year}年银行对账单.xlsx"),
                _statement(one, fund, span, habits),
            )
    for month in each:
        where = f"{_label([month])}账册.xlsx" if monthly else f"{month.year}年序时账.xlsx"
        lines = _within(one.tables["voucher_line"], "entry_date", [month])
        head = (f"编制单位：{one.place.name}", "单位：元")
        title = f"{one.place.name}{_label([month])}{habits.titles['voucher_line']}"
        yield where, Sheet(f"{month.month}月序时账", "voucher_line", title, lines, head, total="合计")
        balances = [row for row in one.tables["account_balance"] if row["_month"] == month]
        where = where if monthly else f"{month.year}年科目余额表.xlsx"
        title = f"{one.place.name}{_label([month])}科目余额表"
        yield where, Sheet(f"{month.month}月余额表", "account_balance", title, balances, head)


def _where(one: Village, span: list[date], fund: str, monthly: bool) -> str:
    year = span[0].year
    if monthly:
        return f"{year}年专户账.xlsx" if fund in _OWN_BOOK else f"{_label(span)}账册.xlsx"
    return f"{year}年收支账.xlsx" if one.style["layout"] == "分类年账" else f"{year}年{fund}账.xlsx"


def _book(one: Village, fund: str, kind: str, span: list[date], habits: Hand) -> Sheet:
    entries = [r for r in one.tables["cash_entry"] if r["fund"] == fund and r["account_kind"] == kind]
    before = [r for r in entries if r["entry_date"] < span[0] and r["balance"] is not None]
    opening = before[-1]["balance"] if before else one.openings[fund] if kind == "银行" else 0
    rows = _within(entries, "entry_date", span)
    whole = len(span) == 12
    carried = "上年结转" if span[0].month == 1 else "上月结转"
    return Sheet(
        f"{'' if whole else _short(span)}{fund[:2]}{kind}账", "cash_entry",
        f"{one.place.name}{_label(span)}{fund}{'库存现金' if kind == '现金' else '银行存款'}日记账", rows,
        (f"编制单位：{one.place.name}", f"资金类别：{fund}", "单位：元"), opening, carried,
        "本年合计" if whole else "本月合计" if len(span) == 1 else "合计",
    )  # fmt: skip


def _statement(one: Village, fund: str, span: list[date], habits: Hand) -> Sheet:
    number = one.accounts[fund]
    lines = [line for line in one.tables["bank_line"] if line["account_no"] == number]
    account = next(a for a in one.tables["bank_account"] if a["account_no"] == number)
    head = (f"户名：{account['account_name']}", f"账号：{number}", f"开户行：{account['bank']}")
    title = f"{_label(span)}{habits.titles['bank_line']}"
    name = f"{'' if len(span) == 12 else _short(span)}{fund[:2]}对账单"
    return Sheet(name, "bank_line", title, _within(lines, "entry_date", span), head)


def _registers(one: Village, habits: Hand) -> Iterator[tuple[str, Sheet]]:
    head = (f"编制单位：{one.place.name}", "单位：元")
    for kind in _LASTING:
        if rows := one.tables[kind]:
            yield (
                "基本情况.xlsx",
                Sheet(habits.titles[kind], kind, f"{one.place.name}{habits.titles[kind]}", rows, head),
            )
    for kind, year_of in _YEARLY.items():
        by_year: dict[int, list[Row]] = defaultdict(list)
        for row in one.tables[kind]:
            by_year[year_of(row)].append(row)
        for year, rows in sorted(by_year.items()):
            title = habits.titles[kind]
            heading = (
                f"{one.place.name}{title}" if title.startswith("年度") else f"{one.place.name}{year}年{title}"
            )
            if title.startswith("年度"):
                heading = f"{one.place.name}{year}{title}"
            total = "合计" if kind in {"allowance", "aid_payment", "purchase"} else ""
            path = (
                f"{year}年台账.xlsx"
                if one.style["layout"] != "分类年账"
                else f"{year}年{title.removeprefix('年度')}.xlsx"
            )
            yield path, Sheet(title, kind, heading, _joined(one, kind, rows), head, total=total)


def _lists(one: Village, habits: Hand) -> Iterator[tuple[str, Sheet]]:
    for kind in _LISTS:
        lists: dict[tuple[int, str], list[Row]] = defaultdict(list)
        for row in one.tables[kind]:
            lists[row["_year"], row["_list"]].append(row)
        for (year, name), rows in sorted(lists.items()):
            title = f"{name}{habits.titles[kind]}"
            path = f"{year}年{title if one.style['layout'] == '分类年账' else '台账'}.xlsx"
            head = (f"编制单位：{one.place.name}", "单位：元")
            heading = f"{one.place.name}{year}年{title}"
            yield path, Sheet(title, kind, heading, _joined(one, kind, rows), head, total="合计")


def _joined(one: Village, kind: str, rows: list[Row]) -> list[Row]:
    """Write two dates of each row in one column, where the bookkeeper does."""
    begun, ended, both = _SPANS.get(kind, ("", "", ""))
    if not begun or not one.style["joined"] or not all(row[ended] for row in rows):
        return rows
    joined = []
    for row in rows:
        first, last = row[begun], row[ended]
        text = f"{first.year}.{first.month}.{first.day}-{last.year}.{last.month}.{last.day}"
        joined.append(row | {begun: None, ended: None, both: text})
    return joined


def _within(rows: list[Row], name: str, span: list[date]) -> list[Row]:
    months = {(month.year, month.month) for month in span}
    return [row for row in rows if (row[name].year, row[name].month) in months]


def _label(span: list[date]) -> str:
    if len(span) == 12:
        return f"{span[0].year}年"
    return f"{span[0].year}年{_short(span)}"


def _short(span: list[date]) -> str:
    return f"{span[0].month}月" if len(span) == 1 else f"{span[0].month}-{span[-1].month}月"
