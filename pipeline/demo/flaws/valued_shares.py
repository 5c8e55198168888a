"""Flaws in land and goods put in for shares, and in shares that grow without us (RC11, RC12)."""

from __future__ import annotations

from datetime import timedelta

from pipeline.demo.flaws.desk import Desk
from pipeline.demo.flaws.registry import HARD, MIDDLING, RED_COMPANY, late_flaw
from pipeline.demo.shares import Stake
from pipeline.demo.village import Row
from pipeline.demo.window import day_in

# ── 土地、资产入股 ────────────────────────────────────────────────────


def _put_in(desk: Desk, form: str, over: int, days: int = 30) -> Row:
    """Let the first shares be for land, well valued, and those added for ``form``, ``over`` cents below its value."""
    made = desk.stake()
    first, added = made.events[:2]
    first |= {
        "form": "土地经营权",
        "valuation": first["amount"],
        "valued_on": first["event_date"] - timedelta(days=40),
    }
    added |= {
        "form": form, "valuation": added["amount"] + over, "valued_on": added["event_date"] - timedelta(days=days),
    }  # fmt: skip
    return added


def _name(row: Row, word: str) -> str:
    return f"{row['cooperative']} {word}"


@late_flaw("RC11", "厂房入股没有评估", needs=RED_COMPANY)
def never_valued(desk: Desk) -> None:
    row = _put_in(desk, "厂房", 0)
    row |= {"valuation": None, "valued_on": None}
    desk.say(_name(row, "其他资产"), row["amount"])


@late_flaw("RC11", "土地折股比评估价少一万二千元", MIDDLING, needs=RED_COMPANY)
def below_its_value(desk: Desk) -> None:
    row = _put_in(desk, "土地", 12_000_00)
    desk.say(_name(row, "土地"), 12_000_00)


@late_flaw("RC11", "评估在入股以后第二天", HARD, needs=RED_COMPANY)
def valued_afterwards(desk: Desk) -> None:
    row = _put_in(desk, "冷库", 0, days=-1)
    desk.say(_name(row, "其他资产"))


@late_flaw("RC11", "入股当天评估，折股正好是评估价", HARD, decoy=True, needs=RED_COMPANY)
def valued_on_the_day(desk: Desk) -> None:
    _put_in(desk, "厂房", 0, days=0)


@late_flaw("RC11", "折股高出评估价三百元", MIDDLING, decoy=True, needs=RED_COMPANY)
def above_its_value(desk: Desk) -> None:
    _put_in(desk, "土地使用权", -300_00)


@late_flaw("RC11", "资金入股，没有评估", decoy=True, needs=RED_COMPANY)
def money_needs_no_valuation(desk: Desk) -> None:
    _put_in(desk, "资金", 0).update(valuation=None, valued_on=None)


# ── 配股扩股 ──────────────────────────────────────────────────────────


def _grown(desk: Desk, per_cent: int, ours: int = 0) -> Stake:
    """Let the co-operative's shares grow by so many per cent at the end of the window, ours by ``ours`` per cent."""
    made = desk.stake()
    bought = made.held * ours // 100
    total = made.total * (100 + per_cent) // 100
    row: Row = made.events[-1] | {
        "event": "配股扩股", "amount": bought, "event_date": day_in(desk.one.window.last.replace(day=1), 5),
        "ratio": f"{(made.held + bought) / total:.6f}", "coop_total_shares": total, "source_department": "自有",
        "source_document": None,
    }  # fmt: skip
    desk.one.tables["share_event"].append(row)
    return made


@late_flaw("RC12", "扩股两成五，村里一股没有配", needs=RED_COMPANY)
def grown_without_us(desk: Desk) -> None:
    desk.say(f"{_grown(desk, 25).name} 配股扩股")


@late_flaw("RC12", "扩股三成，村里只配了一成五", HARD, needs=RED_COMPANY, also=("RC10",))
def grown_faster_than_we(desk: Desk) -> None:
    desk.say(f"{_grown(desk, 30, 15).name} 配股扩股")


@late_flaw("RC12", "按比例配股，占股不变", MIDDLING, decoy=True, needs=RED_COMPANY)
def grown_alike(desk: Desk) -> None:
    _grown(desk, 20, 20)


@late_flaw("RC12", "扩股百分之一，占股只差零点几个百分点", HARD, decoy=True, needs=RED_COMPANY)
def hardly_grown(desk: Desk) -> None:
    _grown(desk, 1)
