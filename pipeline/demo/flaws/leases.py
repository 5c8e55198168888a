"""Flaws in contracts, and in purchases that no comparison of offers preceded (CON01, CON02, CON04, PUR01)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from pipeline.demo.flaws.desk import Desk
from pipeline.demo.flaws.registry import HARD, MIDDLING, late_flaw
from pipeline.demo.holdings import build, let
from pipeline.demo.places import Firm
from pipeline.demo.village import Row
from pipeline.demo.window import next_workday

_BEGUN = (4, 1)  # month and day on which leases begin


def _lease(
    desk: Desk, what: str, rent: int, since: int, years: int, received: int | None = None, **facts: Any
) -> Row:
    """Enter a lease begun ``since`` years ago for so many years; paid up, unless ``received`` says how much was."""
    last = desk.one.window.last.year
    begun = date(last - since, *_BEGUN)
    ended = date(begun.year + years, *_BEGUN) - timedelta(days=1)
    due = rent * min(since, years)
    number = f"ZL-{begun.year}-{desk.rng.randint(30, 99)}"
    desk.say(number)
    return let(
        desk.one, last, number, desk.person().name, what, rent, (begun, ended), due if received is None else received,
        **facts,
    )  # fmt: skip


# ── 租金 ──────────────────────────────────────────────────────────────


@late_flaw("CON01", "鱼塘租了四年，只收了三年的租金")
def a_year_unpaid(desk: Desk) -> None:
    row = _lease(desk, "鱼塘承包", 3_600_00, 4, 6, 3 * 3_600_00)
    desk.say(row["contract_no"], 3_600_00)


@late_flaw("CON01", "合同已经到期，最后一年只交了一半", HARD)
def half_of_the_last_year(desk: Desk) -> None:
    row = _lease(desk, "旧校舍出租", 2_400_00, 6, 5, 5 * 2_400_00 - 1_200_00)
    desk.say(row["contract_no"], 1_200_00)


@late_flaw("CON01", "不满一年，租金还没有交", HARD, decoy=True)
def not_yet_due(desk: Desk) -> None:
    row = _lease(desk, "晾晒场出租", 4_800_00, 0, 3, 0)
    row["starts_on"] = desk.one.window.last - timedelta(days=60)


@late_flaw("CON01", "预交了下一年的租金", MIDDLING, decoy=True)
def paid_ahead(desk: Desk) -> None:
    _lease(desk, "晾晒场出租", 4_800_00, 3, 5, 4 * 4_800_00)


@late_flaw("CON01", "合同到期以后不再收租金", MIDDLING, decoy=True)
def over_and_done(desk: Desk) -> None:
    _lease(desk, "旧仓库出租", 3_000_00, 7, 3)


# ── 决议 ──────────────────────────────────────────────────────────────


@late_flaw("CON02", "果园租了十年共八万元，没有决议")
def let_without_a_vote(desk: Desk) -> None:
    row = _lease(desk, "沙窝果园承包", 8_000_00, 0, 10)
    desk.say(row["contract_no"], 80_000_00)


@late_flaw("CON02", "采购合同五万二千元，没有决议", HARD)
def bought_without_a_vote(desk: Desk) -> None:
    day = desk.one.window.first + timedelta(days=40)
    number = f"CG-{day.year}-{desk.rng.randint(30, 99)}"
    firm = desk.firm("农业机械有限公司")
    build(
        desk.one, day.year, number, firm.name, "植保无人机采购", 52_000_00, (day, day + timedelta(days=90)),
        procurement="三方询价",
    )  # fmt: skip
    desk.say(number, 52_000_00)


@late_flaw("CON02", "林地租五年共四万九千九百元", HARD, decoy=True)
def below_the_line(desk: Desk) -> None:
    _lease(desk, "北山林地承包", 9_980_00, 0, 5)


@late_flaw("CON02", "填了决议编号，决议在账期以前", MIDDLING, decoy=True)
def voted_before_the_books(desk: Desk) -> None:
    year = desk.one.window.last.year - 1
    _lease(desk, "粮库大院出租", 9_000_00, 0, 9, resolution_no=f"JY-{year}-05")


@late_flaw("CON02", "没有填编号，议题写明是这处果园", HARD, decoy=True)
def the_matter_names_it(desk: Desk) -> None:
    begun = next_workday(desk.one.window.first + timedelta(days=3))
    desk.one.resolve("西台果园对外承包", 70_000_00, begun, begun + timedelta(days=60))
    _lease(desk, "西台果园承包", 7_000_00, 0, 10)


# ── 年限 ──────────────────────────────────────────────────────────────


@late_flaw("CON04", "荒滩一租二十年")
def twenty_years(desk: Desk) -> None:
    row = _lease(desk, "河滩荒地承包", 1_500_00, 3, 20)
    desk.say(row["contract_no"], 30_000_00)


@late_flaw("CON04", "十年零一天", HARD)
def ten_years_and_a_day(desk: Desk) -> None:
    row = _lease(desk, "河滩荒地承包", 1_500_00, 3, 10)
    row["ends_on"] += timedelta(days=1)


@late_flaw("CON04", "正好十年", HARD, decoy=True)
def ten_years(desk: Desk) -> None:
    _lease(desk, "机井房出租", 1_500_00, 3, 10)


@late_flaw("CON04", "没有写到期日期", MIDDLING, decoy=True)
def no_end(desk: Desk) -> None:
    _lease(desk, "机井房出租", 1_500_00, 3, 6)["ends_on"] = None


@late_flaw("CON04", "工程合同的养护期十二年", HARD, decoy=True)
def long_upkeep(desk: Desk) -> None:
    day = desk.one.window.first + timedelta(days=30)
    number = f"YH-{day.year}-{desk.rng.randint(30, 99)}"
    firm = desk.firm("园林绿化有限公司")
    build(
        desk.one,
        day.year,
        number,
        firm.name,
        "防护林带养护",
        36_000_00,
        (day, day.replace(year=day.year + 12)),
    )
    desk.say(number)


# ── 大额采购 ──────────────────────────────────────────────────────────


def bought(desk: Desk, day: date, firm: Firm, things: tuple[tuple[str, str, int, int], ...]) -> None:
    """Buy things (name, unit, quantity, price) by a contract and on one invoice, as the assembly resolved."""
    one = desk.one
    total = sum(quantity * price for _, _, quantity, price in things)
    what = things[0][0]
    number = one.resolve(f"购置{what}", total, next_workday(day - timedelta(days=45)), day)
    paid = desk.buy(
        day, f"支付购置{what}合同款", total, firm, category="公益事业", contra="public", resolution_no=number
    )
    for item, unit, quantity, price in things:
        one.add(
            "purchase", purchased_on=day, item=item, specification="定制", unit=unit, quantity=quantity,
            unit_price=str(Decimal(price) / 100), amount=quantity * price, supplier=firm.name,
            document_no=paid.facts["document_no"],
        )  # fmt: skip


def _with_register(desk: Desk, firm: Firm | None = None, way: str = "直接委托") -> Firm:
    """Have the village keep a register of contracts: one with the firm, made that way, or one with somebody else."""
    _lease(desk, "打谷场出租", 1_200_00, 1, 3)
    if firm:
        day = desk.one.window.first
        build(
            desk.one, day.year, f"CG-{day.year}-{desk.rng.randint(10, 29)}", firm.name, "设备采购", 30_000_00,
            (day, day + timedelta(days=300)), procurement=way,
        )  # fmt: skip
    made = firm or desk.firm("机电设备有限公司")
    desk.say(_short(made))
    return made


def _short(firm: Firm) -> str:
    return firm.name.removesuffix("有限公司")


_ALSO = ("PAY11", "PAY08", "WK01", "PAY10", "PUR02")


@late_flaw("PUR01", "一天向一家买七万元的水泵，没有比过价", also=_ALSO)
def bought_at_once(desk: Desk) -> None:
    firm = _with_register(desk)
    bought(
        desk, desk.day(4, 10), firm, (("节水灌溉首部", "套", 5, 9_200_00), ("变频控制柜", "台", 3, 8_150_00))
    )
    desk.say(_short(firm), 70_450_00)


@late_flaw("PUR01", "两张发票各不到，一天合计到了", HARD, also=_ALSO)
def bought_on_two_invoices(desk: Desk) -> None:
    firm, day = _with_register(desk, desk.firm("机电设备有限公司")), desk.day(4, 10)
    bought(desk, day, firm, (("移动式喷灌机", "台", 3, 11_300_00),))
    bought(desk, day, firm, (("地埋输水管件", "批", 1, 29_700_00),))
    desk.say(_short(firm), 63_600_00)


@late_flaw("PUR01", "四万六千元的设备，还不到要比价的数", HARD, decoy=True, also=_ALSO)
def below_the_comparison(desk: Desk) -> None:
    firm = _with_register(desk)
    bought(desk, desk.day(4, 10), firm, (("秸秆打捆机", "台", 2, 23_000_00),))


@late_flaw("PUR01", "与这家有询价定下的合同", MIDDLING, decoy=True, also=_ALSO)
def offers_compared(desk: Desk) -> None:
    firm = _with_register(desk, desk.firm("机电设备有限公司"), "三方询价")
    bought(desk, desk.day(4, 10), firm, (("节水灌溉首部", "套", 7, 9_200_00),))


@late_flaw("PUR01", "隔一个月向两家各买一次", HARD, decoy=True, also=_ALSO)
def bought_from_two(desk: Desk) -> None:
    firm, other, day = _with_register(desk), desk.firm("农机服务有限公司"), desk.day(4, 5)
    bought(desk, day, firm, (("移动式喷灌机", "台", 3, 11_300_00),))
    bought(desk, desk.after(day, 31), other, (("旋耕机", "台", 2, 16_800_00),))
