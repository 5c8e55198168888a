"""Flaws of accounts and statements (BK01, BK06, BK07)."""

from __future__ import annotations

from datetime import timedelta

from pipeline.demo import draw
from pipeline.demo.flaws.banks import line_of, unbank
from pipeline.demo.flaws.desk import Desk
from pipeline.demo.flaws.registry import HARD, MIDDLING, flaw
from pipeline.demo.village import CARE, COLLECTIVE, OFFICE, SPECIAL


@flaw("BK01", "账上的结存从年初起就比银行多", area="special balance")
def more_in_the_book(desk: Desk) -> None:
    amount = draw.money(desk.rng, 300, 2_000)

    def raise_balances() -> None:
        desk.one.openings[SPECIAL] += amount
        for row in desk.one.tables["cash_entry"]:
            if (row["fund"], row["account_kind"]) == (SPECIAL, "银行"):
                row["balance"] += amount

    desk.books.append(raise_balances)
    desk.say(SPECIAL, amount)


@flaw("BK01", "最后一天付款，银行到期末还没有付出", MIDDLING, decoy=True)
def not_yet_cleared(desk: Desk) -> None:
    paid = desk.buy(desk.one.window.last, "购买村部热水器", 1_960_00)
    desk.books.append(lambda: unbank(desk, line_of(desk, paid.summary)))


@flaw("BK06", "关爱资金账户没有登记", area="accounts")
def account_unknown(desk: Desk) -> None:
    number = desk.one.accounts[CARE]

    def forget() -> None:
        row = next(r for r in desk.one.tables["bank_account"] if r["account_no"] == number)
        row["closed_on"] = desk.one.window.first - timedelta(days=400)

    desk.registers.append(forget)
    desk.say(number[-4:])


@flaw("BK07", "流水里抽走一行，余额没有改", area="care statement", also=("BK03", "BK01"))
def line_removed(desk: Desk) -> None:
    def remove() -> None:
        rows = [r for r in desk.one.tables["bank_line"] if r["account_no"] == desk.one.accounts[OFFICE]]
        gone = rows[len(rows) // 2]
        desk.forget("bank_line", gone)
        desk.say("", (gone["amount_in"] or 0) + (gone["amount_out"] or 0))

    desk.books.append(remove)


@flaw("BK07", "同一天几笔流水次序颠倒", HARD, decoy=True, area="care statement")
def lines_swapped(desk: Desk) -> None:
    def swap() -> None:
        rows = desk.one.tables["bank_line"]
        pairs = [
            n
            for n in range(len(rows) - 1)
            if rows[n]["account_no"] == rows[n + 1]["account_no"] == desk.one.accounts[COLLECTIVE]
            and rows[n]["entry_date"] == rows[n + 1]["entry_date"]
        ]
        place = pairs[len(pairs) // 2]
        rows[place], rows[place + 1] = rows[place + 1], rows[place]

    desk.books.append(swap)
