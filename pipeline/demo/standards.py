"""Say what the county allows those in office, and those who once were, to be paid."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pipeline.demo.places import County
from pipeline.demo.village import CARE, CUSTOMS, STARTUP, Row
from pipeline.demo.window import Window

FORMER, LIVING = "离任村干部", "离任村干部生活补贴"
_POSTS = (("村党组织书记", 100), ("村委会主任", 100), ("副书记", 80), ("委员", 60))
_SERVED = {1: 360_00, 5: 720_00, 10: 1_080_00, 15: 1_440_00, 20: 1_800_00, 30: 2_400_00}
_MOST = 32  # tenths of the income per head: the best-starred village pays its head thirty


def most(county: County, year: int, post: str) -> int | None:
    """Say how much somebody in this post may be paid in a year at most; None where the county does not say."""
    coefficient = dict(_POSTS).get(post)
    return coefficient and county.income[year - 1] * _MOST * coefficient // 1000 // 100_00 * 100_00


def living(years: int) -> int:
    """Say what somebody gets a year who was in office for so many years."""
    return max(amount for served, amount in _SERVED.items() if served <= years)


def of_county(county: County, window: Window) -> list[Row]:
    """List the standards of the county, those of pay year by year."""
    return [*_pay(county, window), *_living()]


def _pay(county: County, window: Window) -> Iterator[Row]:
    for year in window.years:
        for post, _ in _POSTS:
            yield {
                "post": post, "item": "报酬", "limit": most(county, year, post), "per": "年",
                "valid_from": date(year, 1, 1), "valid_to": date(year, 12, 31), "basis": f"青党办发〔{year}〕4号",
            }  # fmt: skip


def _living() -> Iterator[Row]:
    for years, amount in _SERVED.items():
        yield {
            "post": FORMER, "item": "生活补贴", "amount": amount, "per": "年", "years_served": years,
            "valid_from": date(2012, 1, 1), "basis": "青党办发〔2012〕17号",
        }  # fmt: skip


def startup_begins(window: Window) -> date:
    """Say from which day on there is money for party members who set up in trade."""
    return date(window.first.year, 3, 1)


def customs_end(window: Window) -> date:
    """Say on which day the money for better customs is stopped."""
    return date(window.first.year, 6, 30)


def funds_of_county(window: Window) -> list[Row]:
    """List the funds of the county's own catalogue, and what each may be used for."""
    return [
        {
            "name": STARTUP, "synonyms": "双带资金", "nature": "财政专项", "uses": "种植、养殖、技术培训",
            "valid_from": startup_begins(window),
        },
        {
            "name": CUSTOMS, "nature": "财政专项", "uses": "红白理事会、文明户奖励等", "valid_from": date(2019, 1, 1),
            "valid_to": customs_end(window),
        },
        {"name": CARE, "nature": "党费、财政、捐赠", "uses": "困难党员、老党员慰问，大病救助"},
    ]  # fmt: skip
