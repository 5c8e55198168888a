"""Flaws in allowances (CAD)."""

from __future__ import annotations

from datetime import date, timedelta

from pipeline.demo import draw
from pipeline.demo.flaws.desk import Desk
from pipeline.demo.flaws.registry import HARD, MIDDLING, STARS, flaw
from pipeline.demo.village import OFFICE, Row
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


@flaw("CAD01", "书记的职务补贴每月多发三百元", area="payroll", needs=STARS)
def allowance_too_high(desk: Desk) -> None:
    rows = allowances_of(desk, "村党组织书记", desk.one.window.first.year)
    for row in rows:
        pay_more(desk, row, 300_00)
    desk.say(rows[0]["name"])


@flaw("CAD01", "职务补贴每月取整，相差不到一元", HARD, decoy=True, area="payroll")
def allowance_rounded(desk: Desk) -> None:
    for row in allowances_of(desk, "村委会主任", desk.one.window.first.year):
        pay_more(desk, row, 40)


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
    _extra(desk, person, day, "治保主任")
    desk.say(person.name, 600_00)


@flaw("CAD03", "离任四个月后还在领", MIDDLING)
def long_out_of_office(desk: Desk) -> None:
    person, day = desk.person(), day_in(desk.month(6, 10), 24)
    enrol(desk, person, until=day - timedelta(days=125))
    _extra(desk, person, day, "治保主任")
    desk.say(person.name, 600_00)


@flaw("CAD03", "离任当月领取补贴", HARD, decoy=True)
def just_out_of_office(desk: Desk) -> None:
    person, day = desk.person(), day_in(desk.month(6, 10), 24)
    enrol(desk, person, until=day - timedelta(days=12))
    _extra(desk, person, day, "治保主任")


@flaw("CAD03", "离任的副主任还领误工补贴", MIDDLING)
def left_but_still_paid_by_the_day(desk: Desk) -> None:
    person, day = desk.person(), day_in(desk.month(6, 10), 24)
    enrol(desk, person, until=day - timedelta(days=125), post="副主任")
    _extra(desk, person, day, "副主任", "误工补贴")
    desk.say(person.name, 600_00)


@flaw("CAD03", "给早年离任的村干部发生活补贴", MIDDLING, decoy=True)
def pension_of_a_former_cadre(desk: Desk) -> None:
    _extra(desk, desk.person(), day_in(desk.month(), 24), "", "离任村干部生活补贴")


@flaw("CAD03", "给护林员发误工补贴", MIDDLING, decoy=True)
def forest_guard_paid(desk: Desk) -> None:
    _extra(desk, desk.person(), day_in(desk.month(), 24), "护林员", "误工补贴")


def enrol(desk: Desk, person: draw.Person, until: date, post: str = "治保主任") -> None:
    desk.one.add(
        "official", name=person.name, post=post, body="两委", id_no=person.id_no, bank_account=person.account,
        in_office_from=date(desk.one.window.first.year - 2, 3, 1), in_office_to=until,
    )  # fmt: skip


def _extra(desk: Desk, person: draw.Person, day: date, post: str, item: str = "职务补贴") -> None:
    desk.one.add(
        "allowance", year=day.year, month=day.month, name=person.name, id_no=person.id_no, post=post, item=item,
        amount=600_00, payee_account=person.account, paid_on=day,
    )  # fmt: skip
    desk.one.pay(
        day, OFFICE, f"发放{post}{item}", 600_00, "wages", counterparty=person.name, method="代发",
        counterparty_account=person.account, document_type="自制凭证", category="人员报酬",
    )  # fmt: skip
