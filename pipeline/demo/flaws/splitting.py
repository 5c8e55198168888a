"""Flaws in payments kept below a line (PAY05, PAY06)."""

from __future__ import annotations

from pipeline.demo import draw
from pipeline.demo.flaws.desk import Desk
from pipeline.demo.flaws.registry import HARD, MIDDLING, flaw
from pipeline.demo.places import Firm
from pipeline.demo.window import day_in


@flaw("PAY05", "同一收款人六十天内两笔四千八九百元")
def twice_just_below(desk: Desk) -> None:
    firm, day = desk.firm(), desk.day(1, 7)
    desk.buy(day, "购买会议音响设备", 4_880_00, firm)
    desk.buy(desk.after(day, 48), "购买投影幕布", 4_760_00, firm)
    desk.say("", 4_880_00 + 4_760_00)


@flaw("PAY05", "一笔四千九百元", decoy=True)
def once_just_below(desk: Desk) -> None:
    desk.buy(desk.day(), "购买会议音响设备", 4_900_00)


@flaw("PAY05", "同一收款人两笔四千四百元", HARD, decoy=True)
def twice_below_the_band(desk: Desk) -> None:
    firm, day = desk.firm(), desk.day(1, 7)
    desk.buy(day, "购买会议音响设备", 4_430_00, firm)
    desk.buy(desk.after(day, 48), "购买投影幕布", 4_400_00, firm)


@flaw("PAY06", "三天内分两笔付给同一单位", also=("PAY05",))
def split_in_two(desk: Desk) -> None:
    firm, day = desk.firm(), desk.day_before(2, most=5)
    first, second = draw.money(desk.rng, 2_900, 4_300), draw.money(desk.rng, 2_900, 4_300)
    desk.buy(day, "购买文化室桌椅", first, firm)
    desk.buy(desk.after(day, 2), "购买文化室书架", second, firm)
    desk.say("", first + second)


@flaw("PAY06", "同一事由二十五天内分三笔", MIDDLING, also=("PAY05",))
def split_in_three(desk: Desk) -> None:
    firm, day = desk.firm(), day_in(desk.month(), 4)
    amounts = [draw.money(desk.rng, 1_900, 2_700) for _ in range(3)]
    for number, amount in enumerate(amounts):
        desk.buy(desk.after(day, 11 * number), "支付文化墙制作费", amount, firm)
    desk.say("", sum(amounts))


@flaw("PAY06", "收款单位的名称写成两种样子", HARD, also=("PAY05",))
def split_under_two_names(desk: Desk) -> None:
    firm, day = desk.firm("广告装饰有限公司"), desk.day_before(4, most=6)
    other = Firm(firm.name.replace("有限公司", ""), firm.account, firm.uscc)
    first, second = draw.money(desk.rng, 2_900, 4_300), draw.money(desk.rng, 2_900, 4_300)
    desk.buy(day, "制作党建宣传栏", first, firm)
    desk.buy(desk.after(day, 4), "制作村规民约展板", second, other)
    desk.say("", first + second)


@flaw("PAY06", "三天内两笔，合计四千八百元", HARD, decoy=True)
def two_small_ones(desk: Desk) -> None:
    firm, day = desk.firm(), desk.day()
    desk.buy(day, "购买文化室桌椅", 2_300_00, firm)
    desk.buy(desk.after(day, 2), "购买文化室书架", 2_490_00, firm)


@flaw("PAY06", "相隔十五天，两件不同的事", MIDDLING, decoy=True)
def two_different_things(desk: Desk) -> None:
    firm, day = desk.firm(), day_in(desk.month(), 5)
    desk.buy(day, "购买防汛编织袋", 3_200_00, firm)
    desk.buy(desk.after(day, 15), "维修村部空调", 3_400_00, firm)


@flaw("PAY06", "两个不同的供应商各一笔", decoy=True)
def two_suppliers(desk: Desk) -> None:
    day = desk.day()
    desk.buy(day, "购买文化室桌椅", 3_700_00)
    desk.buy(desk.after(day, 1), "购买文化室桌椅", 3_900_00)
