"""Settle a village before its books begin: people in office, accounts, stars, habits of its bookkeeper."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from pipeline.demo import draw
from pipeline.demo.places import COUNTY, County, Place
from pipeline.demo.village import CARE, COLLECTIVE, OFFICE, RED, SPECIAL, USUAL_FUNDS, Officer, Row, Village
from pipeline.demo.window import Window, day_in, next_workday

_POSTS = (
    ("村党组织书记", "两委", 100),
    ("村委会主任", "两委", 100),
    ("副书记", "两委", 80),
    ("委员", "两委", 60),
    ("监委会主任", "监委会", 0),
    ("监委会委员", "监委会", 0),
    ("监委会委员", "监委会", 0),
    ("报账员", "报账员", 0),
)
POST_COEFFICIENTS = {post: coefficient for post, _, coefficient in _POSTS if 0 < coefficient < 100}
_HARDSHIPS = ("因病致困", "因残致困", "老党员", "突发事故", "家庭缺劳力")
_ACCOUNT_NAMES = {OFFICE: "办公经费户", SPECIAL: "专项资金户", CARE: "党内关爱资金户"}


def village(place: Place, county: County, window: Window, seed: int) -> Village:
    """Settle one village; everything about it follows from ``seed`` and its code."""
    one = Village(place, county, window, Random(f"{seed}/{place.code}"))
    taken: set[str] = set()
    _officers(one, taken)
    _former(one)
    rng = one.rng
    one.workers = [draw.person(rng, taken, 1958) for _ in range(rng.randint(14, 22))]
    _hardship(one, taken)
    _stars(one)
    _accounts(one)
    _habits(one)
    return one


def _officers(one: Village, taken: set[str]) -> None:
    rng = one.rng
    since = date(one.window.first.year - 2, rng.randint(1, 3), rng.randint(1, 28))
    for post, body, coefficient in _POSTS:
        person = draw.person(rng, taken, 1964)
        one.officers.append(Officer(person, post, body, coefficient))
        relatives = f"配偶：{draw.person(rng, taken).name}、子：{draw.person(rng, taken).name}"
        one.add(
            "official", name=person.name, post=post, body=body, id_no=person.id_no, bank_account=person.account,
            phone=person.phone, relatives=relatives, in_office_from=since,
        )  # fmt: skip


def _former(one: Village) -> None:
    """Have two in a third of the villages who were in office for years, and left before the window."""
    rng = Random(f"{one.place.code}/former")
    if rng.random() > 1 / 3:
        return
    taken = {row["name"] for row in one.tables["official"]}
    for post in ("村党组织书记", "村委会主任"):
        person, years = draw.person(rng, taken, 1945), rng.randint(4, 31)
        left = one.window.first.year - rng.randint(3, 6)
        one.former.append((person, years))
        one.add(
            "official", name=person.name, post=post, body="两委", id_no=person.id_no, bank_account=person.account,
            phone=person.phone, in_office_from=date(left - years, 3, 1), in_office_to=date(left, 3, 31),
        )  # fmt: skip


def _hardship(one: Village, taken: set[str]) -> None:
    rng = one.rng
    for _ in range(rng.randint(8, 14)):
        enrol(one, taken)


def enrol(one: Village, taken: set[str]) -> draw.Person:
    """Enter one more person into the hardship register, a year before the window begins."""
    rng = one.rng
    person = draw.person(rng, taken, 1942)
    one.hardship.append(person)
    one.add(
        "hardship_register", name=person.name, id_no=person.id_no, category=rng.choice(_HARDSHIPS),
        registered_on=date(one.window.first.year - 1, rng.randint(1, 12), rng.randint(1, 28)),
    )  # fmt: skip
    return person


def _stars(one: Village) -> None:
    rng = one.rng
    stars = rng.choices((0, 1, 2, 3, 4, 5), (2, 10, 25, 35, 20, 8))[0]
    for year in one.window.years:
        if year > one.window.first.year and rng.random() < 0.2 and stars:
            stars = min(5, max(1, stars + rng.choice((-1, 1))))
        one.stars[year] = stars
        one.add(
            "star_rating", year=year, stars=stars, rated_on=day_in(date(year, 1, 1), rng.randint(6, 14)),
            document_no=f"青党组〔{year}〕3号",
        )  # fmt: skip
        _steps(one, one.tables["star_rating"][-1])


def _steps(one: Village, rating: Row) -> None:
    """Register the steps that led to a rating, from the village's own opinion to what people think of it."""
    if not rating["stars"]:
        return
    rng = Random(f"{one.place.code}/steps/{rating['year']}")
    day = date(rating["year"] - 1, 11, rng.randint(3, 14))
    for event in ("自评", "申报", "审核", "考评", "测评"):
        stars = min(5, rating["stars"] + rng.randint(0, 1)) if event in {"自评", "考评"} else None
        one.add("star_rating", year=rating["year"], stars=stars, event=event, rated_on=next_workday(day))
        day += timedelta(days=rng.randint(3, 11))
    if rng.random() < 1 / 4:
        one.add(
            "star_rating", year=rating["year"], event="提醒", rated_on=day_in(date(rating["year"], 4, 1), 16),
            reason=rng.choice(("党务公开不及时", "“三会一课”记录不全")),
        )  # fmt: skip


def _accounts(one: Village) -> None:
    rng = one.rng
    has_red = rng.random() < 0.75
    for fund in USUAL_FUNDS:
        if fund == RED and not has_red:
            continue
        number = "2901" + draw.digits(rng, 12)
        holder = f"{COUNTY}{one.place.stem}红色农业发展有限公司" if fund == RED else one.place.org_name
        suffix = _ACCOUNT_NAMES.get(fund)
        one.accounts[fund] = number
        one.add(
            "bank_account", account_no=number, account_name=f"{holder}（{suffix}）" if suffix else holder,
            bank=f"{COUNTY}农村商业银行{one.place.township[:-1]}支行", fund=fund,
            opened_on=date(one.window.first.year - rng.randint(3, 8), rng.randint(1, 12), rng.randint(1, 28)),
        )  # fmt: skip
        low = 90_000 if fund == COLLECTIVE else 20_000
        one.openings[fund] = draw.money(rng, low, low * 3)


def _habits(one: Village) -> None:
    rng = one.rng
    one.style = {
        "words": rng.choice(("记", "收付转", "现银转")),
        "payroll": rng.choice(("合计", "逐人")),
        "receipt": rng.choice(("财政票据", "收据")),
        "layout": rng.choice(("月度账册", "分类年账", "年度合订")),
        "broadband": rng.choice((109_00, 129_00, 169_00, 199_00)),
    }
