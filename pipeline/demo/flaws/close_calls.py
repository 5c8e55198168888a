"""Flaws just beyond what is allowed, and decoys just within it: payments and procedures."""

from __future__ import annotations

from datetime import date, timedelta

from pipeline.demo import draw
from pipeline.demo.flaws.cash import bank, fetch
from pipeline.demo.flaws.desk import Desk
from pipeline.demo.flaws.neighbours import cement
from pipeline.demo.flaws.notices import post
from pipeline.demo.flaws.registry import HARD, MIDDLING, flaw
from pipeline.demo.village import CARE, COLLECTIVE
from pipeline.demo.window import day_in

# the eve of the Spring Festival
_EVES = {2023: date(2023, 1, 21), 2024: date(2024, 2, 9), 2025: date(2025, 1, 28)}


@flaw("PAY03", "提现五千五百元放了八天", HARD, area="cashbox")
def cash_a_little_over(desk: Desk) -> None:
    _keep(desk, 5_500_00, 8)
    desk.say("")


@flaw("PAY03", "提现三千五百元放了十一天", HARD, decoy=True, area="cashbox")
def cash_within_the_limit(desk: Desk) -> None:
    _keep(desk, 3_500_00, 11)


def _keep(desk: Desk, amount: int, days: int) -> None:
    day = day_in(date(desk.one.window.first.year, desk.rng.choice((2, 4)), 1), 8)  # no petty cash besides
    fetch(desk, day, amount)
    bank(desk, desk.after(day, days), amount)


@flaw("PAY04", "借给副书记六千二百元", HARD, also=("PAY09", "INV01"))
def lent_to_an_officer(desk: Desk) -> None:
    person = desk.one.with_post("副书记")
    _to_account(desk, person, "借支", 6_200_00)
    desk.say(person.name, 6_200_00)


@flaw("PAY04", "副书记报销差旅费", HARD, decoy=True)
def travel_refunded(desk: Desk) -> None:
    _to_account(desk, desk.one.with_post("副书记"), "报销赴县培训差旅费", 640_00)


def _to_account(desk: Desk, person: draw.Person, summary: str, amount: int) -> None:
    desk.one.pay(
        desk.day(), COLLECTIVE, summary, amount, "admin", counterparty=person.name, method="转账",
        counterparty_account=person.account, document_type="自制凭证", category="其他",
    )  # fmt: skip


@flaw("PAY07", "正月初四转账一万零二百元", HARD, also=("PRC07",))
def just_enough_at_new_year(desk: Desk) -> None:
    desk.buy(_eve(desk) + timedelta(days=4), "支付村部设备款", 10_230_00)
    desk.say("", 10_230_00)


@flaw("PAY07", "正月初八转账一万二千元", HARD, decoy=True, also=("PRC07",))
def after_the_holiday(desk: Desk) -> None:
    desk.buy(_eve(desk) + timedelta(days=8), "支付村部设备款", 12_160_00)


def _eve(desk: Desk) -> date:
    return _EVES[desk.rng.choice([year for year in desk.one.window.years if year in _EVES])]


@flaw("PAY10", "首次往来付两万零一百六十元", HARD, also=("PRC07",))
def just_large_once(desk: Desk) -> None:
    desk.buy(desk.day(), "购买村史馆展柜", 20_160_00)
    desk.say("", 20_160_00)


@flaw("PAY10", "首次往来付两万四千元，两个月后又付一次", HARD, decoy=True, also=("PRC07",))
def not_only_once(desk: Desk) -> None:
    firm, day = desk.firm(), desk.day(1, 6)
    desk.buy(day, "购买村史馆展柜", 24_180_00, firm)
    desk.buy(desk.after(day, 55), "购买村史馆展板", 3_260_00, firm)


@flaw("INV06", "付款比票面多十二元", HARD)
def paid_slightly_more(desk: Desk) -> None:
    amount = draw.money(desk.rng, 1_500, 4_200)
    desk.buy(desk.day(), "支付会议室音响款", amount).facts["document_amount"] = amount - 12_00
    desk.say("", 12_00)


@flaw("INV06", "两笔付款合计正好等于票面", HARD, decoy=True)
def paid_in_two_parts(desk: Desk) -> None:
    firm, day = desk.firm(), desk.day(1, 7)
    first = desk.buy(day, "支付会议室音响首付款", 1_240_00, firm)
    second = desk.buy(desk.after(day, 45), "支付会议室音响尾款", 1_830_00, firm)
    second.facts["document_no"] = first.facts["document_no"]
    first.facts["document_amount"] = second.facts["document_amount"] = 3_070_00


@flaw("PRC02", "决议前一天付了首笔款", HARD)
def paid_the_day_before(desk: Desk) -> None:
    made = desk.project(52_000_00)
    made.payments[0].day = made.row["started_on"] = made.resolution["resolved_on"] - timedelta(days=1)
    desk.say(made.row["project_name"])


@flaw("PRC02", "决议当天付款", HARD, decoy=True)
def paid_on_the_day(desk: Desk) -> None:
    made = desk.project(52_000_00)
    made.payments[0].day = made.row["started_on"] = made.resolution["resolved_on"]


@flaw("SUB03", "第九十三天才入账", HARD)
def posted_three_days_late(desk: Desk) -> None:
    post(desk, 1_140_00, 93)
    desk.say("", 1_140_00)


@flaw("SUB03", "第八十八天入账", MIDDLING, decoy=True)
def posted_in_time(desk: Desk) -> None:
    post(desk, 1_140_00, 88)


@flaw("XV04", "水泥单价是各村的一点六五倍", HARD)
def cement_rather_dear(desk: Desk) -> None:
    cement(desk, 1.65)
    desk.say("水泥")


@flaw("XV04", "水泥单价是各村的一点四倍", HARD, decoy=True)
def cement_nearly_dear(desk: Desk) -> None:
    cement(desk, 1.4)


@flaw("XV05", "县里拨款六千元，村里只入账五千元", HARD, area="care")
def grant_booked_in_part(desk: Desk) -> None:
    _grant(desk, 6_000_00, (5_000_00,))
    desk.say("", 1_000_00)


@flaw("XV05", "一笔拨款分两天入账", HARD, decoy=True, area="care")
def grant_booked_in_two(desk: Desk) -> None:
    _grant(desk, 6_000_00, (4_000_00, 2_000_00))


def _grant(desk: Desk, amount: int, parts: tuple[int, ...]) -> None:
    day = desk.day(3, 7)
    desk.one.add(
        "grant", year=day.year, fund=CARE, amount=amount, approved_amount=amount, paid_on=day,
        document_no=f"青组发〔{day.year}〕23号", payee_account=desk.one.accounts[CARE],
    )  # fmt: skip
    for number, part in enumerate(parts):
        desk.one.receive(
            desk.after(day, number), CARE, "收到党内关爱资金追加", part, "care", counterparty="青禾县财政局",
            method="转账", document_type="财政票据", receipted=True,
        )  # fmt: skip
