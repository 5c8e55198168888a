"""Keep the registers of contracts, debts and assets that some villages hand in, and count their tills."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from pipeline.demo import draw
from pipeline.demo.lists import FEWEST, SHARE
from pipeline.demo.village import COLLECTIVE, Movement, Row, Village

_WAYS = ("公开招标", "公开竞价", "三方询价", "竞争性谈判")


def plan(one: Village) -> None:
    """Choose which registers the village keeps, and enter its leases, debts and assets."""
    one.style["keeps"] = set()
    if len(one.county.places) < FEWEST:
        return
    one.style["keeps"] = {kind for kind in ("contract", "cash_count") if one.rng.random() < SHARE}
    if "contract" in one.style["keeps"]:
        for year in one.window.years:
            _shop(one, year)
            _land(one, year)
    if one.rng.random() < SHARE:
        _debts(one)
    if one.rng.random() < SHARE:
        _assets(one)


def _debts(one: Village) -> None:
    rng = one.rng
    builder, shop = (rng.choice(one.county.firms[trade]).name for trade in ("施工", "建材"))
    tenant = rng.choice(one.workers).name
    begun = one.window.first.year - 1  # what stood in the register of the year before is handed in, too
    owed = draw.money(rng, 20_000, 90_000), draw.money(rng, 3_000, 20_000), draw.money(rng, 1_000, 6_000)
    for year in range(begun, one.window.last.year + 1):
        owe(
            one,
            year,
            "债务",
            builder,
            owed[0],
            date(begun - 6, 9, 30),
            "村部建设尾款",
            settled=owed[0] // 300 * 100,
        )
        owe(one, year, "债务", shop, owed[1], date(begun - 4, 6, 18), "修渠材料款")
        owe(one, year, "债权", tenant, owed[2], date(begun - 2, 12, 31), "欠交林地承包费")


def owe(
    one: Village,
    year: int,
    direction: str,
    party: str,
    amount: int,
    day: date,
    purpose: str,
    *,
    settled: int = 0,
) -> Row:
    """Enter a debt in the register of a year."""
    return one.add(
        "debt", _year=year, direction=direction, party=party, amount=amount, incurred_on=day, settled=settled,
        balance=amount - settled, purpose=purpose,
    )  # fmt: skip


def _assets(one: Village) -> None:
    rng = one.rng
    built = one.window.first.year - rng.randint(5, 12)
    for number, (name, category, quantity, low, high) in enumerate(
        (
            ("村部办公用房", "房屋", 1, 200_000, 600_000), ("门面房", "房屋", 4, 90_000, 400_000),
            ("灌溉机井", "机器设备", 2, 30_000, 80_000), ("打印机", "办公设备", 1, 1_000, 3_000),
            ("东滩机动地", "资源", rng.randint(20, 90), 0, 0),
        ),
        start=1,
    ):  # fmt: skip
        own(
            one, f"ZC-{number:02}", name, date(built + number // 3, 6, 1 + number), category=category,
            quantity=quantity, original_value=draw.money(rng, low, high) if low else None,
        )  # fmt: skip


def own(one: Village, number: str, name: str, day: date, **facts: Any) -> Row:
    """Enter one thing in the register of the last year."""
    year = one.window.last.year
    return one.add("asset", _year=year, asset_no=number, asset_name=name, acquired_on=day, **facts)


def write(one: Village) -> None:
    """Enter the contracts that the projects tell of, where the village keeps such a register."""
    if "contract" in one.style["keeps"]:
        for year in one.window.years:
            _works(one, year)


def _income(one: Village, word: str, year: int) -> list[Movement]:
    return [
        m
        for m in one.movements
        if m.fund == COLLECTIVE and m.income and word in m.summary and m.day.year == year
    ]


def _shop(one: Village, year: int) -> None:
    paid = {y: _income(one, "门面房租金", y) for y in range(one.window.first.year, year + 1)}
    quarters = [movement for movements in paid.values() for movement in movements]
    rent, begun = quarters[0].income * 4, one.window.first.year - 2
    let(
        one, year, f"HT-{begun}-01", quarters[0].facts["counterparty"], "门面房租赁", rent,
        (date(begun, 1, 1), date(begun + 7, 12, 31)), rent * 2 + sum(m.income for m in quarters),
        resolution_no=f"JY-{begun - 1}-07",
    )  # fmt: skip


def _land(one: Village, year: int) -> None:
    """Enter two leases of one year, paid in advance."""
    for number, movement in enumerate(_income(one, "承包费", year)[:2], start=2):
        what = movement.summary.partition(f"{year}年")[2].removesuffix("费")
        let(
            one, year, f"HT-{year}-{number:02}", movement.facts["counterparty"], what, movement.income,
            (date(year, 1, 1), date(year, 12, 31)), movement.income,
        )  # fmt: skip


def let(
    one: Village, year: int, number: str, tenant: str, what: str, rent: int, term: tuple[date, date], received: int,
    **facts: Any,
) -> Row:  # fmt: skip
    """Enter a lease in the register of a year; ``received``: rent received from its beginning, in cents."""
    values: Row = {
        "_year": year, "contract_no": number, "counterparty": tenant, "subject": what, "rent_per_year": rent,
        "received": received, "signed_on": term[0] - timedelta(days=12), "starts_on": term[0], "ends_on": term[1],
        "procurement": "公开竞价",
    }  # fmt: skip
    return one.add("contract", **(values | facts))


def _works(one: Village, year: int) -> None:
    resolved: dict[Any, Any] = defaultdict(lambda: None)
    for movement in one.movements:
        if number := movement.facts.get("project_no"):
            resolved[number] = movement.facts.get("resolution_no")
    changed: dict[Any, set[tuple[Any, int]]] = defaultdict(set)
    for row in one.tables["project"]:
        changed[row.get("contract_no")].add((row.get("change_order_no"), row.get("change_amount") or 0))
    for row in {row.get("contract_no"): row for row in one.tables["project"]}.values():
        if row["started_on"].year == year and row.get("contract_no") and row.get("accepted_on"):
            build(
                one, year, row["contract_no"], row["contractor"], row["project_name"], row["contract_amount"],
                (row["started_on"], row["accepted_on"]), resolution_no=resolved[row["project_no"]],
                audited_amount=row["contract_amount"] + sum(amount for _, amount in changed[row["contract_no"]]),
            )  # fmt: skip


def build(
    one: Village,
    year: int,
    number: str,
    firm: str,
    what: str,
    amount: int,
    term: tuple[date, date],
    **facts: Any,
) -> Row:
    """Enter a contract for works or goods in the register of a year."""
    values: Row = {
        "_year": year, "contract_no": number, "counterparty": firm, "subject": what, "amount": amount,
        "signed_on": term[0] - timedelta(days=5), "starts_on": term[0], "ends_on": term[1],
        "procurement": _WAYS[len(what) % len(_WAYS)],
    }  # fmt: skip
    return one.add("contract", **(values | facts))


def count_tills(one: Village) -> None:
    """Count the till at the end of each half-year, where the village does, and find what its cash book says."""
    if "cash_count" not in one.style["keeps"]:
        return
    for month in one.window.months():
        if month.month in (6, 12):
            count(one, (month + timedelta(days=31)).replace(day=1) - timedelta(days=1))


def count(one: Village, day: date, **facts: Any) -> Row:
    """Count the till on one day."""
    balance = one.in_the_box(day)
    present = "、".join(
        officer.person.name for officer in one.officers if officer.post in {"监委会主任", "报账员"}
    )
    values: Row = {"counted_on": day, "book_balance": balance, "counted": balance, "present": present}
    return one.add("cash_count", **(values | facts))
