"""Plan the service fund: grants by stars, and projects from proposal to acceptance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from pipeline.demo.village import SPECIAL, Movement, Row, Transfer, Village
from pipeline.demo.window import day_in, next_workday, workday

STANDARD = {stars: stars * 100_000_00 for stars in range(1, 6)}
GRANT_DAYS = 30  # until what is sent down has to be paid
_WORKS = {
    "公益事业": (
        "村组道路硬化工程", "农田灌溉渠道维修工程", "太阳能路灯安装工程", "人居环境整治工程", "村文化广场改造工程",
        "自来水管网改造工程", "村级排水沟建设工程", "小型水坝加固工程", "农村公厕改造工程", "护坡挡土墙工程",
    ),
    "产业扶持": ("蔬菜大棚提升改造工程", "果园节水滴灌工程", "养殖小区配套设施工程", "冷库附属设施工程"),
}  # fmt: skip


@dataclass(slots=True)
class Project:
    """A project's row, the resolution it rests on and the payments for it."""

    row: Row
    resolution: Row
    payments: list[Movement]


def plan(one: Village) -> None:
    """Grant the standard of each year's stars in two payments and spend most of it on projects."""
    works = [(category, work) for category, names in _WORKS.items() for work in names]
    for year in one.window.years:
        standard = STANDARD.get(one.stars[year], 0)
        _grants(one, year, standard)
        halves = [half for half in (1, 7) if one.window.holds(date(year, half + 5, 28))]
        # what is granted in full by June is spent half and half; the second half-year may lie outside
        for half in halves if standard else ():
            count = one.rng.randint(2, 3) if standard > 100_000_00 else 2
            weights = [one.rng.uniform(0.85, 1.15) for _ in range(count)]
            share = standard * one.rng.uniform(0.44, 0.485)
            for weight, (category, work) in zip(weights, one.rng.sample(works, count), strict=True):
                cost = round(share * weight / sum(weights)) // 10_000 * 10_000 + one.rng.randint(0, 9999)
                project(one, date(year, half, 1), category, work, cost)


def _grants(one: Village, year: int, standard: int) -> None:
    for part, month in enumerate((2, 5) if standard else ()):
        amount = standard // 2
        paid = day_in(date(year, month, 1), one.rng.randint(8, 20))
        document = f"青财农〔{year}〕{12 + 9 * part}号"
        one.add(
            "grant", year=year, fund=SPECIAL, amount=amount, approved_amount=standard, paid_on=paid,
            document_no=document, payee_account=one.accounts[SPECIAL], **chain(paid, amount),
        )  # fmt: skip
        one.receive(
            paid, SPECIAL, f"收到{year}年为民服务和发展专项资金（第{part + 1}次拨付）", amount, "special",
            counterparty="青禾县财政局", method="转账", document_type="财政票据", receipted=True,
            bank_lag=-one.rng.randint(0, 1),
        )  # fmt: skip


def chain(paid: date, amount: int) -> Row:
    """Say when a grant paid on ``paid`` was approved and sent down."""
    rng = Random(f"{paid}/{amount}")
    sent_down = paid - timedelta(days=rng.randint(6, GRANT_DAYS - 5))
    approved = sent_down - timedelta(days=rng.randint(3, 20))
    return {"approved_on": workday(approved), "sent_down": amount, "sent_down_on": workday(sent_down)}


def project(one: Village, half: date, category: str, work: str, cost: int) -> Project:
    """Run one project through half a year: resolution, contract, two payments, acceptance."""
    rng = one.rng
    name = f"{one.place.name}{rng.choice(('一组', '二组', '三组', '村部片区', '主干道'))}{work}"
    number = one.number("XM", half.year)
    accepted = day_in(half.replace(month=half.month + 4), rng.randint(6, 17))
    resolution = one.resolve(
        f"{name}立项",
        cost,
        next_workday(half + timedelta(days=rng.randint(4, 9))),
        accepted + timedelta(days=10),
    )
    matter = one.tables["resolution"][-1]
    earliest = max(matter["decision_published_on"] + timedelta(days=8), half + timedelta(days=50))
    begun = next_workday(earliest + timedelta(days=rng.randint(0, 6)))
    advance = cost * 3 // 10 // 10_000 * 10_000
    first = next_workday(begun + timedelta(days=rng.randint(5, 12)))
    contractor = one.firm("施工", first)
    contract = f"HT{half.year}-{number[-2:]}-{one.place.code[-3:]}"
    row = one.add(
        "project", project_no=number, project_name=name, category=category, funds=SPECIAL, budget=cost * 104 // 100,
        approved_amount=cost, contract_no=contract, contract_amount=cost, contractor=contractor.name,
        contractor_uscc=contractor.uscc, started_on=begun, accepted_on=accepted, progress="1.0",
    )  # fmt: skip
    stages = (
        (first, advance, "进度款"),
        (next_workday(accepted + timedelta(days=5)), cost - advance, "结算款"),
    )
    payments = [
        one.buy(
            day, SPECIAL, f"支付{name}{stage}", amount, "works", contractor, category=category, project_no=number,
            resolution_no=resolution, bank_lag=rng.randint(0, 2),
        )
        for day, amount, stage in stages
    ]  # fmt: skip
    one.transfers.append(Transfer(stages[1][0], f"{name}完工转入固定资产", "fixed", "works", cost))
    one.transfers.append(Transfer(stages[1][0], f"{name}资金转入公积公益金", "special", "reserve", cost))
    return Project(row, matter, payments)
