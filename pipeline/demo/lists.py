"""Plan the lists by person that some villages hand in: subsidies paid, villagers at work, fees collected for others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from pipeline.demo.draw import Person
from pipeline.demo.village import COLLECTIVE, Row, Village
from pipeline.demo.window import day_in

FEWEST = 6  # villages; a smaller county is made in a hurry, and keeps to its books
SHARE = 0.4
# cents a mu
RATES = {
    "耕地地力保护补贴": 88_50, "退耕还林补助": 125_00, "实际种粮农民补贴": 16_20, "草原禁牧补助": 7_50, "公益林补偿": 14_80,
    "良种补贴": 15_00, "农资综合补贴": 62_30, "粮食直补": 21_70, "能繁母猪补贴": 100_00, "农村低保金": 420_00,
}  # fmt: skip
TAX_OFFICE = "国家税务总局青禾县税务局"


def plan(one: Village) -> None:
    """Choose how the village writes its lists, and plan those that it keeps."""
    one.style["joined"], one.style["payees"], one.style["remits"] = (
        one.rng.random() < SHARE for _ in range(3)
    )
    if len(one.county.places) < FEWEST:
        return
    if one.rng.random() < SHARE:
        _subsidies(one)
    if one.rng.random() < SHARE:
        _canals(one)
    if one.rng.random() < SHARE:
        for year in one.window.years:
            insured = one.rng.sample(one.workers, one.rng.randint(6, 9))
            collect(one, "城乡居民医保", day_in(date(year, 2, 1), 6), dict.fromkeys(insured, 40000))


def _subsidies(one: Village) -> None:
    households = [*one.rng.sample(one.workers, 9), one.officers[3].person]
    land = {person: one.rng.randint(60, 180) for person in households}
    for year in one.window.years:
        subsidy(
            one,
            one.rng.choice(tuple(RATES)[:3]) if year == one.window.first.year else "耕地地力保护补贴",
            year,
            land,
        )


def subsidy(one: Village, item: str, year: int, land: Mapping[Person, int]) -> list[Row]:
    """List a subsidy by household; ``land``: who has how many tenths of a mu. Returns the rows."""
    day = day_in(date(year, 5, 1), one.rng.randint(8, 26))
    return [subsidise(one, item, year, day, person, tenths) for person, tenths in land.items()]


def subsidise(
    one: Village, item: str, year: int, day: date, person: Person, tenths: int, **facts: Any
) -> Row:
    """List what one household gets, signed for."""
    if one.style["payees"]:
        facts = {"payee_name": person.name} | facts
    values: Row = {
        "_list": item, "_year": year, "item": item, "year": year, "name": person.name, "id_no": person.id_no,
        "registered_quantity": tenths / 10, "quantity": tenths / 10, "rate": RATES[item] / 100,
        "amount": tenths * RATES[item] // 10, "payee_account": person.account, "paid_on": day, "signed": person.name,
    }  # fmt: skip
    return one.add("subsidy_payment", **(values | facts))


def _canals(one: Village) -> None:
    """List who worked on the canals, and on which days, as it was paid."""
    workers = {person.name: person for person in one.workers}
    for movement in one.movements:
        if "清渠误工费" in movement.summary:
            days = movement.expense // 120_00
            begun = movement.day.replace(day=one.rng.randint(2, 24 - days - 3))
            ended = begun + timedelta(days=days + one.rng.randint(0, 3) - 1)
            work(one, "清渠", workers[movement.facts["counterparty"]], (begun, ended), days, 120_00)


def work(
    one: Village, what: str, person: Person, span: tuple[date, date], days: float, rate: int, **facts: Any
) -> Row:
    """List the work of one person, signed for; ``rate`` in cents a day."""
    values: Row = {
        "_list": what, "_year": span[0].year, "work": what, "name": person.name, "id_no": person.id_no,
        "worked_from": span[0], "worked_to": span[1], "days": days, "rate": rate / 100, "amount": round(days * rate),
        "payee_account": person.account, "signed": person.name, "witness": one.officers[3].person.name,
    }  # fmt: skip
    return one.add("labour", **(values | facts))


def hire(one: Village, what: str, rows: Iterable[Row], day: date) -> None:
    """Pay those on a list from the collective's account, in one sum."""
    one.pay(
        day, COLLECTIVE, f"支付{what}劳务费", sum(row["amount"] for row in rows), "public", category="人员报酬",
        method="代发", document_type="自制凭证", counterparty="代发劳务费户",
    )  # fmt: skip


def collect(one: Village, item: str, begun: date, payers: Mapping[Person, int]) -> list[Row]:
    """Collect a fee within a week, bank it, and hand it on within the next; returns the rows."""
    remitted = day_in(begun, begun.day + one.rng.randint(8, 12))
    total = sum(payers.values())
    rows = [
        one.add(
            "collection", _list=item, _year=begun.year, item=item, name=person.name, amount=amount,
            collected_on=begun + timedelta(days=one.rng.randint(0, 6)), remitted_on=remitted, remitted_amount=amount,
            collector=one.with_post("报账员").name,
        )
        for person, amount in payers.items()
    ]  # fmt: skip
    if one.style["remits"]:  # the sum in one line
        for row in rows[:-1]:
            row |= {"remitted_on": None, "remitted_amount": None}
        rows[-1]["remitted_amount"] = total
    one.receive(
        remitted, COLLECTIVE, f"代收{begun.year}年{item}费", total, "payable", counterparty="聚合支付待清算资金",
        method="转账", document_type="自制凭证",
    )  # fmt: skip
    one.pay(
        remitted, COLLECTIVE, f"代缴{begun.year}年{item}费", total, "payable", counterparty=TAX_OFFICE, method="转账",
        document_type="财政票据", document_no=f"{one.rng.randint(10**9, 10**10 - 1)}", document_amount=total, category="其他",
    )  # fmt: skip
    return rows
