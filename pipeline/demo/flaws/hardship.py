"""Flaws in aid to people in hardship (CARE)."""

from __future__ import annotations

from datetime import date

from pipeline.demo import draw
from pipeline.demo.care import aid
from pipeline.demo.flaws.desk import Desk
from pipeline.demo.flaws.registry import MIDDLING, flaw
from pipeline.demo.village import CARE
from pipeline.demo.window import day_in


def give_help(desk: Desk, person: draw.Person, day: date, amount: int, reason: str = "临时困难帮扶") -> None:
    aid(desk.one, CARE, day.year, day, person, reason, amount)
    desk.one.pay(
        day, CARE, "临时困难帮扶党员1人", amount, "care", category="困难帮扶", method="代发",
        counterparty="代发慰问金户", document_type="自制凭证",
    )  # fmt: skip


@flaw("CARE01", "捐款没有写明来源", area="care")
def giver_unknown(desk: Desk) -> None:
    day, amount = desk.day(), desk.rng.randint(8, 30) * 100_00
    desk.one.receive(
        day,
        CARE,
        "收到捐款",
        amount,
        "care",
        method="转账",
        document_type=desk.one.style["receipt"],
        receipted=True,
    )
    desk.say("", amount)


@flaw("CARE01", "捐款写明捐赠人", decoy=True, area="care")
def giver_known(desk: Desk) -> None:
    desk.one.receive(
        desk.day(), CARE, "收到爱心人士捐款", 1_500_00, "care", counterparty=desk.person().name, method="转账",
        document_type=desk.one.style["receipt"], receipted=True,
    )  # fmt: skip


@flaw("CARE02", "受助人不在困难党员台账")
def not_registered(desk: Desk) -> None:
    person = desk.person()
    give_help(desk, person, desk.day(2, 5), 500_00)
    desk.say(person.name, 500_00)


@flaw("CARE02", "同一人同月同类领了两次", MIDDLING)
def helped_twice(desk: Desk) -> None:
    person, month = desk.rng.choice(desk.one.hardship), desk.month(2, 5)
    for day in (8, 19):
        give_help(desk, person, day_in(month, day), 300_00)
    desk.say(person.name)


@flaw("CARE02", "慰问去世党员的遗属，不在台账", MIDDLING, decoy=True)
def helped_the_bereaved(desk: Desk) -> None:
    give_help(desk, desk.person(), desk.day(2, 5), 500_00, "慰问去世党员遗属")


@flaw("CARE02", "同一人隔月领取", decoy=True)
def helped_in_two_months(desk: Desk) -> None:
    person = desk.rng.choice(desk.one.hardship)
    for month in (3, 5):
        give_help(desk, person, day_in(date(desk.one.window.first.year, month, 1), 8), 300_00)


@flaw("CARE03", "慰问金发给了委员", also=("CARE02",))
def helped_an_officer(desk: Desk) -> None:
    person = desk.one.with_post("委员")
    give_help(desk, person, desk.day(2, 5), 500_00)
    desk.say(person.name, 500_00)
