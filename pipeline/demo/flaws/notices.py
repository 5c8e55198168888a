"""Flaws in notices and in what is booked when (SUB02–SUB04)."""

from __future__ import annotations

from datetime import date, timedelta

from pipeline.demo.flaws.desk import Desk
from pipeline.demo.flaws.registry import HARD, MIDDLING, flaw
from pipeline.demo.village import OFFICE, Row
from pipeline.demo.window import day_in


def _notice(desk: Desk) -> Row:
    return next(r for r in desk.one.tables["publication"] if r["subject"] == "专项资金收支")


@flaw("SUB02", "季度收支四十五天后才公开", area="notice")
def published_late(desk: Desk) -> None:
    def delay() -> None:
        row = _notice(desk)
        row["published_on"] = desk.after(row["covers_to"], 45)
        row["withdrawn_on"] = row["published_on"] + timedelta(days=15)
        desk.say("")

    desk.registers.append(delay)


@flaw("SUB02", "公开三天就撤下", MIDDLING, area="notice")
def withdrawn_soon(desk: Desk) -> None:
    def shorten() -> None:
        row = _notice(desk)
        row["withdrawn_on"] = row["published_on"] + timedelta(days=3)
        desk.say("")

    desk.registers.append(shorten)


@flaw("SUB02", "第三十天公开，七天后撤下", HARD, decoy=True, area="notice")
def published_just_in_time(desk: Desk) -> None:
    def delay() -> None:
        row = _notice(desk)
        row["published_on"] = row["covers_to"] + timedelta(days=30)
        row["withdrawn_on"] = row["published_on"] + timedelta(days=7)

    desk.registers.append(delay)


def post(desk: Desk, amount: int, days: int) -> None:
    """Pay today, enter it so many days later."""
    paid = desk.buy(day_in(date(desk.one.window.first.year, 2, 1), 12), "购买村部宣传栏", amount)

    def late() -> None:
        for row in desk.one.tables["cash_entry"]:
            if row["voucher_no"] == paid.voucher and row["entry_date"] == paid.day:
                row["posted_on"] = paid.day + timedelta(days=days)

    desk.books.append(late)


@flaw("SUB03", "一百一十天后才入账")
def posted_late(desk: Desk) -> None:
    post(desk, 2_600_00, 110)
    desk.say("", 2_600_00)


@flaw("SUB03", "第九十天入账", HARD, decoy=True)
def posted_on_the_last_day(desk: Desk) -> None:
    post(desk, 2_600_00, 90)


@flaw("SUB04", "办公经费近半在十二月支出", area="december", months=12, also=("PRC07", "PAY10", "ST03"))
def december_rush(desk: Desk) -> None:
    year = desk.rng.choice([m.year for m in desk.one.window.months() if m.month == 12])
    spent = sum(m.expense for m in desk.one.movements if m.fund == OFFICE and m.day.year == year)
    firms = [desk.firm() for _ in range(12)]
    for number, firm in enumerate(firms):
        desk.buy(
            day_in(date(year, 12, 1), 3 + 2 * number),
            f"购买第{number + 1}批办公设备",
            spent // 14,
            firm,
            fund=OFFICE,
        )
    desk.say("")
