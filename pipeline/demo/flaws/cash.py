"""Flaws in payments by cash (PAY01–PAY03)."""

from __future__ import annotations

from datetime import date

from pipeline.demo import draw
from pipeline.demo.flaws.desk import Desk
from pipeline.demo.flaws.registry import HARD, MIDDLING, flaw
from pipeline.demo.village import COLLECTIVE
from pipeline.demo.window import day_in


@flaw("PAY01", "用现金付三千多元维修费")
def large_cash(desk: Desk) -> None:
    amount = draw.money(desk.rng, 2_600, 4_300)
    desk.cash(desk.day(), "支付村部屋顶维修费", amount)
    desk.say("村部屋顶维修", amount)


@flaw("PAY01", "用现金付一千零六十元", HARD)
def cash_just_above(desk: Desk) -> None:
    desk.cash(desk.day(), "购买村部窗帘", 1_060_00)
    desk.say("村部窗帘", 1_060_00)


@flaw("PAY01", "用现金付一千元整", HARD, decoy=True)
def cash_at_the_line(desk: Desk) -> None:
    desk.cash(desk.day(), "购买会议室座椅", 1_000_00)


@flaw("PAY01", "用现金发三千元误工费", decoy=True)
def cash_wages(desk: Desk) -> None:
    person = desk.person()
    paid = desk.cash(desk.day(), "支付清渠误工费", 3_000_00, document_type="自制凭证", category="人员报酬")
    paid.facts |= {"counterparty": person.name, "document_no": None, "document_amount": None}


@flaw("PAY01", "用现金向农户收购土豆", MIDDLING, decoy=True)
def cash_harvest(desk: Desk) -> None:
    person = desk.person()
    paid = desk.cash(desk.day(), "向农户收购土豆", 2_800_00, document_type="自制凭证", category="产业扶持")
    paid.facts |= {"counterparty": person.name, "document_no": None, "document_amount": None}


@flaw("PAY02", "现金收入没有存银行，直接付了出去", area=("cashbox", "collective income"))
def spent_from_receipts(desk: Desk) -> None:
    one = desk.one
    day = day_in(date(one.window.first.year, desk.rng.choice((2, 4)), 1), 9)  # months without petty cash
    rest, amount = desk.one.in_the_box(day), draw.money(desk.rng, 420, 780)
    one.receive(
        day, COLLECTIVE, "收到废旧电线变卖款", amount, "other", counterparty=desk.person().name, method="现金",
        document_type=one.style["receipt"], receipted=True, in_cash=True,
    )  # fmt: skip
    desk.buy(
        desk.after(day, 2),
        "购买水泵配件",
        rest + amount,
        method="现金",
        counterparty_account=None,
        in_cash=True,
    )
    desk.say("")


@flaw("PAY02", "现金收入次日存银行，付款另提现金", decoy=True, area="collective income")
def receipts_banked(desk: Desk) -> None:
    one, day = desk.one, desk.day()
    one.receive(
        day, COLLECTIVE, "收到废旧电线变卖款", 640_00, "other", counterparty=desk.person().name, method="现金",
        document_type=one.style["receipt"], receipted=True, in_cash=True,
    )  # fmt: skip
    one.receive(
        desk.after(day, 1), COLLECTIVE, "现金存入银行", 640_00, "cash", method="现金", document_type="自制凭证",
        counterparty="库存现金", cash_leg=1,
    )  # fmt: skip
    desk.cash(desk.after(day, 3), "购买水泵配件", 640_00)


@flaw("PAY03", "提现两万元放了两周才存回去", area="cashbox")
def much_cash_kept(desk: Desk) -> None:
    day = day_in(desk.month(), 8)
    fetch(desk, day, 20_000_00)
    bank(desk, desk.after(day, 14), 20_000_00)
    desk.say("")


@flaw("PAY03", "提现八千元，第二天存回去", MIDDLING, decoy=True)
def much_cash_for_a_day(desk: Desk) -> None:
    day = desk.day_before(1, most=3)
    fetch(desk, day, 8_000_00)
    bank(desk, desk.after(day, 1), 8_000_00)


def fetch(desk: Desk, day: date, amount: int) -> None:
    desk.one.pay(
        day, COLLECTIVE, "提取备用金", amount, "cash", method="现金", document_type="自制凭证", cash_leg=-1,
        counterparty="库存现金", category="其他",
    )  # fmt: skip


def bank(desk: Desk, day: date, amount: int) -> None:
    desk.one.receive(
        day, COLLECTIVE, "现金存入银行", amount, "cash", method="现金", document_type="自制凭证",
        counterparty="库存现金", cash_leg=1,
    )  # fmt: skip
