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


MAKERS = {
    "official": official, "allowance": allowance, "aid_payment": aid_payment, "hardship_register": hardship_register,
}  # fmt: skip
