"""Flaws in lists of subsidies paid to households (FS01–FS07)."""

from __future__ import annotations

from datetime import date
from typing import Any

from pipeline.demo import draw
from pipeline.demo.draw import Person
from pipeline.demo.flaws.desk import Desk
from pipeline.demo.flaws.registry import HARD, MIDDLING, late_flaw
from pipeline.demo.lists import RATES, subsidise
from pipeline.demo.village import Officer, Row
from pipeline.demo.window import day_in


def people(desk: Desk, count: int) -> list[Person]:
    """Make up villagers who are in no register, each of another name."""
    found: dict[str, Person] = {}
    while len(found) < count:
        person = desk.person()
        found[person.name] = person
    return list(found.values())


def listed(
    desk: Desk, item: str, persons: list[Person], year: int = 0, tenths: int = 0, part: str = "", **facts: Any
) -> list[Row]:
    """List a subsidy for these persons, in good order: ``tenths`` of a mu each, or each his own."""
    year = year or desk.one.window.last.year
    day = day_in(date(year, 5, 1), desk.rng.randint(8, 26))
    return [
        subsidise(
            desk.one, item, year, day, person, tenths or desk.rng.randint(60, 150), _list=item + part, **facts
        )
        for person in persons
    ]


def worth(item: str, tenths: int) -> int:
    """Say what so many tenths of a mu are worth, in cents."""
    return tenths * RATES[item] // 10


# ── 数量乘标准 ────────────────────────────────────────────────────────


@late_flaw("FS01", "一户的金额比面积乘标准多三百元")
def one_gets_more(desk: Desk) -> None:
    rows = listed(desk, "草原禁牧补助", people(desk, 6))
    rows[2]["amount"] += 300_00
    desk.say("草原", 300_00)


@late_flaw("FS01", "一户多六十元，一户少六十元，合计不变", HARD)
def moved_between_two(desk: Desk) -> None:
    rows = listed(desk, "草原禁牧补助", people(desk, 6), tenths=240)
    rows[1]["amount"] += 60_00
    rows[4]["amount"] -= 60_00
    desk.say("草原", 120_00)


@late_flaw("FS01", "金额抹去了角和分", HARD, decoy=True)
def odd_cents_left_out(desk: Desk) -> None:
    for row, tenths in zip(
        listed(desk, "草原禁牧补助", people(desk, 5)), (67, 83, 91, 113, 149), strict=True
    ):
        row |= {"registered_quantity": tenths / 10, "quantity": tenths / 10}
        row["amount"] = worth("草原禁牧补助", tenths) // 100 * 100
    desk.say("草原")


@late_flaw("FS01", "面积写两位小数，金额四舍五入到角", HARD, decoy=True)
def rounded_to_the_dime(desk: Desk) -> None:
    for row, hundredths in zip(
        listed(desk, "草原禁牧补助", people(desk, 4)), (667, 833, 941, 1127), strict=True
    ):
        row |= {"registered_quantity": hundredths / 100, "quantity": hundredths / 100}
        row["amount"] = (hundredths * RATES["草原禁牧补助"] // 100 + 5) // 10 * 10
    desk.say("草原")


@late_flaw("FS01", "低保按月标准发放，金额是全年的", MIDDLING, decoy=True)
def a_year_of_months(desk: Desk) -> None:
    for row in listed(desk, "农村低保金", people(desk, 4), tenths=20):
        row["amount"] *= 12
    desk.say("低保")


# ── 确权（登记）数量 ──────────────────────────────────────────────────


@late_flaw("FS02", "一户的补贴面积比确权面积多四亩")
def more_than_the_deed(desk: Desk) -> None:
    row = listed(desk, "良种补贴", people(desk, 6))[3]
    row["registered_quantity"] -= 4
    desk.say("良种", worth("良种补贴", 40))


@late_flaw("FS02", "两户各比确权面积多半亩", HARD)
def half_a_mu_more(desk: Desk) -> None:
    rows = listed(desk, "良种补贴", people(desk, 6), tenths=85)
    for row in (rows[0], rows[5]):
        row["registered_quantity"] = 8
    desk.say("良种", 2 * worth("良种补贴", 5))


@late_flaw("FS02", "补贴的母猪比登记的存栏多三头", MIDDLING)
def more_than_the_pens(desk: Desk) -> None:
    row = listed(desk, "能繁母猪补贴", people(desk, 4), tenths=120)[1]
    row["registered_quantity"] = 9
    desk.say("养殖", worth("能繁母猪补贴", 30))


@late_flaw("FS02", "流转户没有填确权面积", MIDDLING, decoy=True)
def no_deed_of_his_own(desk: Desk) -> None:
    rows = listed(desk, "良种补贴", people(desk, 5))
    rows[0] |= {"registered_quantity": None, "quantity": 60.0, "amount": worth("良种补贴", 600)}
    desk.say("良种")


@late_flaw("FS02", "补贴面积比确权面积少半亩", HARD, decoy=True)
def less_than_the_deed(desk: Desk) -> None:
    for row in listed(desk, "良种补贴", people(desk, 5)):
        row["registered_quantity"] += 0.5
    desk.say("良种")


@late_flaw("FS02", "小数点后第三位的差", HARD, decoy=True)
def a_third_decimal(desk: Desk) -> None:
    rows = listed(desk, "良种补贴", people(desk, 5), tenths=83)
    rows[2]["registered_quantity"] = 8.2999
    desk.say("良种")


# ── 逐年增加 ──────────────────────────────────────────────────────────


def _two_years(desk: Desk, item: str, before: int, after: int, deed: int = 0) -> tuple[list[Row], list[Row]]:
    """List five households in two years; the first has another area in the later one."""
    persons, year = people(desk, 5), desk.one.window.last.year
    earlier = listed(desk, item, persons, year - 1, before, registered_quantity=before / 10)
    later = listed(desk, item, persons, year, before, registered_quantity=before / 10)
    later[0] |= {"quantity": after / 10, "amount": worth(item, after)}
    for row in (earlier[0], later[0]):
        row["registered_quantity"] = (deed or after) / 10
    return earlier, later


@late_flaw("FS03", "一户的面积比上年多一半，确权没有变")
def grown_by_half(desk: Desk) -> None:
    _two_years(desk, "公益林补偿", 100, 150)
    desk.say("公益林", worth("公益林补偿", 50))


@late_flaw("FS03", "一户的面积比上年多一成一", HARD)
def grown_by_a_little_more(desk: Desk) -> None:
    _two_years(desk, "公益林补偿", 100, 111)
    desk.say("公益林", worth("公益林补偿", 11))


@late_flaw("FS03", "一户的面积比上年正好多一成", HARD, decoy=True)
def grown_by_a_tenth(desk: Desk) -> None:
    _two_years(desk, "公益林补偿", 100, 110)
    desk.say("公益林")


@late_flaw("FS03", "面积多了，确权面积同样增加", MIDDLING, decoy=True)
def grown_with_the_deed(desk: Desk) -> None:
    earlier, _ = _two_years(desk, "公益林补偿", 100, 150)
    earlier[0]["registered_quantity"] = 10
    desk.say("公益林")


@late_flaw("FS03", "换了户主，面积是另一户的", HARD, decoy=True)
def another_of_that_name(desk: Desk) -> None:
    _, later = _two_years(desk, "公益林补偿", 100, 150)
    later[0]["id_no"] = draw.id_number(desk.rng)
    desk.say("公益林")


# ── 重复领取 ──────────────────────────────────────────────────────────


@late_flaw("FS04", "一人在两个组的名单上各领一份")
def in_two_lists(desk: Desk) -> None:
    persons = people(desk, 11)
    listed(desk, "农资综合补贴", persons[:6], tenths=90, part="一组")
    [*_, twice] = listed(desk, "农资综合补贴", [*persons[6:], persons[0]], tenths=75, part="二组")
    desk.say(persons[0].name, twice["amount"])


@late_flaw("FS04", "一份名单上同一人同样的一行写了两次", MIDDLING)
def the_same_line_again(desk: Desk) -> None:
    rows = listed(desk, "农资综合补贴", people(desk, 7))
    again = desk.one.add("subsidy_payment", **rows[1])
    desk.say(rows[1]["name"], again["amount"])


@late_flaw("FS04", "一人在两个村都领", HARD, villages=2)
def in_two_villages(desk: Desk) -> None:
    person = draw.person(desk.shared, set(), 1955)
    listed(desk, "农资综合补贴", people(desk, 5))
    [row] = listed(desk, "农资综合补贴", [person], tenths=60)
    desk.say(person.name, row["amount"])


@late_flaw("FS04", "上下半年各发一次，两份名单是同样的人", MIDDLING, decoy=True)
def in_two_halves(desk: Desk) -> None:
    persons = people(desk, 6)
    for part in ("上半年", "下半年"):
        listed(desk, "农资综合补贴", persons, tenths=50, part=part)
    desk.say("农资")


@late_flaw("FS04", "一人领两项不同的补贴", decoy=True)
def two_subsidies(desk: Desk) -> None:
    persons = people(desk, 5)
    listed(desk, "农资综合补贴", persons)
    listed(desk, "粮食直补", persons)


@late_flaw("FS04", "低保金分两个季度发，同样的人同样的钱", MIDDLING, decoy=True)
def by_the_quarter(desk: Desk) -> None:
    persons = people(desk, 4)
    for part in ("一季度", "二季度"):
        listed(desk, "农村低保金", persons, tenths=10, part=part)
    desk.say("低保")


@late_flaw("FS04", "同名的两人在两个组的名单上", HARD, decoy=True)
def a_namesake_in_another_group(desk: Desk) -> None:
    persons = people(desk, 10)
    other = Person(persons[0].name, draw.id_number(desk.rng), draw.account(desk.rng), "")
    listed(desk, "农资综合补贴", persons[:5], tenths=90, part="一组")
    listed(desk, "农资综合补贴", [*persons[5:], other], tenths=75, part="二组")
    desk.say("农资")


# ── 村干部领取 ────────────────────────────────────────────────────────


def _officers(desk: Desk, tenths: int, others: int, item: str = "粮食直补") -> list[Row]:
    """List two officers who have ``tenths`` each, and ten villagers who have ``others`` each."""
    rows = listed(desk, item, [officer.person for officer in desk.one.officers[:2]], tenths=tenths)
    listed(desk, item, people(desk, 10), tenths=others)
    return rows


@late_flaw("FS05", "书记和主任两户占全村补贴的一半")
def half_to_officers(desk: Desk) -> None:
    rows = _officers(desk, 400, 80)
    desk.say("粮食直补", sum(row["amount"] for row in rows))


@late_flaw("FS05", "书记的配偶领了三成二", HARD)
def to_the_wife(desk: Desk) -> None:
    relatives = desk.one.tables["official"][0]["relatives"]
    name = relatives.partition("、")[0].removeprefix("配偶：")
    wife = Person(name, draw.id_number(desk.rng), draw.account(desk.rng), "")
    [row] = listed(desk, "粮食直补", [wife], tenths=320)
    listed(desk, "粮食直补", people(desk, 8), tenths=85)
    desk.say("粮食直补", row["amount"])


@late_flaw("FS05", "书记和主任两户正好占三成", HARD, decoy=True)
def three_tenths_to_officers(desk: Desk) -> None:
    _officers(desk, 150, 70)
    desk.say("粮食直补")


@late_flaw("FS05", "领得多的与主任同名，身份证号不同", HARD, decoy=True)
def namesake_of_the_head(desk: Desk) -> None:
    head = desk.one.officers[1].person
    listed(
        desk,
        "粮食直补",
        [Person(head.name, draw.id_number(desk.rng), draw.account(desk.rng), "")],
        tenths=500,
    )
    listed(desk, "粮食直补", people(desk, 6), tenths=70)
    desk.say("粮食直补")


# ── 别人名下 ──────────────────────────────────────────────────────────


def _payees(desk: Desk, count: int) -> list[Row]:
    """List households with the names that their accounts are in."""
    rows = listed(desk, "退耕还林补助", people(desk, count), desk.one.window.last.year - 1)
    for row in rows:
        row["payee_name"] = row["name"]
    return rows


@late_flaw("FS06", "三户的钱打到一名委员的卡上")
def to_the_card_of_an_officer(desk: Desk) -> None:
    officer: Officer = next(o for o in desk.one.officers if o.post == "委员")
    rows = _payees(desk, 7)[1:4]
    for row in rows:
        row |= {"payee_name": officer.person.name, "payee_account": officer.person.account}
    desk.say(officer.person.name, sum(row["amount"] for row in rows))


@late_flaw("FS06", "一户的钱打到外人的卡上", MIDDLING)
def to_the_card_of_a_stranger(desk: Desk) -> None:
    stranger, row = desk.person(), _payees(desk, 6)[4]
    row |= {"payee_name": stranger.name, "payee_account": stranger.account}
    desk.say(stranger.name, row["amount"])


@late_flaw("FS06", "户名后面注明小组", MIDDLING, decoy=True)
def group_in_brackets(desk: Desk) -> None:
    for row in _payees(desk, 5):
        row["payee_name"] += "（二组）"


@late_flaw("FS06", "户名中间有空格", decoy=True)
def blank_in_the_name(desk: Desk) -> None:
    for row in _payees(desk, 5):
        row["payee_name"] = "  ".join(row["name"])


@late_flaw("FS06", "打到村合作社的账户代发", HARD, decoy=True)
def to_the_cooperative(desk: Desk) -> None:
    for row in _payees(desk, 5)[:2]:
        row |= {"payee_name": desk.one.place.org_name, "payee_account": None}


# ── 签领 ──────────────────────────────────────────────────────────────


@late_flaw("FS07", "别的户都签了字，一户没有签")
def one_did_not_sign(desk: Desk) -> None:
    row = listed(desk, "实际种粮农民补贴", people(desk, 7), desk.one.window.last.year - 1)[5]
    row["signed"] = None
    desk.say("种粮", row["amount"])


@late_flaw("FS07", "两户写着未签字", HARD)
def told_not_to_have_signed(desk: Desk) -> None:
    rows = listed(desk, "实际种粮农民补贴", people(desk, 7), desk.one.window.last.year - 1)
    rows[1]["signed"], rows[2]["signed"] = "未签字", "外出未签"
    desk.say("种粮", rows[1]["amount"] + rows[2]["amount"])


@late_flaw("FS07", "名单没有录入签字", MIDDLING, decoy=True)
def nobody_signed(desk: Desk) -> None:
    listed(desk, "实际种粮农民补贴", people(desk, 6), desk.one.window.last.year - 1, signed=None)


@late_flaw("FS07", "由儿子代签，或按手印", MIDDLING, decoy=True)
def signed_by_others(desk: Desk) -> None:
    rows = listed(desk, "实际种粮农民补贴", people(desk, 6), desk.one.window.last.year - 1)
    rows[0]["signed"], rows[3]["signed"] = "其子代签", "按手印"
