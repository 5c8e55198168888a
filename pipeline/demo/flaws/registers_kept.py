"""Flaws in registers of debts, assets and receipt books (DBT01–DBT04, AST01, INV09)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from pipeline.demo.flaws.desk import Desk
from pipeline.demo.flaws.registry import HARD, MIDDLING, late_flaw
from pipeline.demo.holdings import owe, own
from pipeline.demo.village import COLLECTIVE, Row
from pipeline.demo.window import next_workday

_OWED, _OWING = "债权", "债务"


def _owe(
    desk: Desk, direction: str, party: str, amount: int, day: date, purpose: str, **facts: Any
) -> list[Row]:
    """Enter a debt that stands still from the year before the books on; returns its rows, year by year."""
    span = desk.one.window
    years = range(max(span.first.year - 1, day.year), span.last.year + 1)
    return [
        owe(desk.one, year, direction, party, amount, day, purpose, settled=facts.get("settled", 0))
        for year in years
    ]


def _before(desk: Desk, years: int = 0) -> date:
    """Choose a day well before the books begin, on which today's officers were in office already."""
    return date(desk.one.window.first.year - 1 - years, 6, desk.rng.randint(3, 26))


# ── 债务增加 ──────────────────────────────────────────────────────────


@late_flaw("DBT01", "这一年新欠了三万元工程款", area="debts")
def a_new_debt(desk: Desk) -> None:
    _owe(desk, _OWING, desk.firm("建筑工程有限公司").name, 40_000_00, _before(desk, 3), "水渠工程尾款")
    later = date(desk.one.window.last.year, 3, 14)
    _owe(desk, _OWING, desk.firm("建筑工程有限公司").name, 30_000_00, later, "巷道工程尾款")
    desk.say("", 30_000_00)


@late_flaw("DBT01", "还了一笔旧的，又欠了一笔大一点的", HARD, area="debts")
def a_larger_for_a_smaller(desk: Desk) -> None:
    rows = _owe(desk, _OWING, desk.firm("建材经营部").name, 18_000_00, _before(desk, 4), "修桥材料款")
    rows[-1] |= {"settled": 18_000_00, "balance": 0}
    later = date(desk.one.window.last.year, 4, 9)
    _owe(desk, _OWING, desk.firm("建材经营部").name, 18_450_00, later, "围墙材料款")
    _repaid(desk, rows[-1]["party"], 18_000_00)
    desk.say("", 450_00)


def _repaid(desk: Desk, party: str, amount: int) -> None:
    """Pay off a debt from the collective's account."""
    desk.one.pay(
        desk.day(), COLLECTIVE, "偿还以前年度欠款", amount, "payable", counterparty=party, method="转账",
        document_type="发票", document_no=f"{desk.rng.randint(10**19, 10**20 - 1)}", document_amount=amount,
        category="其他",
    )  # fmt: skip


@late_flaw("DBT01", "还了一部分，债务减少", decoy=True, area="debts")
def paid_off_in_part(desk: Desk) -> None:
    rows = _owe(desk, _OWING, desk.firm("建材经营部").name, 9_000_00, _before(desk, 4), "修桥材料款")
    rows[-1] |= {"settled": 4_000_00, "balance": 5_000_00}
    _repaid(desk, rows[-1]["party"], 4_000_00)


@late_flaw("DBT01", "债务没有变，别人新欠村里两万元", HARD, decoy=True, area="debts")
def more_is_owed_to_the_village(desk: Desk) -> None:
    _owe(desk, _OWING, desk.firm("建材经营部").name, 7_000_00, _before(desk, 4), "修桥材料款")
    later = date(desk.one.window.last.year, 3, 14)
    _owe(desk, _OWED, desk.firm("农业发展有限公司").name, 20_000_00, later, "欠交仓库租金")


# ── 干部的债 ──────────────────────────────────────────────────────────


@late_flaw("DBT02", "委员欠村里的租金一直没有交")
def an_officer_owes(desk: Desk) -> None:
    officer = desk.one.with_post("委员")
    _owe(desk, _OWED, officer.name, 6_400_00, _before(desk), "欠交门面房租金")
    desk.say(officer.name, 6_400_00)


@late_flaw("DBT02", "村里欠书记儿子一笔垫付款，还了一半", HARD)
def the_son_is_owed(desk: Desk) -> None:
    relatives = desk.one.tables["official"][0]["relatives"]
    name = relatives.partition("子：")[2]
    _owe(desk, _OWING, name, 12_000_00, _before(desk), "垫付修路石料款", settled=6_000_00)
    desk.say(name, 6_000_00)


@late_flaw("DBT02", "主任欠的租金已经交清", MIDDLING, decoy=True)
def the_head_has_paid(desk: Desk) -> None:
    name = desk.one.with_post("主任").name
    _owe(desk, _OWED, name, 3_000_00, _before(desk), "欠交晒场租金", settled=3_000_00)
    desk.say(name)


@late_flaw("DBT02", "商店的名称里有委员的名字", HARD, decoy=True)
def a_shop_of_that_name(desk: Desk) -> None:
    name = desk.one.with_post("委员").name
    _owe(desk, _OWING, f"{name}农资门市部", 2_600_00, _before(desk), "欠农药款")
    desk.say(name)


@late_flaw("DBT02", "欠款发生在他任职以前", HARD, decoy=True)
def before_he_was_in_office(desk: Desk) -> None:
    name = desk.one.with_post("副书记").name
    _owe(desk, _OWED, name, 4_100_00, _before(desk, 9), "欠交机动地承包费")
    desk.say(name)


# ── 借给个人 ──────────────────────────────────────────────────────────


@late_flaw("DBT03", "村民借集体两万元没有还")
def lent_to_a_villager(desk: Desk) -> None:
    name = desk.person().name
    _owe(desk, _OWED, name, 20_000_00, _before(desk), "个人借款")
    desk.say(name, 20_000_00)


@late_flaw("DBT03", "生意周转暂借，还了大半", HARD)
def lent_for_his_trade(desk: Desk) -> None:
    name = desk.person().name
    _owe(desk, _OWED, name, 8_000_00, _before(desk), "做生意资金周转", settled=5_500_00)
    desk.say(name, 2_500_00)


@late_flaw("DBT03", "村民预支明年的流转费", MIDDLING)
def paid_in_advance(desk: Desk) -> None:
    name = desk.person().name
    _owe(desk, _OWED, name, 3_300_00, _before(desk), "预支款")
    desk.say(name, 3_300_00)


@late_flaw("DBT03", "借款已经还清", MIDDLING, decoy=True)
def lent_and_returned(desk: Desk) -> None:
    name = desk.person().name
    _owe(desk, _OWED, name, 5_000_00, _before(desk), "个人借款", settled=5_000_00)
    desk.say(name)


@late_flaw("DBT03", "欠水费，打了借条", HARD, decoy=True)
def fees_with_a_note(desk: Desk) -> None:
    name = desk.person().name
    _owe(desk, _OWED, name, 860_00, _before(desk), "欠交水费（有借条）")
    desk.say(name)


@late_flaw("DBT03", "报账员借备用金还没有报账", HARD, decoy=True, also=("DBT02",))
def petty_cash_out(desk: Desk) -> None:
    name = desk.one.with_post("报账员").name
    _owe(desk, _OWED, name, 1_000_00, _before(desk), "借备用金")
    desk.say(name)


@late_flaw("DBT03", "合作社借的周转金", MIDDLING, decoy=True)
def lent_to_a_cooperative(desk: Desk) -> None:
    name = f"{desk.one.place.name[:2]}养殖专业合作社"
    _owe(desk, _OWED, name, 15_000_00, _before(desk), "周转借款")
    desk.say(name)


# ── 余额 ──────────────────────────────────────────────────────────────


@late_flaw("DBT04", "一笔债权的余额多写了五百元")
def balance_too_high(desk: Desk) -> None:
    rows = _owe(
        desk, _OWED, f"{desk.person().name}", 6_300_00, _before(desk, 2), "欠交林地承包费", settled=2_100_00
    )
    rows[-1]["balance"] += 500_00
    desk.say(rows[-1]["party"], 500_00)


@late_flaw("DBT04", "余额两个数字写倒了", HARD)
def two_digits_swapped(desk: Desk) -> None:
    rows = _owe(
        desk, _OWED, desk.person().name, 4_650_00, _before(desk, 2), "欠交鱼塘承包费", settled=1_000_00
    )
    rows[-1]["balance"] = 3_560_00
    desk.say(rows[-1]["party"], 90_00)


@late_flaw("DBT04", "余额差一分", HARD, decoy=True)
def a_cent_off(desk: Desk) -> None:
    rows = _owe(desk, _OWED, desk.person().name, 1_333_33, _before(desk, 2), "欠交水费", settled=333_33)
    rows[-1]["balance"] -= 1
    desk.say(rows[-1]["party"])


@late_flaw("DBT04", "已清偿一栏没有填", MIDDLING, decoy=True)
def settled_left_blank(desk: Desk) -> None:
    for row in _owe(desk, _OWED, desk.person().name, 2_000_00, _before(desk, 2), "欠交水费"):
        row |= {"settled": None, "balance": 1_500_00}
        desk.say(row["party"])


# ── 处置资产 ──────────────────────────────────────────────────────────


def _sold(desk: Desk, name: str, amount: int, **facts: Any) -> Row:
    """Sell a thing, and bank what it brings."""
    one, day = desk.one, desk.day(3, 9)
    one.receive(
        day, COLLECTIVE, f"收到变卖{name}款", amount, "other", counterparty=desk.person().name, method="转账",
        document_type=one.style["receipt"], receipted=True,
    )  # fmt: skip
    row = own(
        one, f"ZC-{desk.rng.randint(40, 99)}", name, date(day.year - 9, 5, 8), category="机器设备", quantity=1,
        original_value=amount * 7, disposed_on=day, disposal_amount=amount,
    )  # fmt: skip
    row |= {"_year": day.year} | facts
    desk.say(name)
    return row


@late_flaw("AST01", "卖了拖拉机，没有决议", area="collective income")
def sold_without_a_vote(desk: Desk) -> None:
    _sold(desk, "东方红拖拉机", 5_800_00)
    desk.say("东方红拖拉机", 5_800_00)


@late_flaw("AST01", "报废变压器，没有填处置收入", HARD)
def scrapped_without_a_vote(desk: Desk) -> None:
    day = desk.day(3, 9)
    row = own(
        desk.one, f"ZC-{desk.rng.randint(40, 99)}", "旧变压器", date(day.year - 15, 5, 8), category="机器设备",
        quantity=1, original_value=26_000_00, disposed_on=day,
    )  # fmt: skip
    row["_year"] = day.year
    desk.say("旧变压器")


@late_flaw("AST01", "卖了旧校舍，填了决议编号", decoy=True, area="collective income")
def sold_by_number(desk: Desk) -> None:
    year = desk.one.window.first.year - 1
    _sold(desk, "旧校舍", 9_500_00, resolution_no=f"JY-{year}-11")


@late_flaw("AST01", "卖了脱粒机，议题写明是它", HARD, decoy=True, area="collective income")
def the_matter_names_it(desk: Desk) -> None:
    begun = next_workday(desk.one.window.first + timedelta(days=2))
    desk.one.resolve("变卖集体谷物脱粒机", 2_200_00, begun, begun + timedelta(days=60))
    _sold(desk, "谷物脱粒机", 2_200_00)


# ── 票据缴销 ──────────────────────────────────────────────────────────


def _book(desk: Desk, days: int, returned: date | None = None) -> None:
    """Register an old book of receipts, issued so many days ago."""
    one = desk.one
    issued = one.window.as_of - timedelta(days=days)
    first = desk.rng.randint(10, 90) * 1_000_000 + 1

    def register() -> None:
        one.tables["receipt_book"].insert(
            0,
            {
                "document_type": one.style["receipt"], "book_no": f"旧{first // 1_000_000}本", "first_no": f"{first:08}",
                "last_no": f"{first + 24:08}", "issued_on": issued, "returned_on": returned, "voided": None,
            },
        )  # fmt: skip

    desk.books.append(register)
    desk.say(f"旧{first // 1_000_000}本")


@late_flaw("INV09", "四年前领的一本收据没有缴销", area="receipts")
def never_returned(desk: Desk) -> None:
    _book(desk, 1460)


@late_flaw("INV09", "过了一天没有缴销", HARD, area="receipts")
def a_day_over(desk: Desk) -> None:
    _book(desk, 1096)


@late_flaw("INV09", "到最后一天还没有缴销", HARD, decoy=True, area="receipts")
def on_the_last_day(desk: Desk) -> None:
    _book(desk, 1095)


@late_flaw("INV09", "五年前领的一本，用完就缴销了", decoy=True, area="receipts")
def returned_in_time(desk: Desk) -> None:
    _book(desk, 1825, desk.one.window.first - timedelta(days=500))
