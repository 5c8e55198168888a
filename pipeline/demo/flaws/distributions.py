"""Flaws in dividends received (DR), and where they go (BK06)."""

from __future__ import annotations

from datetime import date

from pipeline.demo import draw
from pipeline.demo.flaws.desk import Desk
from pipeline.demo.flaws.dividends import resize
from pipeline.demo.flaws.registry import HARD, MIDDLING, RED_COMPANY, flaw
from pipeline.demo.shares import Stake, surplus_of
from pipeline.demo.window import day_in


@flaw("DR01", "入股多年没有分红", needs=RED_COMPANY, months=12, also=("DR01",))
def never_paid(desk: Desk) -> None:
    desk.say(desk.stake(dividends=False).name)


@flaw("DR01", "入股还不到一年", MIDDLING, decoy=True, needs=RED_COMPANY)
def held_briefly(desk: Desk) -> None:
    made = desk.stake(begun=desk.one.window.last.year, dividends=False)
    for row in made.events:
        if row["event_date"] > desk.one.window.last:
            desk.forget("share_event", row)


@flaw("DR01", "当年亏损，没有可分的红利", HARD, decoy=True, needs=RED_COMPANY)
def a_loss(desk: Desk) -> None:
    made = desk.stake(dividends=False)
    for year in range(desk.one.window.first.year - 2, desk.one.window.last.year):
        row = surplus_of(desk.one, made, year, day_in(date(year + 1, 2, 1), 22), 0.07)
        row |= {
            "net_surplus": -desk.rng.randint(2, 9) * 10_000_00, "distributable": 0, "patronage_return": 0,
            "share_dividend": 0, "reserve_fund": 0, "welfare_fund": 0, "risk_fund": 0,
        }  # fmt: skip
        if year == desk.one.window.first.year - 2:
            row["red_shares"] = made.held


@flaw("DR02", "红利比应分的少百分之六", needs=RED_COMPANY, also=("DR05",))
def dividend_short(desk: Desk) -> None:
    made = desk.stake()
    one_round = made.rounds[0]
    gap = one_round.dividend["declared"] * 6 // 100 // 100 * 100
    receive_less(desk, made, gap)
    one_round.dividend["declared"] -= gap
    desk.say(made.name)


@flaw("DR02", "红利与应分的相差不到百分之一", HARD, decoy=True, needs=RED_COMPANY)
def dividend_rounded(desk: Desk) -> None:
    made = desk.stake()
    one_round = made.rounds[0]
    gap = one_round.dividend["declared"] % 10_00
    receive_less(desk, made, gap)
    one_round.dividend["declared"] -= gap


def receive_less(desk: Desk, made: Stake, gap: int) -> None:
    """Receive ``gap`` less and spend so much less on public welfare."""
    one_round = made.rounds[0]
    one_round.dividend["received"] -= gap
    one_round.income.income -= gap
    resize(desk, one_round, "公益事业", one_round.uses["公益事业"]["amount"] - gap)


@flaw("DR03", "三年收益率都是百分之八，盈余却年年下降", needs=RED_COMPANY, months=36)
def fixed_yield(desk: Desk) -> None:
    made = desk.stake(yields=(0.08, 0.08, 0.08))
    for one_round, times in zip(made.rounds, (4, 2, 1), strict=True):
        row = one_round.surplus
        row["distributable"] *= times
        row["patronage_return"] = row["distributable"] - row["share_dividend"]
        for name in ("net_surplus", "reserve_fund", "welfare_fund", "risk_fund"):
            row[name] *= times
        row["reserve_fund"] += 1
        row["risk_fund"] -= 1
    desk.say(made.name)


@flaw("DR03", "三年收益率随盈余变动", decoy=True, needs=RED_COMPANY, months=36)
def moving_yield(desk: Desk) -> None:
    desk.stake(yields=(0.06, 0.08, 0.07))


@flaw("DR04", "收益率远高于各村", needs=RED_COMPANY, months=12, also=("ST02", "ST03", "PRC07"))
def yield_far_off(desk: Desk) -> None:
    desk.say(desk.stake(yields=(0.24,)).name)


@flaw("DR04", "收益率略高于各村", HARD, decoy=True, needs=RED_COMPANY)
def yield_a_little_off(desk: Desk) -> None:
    desk.stake(yields=(0.101,))


@flaw("DR05", "红利晚到四十天", needs=RED_COMPANY)
def dividend_late(desk: Desk) -> None:
    made = desk.stake()
    one_round = made.rounds[0]
    earlier = one_round.surplus["decided_on"]
    one_round.surplus["decided_on"] = desk.after(earlier, -35)
    desk.say(made.name)


@flaw("DR05", "到账比合作社应付少一百二十元", MIDDLING, needs=RED_COMPANY, also=("DR02",))
def dividend_lacking(desk: Desk) -> None:
    made = desk.stake()
    receive_less(desk, made, 120_00)
    desk.say(made.name, 120_00)


@flaw("DR05", "到账少八元手续费", HARD, decoy=True, needs=RED_COMPANY)
def dividend_less_fee(desk: Desk) -> None:
    receive_less(desk, desk.stake(), 8_00)


@flaw("DR06", "红利打进党支部账户", needs=RED_COMPANY, also=("BK06", "BK03"))
def paid_to_the_branch(desk: Desk) -> None:
    made = desk.stake()
    made.rounds[0].dividend["payee_name"] = f"中共{desk.one.place.name}支部委员会"
    desk.say(made.name, made.rounds[0].dividend["received"])


@flaw("DR06", "红利打进个人账户", needs=RED_COMPANY, also=("BK06", "BK03"))
def paid_to_a_person(desk: Desk) -> None:
    made, person = desk.stake(), desk.person()
    made.rounds[0].dividend |= {"payee_name": person.name, "payee_account": person.account}
    desk.say(made.name, made.rounds[0].dividend["received"])


@flaw("DR06", "红利打进村股份经济合作社账户", MIDDLING, decoy=True, needs=RED_COMPANY)
def paid_to_the_collective(desk: Desk) -> None:
    made = desk.stake()
    made.rounds[0].dividend["payee_name"] = desk.one.place.org_name


@flaw("BK06", "红利收款账户没有登记", MIDDLING, needs=RED_COMPANY, also=("DR06",))
def dividend_to_unknown_account(desk: Desk) -> None:
    made = desk.stake()
    made.rounds[0].dividend["payee_account"] = "2901" + draw.digits(desk.rng, 12)
    desk.say("", made.rounds[0].dividend["received"])
