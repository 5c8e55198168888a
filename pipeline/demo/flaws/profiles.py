"""Flaws in what a village has to live on, and in how round its payments are (CAD04, PAY08)."""

from __future__ import annotations

from datetime import date

from pipeline.demo import draw
from pipeline.demo.flaws.desk import Desk
from pipeline.demo.flaws.registry import HARD, MIDDLING, RURAL, flaw
from pipeline.demo.places import Firm
from pipeline.demo.village import COLLECTIVE, OFFICE
from pipeline.demo.window import day_in

# what a village must be given for its office in a year: from 3,000 people on, below
_LARGE, _FLOOR_LARGE, _FLOOR_SMALL = 3_000, 7_500_00, 6_000_00
_GOODS = (
    "防火铁扫帚", "灭火器", "应急照明灯", "护林员服装", "铁皮文件柜", "折叠桌椅", "村部窗帘布", "遮阳棚布", "地膜回收袋",
    "果树剪", "水泵软管", "铁丝网", "健身器材配件", "图书架", "投影幕布", "保温水桶",
)  # fmt: skip


def _floor(desk: Desk) -> int:
    return _FLOOR_LARGE if desk.one.place.population >= _LARGE else _FLOOR_SMALL


def grant_for_the_office(desk: Desk, amount: int, with_interest: bool = False) -> None:
    """Let the office be granted ``amount`` in a year, or so much less that interest makes it up."""
    year = desk.one.window.first.year
    rows = [r for r in desk.one.tables["grant"] if r["fund"] == OFFICE and r["year"] == year]
    ours = [m for m in desk.one.movements if m.fund == OFFICE and m.day.year == year]
    if with_interest:
        amount -= sum(m.income for m in ours if m.contra != "subsidy")
    part = amount // len(rows)
    for number, (row, movement) in enumerate(
        zip(rows, (m for m in ours if m.contra == "subsidy"), strict=True)
    ):
        paid = part if number else amount - part * (len(rows) - 1)
        row["amount"] = row["approved_amount"] = row["sent_down"] = movement.income = paid


@flaw("CAD04", "一年只拨了五千元办公经费", months=12, area="office income", needs=RURAL)
def hardly_granted(desk: Desk) -> None:
    grant_for_the_office(desk, 5_000_00, with_interest=True)
    desk.say("办公经费", _floor(desk) - 5_000_00)


@flaw("CAD04", "办公经费比底线少几百元", HARD, months=12, area="office income", needs=RURAL)
def just_below_the_floor(desk: Desk) -> None:
    grant_for_the_office(desk, _floor(desk) - 300_00, with_interest=True)
    desk.say("办公经费", 300_00)


@flaw("CAD04", "办公经费正好拨到底线", HARD, decoy=True, months=12, area="office income", needs=RURAL)
def granted_the_floor(desk: Desk) -> None:
    grant_for_the_office(desk, _floor(desk))


def _without_earnings(desk: Desk) -> None:
    """Take all that the collective earned in a year out of the books; nobody owes it anything."""
    year = desk.one.window.first.year
    for movement in [
        m
        for m in desk.one.movements
        if m.fund == COLLECTIVE and m.day.year == year and m.income and "结息" not in m.summary
    ]:
        desk.drop(movement)


@flaw(
    "CAD04",
    "集体一年没有一笔经营收入",
    MIDDLING,
    months=12,
    area="collective income",
    needs=RURAL,
    first=True,
)
def nothing_earned(desk: Desk) -> None:
    _without_earnings(desk)
    desk.say("集体经营收入")


@flaw(
    "CAD04",
    "集体一年只有一笔四百元的租金",
    HARD,
    decoy=True,
    months=12,
    area="collective income",
    needs=RURAL,
    first=True,
)
def one_rent(desk: Desk) -> None:
    _without_earnings(desk)
    desk.one.receive(
        day_in(date(desk.one.window.first.year, 5, 1), 11), COLLECTIVE, "收到晒场租赁费", 400_00, "operating",
        counterparty=desk.person().name, method="转账", document_type=desk.one.style["receipt"], receipted=True,
    )  # fmt: skip


@flaw("CAD04", "办公经费高出底线一百元", MIDDLING, decoy=True, months=12, area="office income", needs=RURAL)
def a_little_above_the_floor(desk: Desk) -> None:
    grant_for_the_office(desk, _floor(desk) + 100_00)


# ── 整数金额 ──────────────────────────────────────────────────────────


def _days(desk: Desk) -> list[date]:
    year = desk.rng.choice(desk.one.window.years)
    return [day_in(date(year, number % 11 + 1, 1), 4 + number) for number in range(len(_GOODS))]


@flaw("PAY08", "一年里十六笔采购都是千元整倍", months=12, county=20)
def all_round(desk: Desk) -> None:
    for day, what in zip(_days(desk), _GOODS, strict=True):
        desk.buy(day, f"购买{what}", desk.rng.choice((1_000_00, 2_000_00, 2_000_00, 3_000_00)))
    desk.say("")


@flaw("PAY08", "一年里十六笔千元整倍的房租和奖补", MIDDLING, decoy=True, months=12, county=20)
def round_by_standard(desk: Desk) -> None:
    for number, day in enumerate(_days(desk)):
        amount = desk.rng.choice((1_000_00, 2_000_00, 3_000_00))
        if number % 2:
            desk.buy(day, f"支付{day.month}月第{number}处仓库租金", amount)
            continue
        person = desk.person()
        paid = desk.buy(
            day, f"产业奖补发放（第{number + 1}户）", amount, Firm(person.name, person.account, ""), method="代发",
            category="产业扶持",
        )  # fmt: skip
        paid.facts |= {"document_type": "自制凭证", "document_no": None, "document_amount": None}


@flaw("PAY08", "一年里十六笔采购有整有零", decoy=True, months=12, county=20)
def not_all_round(desk: Desk) -> None:
    for day, what in zip(_days(desk), _GOODS, strict=True):
        desk.buy(day, f"购买{what}", draw.money(desk.rng, 1_001, 2_999))
