"""Flaws in balances (LED01, LED02, LED06)."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from pipeline.demo.flaws.desk import Bound, Desk
from pipeline.demo.flaws.registry import HARD, MIDDLING, flaw
from pipeline.demo.village import COLLECTIVE, OFFICE, Row
from pipeline.demo.window import day_in


def _book(desk: Desk, fund: str = COLLECTIVE, kind: str = "银行") -> list[Row]:
    return [r for r in desk.one.tables["cash_entry"] if (r["fund"], r["account_kind"]) == (fund, kind)]


@flaw("LED01", "一个科目的期初接不上上月期末", area="trial balance")
def opening_differs(desk: Desk) -> None:
    def shift() -> None:
        rows = [r for r in desk.one.tables["account_balance"] if r["account_code"] == "311"]
        month = desk.month(4, 10)
        for row in rows:
            if row["_month"] >= month:
                row["opening_credit"] += 1_250_00
                row["closing_credit"] += 1_250_00
        desk.say("311", 1_250_00)

    desk.books.append(shift)


@flaw("LED01", "余额表的期初栏全年都写年初数，发生额写累计数", MIDDLING, decoy=True, area="trial balance")
def opening_of_the_year(desk: Desk) -> None:
    def rewrite() -> None:
        year, so_far = desk.one.window.first.year, dict[str, Row]()
        for row in [r for r in desk.one.tables["account_balance"] if r["_month"].year == year]:
            earlier = so_far.get(row["account_code"])
            if earlier:
                row |= {name: earlier[name] for name in ("opening_debit", "opening_credit")}
                row |= {n: (row[n] or 0) + (earlier[n] or 0) or None for n in ("debit", "credit")}
            elif row["_month"].month > 1:
                row |= {"opening_debit": None, "opening_credit": None}
            so_far[row["account_code"]] = row

    desk.books.append(rewrite)


@flaw("LED02", "一行余额写错，下一行又对了", area="office book")
def one_balance_wrong(desk: Desk) -> None:
    def spoil() -> None:
        rows = _book(desk, OFFICE)
        middle = _inside_a_month(rows, desk)
        rows[middle]["balance"] += 90_00
        desk.say("", 180_00)

    desk.books.append(spoil)


@flaw("LED02", "从一行起余额都少五十元", HARD, area="office book", also=("BK01",))
def balances_off_from_here(desk: Desk) -> None:
    def spoil() -> None:
        rows = _book(desk, OFFICE)
        for row in rows[_inside_a_month(rows, desk) :]:
            row["balance"] -= 50_00
        desk.say("", 50_00)

    desk.books.append(spoil)


@flaw("LED02", "每天只在最后一行写余额", MIDDLING, decoy=True, area="office book")
def balance_at_the_end_of_the_day(desk: Desk) -> None:
    def blank(_: Bound) -> None:
        for row, after in pairwise(_book(desk, OFFICE)):
            if row["entry_date"] == after["entry_date"]:
                row["balance"] = None

    desk.paper.append(blank)


def _inside_a_month(rows: list[Row], desk: Desk) -> int:
    """Choose a row with a row of the same month before and after it."""
    places = [
        n
        for n in range(2, len(rows) - 2)
        if rows[n - 1]["entry_date"].month == rows[n]["entry_date"].month == rows[n + 1]["entry_date"].month
    ]
    return desk.rng.choice(places)


@flaw("LED06", "先付现金，第二天才提现", area="cashbox")
def cash_below_zero(desk: Desk) -> None:
    one = desk.one
    day = day_in(date(one.window.first.year, desk.rng.choice((2, 4)), 1), 12)  # while little is left over
    amount = desk.one.in_the_box(day) + 180_00
    desk.buy(day, "购买村部拖把扫帚", amount, method="现金", counterparty_account=None, in_cash=True)
    one.pay(
        desk.after(day, 1), COLLECTIVE, "提取备用金", -(-amount // 100_00) * 100_00, "cash", method="现金",
        document_type="自制凭证", cash_leg=-1, counterparty="库存现金", category="其他",
    )  # fmt: skip
    desk.say("", 180_00)


@flaw("LED06", "同一天先记付款后记提现", HARD, decoy=True, area="cashbox")
def cash_below_zero_within_a_day(desk: Desk) -> None:
    def swap() -> None:
        rows = _book(desk, COLLECTIVE, "现金")
        pairs = [
            (a, b)
            for a, b in pairwise(rows)
            if a["income"] and b["expense"] and a["entry_date"] == b["entry_date"]
        ]
        first, second = pairs[0]
        place = desk.one.tables["cash_entry"].index(first)
        other = desk.one.tables["cash_entry"].index(second)
        first["balance"], second["balance"] = (
            second["balance"],
            first["balance"] - first["income"] - second["expense"],
        )
        desk.one.tables["cash_entry"][place], desk.one.tables["cash_entry"][other] = second, first

    desk.cash(day_in(_empty_month(desk), 12), "购买村部拖把扫帚", 460_00)
    desk.books.append(swap)


def _empty_month(desk: Desk) -> date:
    """Choose a month in which the cash box is otherwise not used."""
    month = desk.month()
    while month.month % 2 == 1:
        month = desk.month()
    return month
