"""Flaws in what a dividend is used for: party life, aid, welfare, shares (DU05–DU08)."""

from __future__ import annotations

from datetime import date, timedelta

from pipeline.demo.care import aid
from pipeline.demo.flaws.desk import Desk
from pipeline.demo.flaws.dividends import move, resize
from pipeline.demo.flaws.registry import HARD, MIDDLING, RED_COMPANY, flaw
from pipeline.demo.shares import Stake
from pipeline.demo.village import RED
from pipeline.demo.window import day_in


def _party(desk: Desk, made: Stake, amount: int) -> None:
    one_round = made.rounds[0]
    move(desk, one_round, "公益事业", "党员活动", amount - one_round.uses["党员活动"]["amount"])


@flaw("DU05", "支部活动占留用六成", needs=RED_COMPANY, also=("ST02", "ST03", "PRC07"))
def much_party_life(desk: Desk) -> None:
    made = desk.stake(yields=(0.0975,))
    one_round = made.rounds[0]
    move(desk, one_round, "工作经费", "公益事业", one_round.uses["工作经费"]["amount"] - 100_00)
    amount = max(one_round.dividend["received"] * 3 // 1000 * 100, 5_200_00)
    _party(desk, made, amount)
    desk.say(made.name)


@flaw("DU05", "支部活动占留用四成五", MIDDLING, decoy=True, needs=RED_COMPANY, also=("ST02", "ST03", "PRC07"))
def some_party_life(desk: Desk) -> None:
    made = desk.stake(yields=(0.0975,))
    _party(desk, made, made.rounds[0].dividend["received"] * 9 // 4000 * 100)


@flaw("DU06", "帮扶名单少列一人", needs=RED_COMPANY)
def list_too_short(desk: Desk) -> None:
    made = desk.stake()
    row = made.rounds[0].listed[-1]
    desk.forget("aid_payment", row)
    desk.say("", row["amount"])


@flaw("DU06", "一名困难党员一次领取五千二百元", MIDDLING, needs=RED_COMPANY)
def one_gets_much(desk: Desk) -> None:
    made = desk.stake(yields=(0.0975,))
    one_round = made.rounds[0]
    row = one_round.listed[0]
    move(desk, one_round, "公益事业", "困难帮扶", 5_200_00 - row["amount"])
    row["amount"] = 5_200_00
    desk.say("")


@flaw("DU06", "一名困难党员正好领取五千元", HARD, decoy=True, needs=RED_COMPANY)
def one_gets_the_limit(desk: Desk) -> None:
    made = desk.stake(yields=(0.0975,))
    one_round = made.rounds[0]
    row = one_round.listed[0]
    move(desk, one_round, "公益事业", "困难帮扶", 5_000_00 - row["amount"])
    row["amount"] = 5_000_00


@flaw("DU07", "公益项目没有验收", needs=RED_COMPANY)
def not_accepted(desk: Desk) -> None:
    made = desk.stake()
    use = made.rounds[0].uses["公益事业"]
    use.pop("accepted_on")
    desk.say(made.name, use["amount"])


@flaw("DU07", "九百九十元的小修没有验收", HARD, decoy=True, needs=RED_COMPANY)
def small_repair(desk: Desk) -> None:
    made = desk.stake()
    one_round = made.rounds[0]
    desk.one.add(
        "dividend_use",
        **(one_round.uses["公益事业"] | {"amount": 990_00, "summary": "更换水井盖", "accepted_on": None}),
    )
    resize(desk, one_round, "公益事业", one_round.uses["公益事业"]["amount"] - 990_00)
    paid = one_round.payments["公益事业"]
    desk.buy(
        paid.day,
        "更换水井盖",
        990_00,
        fund=RED,
        category="公益事业",
        resolution_no=paid.facts["resolution_no"],
    )


@flaw("DU08", "付了再投入的钱，股份没有增加", needs=RED_COMPANY)
def not_registered(desk: Desk) -> None:
    made = desk.stake(decided=day_in(date(desk.one.window.last.year, 2, 1), 20))
    desk.forget("share_event", made.rounds[-1].event)
    desk.say(made.name, made.rounds[-1].event["amount"])


@flaw("DU08", "再投入后五十天登记增股", HARD, decoy=True, needs=RED_COMPANY)
def registered_late(desk: Desk) -> None:
    made = desk.stake()
    one_round = made.rounds[0]
    one_round.event["event_date"] = one_round.uses["再投入"]["used_on"] + timedelta(days=50)


@flaw("CARE02", "红利帮扶之外再给册外人员", HARD, decoy=True, needs=RED_COMPANY)
def aid_from_dividend_only(desk: Desk) -> None:
    """Help somebody from a dividend twice a year, in different months."""
    made = desk.stake()
    row = made.rounds[0].listed[0]
    person = next(p for p in desk.one.hardship if p.id_no == row["id_no"])
    day = desk.after(row["paid_on"], 40)
    half = row["amount"] // 200 * 100
    row["amount"] -= half
    aid(desk.one, RED, made.rounds[0].year, day, person, "红利帮扶困难党员", half)
