"""Flaws in fees collected for others, and in counts of the till (COL01, COL02, CC01, CC02)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from pipeline.demo import draw
from pipeline.demo.flaws.cash import bank, fetch
from pipeline.demo.flaws.desk import Desk
from pipeline.demo.flaws.registry import HARD, MIDDLING, late_flaw
from pipeline.demo.flaws.subsidies import people
from pipeline.demo.holdings import count
from pipeline.demo.lists import collect
from pipeline.demo.village import Row
from pipeline.demo.window import day_in


def _collected(desk: Desk, item: str, amount: int, persons: int = 7) -> list[Row]:
    payers = dict.fromkeys(people(desk, persons), amount)
    return collect(desk.one, item, day_in(desk.month(3, 5), 3), payers)


def _keep_back(desk: Desk, gap: int) -> None:
    """Take ``gap`` out of what was banked and handed on last."""
    banked, handed_on = desk.one.movements[-2:]
    banked.income -= gap
    handed_on.expense -= gap
    handed_on.facts["document_amount"] -= gap


def _line_by_line(rows: list[Row]) -> None:
    """Write what was handed on beside each payer."""
    for row in rows:
        row |= {"remitted_on": rows[-1]["remitted_on"], "remitted_amount": row["amount"]}


@late_flaw("COL01", "两户的养老保险费收了没有上缴", area="cashbox")
def not_handed_on(desk: Desk) -> None:
    rows = _collected(desk, "城乡居民养老保险", 500_00)
    _line_by_line(rows)
    for row in rows[2:4]:
        row |= {"remitted_on": None, "remitted_amount": None}
    _keep_back(desk, 1_000_00)
    desk.say("养老", 1_000_00)


@late_flaw("COL01", "上缴写在一行，合计少一户", HARD, area="cashbox")
def one_short_in_the_sum(desk: Desk) -> None:
    rows = _collected(desk, "城乡居民养老保险", 300_00, 9)
    for row in rows[:-1]:
        row |= {"remitted_on": None, "remitted_amount": None}
    rows[-1]["remitted_amount"] = 8 * 300_00
    _keep_back(desk, 300_00)
    desk.say("养老", 300_00)


@late_flaw("COL01", "上缴合计写在最后一户的一行", MIDDLING, decoy=True, area="cashbox")
def all_in_one_line(desk: Desk) -> None:
    rows = _collected(desk, "城乡居民养老保险", 300_00, 8)
    for row in rows[:-1]:
        row |= {"remitted_on": None, "remitted_amount": None}
    rows[-1]["remitted_amount"] = 8 * 300_00
    desk.say("养老")


@late_flaw("COL01", "一户退保，退款写成负数", HARD, decoy=True, area="cashbox")
def paid_back_to_one(desk: Desk) -> None:
    rows = _collected(desk, "城乡居民养老保险", 500_00)
    _line_by_line(rows)
    rows[0] |= {"remitted_on": None, "remitted_amount": None}
    desk.one.add("collection", **(rows[0] | {"amount": -500_00, "collected_on": rows[-1]["remitted_on"]}))
    _keep_back(desk, 500_00)
    desk.say("养老")


def _late(desk: Desk, days: int, persons: int) -> list[Row]:
    """Have the first persons pay so many days before the fee is handed on."""
    rows = _collected(desk, "有线电视费", 240_00)
    _line_by_line(rows)
    for row in rows[:persons]:
        row["collected_on"] = row["remitted_on"] - timedelta(days=days)
    return rows


@late_flaw("COL02", "两户的钱收了四十五天才上缴", area="cashbox")
def handed_on_late(desk: Desk) -> None:
    rows = _late(desk, 45, 2)
    desk.say("有线电视", rows[0]["amount"] + rows[1]["amount"])


@late_flaw("COL02", "第十六天才上缴", HARD, area="cashbox")
def a_day_late(desk: Desk) -> None:
    desk.say("有线电视", _late(desk, 16, 1)[0]["amount"])


@late_flaw("COL02", "第十五天上缴", HARD, decoy=True, area="cashbox")
def on_the_last_day(desk: Desk) -> None:
    _late(desk, 15, 7)
    desk.say("有线电视")


@late_flaw("COL02", "没有写代收日期", MIDDLING, decoy=True, area="cashbox")
def no_day_of_collection(desk: Desk) -> None:
    for row in _late(desk, 10, 7)[:3]:
        row["collected_on"] = None
    desk.say("有线电视")


# ── 盘点现金 ──────────────────────────────────────────────────────────


def _counted(desk: Desk, change: Callable[[Row], None], cash: int = 1_500_00) -> date:
    """Count a till that holds some cash for the day, and write down what ``change`` says; returns the day."""
    while (day := desk.day_before(1, most=1)).month in {2, 4}:  # months in which others look for little cash
        pass
    fetch(desk, day, cash)
    bank(desk, desk.after(day, 1), cash)
    desk.books.append(lambda: change(count(desk.one, day)))
    return day


@late_flaw("CC01", "实点比账面少六百元")
def too_little_in_the_till(desk: Desk) -> None:
    _counted(desk, lambda row: row.update(counted=row["counted"] - 600_00))
    desk.say("实点", 600_00)


@late_flaw("CC01", "实点比账面多一百二十元", MIDDLING)
def too_much_in_the_till(desk: Desk) -> None:
    _counted(desk, lambda row: row.update(counted=row["counted"] + 120_00))
    desk.say("实点", 120_00)


@late_flaw("CC01", "账面余额照实点填，比日记账少四百元", HARD)
def written_to_fit(desk: Desk) -> None:
    _counted(
        desk,
        lambda row: row.update(counted=row["counted"] - 400_00, book_balance=row["book_balance"] - 400_00),
    )
    desk.say("日记账", 400_00)


@late_flaw("CC01", "实点加上白条等于账面", MIDDLING, decoy=True, also=("CC02",))
def made_up_by_a_note(desk: Desk) -> None:
    _counted(desk, lambda row: row.update(counted=row["counted"] - 300_00, iou_amount=300_00))


@late_flaw("CC01", "实点里已经算进白条", HARD, decoy=True, also=("CC02",))
def the_note_counted_in(desk: Desk) -> None:
    _counted(desk, lambda row: row.update(iou_amount=300_00))


@late_flaw("CC01", "实点与账面差一分", HARD, decoy=True)
def a_cent(desk: Desk) -> None:
    _counted(desk, lambda row: row.update(counted=row["counted"] - 1))


@late_flaw("CC02", "柜里有一张五百元的借条")
def a_note_in_the_till(desk: Desk) -> None:
    _counted(desk, lambda row: row.update(counted=row["counted"] - 500_00, iou_amount=500_00))
    desk.say("白条", 500_00)


@late_flaw("CC02", "白条八十元，实点里已经算进", HARD)
def a_small_note(desk: Desk) -> None:
    _counted(desk, lambda row: row.update(iou_amount=80_00))
    desk.say("白条", 80_00)


@late_flaw("CC02", "白条一栏写零", decoy=True)
def no_notes(desk: Desk) -> None:
    _counted(desk, lambda row: row.update(iou_amount=0))


@late_flaw("CC02", "换过零钱，实点与账面相等", MIDDLING, decoy=True)
def nothing_but_cash(desk: Desk) -> None:
    _counted(desk, lambda row: None, draw.money(desk.rng, 600, 1_900))
