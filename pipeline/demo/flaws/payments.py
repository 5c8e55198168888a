"""Flaws in when and to whom large sums are paid (PAY07, PAY10)."""

from __future__ import annotations

from datetime import date, timedelta

from pipeline.demo.flaws.desk import Desk
from pipeline.demo.flaws.registry import HARD, flaw

# the eve of the Spring Festival
_EVES = {2023: date(2023, 1, 21), 2024: date(2024, 2, 9), 2025: date(2025, 1, 28)}


_MID_AUTUMN = {2023: date(2023, 9, 29), 2024: date(2024, 9, 17), 2025: date(2025, 10, 6)}


_DRAGON_BOAT = {2023: date(2023, 6, 22), 2024: date(2024, 6, 10), 2025: date(2025, 5, 31)}


@flaw("PAY07", "正月初二转账一万二千元", also=("PAY10", "PRC07"))
def paid_at_new_year(desk: Desk) -> None:
    year = desk.rng.choice([y for y in desk.one.window.years if y in _EVES])
    desk.buy(_EVES[year] + timedelta(days=2), "支付村部设备款", 12_000_00)
    desk.say("", 12_000_00)


@flaw("PAY07", "正月初三转账九千元", HARD, decoy=True)
def less_paid_at_new_year(desk: Desk) -> None:
    year = desk.rng.choice([y for y in desk.one.window.years if y in _EVES])
    desk.buy(_EVES[year] + timedelta(days=3), "支付村部设备款", 8_900_00)


@flaw("PAY10", "首次往来就付两万六千元，没有合同", also=("PRC07",))
def large_once(desk: Desk) -> None:
    desk.buy(desk.day(), "购买村史馆设备", 26_000_00)
    desk.say("", 26_000_00)


@flaw("PAY10", "首次往来付一万九千元", HARD, decoy=True, also=("PRC07",))
def not_so_large_once(desk: Desk) -> None:
    desk.buy(desk.day(), "购买村史馆设备", 19_000_00)
