"""Flaws in who watches over the co-operative for us, and in what follows from judging its benefit (RC13, RC14)."""

from __future__ import annotations

from datetime import date, timedelta

from pipeline.demo.flaws.desk import Desk
from pipeline.demo.flaws.registry import HARD, MIDDLING, RED_COMPANY, late_flaw
from pipeline.demo.village import Row

# ── 派驻监事 ──────────────────────────────────────────────────────────


def _seats(desk: Desk, *, last: str | None, before: str | None = None) -> None:
    """Have somebody on the board of every co-operative but one, where it is ``before`` and then ``last``."""
    made, name = desk.stake(), desk.one.with_post("监委会主任").name

    def fill() -> None:
        for row in desk.one.tables["coop_year"]:
            row["supervisor_seat"] = name
        for year in made.rounds:
            year.surplus["supervisor_seat"] = before
        made.rounds[-1].surplus["supervisor_seat"] = last

    desk.books.append(fill)


@late_flaw("RC13", "别的合作社都派了监事，这一家空着", needs=RED_COMPANY)
def nobody_watches(desk: Desk) -> None:
    _seats(desk, last=None)
    desk.say(desk.label.hint, desk.one.tables["coop_year"][-1]["red_shares"])


@late_flaw("RC13", "派驻监事一栏写着“无”", MIDDLING, needs=RED_COMPANY)
def none_is_written(desk: Desk) -> None:
    _seats(desk, last="无")


@late_flaw("RC13", "以前派过，最近一年写“未选派”", HARD, needs=RED_COMPANY)
def no_longer_watched(desk: Desk) -> None:
    _seats(desk, before=desk.person().name, last="未选派")


@late_flaw("RC13", "派驻的不是监委会的人", MIDDLING, decoy=True, needs=RED_COMPANY)
def somebody_else_watches(desk: Desk) -> None:
    _seats(desk, before=desk.person().name, last=desk.person().name)


@late_flaw("RC13", "姓吴，写作“吴监事”", HARD, decoy=True, needs=RED_COMPANY)
def named_by_the_family_name(desk: Desk) -> None:
    _seats(desk, last="吴监事（已选派）")


@late_flaw("RC13", "写了姓名和选派文号", decoy=True, needs=RED_COMPANY)
def with_a_document(desk: Desk) -> None:
    _seats(desk, last=f"{desk.person().name}（红司〔{desk.one.window.first.year}〕2号）")


# ── 评估处理 ──────────────────────────────────────────────────────────


def _told(desk: Desk, **values: str | date | None) -> Row:
    """Judge the benefit of a new stake; another of the village was put right in time."""
    other = desk.one.tables["coop_year"][0]
    other |= {
        "follow_up": "整改",
        "follow_up_due": _due(desk),
        "follow_up_done": _due(desk) - timedelta(days=9),
    }
    row = desk.stake().rounds[-1].surplus
    row |= values
    return row


def _due(desk: Desk) -> date:
    """Set a day that has passed when the county is looked at."""
    return desk.one.window.last - timedelta(days=20)


@late_flaw("RC14", "责令整改，没有写期限", needs=RED_COMPANY, area="benefit")
def without_a_day(desk: Desk) -> None:
    _told(desk, follow_up="责令整改")


@late_flaw("RC14", "期限已过，还没有完成", MIDDLING, needs=RED_COMPANY, area="benefit")
def not_done_in_time(desk: Desk) -> None:
    _told(desk, follow_up="限期整改", follow_up_due=desk.one.window.as_of - timedelta(days=1))


@late_flaw("RC14", "比期限晚一天完成", HARD, needs=RED_COMPANY, area="benefit")
def done_a_day_late(desk: Desk) -> None:
    _told(desk, follow_up="整改", follow_up_due=_due(desk), follow_up_done=_due(desk) + timedelta(days=1))


@late_flaw("RC14", "期限当天完成", HARD, decoy=True, needs=RED_COMPANY, area="benefit")
def done_on_the_day(desk: Desk) -> None:
    _told(desk, follow_up="整改", follow_up_due=_due(desk), follow_up_done=_due(desk))


@late_flaw("RC14", "期限还有一个月", MIDDLING, decoy=True, needs=RED_COMPANY, area="benefit")
def still_time(desk: Desk) -> None:
    _told(desk, follow_up="整改", follow_up_due=desk.one.window.as_of + timedelta(days=30))


@late_flaw("RC14", "继续扶持，写了期限", MIDDLING, decoy=True, needs=RED_COMPANY, area="benefit")
def told_to_go_on(desk: Desk) -> None:
    _told(desk, follow_up="继续扶持", follow_up_due=_due(desk))
