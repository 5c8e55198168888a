"""Flaws in pay by post, days of work, what former cadres get, and bonuses (CAD05–CAD08)."""

from __future__ import annotations

from datetime import date, timedelta

from pipeline.demo.draw import Person, id_number
from pipeline.demo.flaws.desk import Desk
from pipeline.demo.flaws.registry import HARD, MIDDLING, late_flaw
from pipeline.demo.flaws.rolls import allowances_of, pay_more
from pipeline.demo.standards import FORMER, LIVING, most
from pipeline.demo.village import COLLECTIVE, OFFICE, Row
from pipeline.demo.window import day_in


def _pay(desk: Desk, person: Person, day: date, item: str, amount: int, **facts: object) -> Row:
    """Pay one person one allowance: in the roll and in the books."""
    desk.one.pay(
        day, OFFICE, f"发放{person.name}{item}", amount, "wages", counterparty=person.name, method="代发",
        counterparty_account=person.account, document_type="自制凭证", category="人员报酬",
    )  # fmt: skip
    return desk.one.add(
        "allowance", **{"year": day.year, "month": day.month, "name": person.name, "id_no": person.id_no, "item": item,
        "amount": amount, "payee_account": person.account, "paid_on": day} | facts,
    )  # fmt: skip


# ── 高于本职务的标准 ──────────────────────────────────────────────────


def _up_to(desk: Desk, post: str, beyond: int, item: str = "绩效补贴") -> None:
    """Pay what brings a year's pay so far beyond what the county allows somebody in this post."""
    year = desk.one.window.first.year
    limit = most(desk.one.county, year, post)
    assert limit
    paid = sum(row["amount"] for row in allowances_of(desk, post, year))
    _pay(desk, desk.one.with_post(post), date(year, 12, 24), item, limit - paid + beyond, post=post)


@late_flaw("CAD05", "书记加发绩效，全年高出上限两千元", months=12, area="payroll")
def far_above_the_limit(desk: Desk) -> None:
    _up_to(desk, "村党组织书记", 2_000_00)
    desk.say(desk.one.with_post("村党组织书记").name, 2_000_00)


@late_flaw("CAD05", "副书记全年高出上限一百五十元", HARD, months=12, area="payroll")
def just_above_the_limit(desk: Desk) -> None:
    _up_to(desk, "副书记", 150_00)
    desk.say(desk.one.with_post("副书记").name, 150_00)


@late_flaw("CAD05", "主任全年正好领到上限", HARD, decoy=True, months=12, area="payroll")
def at_the_limit(desk: Desk) -> None:
    _up_to(desk, "村委会主任", 0)


@late_flaw(
    "CAD05",
    "副书记另领误工补贴，加起来高出上限",
    MIDDLING,
    decoy=True,
    months=12,
    area="payroll",
    also=("ST02",),
)
def paid_by_the_day_besides(desk: Desk) -> None:
    _up_to(desk, "副书记", 900_00, "误工补贴")


# ── 误工天数多于当月天数 ──────────────────────────────────────────────


def _days(desk: Desk, month: int, days: int) -> Row:
    """Let the head of the supervisors be paid for so many days of a month."""
    year = desk.one.window.first.year
    row = next(r for r in allowances_of(desk, "监委会主任", year) if r["month"] == month)
    pay_more(desk, row, (days - row["days"]) * 100_00)
    row["days"] = days
    return row


@late_flaw("CAD06", "三月误工三十三天", area="days of work")
def more_days_than_march(desk: Desk) -> None:
    desk.say(_days(desk, 3, 33)["name"], 200_00)


@late_flaw("CAD06", "四月误工两行，合计三十一天", HARD, area="days of work")
def more_days_in_two_rows(desk: Desk) -> None:
    row = _days(desk, 4, 18)
    person = desk.one.with_post("监委会主任")
    _pay(desk, person, day_in(row["paid_on"], 26), "误工补贴", 1_300_00, days=13, post="监委会主任")
    desk.say(row["name"], 100_00)


@late_flaw("CAD06", "三月误工三十一天", HARD, decoy=True, area="days of work")
def every_day_of_march(desk: Desk) -> None:
    _days(desk, 3, 31)


@late_flaw("CAD06", "两个同名的人各误工十八天", HARD, decoy=True, area="days of work", also=("CAD03",))
def two_of_a_name(desk: Desk) -> None:
    row = _days(desk, 4, 18)
    other = Person(row["name"], id_number(desk.rng), desk.person().account, "")
    _pay(desk, other, day_in(row["paid_on"], 26), "误工补贴", 1_800_00, days=18, post="护林员")


@late_flaw("CAD06", "全年合写一行误工一百二十天", MIDDLING, decoy=True, months=12, also=("CAD03",))
def days_of_a_year(desk: Desk) -> None:
    day = date(desk.one.window.first.year, 12, 24)
    _pay(desk, desk.person(), day, "误工补贴", 12_000_00, days=120, post="护林员", month=None)


# ── 离任村干部生活补贴 ────────────────────────────────────────────────


def _former(desk: Desk, amount: int, *terms: tuple[date, date]) -> Person:
    """Pay a former cadre who was in office for these terms."""
    person = desk.person()
    for begun, ended in terms:
        desk.one.add(
            "official", name=person.name, post="村委会主任", body="两委", id_no=person.id_no, bank_account=person.account,
            in_office_from=begun, in_office_to=ended,
        )  # fmt: skip
    _pay(desk, person, date(desk.one.window.first.year, 6, 24), LIVING, amount, post=FORMER)
    return person


@late_flaw("CAD07", "任职八年，按十五年领取")
def paid_for_more_years(desk: Desk) -> None:
    person = _former(desk, 1_440_00, (date(2008, 3, 1), date(2016, 4, 30)))
    desk.say(person.name, 720_00)


@late_flaw("CAD07", "任职差一个月满三十年，按三十年领取", HARD)
def nearly_thirty_years(desk: Desk) -> None:
    person = _former(desk, 2_400_00, (date(1990, 4, 1), date(2020, 2, 28)))
    desk.say(person.name, 600_00)


@late_flaw("CAD07", "两段任职，合计满十年", HARD, decoy=True)
def served_twice(desk: Desk) -> None:
    _former(desk, 1_080_00, (date(2001, 1, 1), date(2006, 12, 31)), (date(2012, 1, 1), date(2016, 12, 31)))


@late_flaw("CAD07", "花名册上没有，按最高一档领取", MIDDLING, decoy=True)
def years_unknown(desk: Desk) -> None:
    _former(desk, 2_400_00)


@late_flaw("CAD07", "多发的当年扣回", HARD, decoy=True, also=("WB05",))
def paid_back(desk: Desk) -> None:
    person = _former(desk, 1_440_00, (date(2008, 3, 1), date(2016, 4, 30)))
    first = desk.one.tables["allowance"][-1]
    day = first["paid_on"] + timedelta(days=1)
    desk.one.add("allowance", **first | {"amount": -720_00, "paid_on": day})
    desk.one.receive(
        day, OFFICE, f"收回{person.name}多领{LIVING}", 720_00, "wages", counterparty=person.name, method="转账",
        counterparty_account=person.account, document_type=desk.one.style["receipt"], receipted=True,
    )  # fmt: skip


# ── 奖金、福利 ────────────────────────────────────────────────────────


def _reward(desk: Desk, summary: str, amount: int, **facts: object) -> None:
    desk.one.pay(
        desk.day(1, 8), COLLECTIVE, summary, amount, "admin", counterparty="代发工资户", method="代发",
        document_type="自制凭证", category="人员报酬", **facts,
    )  # fmt: skip


@late_flaw("CAD08", "集体发两委年终奖金，没有议过", area="bonus")
def bonus_from_the_collective(desk: Desk) -> None:
    _reward(desk, "发放村两委干部年终奖金", 8_800_00)
    desk.say("", 8_800_00)


@late_flaw("CAD08", "补贴表上列了年终奖，没有议过", MIDDLING, months=12, area="bonus")
def bonus_on_the_roll(desk: Desk) -> None:
    person, day = desk.one.with_post("委员"), date(desk.one.window.first.year, 12, 25)
    _pay(desk, person, day, "年终奖", 1_200_00, post="委员")
    desk.say("", 1_200_00)


@late_flaw("CAD08", "两委年终奖励，村民代表会议议过", MIDDLING, decoy=True, area="bonus")
def bonus_resolved(desk: Desk) -> None:
    day = desk.day(5, 8)
    number = desk.one.resolve(
        "村干部年度考核奖励方案", 8_800_00, day - timedelta(days=60), desk.after(day, 3)
    )
    desk.one.pay(
        day, COLLECTIVE, "发放村两委干部年终奖金", 8_800_00, "admin", counterparty="代发工资户", method="代发",
        document_type="自制凭证", category="人员报酬", resolution_no=number,
    )  # fmt: skip


@late_flaw("CAD08", "奖励考上大学的学生", HARD, decoy=True, area="bonus")
def students_rewarded(desk: Desk) -> None:
    _reward(desk, "发放本村考上大学学生奖学金", 3_600_00)


@late_flaw("CAD08", "发放县里拨来的考核奖励", HARD, decoy=True, area="bonus")
def rewarded_by_the_county(desk: Desk) -> None:
    _reward(desk, "发放县级考核奖励村两委干部奖金", 4_200_00)
