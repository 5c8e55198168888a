"""Registers and lists: matters, projects, notices, receipt books, accounts, ratings, villages."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from tests.bench_reading.facts.plain import (
    FIRMS,
    Row,
    account,
    cents,
    days,
    decimal,
    digits,
    money,
    person,
    uscc,
    villages,
)  # fmt: skip

MATTERS = (
    "修建三组机耕道", "购置村部办公设备", "红利再投入茶叶合作社", "硬化文化广场", "安装巷道路灯", "整治村内排水沟",
    "调整村干部误工补贴", "发展高山蔬菜种植",
)  # fmt: skip
BUILDERS = ("永固建筑劳务有限公司", "宏源水利工程队", "鑫磊建设有限公司", "顺达路桥有限公司")


def resolution(rng: Random, count: int, year: int) -> list[Row]:
    """Matters on their way: each step days after the one before."""
    made: list[Row] = []
    for number, first in enumerate(days(rng, year, count)):
        steps = [first]
        for gap in (4, 6, 9, 2, 41):
            steps.append(steps[-1] + timedelta(days=gap + number % 3))
        due = rng.randint(30, 48)
        present = due - rng.randint(1, 6)
        made.append({
            "resolution_no": f"{year}-决-{number + 1:02}", "subject": MATTERS[number % len(MATTERS)],
            "amount": money(cents(rng, 2_000, 80_000)), "meeting_type": ("村民代表会议", "村民会议")[number % 2],
            "proposed_on": steps[0].isoformat(), "consulted_on": steps[1].isoformat(),
            "deliberated_on": steps[2].isoformat(), "resolved_on": steps[3].isoformat(),
            "decision_published_on": steps[4].isoformat(), "result_published_on": steps[5].isoformat(),
            "due": str(due), "present": str(present), "agreed": str(present - rng.randint(1, 4)),
            "emergency": ("否", "否", "是")[number % 3], "supervisor_count": str(3 + number % 2),
            "seal_count": str(4 + number % 2),
        })  # fmt: skip
    return made


def project(rng: Random, count: int, year: int) -> list[Row]:
    """Works from budget to acceptance."""
    made: list[Row] = []
    for number, day in enumerate(days(rng, year, count)):
        contract = rng.randint(20, 300) * 100_000
        made.append({
            "project_no": f"XM{year}-{number + 1:02}", "project_name": f"{MATTERS[number % 8]}工程",
            "category": ("道路", "水利", "公共设施")[number % 3], "funds": "财政衔接资金", "budget": money(contract + 1_200_000),
            "approved_amount": money(contract + 800_000), "contract_no": f"HT{year}{digits(rng, 4)}",
            "contract_amount": money(contract), "contractor": BUILDERS[number % 4], "contractor_uscc": uscc(rng),
            "change_order_no": f"BG-{number + 1:02}", "change_amount": money(rng.randint(1, 40) * 10_000),
            "started_on": day.isoformat(), "accepted_on": (day + timedelta(days=95)).isoformat(),
            "progress": decimal(rng.choice((0.35, 0.6, 0.8, 0.95))),
        })  # fmt: skip
    return made


def publication(rng: Random, count: int, year: int) -> list[Row]:
    """Notices: what they cover, when they hung."""
    made: list[Row] = []
    for number in range(count):
        first = date(year, number % 10 + 1, 1)
        last = date(year, number % 10 + 2, 1) - timedelta(days=1)
        hung = last + timedelta(days=14)
        made.append({
            "subject": ("财务收支", "专项资金", "红利使用", "决议")[number % 4], "fund": ("集体资金", "专项资金")[number % 2],
            "covers_from": first.isoformat(), "covers_to": last.isoformat(), "published_on": hung.isoformat(),
            "withdrawn_on": (hung + timedelta(days=12)).isoformat(), "place": "村部公开栏",
            "evidence_no": f"ZP{year}{number + 1:03}",
        })  # fmt: skip
    return made


def receipt_book(rng: Random, count: int, year: int) -> list[Row]:
    """Books of fifty receipts."""
    made: list[Row] = []
    first = int(digits(rng, 7)) // 100 * 100 + 1
    for number, day in enumerate(days(rng, year, count)):
        made.append({
            "document_type": ("往来收据", "收据", "财政票据")[number % 3], "book_no": f"第{number + 1}本",
            "first_no": f"{first + number * 50:08}", "last_no": f"{first + number * 50 + 49:08}",
            "issued_on": day.isoformat(), "returned_on": (day + timedelta(days=120)).isoformat() if number % 2 else "",
            "voided": f"{first + number * 50 + 7:08}",
        })  # fmt: skip
    return made


def bank_account(rng: Random, count: int, year: int) -> list[Row]:
    """Accounts of a village."""
    return [
        {
            "account_no": account(rng), "account_name": f"{place['village_name']}股份经济合作社",
            "bank": ("农村商业银行柳溪支行", "农业银行石桥支行", "邮储银行城关支行")[number % 3],
            "fund": ("集体资金", "专项资金", "关爱资金")[number % 3], "opened_on": f"{year - 3}-0{number % 8 + 1}-{13 + number}",
            "closed_on": f"{year}-0{number % 8 + 1}-{14 + number}" if number % 3 == 1 else "", **place,
        }
        for number, place in enumerate(villages(rng, min(count, 8)))
    ]  # fmt: skip


def star_rating(rng: Random, count: int, year: int) -> list[Row]:
    """Ratings of villages."""
    return [
        {
            "year": str(year), "stars": str(number % 4 + 2), "rated_on": f"{year + 1}-01-{14 + number}",
            "document_no": f"柳组发〔{year + 1}〕{number + 3}号", **place,
        }
        for number, place in enumerate(villages(rng, min(count, 8)))
    ]  # fmt: skip


def village(rng: Random, count: int, year: int) -> list[Row]:
    """The register."""
    return [
        {
            "county": "柳溪县", "households": str(rng.randint(180, 700)), "population": str(rng.randint(900, 2900)),
            "region_type": ("川区", "山区")[number % 2], "org_name": f"{place['village_name']}股份经济合作社",
            "org_uscc": "N2433101" + digits(rng, 10), "valid_from": f"{2005 + number}-0{number % 8 + 1}-{13 + number}",
            "valid_to": f"{year}-12-{13 + number}" if number == 2 else "", **place,
        }
        for number, place in enumerate(villages(rng, min(count, 9)))
    ]  # fmt: skip


LETTINGS = ("后山茶园出租", "旧村部门面出租", "鱼塘承包", "东河滩荒地承包", "晒场出租")


def contract(rng: Random, count: int, year: int) -> list[Row]:
    """Lettings: rent by the year, what came in so far."""
    made: list[Row] = []
    for number, day in enumerate(days(rng, year - 2, count)):
        rent, years = rng.randint(20, 300) * 10_000, rng.randint(3, 9)
        made.append({
            "contract_no": f"HT{year}-{number + 1:02}", "counterparty": person(rng), "subject": LETTINGS[number % 5],
            "amount": money(rent * years), "rent_per_year": money(rent), "received": money(rent * (1 + number % 2)),
            "signed_on": day.isoformat(), "starts_on": (day + timedelta(days=9 + number)).isoformat(),
            "ends_on": f"{day.year + years}-{day.month:02}-{day.day:02}",
            "procurement": ("招标", "竞价", "直接发包")[number % 3], "audited_amount": money(rent * years - 120_000),
            "resolution_no": f"{year - 2}-决-{number + 1:02}",
        })  # fmt: skip
    return made


def asset(rng: Random, count: int, year: int) -> list[Row]:
    """Houses, machines and land."""
    made: list[Row] = []
    for number, day in enumerate(days(rng, year - 6, count)):
        value = rng.randint(8, 400) * 100_000
        made.append({
            "asset_no": f"ZC-{number + 1:03}", "asset_name": ("旧村部门面", "鱼塘", "东河滩荒地", "抽水机房")[number % 4],
            "category": ("经营性资产", "资源性资产")[number % 2], "quantity": decimal(rng.randint(2, 90)),
            "original_value": money(value), "lessee": person(rng), "rent_due": money(rng.randint(2, 60) * 10_000),
            "acquired_on": day.isoformat(), "disposed_on": (day + timedelta(days=1500)).isoformat(),
            "disposal_amount": money(value // 7), "resolution_no": f"{year - 6}-决-{number + 1:02}",
        })  # fmt: skip
    return made


def debt(rng: Random, count: int, year: int) -> list[Row]:
    """What is owed, of which a part is paid."""
    made: list[Row] = []
    for number, day in enumerate(days(rng, year - 3, count)):
        amount = cents(rng, 2_000, 90_000)
        settled = amount // (3 + number % 4)
        made.append({
            "direction": ("债权", "债务")[number % 2], "party": rng.choice(FIRMS) if number % 3 else person(rng),
            "amount": money(amount), "incurred_on": day.isoformat(),
            "due_on": (day + timedelta(days=700)).isoformat(), "settled": money(settled),
            "balance": money(amount - settled), "purpose": ("村道硬化尾款", "欠交承包费", "修渠垫款")[number % 3],
            "resolution_no": f"{year - 3}-决-{number + 1:02}",
        })  # fmt: skip
    return made


def cash_count(rng: Random, count: int, year: int) -> list[Row]:
    """Counts of the till, some with IOUs."""
    made: list[Row] = []
    for number, day in enumerate(days(rng, year, count)):
        counted, owed = cents(rng, 300, 6_000), 10_000 * (number % 3 + 1)
        made.append({
            "counted_on": day.isoformat(), "counted": money(counted), "book_balance": money(counted + owed),
            "iou_amount": money(owed), "present": f"{person(rng)}、{person(rng)}",
        })  # fmt: skip
    return made


def income_base(rng: Random, count: int, year: int) -> list[Row]:
    """Rural income per head, a year a line."""
    return [
        {
            "county": "柳溪县",
            "year": str(year - 5 + number),
            "income_per_head": money(rng.randint(9_800, 16_400) * 100),
        }
        for number in range(min(count, 6))
    ]


MAKERS = {
    "resolution": resolution, "project": project, "publication": publication, "receipt_book": receipt_book,
    "bank_account": bank_account, "star_rating": star_rating, "village": village, "income_base": income_base,
    "contract": contract, "asset": asset, "debt": debt, "cash_count": cash_count,
}  # fmt: skip
