"""Flaws in how much of a dividend is used, and on what (DU01–DU04): each in a co-operative of its own."""

from __future__ import annotations

from datetime import date

from pipeline.demo.flaws.desk import Desk
from pipeline.demo.flaws.registry import HARD, MIDDLING, RED_COMPANY, flaw
from pipeline.demo.shares import Round, Stake
from pipeline.demo.window import day_in


def resize(desk: Desk, one_round: Round, category: str, amount: int) -> None:
    """Set what a use amounts to, in the list of uses, in the books and in its project."""
    payment = one_round.payments[category]
    one_round.uses[category]["amount"] = payment.expense = amount
    if payment.facts.get("document_type") == "发票":
        payment.facts["document_amount"] = amount
    for project in desk.one.tables["project"]:
        if project["project_no"] == payment.facts.get("project_no"):
            project |= {"budget": amount, "approved_amount": amount, "contract_amount": amount}


def move(desk: Desk, one_round: Round, source: str, target: str, amount: int) -> None:
    """Spend ``amount`` less on one use and more on another."""
    uses = one_round.uses
    resize(desk, one_round, source, uses[source]["amount"] - amount)
    resize(desk, one_round, target, uses[target]["amount"] + amount)


def _without_uses(desk: Desk, made: Stake, one_round: Round) -> None:
    for use in one_round.uses.values():
        desk.forget("dividend_use", use)
    for payment in one_round.payments.values():
        desk.drop(payment)
    for row in one_round.listed:
        desk.forget("aid_payment", row)
    numbers = {p.facts.get("project_no") for p in one_round.payments.values()}
    for project in [p for p in desk.one.tables["project"] if p["project_no"] in numbers]:
        desk.forget("project", project)
    desk.forget("share_event", one_round.event)
    desk.forget("resolution", one_round.resolution)
    made.held -= one_round.event["amount"]


@flaw("DU01", "收到红利一年，没有任何使用记录", also=("DU03",), needs=RED_COMPANY)
def no_use_record(desk: Desk) -> None:
    made = desk.stake(decided=day_in(date(desk.one.window.last.year, 2, 1), 21))
    one_round = made.rounds[-1]
    _without_uses(desk, made, one_round)
    desk.say(made.name, one_round.dividend["received"])


@flaw("DU01", "红利刚收到，还在六十天内，尚未使用", HARD, decoy=True, needs=RED_COMPANY)
def just_received(desk: Desk) -> None:
    last = desk.one.window.last
    made = desk.stake(decided=day_in(last.replace(day=1), 3))
    one_round = made.rounds[-1]
    _without_uses(desk, made, one_round)
    day = day_in(last.replace(day=1), last.day - 2)
    one_round.income.day = one_round.dividend["received_on"] = day
    one_round.dividend["unspent"] = one_round.dividend["received"]


@flaw("DU02", "再投入只有三成", needs=RED_COMPANY)
def little_reinvested(desk: Desk) -> None:
    made = desk.stake(reinvest=lambda declared: declared * 3 // 1000 * 100)
    desk.say(made.name, _short(made))


@flaw("DU02", "再投入比一半少三元", HARD, needs=RED_COMPANY)
def three_yuan_short(desk: Desk) -> None:
    made = desk.stake(reinvest=lambda declared: declared // 2 - 300)
    desk.say(made.name, _short(made))


def _short(made: Stake) -> int:
    """What the years together put back too little, in cents: later years' surplus fills the first one's gap."""
    halves = sum(r.dividend["received"] - 2 * r.event["amount"] for r in made.rounds)
    return int(halves + 1) // 2


@flaw("DU02", "再投入正好一半", HARD, decoy=True, needs=RED_COMPANY)
def exactly_half(desk: Desk) -> None:
    desk.stake(reinvest=lambda declared: -(-declared // 2))


@flaw("DU02", "再投入六成", decoy=True, needs=RED_COMPANY)
def more_than_half(desk: Desk) -> None:
    desk.stake(reinvest=lambda declared: declared * 6 // 1000 * 100)


@flaw("DU03", "用途合计大于红利", needs=RED_COMPANY)
def more_used_than_received(desk: Desk) -> None:
    made = desk.stake()
    one_round, extra = made.rounds[0], desk.rng.randint(8, 40) * 100_00
    resize(desk, one_round, "公益事业", one_round.uses["公益事业"]["amount"] + extra)
    desk.say(made.name, extra)


@flaw("DU03", "少用八百元，填报的未使用红利却是零", HARD, needs=RED_COMPANY)
def left_over_untold(desk: Desk) -> None:
    made = desk.stake()
    one_round = made.rounds[0]
    resize(desk, one_round, "公益事业", one_round.uses["公益事业"]["amount"] - 800_00)
    desk.say(made.name, 800_00)


@flaw("DU03", "少用八百元，如实填报为未使用", MIDDLING, decoy=True, needs=RED_COMPANY)
def left_over_told(desk: Desk) -> None:
    made = desk.stake()
    one_round = made.rounds[-1]
    resize(desk, one_round, "公益事业", one_round.uses["公益事业"]["amount"] - 800_00)
    one_round.dividend["unspent"] = 800_00


@flaw("DU04", "留用部分拿去偿还旧欠", needs=RED_COMPANY)
def paid_old_debts(desk: Desk) -> None:
    made = desk.stake()
    one_round = made.rounds[0]
    use = one_round.uses["工作经费"]
    use |= {"category": "其他", "summary": "偿还村委会旧欠款"}
    one_round.payments["工作经费"].facts["category"] = "其他"
    one_round.payments["工作经费"].summary = "偿还村委会旧欠款"
    desk.say(made.name, use["amount"])


@flaw("DU04", "留用部分买茶苗，性质待定", MIDDLING, needs=RED_COMPANY)
def bought_seedlings(desk: Desk) -> None:
    made = desk.stake()
    one_round = made.rounds[0]
    use = one_round.uses["工作经费"]
    use |= {"category": "产业扶持", "summary": "购买茶叶育苗"}
    one_round.payments["工作经费"].facts["category"] = "产业扶持"
    one_round.payments["工作经费"].summary = "购买茶叶育苗"
    desk.say(made.name, use["amount"])


@flaw("DU04", "用于党员活动、工作经费、公益和帮扶", decoy=True, needs=RED_COMPANY)
def all_proper(desk: Desk) -> None:
    made = desk.stake()
    made.rounds[0].uses["公益事业"]["summary"] += "（茶叶合作社门口）"
