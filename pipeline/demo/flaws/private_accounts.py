"""Flaws in who is paid: officers, their relatives, their accounts (PAY04, PAY09)."""

from __future__ import annotations

from pipeline.demo import draw
from pipeline.demo.flaws.desk import Desk
from pipeline.demo.flaws.registry import HARD, MIDDLING, flaw
from pipeline.demo.places import Firm
from pipeline.demo.village import COLLECTIVE, OFFICE
from pipeline.demo.window import day_in


@flaw("PAY04", "两万四千元转到报账员个人账户", also=("PAY09", "INV01", "INV07", "PAY10", "PRC07"))
def to_the_bookkeeper(desk: Desk) -> None:
    person = desk.one.with_post("报账员")
    desk.one.pay(
        desk.day(), COLLECTIVE, "往来款", 24_000_00, "other", counterparty=person.name, method="转账",
        counterparty_account=person.account, document_type="自制凭证", category="其他",
    )  # fmt: skip
    desk.say("", 24_000_00)


@flaw("PAY04", "给报账员备用金三千元，二十天后交回", HARD, decoy=True, area="collective income")
def advance_returned(desk: Desk) -> None:
    person, day = desk.one.with_post("报账员"), day_in(desk.month(), 4)
    desk.one.pay(
        day, COLLECTIVE, "预借备用金", 3_000_00, "other", counterparty=person.name, method="转账",
        counterparty_account=person.account, document_type="自制凭证", category="其他",
    )  # fmt: skip
    desk.one.receive(
        desk.after(day, 20), COLLECTIVE, "交回备用金", 3_000_00, "other", counterparty=person.name, method="转账",
        document_type=desk.one.style["receipt"], receipted=True,
    )  # fmt: skip


@flaw("PAY09", "供应商的账号是委员的工资卡", also=("PAY04",))
def account_of_an_officer(desk: Desk) -> None:
    person, amount = desk.one.with_post("委员"), draw.money(desk.rng, 1_500, 4_200)
    firm = desk.firm()
    desk.buy(desk.day(), "购买会议桌牌", amount, Firm(firm.name, person.account, firm.uscc))
    desk.say("")


@flaw("PAY09", "收款人是副书记的配偶", MIDDLING, also=("PAY04", "INV07"))
def paid_a_relative(desk: Desk) -> None:
    row = next(r for r in desk.one.tables["official"] if r["post"] == "副书记")
    name = row["relatives"].split("、")[0].removeprefix("配偶：")
    amount = draw.money(desk.rng, 1_500, 4_200)
    desk.buy(desk.day(), "租用场地费", amount, Firm(name, draw.account(desk.rng), ""))
    desk.say("", amount)


@flaw("PAY09", "干部按名单领取补贴", decoy=True)
def officer_paid_by_roll(desk: Desk) -> None:
    officer, day = desk.one.officers[3], desk.day()
    desk.one.add(
        "allowance", year=day.year, month=day.month, name=officer.person.name, id_no=officer.person.id_no,
        post=officer.post, item="防汛值班补贴", days=3, amount=300_00, payee_account=officer.person.account, paid_on=day,
    )  # fmt: skip
    desk.one.pay(
        day, OFFICE, "发放防汛值班补贴", 300_00, "wages", counterparty=officer.person.name, method="代发",
        counterparty_account=officer.person.account, document_type="自制凭证", category="人员报酬",
    )  # fmt: skip
