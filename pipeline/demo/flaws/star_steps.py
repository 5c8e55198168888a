"""Flaws in the steps that lead to a village's stars, and in their loss (STA01, STA02)."""

from __future__ import annotations

from datetime import date, timedelta

from pipeline.demo.flaws.desk import Desk
from pipeline.demo.flaws.registry import HARD, MIDDLING, STARS, THREE_STARS, late_flaw
from pipeline.demo.village import Row
from pipeline.demo.window import day_in, next_workday


def _step(desk: Desk, event: str | None) -> Row:
    """Find one step of the first year's rating; None is the rating itself."""
    year = desk.one.window.first.year
    return next(r for r in desk.one.tables["star_rating"] if r["year"] == year and r.get("event") == event)


@late_flaw("STA01", "评定以后才自评", area="stars", needs=STARS)
def rated_first(desk: Desk) -> None:
    _step(desk, "自评")["rated_on"] = next_workday(_step(desk, None)["rated_on"] + timedelta(days=6))
    desk.say("自评")


@late_flaw("STA01", "审核比申报早一天", HARD, area="stars", needs=STARS)
def reviewed_before_applied(desk: Desk) -> None:
    _step(desk, "审核")["rated_on"] = _step(desk, "申报")["rated_on"] - timedelta(days=1)
    desk.say("审核")


@late_flaw("STA01", "满意度测评在评定以后", MIDDLING, area="stars", needs=STARS)
def asked_after_the_rating(desk: Desk) -> None:
    _step(desk, "测评")["rated_on"] = next_workday(_step(desk, None)["rated_on"] + timedelta(days=20))
    desk.say("测评")


@late_flaw("STA01", "测评在考评之前", HARD, decoy=True, area="stars", needs=STARS)
def asked_before_assessed(desk: Desk) -> None:
    one, other = _step(desk, "考评"), _step(desk, "测评")
    one["rated_on"], other["rated_on"] = other["rated_on"], one["rated_on"]


@late_flaw("STA01", "申报和审核同一天", MIDDLING, decoy=True, area="stars", needs=STARS)
def reviewed_on_the_day(desk: Desk) -> None:
    _step(desk, "审核")["rated_on"] = _step(desk, "申报")["rated_on"]


@late_flaw("STA01", "申报以后又补了一次自评", HARD, decoy=True, area="stars", needs=STARS)
def judged_itself_twice(desk: Desk) -> None:
    again = _step(desk, "自评") | {
        "rated_on": next_workday(_step(desk, "审核")["rated_on"] + timedelta(days=2))
    }
    desk.one.tables["star_rating"].append(again)


def _lower(desk: Desk, **why: str) -> None:
    """Take a star away after the year's money has been paid."""
    year = desk.one.window.first.year
    desk.one.add(
        "star_rating", year=year, stars=desk.one.stars[year] - 1, event="降星", rated_on=day_in(date(year, 6, 1), 12), **why
    )  # fmt: skip


_AREA = ("grant", "stars")
_ALSO = ("CAD01", "CAD02")  # as long as allowances follow the stars of the year


@late_flaw(
    "STA02", "摘星没有原因，也没有文号", area=("grant", "stars", "payroll"), needs=STARS, also=_ALSO
)  # fmt: skip
def taken_without_reason(desk: Desk) -> None:
    year = desk.one.window.first.year
    desk.one.add("star_rating", year=year, stars=0, event="摘星", rated_on=day_in(date(year, 6, 1), 12))
    desk.say("摘星")


@late_flaw("STA02", "降星没有原因，也没有文号", MIDDLING, area=_AREA, needs=THREE_STARS, also=_ALSO)
def lowered_without_reason(desk: Desk) -> None:
    _lower(desk)
    desk.say("降星")


@late_flaw("STA02", "降星写了原因，没有文号", HARD, decoy=True, area=_AREA, needs=THREE_STARS, also=_ALSO)
def lowered_for_a_reason(desk: Desk) -> None:
    _lower(desk, reason="发生重大安全责任事故")


@late_flaw("STA02", "降星只写了文号", MIDDLING, decoy=True, area=_AREA, needs=THREE_STARS, also=_ALSO)
def lowered_by_a_document(desk: Desk) -> None:
    _lower(desk, document_no=f"青党组〔{desk.one.window.first.year}〕31号")


@late_flaw("STA02", "提醒谈话没有原因，星级没有动", decoy=True)
def only_reminded(desk: Desk) -> None:
    year = desk.one.window.first.year
    desk.one.add("star_rating", year=year, event="提醒", rated_on=day_in(date(year, 5, 1), 9))
