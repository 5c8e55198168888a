"""Flaws in care money: books against lists, lists against the register, money of the collective (CARE04–CARE06)."""

from __future__ import annotations

from datetime import date, timedelta

from pipeline.demo import draw
from pipeline.demo.care import aid
from pipeline.demo.flaws.desk import Desk
from pipeline.demo.flaws.hardship import give_help
from pipeline.demo.flaws.registry import HARD, MIDDLING, late_flaw
from pipeline.demo.village import CARE, COLLECTIVE, Row
from pipeline.demo.window import day_in


def _listed(desk: Desk) -> list[Row]:
    year = desk.one.window.first.year
    return [r for r in desk.one.tables["aid_payment"] if r["fund"] == CARE and r["paid_on"].year == year]


# ── 账、表、签领 ──────────────────────────────────────────────────────


@late_flaw("CARE04", "账上发了慰问，发放表少一个人", area="care list")
def one_not_listed(desk: Desk) -> None:
    row = desk.rng.choice(_listed(desk))
    desk.forget("aid_payment", row)
    desk.say("", row["amount"])


@late_flaw("CARE04", "发放表比账上的全部支出还多", MIDDLING, area="care list")
def listed_but_never_paid(desk: Desk) -> None:
    person, day = desk.rng.choice(desk.one.hardship), desk.day(2, 5)
    aid(desk.one, CARE, day.year, day, person, "家庭突发变故救助", 850_00)
    desk.say("", 850_00)


@late_flaw("CARE04", "一人没有签领，也没有账号", HARD, area="care list")
def not_signed(desk: Desk) -> None:
    row = desk.rng.choice(_listed(desk))
    row["signed"] = row["payee_account"] = None
    desk.say("签", row["amount"])


@late_flaw("CARE04", "买了慰问品，不在发放表上", HARD, decoy=True, area="care list")
def goods_for_the_sick(desk: Desk) -> None:
    desk.buy(
        desk.day(2, 5), "购买慰问住院党员的米面油", 760_00, fund=CARE, contra="care", category="困难帮扶"
    )  # fmt: skip


@late_flaw("CARE04", "由儿子代签", MIDDLING, decoy=True, area="care list")
def signed_by_the_son(desk: Desk) -> None:
    row = desk.rng.choice(_listed(desk))
    row["signed"], row["payee_account"] = f"{row['name']}（子代签）", None


@late_flaw("CARE04", "没有签领，由银行代发到卡上", HARD, decoy=True, area="care list")
def into_the_account(desk: Desk) -> None:
    desk.rng.choice(_listed(desk))["signed"] = None


# ── 先发钱，后登记 ────────────────────────────────────────────────────


def _registered(desk: Desk, paid: date, *days: int, reason: str = "临时困难帮扶") -> draw.Person:
    """Help somebody on ``paid`` who is registered so many days later (or before)."""
    person = desk.person()
    for number in days:
        desk.one.add(
            "hardship_register", name=person.name, id_no=person.id_no, category="因病致困",
            registered_on=paid + timedelta(days=number),
        )  # fmt: skip
    give_help(desk, person, paid, 460_00, reason)
    return person


@late_flaw("CARE05", "发钱四十天以后才登记", area="care list")
def registered_weeks_later(desk: Desk) -> None:
    desk.say(_registered(desk, desk.day(2, 5), 40).name, 460_00)


@late_flaw("CARE05", "发钱第二天登记", HARD, area="care list")
def registered_the_day_after(desk: Desk) -> None:
    desk.say(_registered(desk, desk.day(2, 5), 1).name, 460_00)


@late_flaw("CARE05", "登记当天发放", HARD, decoy=True, area="care list")
def registered_on_the_day(desk: Desk) -> None:
    _registered(desk, desk.day(2, 5), 0)


@late_flaw("CARE05", "早就登记过，后来又登记一次", MIDDLING, decoy=True, area="care list")
def registered_again(desk: Desk) -> None:
    _registered(desk, desk.day(2, 5), 60, -400)


@late_flaw("CARE05", "慰问去世党员遗属，后来才登记", HARD, decoy=True, area="care list")
def bereaved_registered_later(desk: Desk) -> None:
    _registered(desk, desk.day(2, 5), 30, reason="慰问去世党员遗属")


# ── 集体资金划入 ──────────────────────────────────────────────────────


def _handed_over(desk: Desk, amount: int, resolution: str | None = None) -> None:
    one, day = desk.one, day_in(desk.month(6, 10), 17)
    shared = {"method": "转账", "document_type": "自制凭证", "counterparty": one.place.org_name}
    one.pay(
        day, COLLECTIVE, "村集体经济划转党内关爱资金", amount, "operating", counterparty_account=one.accounts[CARE],
        category="困难帮扶", resolution_no=resolution, **shared,
    )  # fmt: skip
    one.receive(
        day, CARE, "收到村集体经济划转关爱资金", amount, "operating", counterparty_account=one.accounts[COLLECTIVE],
        **shared,
    )  # fmt: skip


_OWN = ("BK04", "INV01")  # what moves between own accounts has no document from outside


@late_flaw("CARE06", "集体划转四千五百元，没有议过", area="care", also=_OWN)
def handed_over_unresolved(desk: Desk) -> None:
    _handed_over(desk, 4_500_00)
    desk.say("", 4_500_00)


@late_flaw("CARE06", "集体划转四千五百元，有决议", MIDDLING, decoy=True, area="care", also=_OWN)
def handed_over_as_resolved(desk: Desk) -> None:
    day = desk.day(6, 10)
    number = desk.one.resolve("从集体收入中划转党内关爱资金", 4_500_00, day - timedelta(days=90), day)
    _handed_over(desk, 4_500_00, number)


@late_flaw("CARE06", "党员在村集体捐款", HARD, decoy=True, area="care")
def collected_among_members(desk: Desk) -> None:
    desk.one.receive(
        desk.day(6, 10), CARE, "收到村集体企业党员捐款", 1_360_00, "care", counterparty="村集体企业党支部", method="转账",
        document_type=desk.one.style["receipt"], receipted=True,
    )  # fmt: skip
