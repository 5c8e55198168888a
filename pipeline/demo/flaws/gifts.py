"""Flaws in payments for entertainment and gifts (PAY12, PAY13)."""

from __future__ import annotations

from datetime import date, timedelta

from pipeline.demo.care import aid
from pipeline.demo.flaws.desk import Desk
from pipeline.demo.flaws.registry import HARD, MIDDLING, flaw
from pipeline.demo.village import COLLECTIVE, SPECIAL
from pipeline.demo.window import next_workday

# the eve of the Spring Festival
_EVES = {2023: date(2023, 1, 21), 2024: date(2024, 2, 9), 2025: date(2025, 1, 28)}
_MID_AUTUMN = {2023: date(2023, 9, 29), 2024: date(2024, 9, 17), 2025: date(2025, 10, 6)}
_DRAGON_BOAT = {2023: date(2023, 6, 22), 2024: date(2024, 6, 10), 2025: date(2025, 5, 31)}


@flaw("PAY12", "专项资金付招待费", also=("SVC04",))
def entertained(desk: Desk) -> None:
    desk.buy(desk.day(), "招待上级检查组餐费", 860_00, fund=SPECIAL, contra="special", category="工作经费")
    desk.say("", 860_00)


@flaw("PAY12", "专项资金付给饭店，摘要只写会议费", MIDDLING, also=("SVC04",))
def paid_a_restaurant(desk: Desk) -> None:
    firm = desk.firm("大饭店")
    desk.buy(desk.day(), "项目推进会会议费", 940_00, firm, fund=SPECIAL, contra="special")
    desk.say("", 940_00)


@flaw("PAY12", "硬化酒厂路", HARD, decoy=True)
def road_to_the_distillery(desk: Desk) -> None:
    desk.buy(desk.day(), "修补酒厂路路面", 930_00, fund=SPECIAL, contra="special", category="公益事业")


@flaw("PAY12", "食堂维修", MIDDLING, decoy=True)
def canteen_repaired(desk: Desk) -> None:
    desk.buy(desk.day(), "村老年食堂维修材料", 880_00, fund=SPECIAL, contra="special", category="公益事业")


@flaw("PAY13", "中秋前买月饼礼盒", months=12)
def mooncakes(desk: Desk) -> None:
    year = desk.rng.choice([y for y in desk.one.window.years if y in _MID_AUTUMN])
    desk.buy(next_workday(_MID_AUTUMN[year] - timedelta(days=9)), "购买月饼礼盒", 2_400_00)
    desk.say("", 2_400_00)


@flaw("PAY13", "端午前在超市买东西，摘要只写办公用品", MIDDLING)
def supermarket(desk: Desk) -> None:
    year = desk.rng.choice([y for y in desk.one.window.years if y in _DRAGON_BOAT])
    day = next_workday(_DRAGON_BOAT[year] - timedelta(days=9))
    desk.buy(day, "购买办公用品", 1_430_00, desk.firm("购物超市"))
    desk.say("", 1_430_00)


@flaw("PAY13", "中秋前修月饼厂门口的路", HARD, decoy=True, months=12)
def road_to_the_bakery(desk: Desk) -> None:
    year = desk.rng.choice([y for y in desk.one.window.years if y in _MID_AUTUMN])
    desk.buy(next_workday(_MID_AUTUMN[year] - timedelta(days=8)), "月饼厂门前道路修补", 980_00)


@flaw("PAY13", "端午前慰问老党员，有名单有签领", MIDDLING, decoy=True)
def gifts_by_list(desk: Desk) -> None:
    year = desk.rng.choice([y for y in desk.one.window.years if y in _DRAGON_BOAT])
    day = next_workday(_DRAGON_BOAT[year] - timedelta(days=8))
    for person in desk.one.hardship[:3]:
        aid(desk.one, COLLECTIVE, year, day, person, "端午慰问老党员粽子", 200_00)
    desk.buy(day, "慰问老党员购买粽子", 600_00, category="困难帮扶")


@flaw("PAY13", "七一前在超市买米面油，整百元，有名单有签领", HARD, decoy=True)
def rice_and_oil_by_list(desk: Desk) -> None:
    year = desk.one.window.first.year
    day = next_workday(date(year, 6, 22))
    for person in desk.one.hardship[:5]:
        aid(desk.one, COLLECTIVE, year, day, person, "七一走访", 240_00)
    desk.buy(day, "购买米面油", 1_200_00, desk.firm("购物超市"))
