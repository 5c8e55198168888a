"""Flaws in lists of villagers at work (LAB01–LAB05)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from pipeline.demo import draw
from pipeline.demo.draw import Person
from pipeline.demo.flaws.desk import Desk
from pipeline.demo.flaws.registry import HARD, MIDDLING, late_flaw
from pipeline.demo.flaws.subsidies import people
from pipeline.demo.lists import hire, work
from pipeline.demo.village import Row
from pipeline.demo.window import day_in

_RATE = 120_00


def listed(
    desk: Desk,
    what: str,
    persons: Iterable[Person],
    begun: date,
    days: float,
    rate: int = _RATE,
    **facts: Any,
) -> list[Row]:
    """List so many days of work for each, done without a day off from ``begun`` on."""
    ended = begun + timedelta(days=max(0, -int(-days // 1) - 1))
    return [work(desk.one, what, person, (begun, ended), days, rate, **facts) for person in persons]


def paid(desk: Desk, what: str, rows: list[Row]) -> None:
    """Pay what is listed, at the end of the month of the last day of work."""
    last = max(row["worked_to"] or row["worked_from"] for row in rows)
    hire(desk.one, what, rows, day_in(last.replace(day=1), 28))


def _spring(desk: Desk, day: int) -> date:
    """Choose a day in one of the months of work."""
    return desk.month(3, 6).replace(day=day)


# ── 天数乘日工资 ──────────────────────────────────────────────────────


@late_flaw("LAB01", "一人的劳务费多算二百四十元")
def two_days_more(desk: Desk) -> None:
    rows = listed(desk, "维修晒场", people(desk, 5), _spring(desk, 6), 6)
    rows[2]["amount"] += 240_00
    paid(desk, "维修晒场", rows)
    desk.say("维修晒场", 240_00)


@late_flaw("LAB01", "三人各多算四十元", HARD)
def a_third_of_a_day_more(desk: Desk) -> None:
    rows = listed(desk, "维修晒场", people(desk, 6), _spring(desk, 6), 4)
    for row in rows[:3]:
        row["amount"] += 40_00
    paid(desk, "维修晒场", rows)
    desk.say("维修晒场", 120_00)


@late_flaw("LAB01", "半天按半个工算", MIDDLING, decoy=True)
def half_a_day(desk: Desk) -> None:
    rows = listed(desk, "维修晒场", people(desk, 5), _spring(desk, 6), 3.5, 125_00)
    paid(desk, "维修晒场", rows)
    desk.say("维修晒场")


@late_flaw("LAB01", "抹去了零头", HARD, decoy=True)
def cents_left_out(desk: Desk) -> None:
    rows = listed(desk, "维修晒场", people(desk, 4), _spring(desk, 6), 3.5, 125_00)
    for row in rows:
        row["amount"] = row["amount"] // 100 * 100
    paid(desk, "维修晒场", rows)
    desk.say("维修晒场")


# ── 同时两处 ──────────────────────────────────────────────────────────


@late_flaw("LAB02", "一人同几天在两处做满")
def at_two_works(desk: Desk) -> None:
    begun, persons = _spring(desk, 8), people(desk, 5)
    here = listed(desk, "栽种行道树", persons, begun, 6)
    there = listed(desk, "清运垃圾", [persons[1]], begun + timedelta(days=3), 5)
    paid(desk, "栽种行道树", here)
    paid(desk, "清运垃圾", there)
    desk.say(persons[1].name, there[0]["amount"])


@late_flaw("LAB02", "起止日期差一天装不下", HARD)
def a_day_too_many(desk: Desk) -> None:
    begun, persons = _spring(desk, 8), people(desk, 4)
    here = listed(desk, "栽种行道树", persons, begun, 5)
    there = listed(desk, "清运垃圾", [persons[0]], begun + timedelta(days=4), 4)
    paid(desk, "栽种行道树", here)
    paid(desk, "清运垃圾", there)
    desk.say(persons[0].name, there[0]["amount"])


@late_flaw("LAB02", "一人同几天在两个村做工", HARD, villages=2)
def in_two_villages(desk: Desk) -> None:
    person = draw.person(desk.shared, set(), 1960)
    begun = desk.month(3, 6, desk.shared).replace(day=9)
    rows = listed(desk, "栽种行道树", [*people(desk, 3), person], begun, 5)
    paid(desk, "栽种行道树", rows)
    desk.say(person.name, rows[-1]["amount"])


@late_flaw("LAB02", "起止重叠，天数装得下", HARD, decoy=True)
def turn_and_turn_about(desk: Desk) -> None:
    begun, persons = _spring(desk, 8), people(desk, 4)
    here = listed(desk, "栽种行道树", persons, begun, 4)
    there = listed(desk, "清运垃圾", persons[:2], begun + timedelta(days=2), 4)
    for row in (*here, *there):
        row |= {"days": 3, "amount": 3 * _RATE}
    paid(desk, "栽种行道树", here)
    paid(desk, "清运垃圾", there)


@late_flaw("LAB02", "做完一处第二天接着做另一处", MIDDLING, decoy=True)
def one_after_the_other(desk: Desk) -> None:
    begun, persons = _spring(desk, 8), people(desk, 4)
    here = listed(desk, "栽种行道树", persons, begun, 5)
    there = listed(desk, "清运垃圾", persons, begun + timedelta(days=5), 4)
    paid(desk, "栽种行道树", here)
    paid(desk, "清运垃圾", there)


@late_flaw("LAB02", "同名的两人同几天各在一处", HARD, decoy=True)
def namesakes(desk: Desk) -> None:
    begun, persons = _spring(desk, 8), people(desk, 4)
    other = Person(persons[0].name, draw.id_number(desk.rng), draw.account(desk.rng), "")
    here = listed(desk, "栽种行道树", persons, begun, 6)
    there = listed(desk, "清运垃圾", [other], begun, 6)
    paid(desk, "栽种行道树", here)
    paid(desk, "清运垃圾", there)


@late_flaw("LAB02", "同样的人下一个月在另一处做工", decoy=True)
def in_two_months(desk: Desk) -> None:
    begun, persons = desk.month(3, 6).replace(day=8), people(desk, 4)
    later = (begun + timedelta(days=31)).replace(day=8)
    here = listed(desk, "栽种行道树", persons, begun, 6)
    there = listed(desk, "清运垃圾", persons, later, 6)
    paid(desk, "栽种行道树", here)
    paid(desk, "清运垃圾", there)


# ── 天数比日子多 ──────────────────────────────────────────────────────


@late_flaw("LAB03", "七天里做了十二个工")
def more_days_than_passed(desk: Desk) -> None:
    rows = listed(desk, "整修田埂", people(desk, 4), _spring(desk, 8), 7)
    rows[1] |= {"days": 12, "amount": 12 * _RATE}
    paid(desk, "整修田埂", rows)
    desk.say(rows[1]["name"], 5 * _RATE)


@late_flaw("LAB03", "只写了开始日期，一人三十三个工", HARD)
def longer_than_any_month(desk: Desk) -> None:
    rows = listed(desk, "整修田埂", people(desk, 3), _spring(desk, 1), 9)
    for row in rows:
        row["worked_to"] = None
    rows[2] |= {"days": 33, "amount": 33 * _RATE}
    paid(desk, "整修田埂", rows)
    desk.say(rows[2]["name"], 2 * _RATE)


@late_flaw("LAB03", "两份名单上一个月合计三十四天", MIDDLING, also=("LAB02",))
def two_lists_of_a_month(desk: Desk) -> None:
    begun, persons = _spring(desk, 1), people(desk, 3)
    here = listed(desk, "整修田埂", persons, begun, 18)
    there = listed(desk, "看护机井", [persons[2]], begun + timedelta(days=9), 16)
    paid(desk, "整修田埂", here)
    paid(desk, "看护机井", there)
    month = (begun + timedelta(days=31)).replace(day=1) - begun
    desk.say(persons[2].name, (34 - month.days) * _RATE)


@late_flaw("LAB03", "天数正好等于起止日期", HARD, decoy=True)
def every_day(desk: Desk) -> None:
    rows = listed(desk, "整修田埂", people(desk, 4), _spring(desk, 2), 9)
    paid(desk, "整修田埂", rows)


@late_flaw("LAB03", "看护机井跨两个月，每天都在", HARD, decoy=True)
def across_two_months(desk: Desk) -> None:
    begun, person = _spring(desk, 16), people(desk, 1)
    rows = listed(desk, "看护机井", person, begun, 25)
    more = listed(desk, "看护机井", person, begun.replace(day=1), 15)
    paid(desk, "看护机井", [*rows, *more])


@late_flaw("LAB03", "只写了开始日期，做了九天", MIDDLING, decoy=True)
def only_the_beginning(desk: Desk) -> None:
    rows = listed(desk, "整修田埂", people(desk, 4), _spring(desk, 2), 9, worked_to=None)
    paid(desk, "整修田埂", rows)


# ── 一个账号、一个签名 ────────────────────────────────────────────────


@late_flaw("LAB04", "四个人的劳务费进了同一个账号")
def into_one_account(desk: Desk) -> None:
    rows = listed(desk, "粉刷围墙", people(desk, 7), _spring(desk, 7), 5)
    for row in rows[1:5]:
        row["payee_account"] = rows[1]["payee_account"]
    paid(desk, "粉刷围墙", rows)
    desk.say("同一个账号", sum(row["amount"] for row in rows[1:5]))


@late_flaw("LAB04", "分在两份名单，三个人由同一人签领", HARD)
def signed_by_one(desk: Desk) -> None:
    persons, foreman = people(desk, 8), desk.person()
    begun = _spring(desk, 7)
    first = listed(desk, "粉刷围墙", persons[:5], begun, 5)
    second = listed(desk, "平整场地", persons[5:], begun, 4)
    for row in (*first[:2], second[0]):
        row["signed"] = foreman.name
    paid(desk, "粉刷围墙", first)
    paid(desk, "平整场地", second)
    desk.say(foreman.name, sum(row["amount"] for row in (*first[:2], second[0])))


@late_flaw("LAB04", "父子两人用一个账号", HARD, decoy=True)
def father_and_son(desk: Desk) -> None:
    rows = listed(desk, "粉刷围墙", people(desk, 5), _spring(desk, 7), 5)
    rows[0] |= {"payee_account": rows[1]["payee_account"], "signed": rows[1]["name"]}
    paid(desk, "粉刷围墙", rows)


@late_flaw("LAB04", "签领一栏都写已签", MIDDLING, decoy=True)
def all_have_signed(desk: Desk) -> None:
    rows = listed(desk, "粉刷围墙", people(desk, 6), _spring(desk, 7), 5, signed="已签")
    paid(desk, "粉刷围墙", rows)


@late_flaw("LAB04", "一人在四份名单上都用自己的账号", decoy=True)
def one_on_four_lists(desk: Desk) -> None:
    persons, month = people(desk, 2), _spring(desk, 2)
    for number, what in enumerate(("粉刷围墙", "平整场地", "搬运桌椅", "清扫广场")):
        rows = listed(desk, what, persons, month + timedelta(days=4 * number), 3)
        paid(desk, what, rows)


# ── 项目工期 ──────────────────────────────────────────────────────────


def _at_project(desk: Desk, project: Row, begun: date, days: int) -> list[Row]:
    rows = listed(desk, "项目普工", people(desk, 3), begun, days, project_no=project["project_no"])
    hire(desk.one, "项目普工", rows, desk.after(rows[0]["worked_to"], 3))
    desk.say(project["project_no"], sum(row["amount"] for row in rows))
    return rows


@late_flaw("LAB05", "项目验收以后还有用工")
def after_acceptance(desk: Desk) -> None:
    project = desk.project(42_000_00).row
    _at_project(desk, project, project["accepted_on"] + timedelta(days=2), 4)


@late_flaw("LAB05", "一名工人比开工日期早两天", HARD)
def before_the_beginning(desk: Desk) -> None:
    project = desk.project(44_000_00).row
    row = _at_project(desk, project, project["started_on"], 5)[1]
    row["worked_from"] -= timedelta(days=2)
    desk.say(project["project_no"], row["amount"])


@late_flaw("LAB05", "项目编号台账上没有", MIDDLING)
def of_no_project(desk: Desk) -> None:
    number = f"XM-{desk.one.window.last.year}-97"
    rows = listed(desk, "项目普工", people(desk, 3), _spring(desk, 9), 4, project_no=number)
    paid(desk, "项目普工", rows)
    desk.say(number, sum(row["amount"] for row in rows))


@late_flaw("LAB05", "开工当天就有用工", HARD, decoy=True)
def on_the_first_day(desk: Desk) -> None:
    project = desk.project(43_000_00).row
    _at_project(desk, project, project["started_on"], 5)
    desk.say(project["project_no"])


@late_flaw("LAB05", "做到验收当天", HARD, decoy=True)
def until_the_last_day(desk: Desk) -> None:
    project = desk.project(41_000_00).row
    _at_project(desk, project, project["accepted_on"] - timedelta(days=3), 4)
    desk.say(project["project_no"])


@late_flaw("LAB05", "日常清扫没有项目编号", decoy=True)
def of_no_project_at_all(desk: Desk) -> None:
    rows = listed(desk, "冬季清扫积雪", people(desk, 4), desk.month(1, 2).replace(day=9), 3)
    paid(desk, "冬季清扫积雪", rows)
