"""Rolls of persons: cadres and their pay, help for members, hardship."""

from __future__ import annotations

from random import Random

from tests.bench_reading.facts.plain import Row, account, days, digits, id_no, money, people

POSTS = ("党支部书记", "村委会主任", "副书记", "文书", "妇女主任", "监委会主任", "报账员", "委员")
WHY = ("因病致困", "重大疾病", "家庭成员残疾", "意外事故", "子女上学", "年老体弱")


def official(rng: Random, count: int, year: int) -> list[Row]:
    """Cadres and supervisors in office."""
    names = people(rng, count * 2)
    return [
        {
            "name": names[number], "post": POSTS[number % len(POSTS)],
            "body": ("两委", "两委", "两委", "两委", "两委", "监委会", "报账员", "监委会")[number % 8],
            "id_no": id_no(rng), "bank_account": account(rng), "phone": "13" + digits(rng, 9),
            "relatives": names[count + number], "in_office_from": f"{year - 2}-{number % 3 + 1:02}-{15 + number}",
            "in_office_to": f"{year + 1}-{number % 5 + 1:02}-{14 + number}" if number % 3 == 2 else "",
        }
        for number in range(count)
    ]  # fmt: skip


def allowance(rng: Random, count: int, year: int) -> list[Row]:
    """Pay for days: days × rate = amount."""
    made: list[Row] = []
    for number, name in enumerate(people(rng, count)):
        worked = rng.randint(4, 26)
        made.append({
            "year": str(year), "month": str(3 + number % 2), "name": name, "id_no": id_no(rng),
            "post": POSTS[number % len(POSTS)], "item": ("误工补贴", "职务补贴")[number % 2], "days": str(worked),
            "amount": money(worked * 8_000), "payee_account": account(rng), "paid_on": f"{year}-05-{13 + number}",
        })  # fmt: skip
    return made


def aid_payment(rng: Random, count: int, year: int) -> list[Row]:
    """Help handed out to persons."""
    dates = days(rng, year, count)
    return [
        {
            "fund": ("关爱资金", "集体资金")[number % 2], "year": str(year), "paid_on": dates[number].isoformat(),
            "name": name, "id_no": id_no(rng), "reason": WHY[number % len(WHY)],
            "amount": money(rng.choice((300, 500, 800, 1000, 1200)) * 100), "payee_account": account(rng), "signed": name,
        }
        for number, name in enumerate(people(rng, count))
    ]  # fmt: skip


def hardship_register(rng: Random, count: int, year: int) -> list[Row]:
    """Members in hardship."""
    dates = days(rng, year, count)
    return [
        {
            "name": name,
            "id_no": id_no(rng),
            "category": WHY[number % len(WHY)],
            "registered_on": dates[number].isoformat(),
        }
        for number, name in enumerate(people(rng, count))
    ]


def subsidy_payment(rng: Random, count: int, year: int) -> list[Row]:
    """Subsidies by area: area × rate = amount, a rate for each item."""
    made: list[Row] = []
    for number, name in enumerate(people(rng, count)):
        area, rate = rng.randint(4, 60), (80, 125, 15)[number % 3]
        made.append({
            "item": ("耕地地力保护补贴", "退耕还林补助", "良种补贴")[number % 3], "year": str(year), "name": name,
            "id_no": id_no(rng), "household_no": f"{number + 1:04}", "quantity": f"{area / 4:g}", "rate": str(rate),
            "amount": money(area * rate * 25), "registered_quantity": f"{area / 4 + number % 4:g}",
            "payee_name": name, "payee_account": account(rng), "paid_on": f"{year}-06-{11 + number % 15}",
            "signed": name,
        })  # fmt: skip
    return made


def labour(rng: Random, count: int, year: int) -> list[Row]:
    """Work by the day: days × rate = amount."""
    made: list[Row] = []
    witness = people(rng, 1)[0]
    for number, name in enumerate(people(rng, count)):
        worked, rate = rng.randint(2, 9), 100 + 10 * (number % 3)
        made.append({
            "project_no": f"XM-{number % 2 + 1}", "work": ("清理水渠", "栽树", "修涵洞")[number % 3],
            "worked_from": f"{year}-04-{10 + number % 3}", "worked_to": f"{year}-04-{20 + number % 8}",
            "days": str(worked), "rate": str(rate), "name": name, "id_no": id_no(rng),
            "amount": money(worked * rate * 100), "payee_account": account(rng), "signed": name, "witness": witness,
        })  # fmt: skip
    return made


def collection(rng: Random, count: int, year: int) -> list[Row]:
    """Money collected for others and handed on a few days later."""
    collector = people(rng, 1)[0]
    return [
        {
            "item": ("医保", "水费", "电费")[number % 3], "name": name, "amount": money(rng.randint(30, 800) * 100),
            "collected_on": f"{year}-10-{10 + number % 15}", "receipt_no": f"{12300 + number:07}",
            "remitted_on": f"{year}-11-{10 + number % 15}", "remitted_amount": money(rng.randint(30, 800) * 100),
            "collector": collector,
        }
        for number, name in enumerate(people(rng, count))
    ]  # fmt: skip


MAKERS = {
    "official": official, "allowance": allowance, "aid_payment": aid_payment, "hardship_register": hardship_register,
    "subsidy_payment": subsidy_payment, "labour": labour, "collection": collection,
}  # fmt: skip
