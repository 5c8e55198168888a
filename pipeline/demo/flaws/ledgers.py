"""Flaws in the books themselves: balances and vouchers (LED)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import pairwise

from pipeline.demo.flaws.desk import Desk
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


def _inside_a_month(rows: list[Row], desk: Desk) -> int:
    """Choose a row with a row of the same month before and after it."""
    places = [
        n
        for n in range(2, len(rows) - 2)
        if rows[n - 1]["entry_date"].month == rows[n]["entry_date"].month == rows[n + 1]["entry_date"].month
    ]
    return desk.rng.choice(places)


@flaw("LED03", "一张凭证借贷差二十元", area="voucher")
def voucher_unbalanced(desk: Desk) -> None:
    def spoil() -> None:
        line = desk.rng.choice([r for r in desk.one.tables["voucher_line"] if (r["debit"] or 0) > 100_00])
        line["debit"] -= 20_00
        desk.say(line["voucher_no"], 20_00)

    desk.books.append(spoil)


def _renumber(desk: Desk, step: int) -> tuple[str, int, date]:
    """Add ``step`` to all voucher numbers of one month from the middle on; returns word, number and month."""
    month = desk.month()
    rows = [
        r
        for kind in ("cash_entry", "voucher_line")
        for r in desk.one.tables[kind]
        if r["entry_date"].replace(day=1) == month
    ]
    by_word: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        word, number = row["voucher_no"].split("-")
        by_word[word].add(int(number))
    word = max(by_word, key=lambda w: len(by_word[w]))
    days = {
        int(r["voucher_no"].split("-")[1]): r["entry_date"]
        for r in rows
        if r["voucher_no"].split("-")[0] == word
    }
    later = [n for n in sorted(by_word[word])[1:] if days[n] != days[n - 1]]
    middle = later[len(later) // 2]
    for row in rows:
        own, number = row["voucher_no"].split("-")
        if own == word and int(number) >= middle:
            row["voucher_no"] = f"{own}-{int(number) + step}"
    return word, middle, month


@flaw("LED04", "缺一个凭证号", area="voucher")
def number_missing(desk: Desk) -> None:
    desk.books.append(lambda: desk.say(_renumber(desk, 1)[0]))


@flaw("LED04", "缺的凭证号写明作废", MIDDLING, decoy=True, area="voucher")
def number_voided(desk: Desk) -> None:
    def spoil() -> None:
        word, number, month = _renumber(desk, 1)
        for kind in ("cash_entry", "voucher_line"):
            after = next(
                r
                for r in desk.one.tables[kind]
                if r["voucher_no"] == f"{word}-{number + 1}" and r["entry_date"].replace(day=1) == month
            )
            place = desk.one.tables[kind].index(after)
            void = dict.fromkeys(after) | {
                "entry_date": after["entry_date"],
                "voucher_no": f"{word}-{number}",
            }
            void |= {"summary": "作废", "balance": None}
            if kind == "cash_entry":
                void |= {"fund": after["fund"], "account_kind": after["account_kind"]}
            desk.one.tables[kind].insert(place, void)

    desk.books.append(spoil)


@flaw("LED05", "两张不同的凭证编了同一个号", area="voucher")
def number_repeated(desk: Desk) -> None:
    desk.books.append(lambda: desk.say(_renumber(desk, -1)[0]))


@flaw("LED06", "先付现金，第二天才提现", area="cashbox")
def cash_below_zero(desk: Desk) -> None:
    one, day = desk.one, day_in(_empty_month(desk), 12)
    desk.buy(day, "购买村部拖把扫帚", 460_00, method="现金", counterparty_account=None, in_cash=True)
    one.pay(
        desk.after(day, 1), COLLECTIVE, "提取备用金", 500_00, "cash", method="现金", document_type="自制凭证",
        cash_leg=-1, counterparty="库存现金", category="其他",
    )  # fmt: skip
    desk.say("")


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
