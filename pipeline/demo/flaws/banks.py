"""Flaws between bank and books (BK02, BK03, BK05)."""

from __future__ import annotations

from datetime import date, timedelta

from pipeline.demo import draw
from pipeline.demo.flaws.desk import Desk
from pipeline.demo.flaws.registry import HARD, MIDDLING, flaw
from pipeline.demo.village import COLLECTIVE, Row
from pipeline.demo.window import day_in


def line_of(desk: Desk, word: str) -> Row:
    """Find the statement line of a payment by what the bank wrote."""
    return next(r for r in desk.one.tables["bank_line"] if r["memo"] == word[:12])


@flaw("BK02", "银行收到三万元，账上没有", area="trial balance", also=("BK01",))
def income_off_the_books(desk: Desk) -> None:
    amount = draw.money(desk.rng, 12_000, 38_000)
    found = desk.one.receive(
        desk.day(), COLLECTIVE, "青苗补偿款", amount, "other", counterparty=desk.firm("矿业有限公司").name, method="转账",
        document_type="自制凭证",
    )  # fmt: skip
    desk.books.append(lambda: _strike(desk, found.summary, amount))
    desk.say("", amount)


@flaw("BK02", "银行付出八千元，账上没有", MIDDLING, area="trial balance", also=("BK01",))
def expense_off_the_books(desk: Desk) -> None:
    amount = draw.money(desk.rng, 5_200, 8_800)
    found = desk.buy(desk.day(), "账外支付款项", amount)
    desk.books.append(lambda: _strike(desk, found.summary, amount))
    desk.say("", amount)


def _strike(desk: Desk, summary: str, amount: int) -> None:
    """Strike a movement from books and vouchers after the statement is written, and close the numbering."""
    gone = next(
        r
        for r in desk.one.tables["cash_entry"]
        if r["summary"] == summary and amount in (r["income"], r["expense"])
    )
    word, number = gone["voucher_no"].split("-")
    month = gone["entry_date"].replace(day=1)
    change = (gone["income"] or 0) - (gone["expense"] or 0)
    rows = desk.one.tables["cash_entry"]
    for row in rows[rows.index(gone) :]:
        if (row["fund"], row["account_kind"]) == (gone["fund"], gone["account_kind"]):
            row["balance"] -= change
    desk.forget("cash_entry", gone)
    lines = [
        r
        for r in desk.one.tables["voucher_line"]
        if r["voucher_no"] == gone["voucher_no"] and r["entry_date"] == gone["entry_date"]
    ]
    for line in lines:
        desk.forget("voucher_line", line)
        _correct_balances(desk, line, month)
    for kind in ("cash_entry", "voucher_line"):
        for row in desk.one.tables[kind]:
            own, _, other = row["voucher_no"].partition("-")
            of_month = own == word and row["entry_date"].replace(day=1) == month
            if of_month and other.isdigit() and int(other) > int(number):
                row["voucher_no"] = f"{own}-{int(other) - 1}"


def _correct_balances(desk: Desk, line: Row, month: date) -> None:
    """Take one voucher line out of the trial balances of its month and all later ones."""
    closed = (
        line["account_code"] not in {"101", "102", "311", "24101", "24102"} and len(line["account_code"]) == 3
    )
    net = (line["debit"] or 0) - (line["credit"] or 0)
    for row in desk.one.tables["account_balance"]:
        if not line["account_code"].startswith(row["account_code"]) or row["_month"] < month:
            continue
        if closed and row["_month"].year > month.year:
            continue
        opening = (row["opening_debit"] or 0) - (row["opening_credit"] or 0)
        debit, credit = row["debit"] or 0, row["credit"] or 0
        if row["_month"] == month:
            debit, credit = debit - (line["debit"] or 0), credit - (line["credit"] or 0)
        else:
            opening -= net
        closing = opening + debit - credit
        row |= {
            "opening_debit": max(opening, 0) or None, "opening_credit": max(-opening, 0) or None,
            "debit": debit or None, "credit": credit or None,
            "closing_debit": max(closing, 0) or None, "closing_credit": max(-closing, 0) or None,
        }  # fmt: skip


@flaw("BK02", "三笔账合成一笔流水", HARD, decoy=True)
def three_in_one(desk: Desk) -> None:
    day, mark = desk.day(), f"合并{desk.rng.randint(100, 999)}"
    for number, amount in enumerate((620_50, 1_130_00, 845_30)):
        desk.buy(day, f"购买第{number + 1}批清扫工具", amount, one_line=mark)
    desk.say("清扫工具")


@flaw("BK02", "银行已收，三天后才入账", MIDDLING, decoy=True)
def booked_three_days_later(desk: Desk) -> None:
    desk.one.receive(
        day_in(desk.month(), 12), COLLECTIVE, "收到秸秆禁烧奖补", 2_700_00, "subsidy", counterparty="青禾县财政局",
        method="转账", document_type="自制凭证", bank_lag=-3,
    )  # fmt: skip


@flaw("BK03", "账上付了款，银行没有", also=("BK01",))
def payment_not_at_the_bank(desk: Desk) -> None:
    amount = draw.money(desk.rng, 2_200, 4_300)
    paid = desk.buy(desk.day(), "支付无人机巡检费", amount)

    def strike() -> None:
        row = line_of(desk, paid.summary)
        unbank(desk, row)

    desk.books.append(strike)
    desk.say("", amount)


def unbank(desk: Desk, gone: Row) -> None:
    """Take a line out of the statement and let its balances chain without it."""
    change = (gone["amount_in"] or 0) - (gone["amount_out"] or 0)
    rows = desk.one.tables["bank_line"]
    for row in rows[rows.index(gone) :]:
        if row["account_no"] == gone["account_no"]:
            row["balance"] -= change
    desk.forget("bank_line", gone)


@flaw("BK03", "现金支出不走银行", decoy=True)
def cash_is_not_banked(desk: Desk) -> None:
    desk.cash(desk.day(), "购买村部暖水瓶", 480_00)


@flaw("BK05", "账上付款，银行七十五天后才有", months=12, also=("BK01",))
def banked_late(desk: Desk) -> None:
    late(desk, 75)
    desk.say("", 3_457_00)


@flaw("BK05", "账上付款，银行五十天后才有", HARD, decoy=True, months=12, also=("BK01",))
def banked_within_two_months(desk: Desk) -> None:
    late(desk, 50)


def late(desk: Desk, days: int) -> None:
    paid = desk.buy(
        day_in(date(desk.one.window.first.year, desk.rng.randint(2, 6), 1), 10), "支付无人机测绘费", 3_457_00
    )

    def delay() -> None:
        row = line_of(desk, paid.summary)
        row["entry_date"] = paid.day + timedelta(days=days)
        _rechain(desk, row["account_no"])

    desk.books.append(delay)


def _rechain(desk: Desk, account: str) -> None:
    rows = [r for r in desk.one.tables["bank_line"] if r["account_no"] == account]
    balance = rows[0]["balance"] - (rows[0]["amount_in"] or 0) + (rows[0]["amount_out"] or 0)
    rest = [r for r in desk.one.tables["bank_line"] if r["account_no"] != account]
    rows.sort(key=lambda r: r["entry_date"])
    for row in rows:
        balance += (row["amount_in"] or 0) - (row["amount_out"] or 0)
        row["balance"] = balance
    desk.one.tables["bank_line"] = rest + rows
