"""Flaws in what co-operatives set aside and report (CP, DR07)."""

from __future__ import annotations

from pipeline.demo import draw
from pipeline.demo.flaws.desk import Desk
from pipeline.demo.flaws.registry import HARD, MIDDLING, RED_COMPANY, flaw
from pipeline.demo.village import Row


def share_out(desk: Desk, per_mille: int) -> Row:
    """Pay out so much of the distributable surplus by shares; what is ours stays as it is."""
    row = desk.stake().rounds[0].surplus
    row["distributable"] = row["share_dividend"] * 1000 // per_mille
    row["patronage_return"] = row["distributable"] - row["share_dividend"]
    spread = row["distributable"] * 100 // 72
    row["net_surplus"] = spread
    row["reserve_fund"] = spread * 20 // 100 + 1
    row["welfare_fund"] = spread * 5 // 100
    row["risk_fund"] = spread - row["distributable"] - row["reserve_fund"] - row["welfare_fund"]
    row["charter_reserve_rate"] = "0.2"
    return row


@flaw("CP02", "按交易量只返还五成五", needs=RED_COMPANY, also=("DR07",))
def little_returned(desk: Desk) -> None:
    row = share_out(desk, 450)
    desk.say(row["cooperative"])


@flaw("CP02", "按交易量返还六成", HARD, decoy=True, needs=RED_COMPANY)
def enough_returned(desk: Desk) -> None:
    row = share_out(desk, 400)
    row["distributable"] = row["share_dividend"] * 5 // 2
    row["patronage_return"] = row["distributable"] - row["share_dividend"]
    row["risk_fund"] = row["net_surplus"] - row["distributable"] - row["reserve_fund"] - row["welfare_fund"]


@flaw("DR07", "股金分红占可分配盈余四成二，返还仍写足六成", MIDDLING, needs=RED_COMPANY, also=("CP02",))
def shares_take_too_much(desk: Desk) -> None:
    row = share_out(desk, 420)
    row["patronage_return"] = -(-row["distributable"] * 6 // 10)
    desk.say(row["cooperative"], row["share_dividend"] - (row["distributable"] * 4 + 5) // 10)


@flaw("CP01", "公积金没有按章程提足", needs=RED_COMPANY)
def reserve_short(desk: Desk) -> None:
    row = desk.stake().rounds[0].surplus
    gap = row["reserve_fund"] // 4 // 100 * 100
    row["reserve_fund"] -= gap
    row["risk_fund"] += gap
    desk.say(row["cooperative"])


@flaw("CP01", "没有提取公益金", MIDDLING, needs=RED_COMPANY)
def no_welfare_fund(desk: Desk) -> None:
    row = desk.stake().rounds[0].surplus
    row["risk_fund"] += row["welfare_fund"]
    row["welfare_fund"] = 0
    desk.say(row["cooperative"])


@flaw("CP01", "公积金正好按章程比例提取", HARD, decoy=True, needs=RED_COMPANY)
def reserve_exact(desk: Desk) -> None:
    row = desk.stake().rounds[0].surplus
    row["net_surplus"] = row["net_surplus"] // 10_000 * 10_000
    row["reserve_fund"] = int(row["net_surplus"] * round(float(row["charter_reserve_rate"]) * 100) // 100)
    row["risk_fund"] = row["net_surplus"] - row["distributable"] - row["reserve_fund"] - row["welfare_fund"]


@flaw("CP04", "资产不等于负债加权益", needs=RED_COMPANY)
def sheet_unbalanced(desk: Desk) -> None:
    row, gap = desk.stake().rounds[0].surplus, draw.money(desk.rng, 100, 9_000)
    row["total_assets"] += gap
    desk.say(row["cooperative"], gap)


@flaw("CP04", "资产等于负债加权益", decoy=True, needs=RED_COMPANY)
def sheet_balanced(desk: Desk) -> None:
    desk.stake().rounds[0].surplus["audited"] = "否"
