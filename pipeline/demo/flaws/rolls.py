"""Flaws in allowances (CAD), in aid (CARE), in notices and in what is booked when (SUB)."""

from __future__ import annotations

from datetime import date, timedelta

from pipeline.demo import draw
from pipeline.demo.care import aid
from pipeline.demo.flaws.desk import Desk
from pipeline.demo.flaws.registry import HARD, MIDDLING, flaw
from pipeline.demo.village import CARE, OFFICE, Row
from pipeline.demo.window import day_in


def pay_more(desk: Desk, row: Row, extra: int) -> None:
    """Raise one allowance in the roll and in the books."""
    row["amount"] += extra
    mark = f"补贴{row['year']}{row['month']:02}"
    paid = [
        m
        for m in desk.one.movements
        if m.together == mark and m.facts["counterparty"] in {row["name"], "代发工资户"}
    ]
    paid[0].expense += extra


def allowances_of(desk: Desk, post: str, year: int) -> list[Row]:
    return [r for r in desk.one.tables["allowance"] if r["post"] == post and r["year"] == year]


@flaw("CAD01", "书记的职务补贴每月多发三百元", area="payroll")
def allowance_too_high(desk: Desk) -> None:
    rows = allowances_of(desk, "村党组织书记", desk.one.window.first.year)
    for row in rows:
        pay_more(desk, row, 300_00)
    desk.say(rows[0]["name"])


@flaw("CAD01", "职务补贴每月取整，相差不到一元", HARD, decoy=True, area="payroll")
def allowance_rounded(desk: Desk) -> None:
    for row in allowances_of(desk, "村委会主任", desk.one.window.first.year):
        pay_more(desk, row, 60)


@flaw("CAD02", "主任的补贴低于一点五倍", area="payroll", also=("CAD01",))
def allowance_too_low(desk: Desk) -> None:
    year = desk.one.window.first.year
    floor = desk.one.county.income[year - 1] * 3 // 2 // 12 // 100 * 100
    for row in allowances_of(desk, "村委会主任", year):
        pay_more(desk, row, floor - 200_00 - row["amount"])
    desk.say("")


@flaw("CAD03", "发给不在花名册的人", also=("PAY04",))
def not_on_the_roster(desk: Desk) -> None:
    person, day = desk.person(), day_in(desk.month(), 24)
    _extra(desk, person, day, "治安员")
    desk.say(person.name, 600_00)


@flaw("CAD03", "离任四个月后还在领", MIDDLING)
def long_out_of_office(desk: Desk) -> None:
    person, day = desk.person(), day_in(desk.month(6, 10), 24)
    enrol(desk, person, until=day - timedelta(days=125))
    _extra(desk, person, day, "治安员")
    desk.say(person.name, 600_00)


@flaw("CAD03", "离任当月领取补贴", HARD, decoy=True)
def just_out_of_office(desk: Desk) -> None:
    person, day = desk.person(), day_in(desk.month(6, 10), 24)
    enrol(desk, person, until=day - timedelta(days=12))
    _extra(desk, person, day, "治安员")


def enrol(desk: Desk, person: draw.Person, until: date) -> None:
    desk.one.add(
        "official", name=person.name, post="治安员", body="两委", id_no=person.id_no, bank_account=person.account,
        in_office_from=date(desk.one.window.first.year - 2, 3, 1), in_office_to=until,
    )  # fmt: skip


def _extra(desk: Desk, person: draw.Person, day: date, post: str) -> None:
    desk.one.add(
        "allowance", year=day.year, month=day.month, name=person.name, id_no=person.id_no, post=post, item="职务补贴",
        amount=600_00, payee_account=person.account, paid_on=day,
    )  # fmt: skip
    desk.one.pay(
        day, OFFICE, f"发放{post}职务补贴", 600_00, "wages", counterparty=person.name, method="代发",
        counterparty_account=person.account, document_type="自制凭证", category="人员报酬",
    )  # fmt: skip


# ── 关爱资金 ──────────────────────────────────────────────────────────


def give_help(desk: Desk, person: draw.Person, day: date, amount: int, reason: str = "临时困难帮扶") -> None:
    aid(desk.one, CARE, day.year, day, person, reason, amount)
    desk.one.pay(
        day, CARE, "临时困难帮扶党员1人", amount, "care", category="困难帮扶", method="代发",
        counterparty="代发慰问金户", document_type="自制凭证",
    )  # fmt: skip


@flaw("CARE01", "捐款没有写明来源", area="care")
def giver_unknown(desk: Desk) -> None:
    day, amount = desk.day(), desk.rng.randint(8, 30) * 100_00
    desk.one.receive(
        day,
        CARE,
        "收到捐款",
        amount,
        "care",
        method="转账",
        document_type=desk.one.style["receipt"],
        receipted=True,
    )
    desk.say("", amount)


@flaw("CARE01", "捐款写明捐赠人", decoy=True, area="care")
def giver_known(desk: Desk) -> None:
    desk.one.receive(
        desk.day(), CARE, "收到爱心人士捐款", 1_500_00, "care", counterparty=desk.person().name, method="转账",
        document_type=desk.one.style["receipt"], receipted=True,
    )  # fmt: skip


@flaw("CARE02", "受助人不在困难党员台账")
def not_registered(desk: Desk) -> None:
    person = desk.person()
    give_help(desk, person, desk.day(2, 5), 500_00)
    desk.say(person.name, 500_00)


@flaw("CARE02", "同一人同月同类领了两次", MIDDLING)
def helped_twice(desk: Desk) -> None:
    person, month = desk.rng.choice(desk.one.hardship), desk.month(2, 5)
    for day in (8, 19):
        give_help(desk, person, day_in(month, day), 300_00)
    desk.say(person.name)


@flaw("CARE02", "同一人隔月领取", decoy=True)
def helped_in_two_months(desk: Desk) -> None:
    person = desk.rng.choice(desk.one.hardship)
    for month in (3, 5):
        give_help(desk, person, day_in(date(desk.one.window.first.year, month, 1), 8), 300_00)


@flaw("CARE03", "慰问金发给了委员", also=("CARE02",))
def helped_an_officer(desk: Desk) -> None:
    person = desk.one.with_post("委员")
    give_help(desk, person, desk.day(2, 5), 500_00)
    desk.say(person.name, 500_00)


# ── 公开与入账时间 ────────────────────────────────────────────────────


def _notice(desk: Desk) -> Row:
    return next(r for r in desk.one.tables["publication"] if r["subject"] == "专项资金收支")


@flaw("SUB02", "季度收支四十五天后才公开", area="notice")
def published_late(desk: Desk) -> None:
    def delay() -> None:
        row = _notice(desk)
        row["published_on"] = desk.after(row["covers_to"], 45)
        row["withdrawn_on"] = row["published_on"] + timedelta(days=15)
        desk.say("")

    desk.registers.append(delay)


@flaw("SUB02", "公开三天就撤下", MIDDLING, area="notice")
def withdrawn_soon(desk: Desk) -> None:
    def shorten() -> None:
        row = _notice(desk)
        row["withdrawn_on"] = row["published_on"] + timedelta(days=3)
        desk.say("")

    desk.registers.append(shorten)


@flaw("SUB02", "第三十天公开，七天后撤下", HARD, decoy=True, area="notice")
def published_just_in_time(desk: Desk) -> None:
    def delay() -> None:
        row = _notice(desk)
        row["published_on"] = row["covers_to"] + timedelta(days=30)
        row["withdrawn_on"] = row["published_on"] + timedelta(days=7)

    desk.registers.append(delay)


def _post(desk: Desk, amount: int, days: int) -> None:
    """Pay today, enter it so many days later."""
    paid = desk.buy(day_in(date(desk.one.window.first.year, 2, 1), 12), "购买村部宣传栏", amount)

    def late() -> None:
        for row in desk.one.tables["cash_entry"]:
            if row["voucher_no"] == paid.voucher and row["entry_date"] == paid.day:
                row["posted_on"] = paid.day + timedelta(days=days)

    desk.books.append(late)


@flaw("SUB03", "一百一十天后才入账")
def posted_late(desk: Desk) -> None:
    _post(desk, 2_600_00, 110)
    desk.say("", 2_600_00)


@flaw("SUB03", "第九十天入账", HARD, decoy=True)
def posted_on_the_last_day(desk: Desk) -> None:
    _post(desk, 2_600_00, 90)


@flaw("SUB04", "办公经费近半在十二月支出", area="december", months=12, also=("PRC07", "PAY10"))
def december_rush(desk: Desk) -> None:
    year = desk.one.window.first.year
    spent = sum(m.expense for m in desk.one.movements if m.fund == OFFICE and m.day.year == year)
    firms = [desk.firm() for _ in range(12)]
    for number, firm in enumerate(firms):
        desk.buy(
            day_in(date(year, 12, 1), 3 + 2 * number),
            f"购买第{number + 1}批办公设备",
            spent // 14,
            firm,
            fund=OFFICE,
        )
    desk.say("")
