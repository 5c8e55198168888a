"""Flaws in office money: what a community gets, and what the collective adds (OFF01, OFF02)."""

from __future__ import annotations

from datetime import timedelta

from pipeline.demo.flaws.desk import Desk
from pipeline.demo.flaws.profiles import grant_for_the_office
from pipeline.demo.flaws.registry import HARD, MIDDLING, RURAL, URBAN, late_flaw
from pipeline.demo.village import COLLECTIVE, OFFICE

_STANDARD = {"川区": 70_000_00, "山区": 50_000_00}


def _standard(desk: Desk) -> int:
    return _STANDARD[desk.one.place.region]


@late_flaw("OFF01", "社区的办公经费比标准少八千元", months=12, area="office income", needs=URBAN)
def community_short(desk: Desk) -> None:
    grant_for_the_office(desk, _standard(desk) - 8_000_00)
    desk.say("", 8_000_00)


@late_flaw(
    "OFF01", "社区的办公经费正好是标准数", HARD, decoy=True, months=12, area="office income", needs=URBAN
)
def community_at_the_standard(desk: Desk) -> None:
    grant_for_the_office(desk, _standard(desk))


@late_flaw(
    "OFF01", "村的办公经费不到社区的标准", MIDDLING, decoy=True, months=12, area="office income", needs=RURAL
)
def village_below_the_standard_of_communities(desk: Desk) -> None:
    grant_for_the_office(desk, _standard(desk) - 12_000_00)


def _move(desk: Desk, summary: str, amount: int, resolution: str | None = None) -> None:
    """Move money from the collective's account to that of the office."""
    one, day = desk.one, desk.day(6, 10)
    shared = {"method": "转账", "document_type": "自制凭证", "counterparty": one.place.org_name}
    one.pay(
        day, COLLECTIVE, summary, amount, "operating", counterparty_account=one.accounts[OFFICE], category="工作经费",
        resolution_no=resolution, **shared,
    )  # fmt: skip
    one.receive(
        day,
        OFFICE,
        f"收到{summary}",
        amount,
        "operating",
        counterparty_account=one.accounts[COLLECTIVE],
        **shared,
    )


_OWN = ("BK04", "INV01")  # what moves between own accounts has no document from outside


@late_flaw(
    "OFF02",
    "集体划转一万二千元补充办公经费，没有议过",
    area="office income",
    also=_OWN,
)
def moved_to_the_office(desk: Desk) -> None:
    _move(desk, "集体资金划转补充办公经费", 12_000_00)
    desk.say("", 12_000_00)


@late_flaw("OFF02", "集体账上列支村级办公经费，没有议过", MIDDLING)
def spent_for_the_office(desk: Desk) -> None:
    desk.buy(desk.day(), "列支村级办公经费（打印耗材）", 2_800_00)
    desk.say("", 2_800_00)


@late_flaw(
    "OFF02", "集体划转补充办公经费，有决议", MIDDLING, decoy=True, area="office income", also=_OWN
)  # fmt: skip
def moved_as_resolved(desk: Desk) -> None:
    day = desk.day(6, 10)
    number = desk.one.resolve("从集体收入中安排村级办公经费", 12_000_00, day - timedelta(days=90), day)
    _move(desk, "集体资金划转补充办公经费", 12_000_00, number)


@late_flaw("OFF02", "集体账上买办公用品", HARD, decoy=True)
def paper_for_the_office(desk: Desk) -> None:
    desk.buy(desk.day(), "购买办公桌椅", 2_600_00)
