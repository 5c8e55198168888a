"""Number what a village's books number: vouchers month by month, its own receipts book by book."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from random import Random

from pipeline.demo.village import FUNDS, Movement, Transfer, Village
from pipeline.demo.window import is_workday

_PER_BOOK = 50
Voucher = list[Movement] | list[Transfer]


def in_order(one: Village) -> list[Movement]:
    """Sort the movements by day and fund, keeping the order in which they were planned."""
    one.movements.sort(key=lambda m: (m.day, FUNDS.index(m.fund), m.expense > 0))
    return one.movements


def vouchers(one: Village) -> Iterator[Voucher]:
    """Number all vouchers, each month from 1 for each voucher word; yields them in order.

    Movements with one ``together`` mark are one voucher. Words follow the habit of the bookkeeper.
    """
    groups: dict[object, list[Movement]] = {}
    for movement in in_order(one):
        mark = (movement.fund, movement.together) if movement.together else id(movement)
        groups.setdefault(mark, []).append(movement)
    items: list[Voucher] = [*groups.values(), *([t] for t in one.transfers)]
    items.sort(key=lambda group: group[0].day)
    numbers: dict[tuple[int, int, str], Iterator[int]] = defaultdict(lambda: count(1))
    for group in items:
        day, word = group[0].day, _word(one.style["words"], group[0])
        voucher = f"{word}-{next(numbers[day.year, day.month, word])}"
        for part in group:
            part.voucher = voucher
        yield group


def _word(words: str, part: Movement | Transfer) -> str:
    if words == "记":
        return "记"
    if isinstance(part, Transfer):
        return "转"
    side = "收" if part.income and not part.cash_leg else "付"
    if words == "收付转":
        return side
    return ("现" if part.in_cash or part.cash_leg > 0 else "银") + side


def receipts(one: Village) -> None:
    """Number the receipts made out for money received, in order, and register the books they are from."""
    rng = Random(f"{one.place.code}/receipts")
    kind = one.style["receipt"]
    one.tables["receipt_book"].clear()
    first = rng.randint(100, 9000) * _PER_BOOK + 1
    number, book = first - 1, 0
    voided: list[str] = []
    for movement in (m for m in in_order(one) if m.receipted):
        movement.facts["document_type"] = kind
        if number == first - 1:
            if book:
                one.tables["receipt_book"][-1]["returned_on"] = movement.day
            _issue(one, kind, book, first, movement.day, voided := [])
        number += 1
        if number < first + _PER_BOOK - 2 and rng.random() < 0.02:
            voided.append(f"{number:08}")
            number += 1
        movement.facts["document_no"] = f"{number:08}"
        if number >= first + _PER_BOOK - 1:
            book, first = book + 1, first + _PER_BOOK
            number = first - 1
    for row in one.tables["receipt_book"]:
        row["voided"] = "、".join(row["voided"]) or None


def _issue(one: Village, kind: str, book: int, first: int, day: date, voided: list[str]) -> None:
    one.add(
        "receipt_book", document_type=kind, book_no=f"第{book + 1}本", first_no=f"{first:08}",
        last_no=f"{first + _PER_BOOK - 1:08}", issued_on=day - timedelta(days=9), voided=voided,
    )  # fmt: skip


def bank_day(one: Village, movement: Movement) -> date:
    """Say on which workday the bank shows a movement: some days off, never outside the window."""
    lag = movement.bank_lag
    while lag:
        day = movement.day + timedelta(days=lag)
        if one.window.holds(day) and is_workday(day):
            return day
        lag += 1 if lag < 0 else -1
    return movement.day
