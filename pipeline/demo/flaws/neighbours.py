"""Flaws that only show between villages (XV)."""

from __future__ import annotations

from decimal import Decimal

from pipeline.demo import draw
from pipeline.demo.flaws.desk import Desk
from pipeline.demo.flaws.registry import HARD, MIDDLING, flaw
from pipeline.demo.places import Firm
from pipeline.demo.village import OFFICE
from pipeline.demo.window import day_in


@flaw("XV01", "两个村付给同一账号，户名不同", villages=2)
def one_account_two_names(desk: Desk) -> None:
    shared = desk.firm(rng=desk.shared)
    amount = draw.money(desk.rng, 1_400, 4_200)
    desk.buy(desk.day(), "购买文体器材", amount, Firm(desk.firm().name, shared.account, ""))
    desk.say("")


@flaw("XV01", "两个村付给同一账号，户名写法略有不同", MIDDLING, decoy=True, villages=2)
def one_account_one_name(desk: Desk) -> None:
    shared = desk.firm(rng=desk.shared)
    name = shared.name if desk.role else shared.name.removeprefix("青禾县")
    desk.buy(desk.day(), "购买文体器材", draw.money(desk.rng, 1_400, 4_200), Firm(name, shared.account, ""))


@flaw("XV02", "同一身份证号同月在两个村领误工补贴", villages=2, also=("CAD03",))
def one_person_two_villages(desk: Desk) -> None:
    _casual(desk, draw.person(desk.shared, set(), 1960))
    desk.say("")


@flaw("XV02", "两个村的同名人，身份证号不同", HARD, decoy=True, villages=2, also=("CAD03",))
def namesakes(desk: Desk) -> None:
    person = draw.person(desk.shared, set(), 1960)
    other = desk.person()
    _casual(desk, draw.Person(person.name, other.id_no, other.account, other.phone))


def _casual(desk: Desk, person: draw.Person) -> None:
    month = desk.month(rng=desk.shared)
    day = day_in(month, 24)
    desk.one.add(
        "official", name=person.name, post="网格员", body="两委", id_no=person.id_no, bank_account=person.account,
        in_office_from=desk.one.window.first.replace(year=desk.one.window.first.year - 1),
    )  # fmt: skip
    desk.one.add(
        "allowance", year=month.year, month=month.month, name=person.name, id_no=person.id_no, post="网格员",
        item="误工补贴", days=6, amount=600_00, payee_account=person.account, paid_on=day,
    )  # fmt: skip
    desk.one.pay(
        day, OFFICE, "发放网格员误工补贴", 600_00, "wages", counterparty=person.name, method="代发",
        counterparty_account=person.account, document_type="自制凭证", category="人员报酬",
    )  # fmt: skip


def cement(desk: Desk, times: float) -> int:
    price = round(415_00 * times)
    paid = desk.buy(desk.day(), "购买渠道维修材料", price * 8, category="工作经费")
    desk.one.add(
        "purchase", purchased_on=paid.day, item="水泥", specification="P.O 42.5", unit="吨", quantity=8,
        unit_price=str(Decimal(price) / 100), amount=price * 8, supplier=paid.facts["counterparty"],
        document_no=paid.facts["document_no"],
    )  # fmt: skip
    return price * 8


@flaw("XV04", "水泥单价是各村的一点九倍")
def dear_cement(desk: Desk) -> None:
    cement(desk, 1.9)
    desk.say("水泥")


@flaw("XV04", "水泥单价是各村的一点三倍", MIDDLING, decoy=True)
def rather_dear_cement(desk: Desk) -> None:
    cement(desk, 1.3)
