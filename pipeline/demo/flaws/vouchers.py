"""Flaws in vouchers and their numbers (LED03–LED05)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import partial

from pipeline.demo.flaws.desk import Bound, Desk
from pipeline.demo.flaws.registry import MIDDLING, flaw
from pipeline.demo.village import Row


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


@flaw("LED04", "缺的凭证号写明作废", MIDDLING, decoy=True, area=("voucher", "office income"))
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
            void["summary"] = "作废"
            if kind == "cash_entry":
                void |= {name: after[name] for name in ("fund", "account_kind", "balance")}
                desk.paper.append(partial(_blank, void))  # others may move balances first
            desk.one.tables[kind].insert(place, void)

    desk.books.append(spoil)


def _blank(row: Row, _: Bound) -> None:
    row["balance"] = None


@flaw("LED05", "两张不同的凭证编了同一个号", area="voucher")
def number_repeated(desk: Desk) -> None:
    desk.books.append(lambda: desk.say(_renumber(desk, -1)[0]))
