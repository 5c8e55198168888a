"""Flaws on the way of a grant from approval to the village's account (SVC08–SVC10)."""

from __future__ import annotations

from datetime import date, timedelta

from pipeline.demo.draw import digits
from pipeline.demo.flaws.desk import Desk
from pipeline.demo.flaws.registry import HARD, MIDDLING, late_flaw
from pipeline.demo.service import GRANT_DAYS
from pipeline.demo.village import CARE, OFFICE, Movement, Row

_CARE, _OFFICE = ("care", "care"), ("office income", "subsidy")
_FUNDS = {CARE: _CARE, OFFICE: _OFFICE}


def _row(desk: Desk, fund: str, day: date, number: int, **values: object) -> Row:
    office = "青组发" if fund == CARE else "青财行"
    return desk.one.add(
        "grant", **{"year": day.year, "fund": fund, "document_no": f"{office}〔{day.year}〕{number}号", "amount": 0} | values
    )  # fmt: skip


def _paid(desk: Desk, row: Row, day: date, amount: int) -> Movement:
    """Pay a grant, and let the village book it the same day."""
    row |= {"amount": amount, "paid_on": day, "payee_account": desk.one.accounts[row["fund"]]}
    return desk.one.receive(
        day, row["fund"], f"收到{row['document_no']}追加{row['fund']}", amount, _FUNDS[row["fund"]][1],
        counterparty="青禾县财政局", method="转账", document_type="财政票据", receipted=True,
    )  # fmt: skip


# ── 拨付超过批复 ──────────────────────────────────────────────────────


@late_flaw("SVC08", "批复八千元，两次共拨了九千五百元", area="care")
def paid_more_than_approved(desk: Desk) -> None:
    day = desk.day(3, 6)
    for number, amount in enumerate((5_000_00, 4_500_00)):
        row = _row(desk, CARE, day, 31, approved_amount=8_000_00, approved_on=day - timedelta(days=20))
        _paid(desk, row, desk.after(day, 40 * number), amount)
    desk.say(f"〔{day.year}〕31号", 1_500_00)


@late_flaw("SVC08", "批复一万二千元，一次多拨六百元", HARD, area="office income")
def paid_a_little_more(desk: Desk) -> None:
    day = desk.day(3, 8)
    row = _row(desk, OFFICE, day, 41, approved_amount=12_000_00, approved_on=day - timedelta(days=20))
    _paid(desk, row, day, 12_600_00)
    desk.say(f"〔{day.year}〕41号", 600_00)


@late_flaw("SVC08", "一个文件两行批复不同，相加等于拨付", MIDDLING, decoy=True, area="care")
def approved_in_two_parts(desk: Desk) -> None:
    day = desk.day(3, 6)
    for number, amount in enumerate((5_000_00, 3_000_00)):
        row = _row(desk, CARE, day, 31, approved_amount=amount, approved_on=day - timedelta(days=20))
        _paid(desk, row, desk.after(day, 30 * number), 4_000_00)


@late_flaw("SVC08", "多拨的一千五百元次月退回", HARD, decoy=True, area="care", also=("WB05",))
def paid_back(desk: Desk) -> None:
    day = desk.day(3, 6)
    row = _row(desk, CARE, day, 31, approved_amount=8_000_00, approved_on=day - timedelta(days=20))
    _paid(desk, row, day, 9_500_00)
    back = _row(desk, CARE, day, 31, approved_amount=8_000_00, amount=-1_500_00, paid_on=desk.after(day, 20))
    desk.one.pay(
        back["paid_on"], CARE, "退回县财政多拨的关爱资金", 1_500_00, "care", counterparty="青禾县财政局", method="转账",
        document_type="财政票据", document_no=digits(desk.rng, 10), category="其他",
    )  # fmt: skip


# ── 指标下达后拨付不足、拨付迟 ────────────────────────────────────────


def _sent_down(desk: Desk, fund: str, amount: int, days: int, paid: int, number: int = 33) -> date:
    """Send a grant down, and pay ``paid`` of it so many days later; returns the day of the payment."""
    day = desk.day(4, 8)
    row = _row(desk, fund, day, number, sent_down=amount, sent_down_on=day - timedelta(days=days))
    _paid(desk, row, day, paid)
    return day


@late_flaw("SVC09", "指标一万元只拨了七千元", area="care")
def paid_in_part(desk: Desk) -> None:
    _sent_down(desk, CARE, 10_000_00, 20, 7_000_00)
    desk.say("33号", 3_000_00)


@late_flaw("SVC09", "指标下达五十二天才拨", MIDDLING, area="office income")
def paid_late(desk: Desk) -> None:
    _sent_down(desk, OFFICE, 9_000_00, GRANT_DAYS + 22, 9_000_00)
    desk.say("33号", 9_000_00)


@late_flaw("SVC09", "期限过了一天才拨", HARD, area="care")
def paid_a_day_late(desk: Desk) -> None:
    _sent_down(desk, CARE, 6_000_00, GRANT_DAYS + 1, 6_000_00)
    desk.say("33号", 6_000_00)


@late_flaw("SVC09", "期限最后一天拨到", HARD, decoy=True, area="care")
def paid_on_the_last_day(desk: Desk) -> None:
    _sent_down(desk, CARE, 6_000_00, GRANT_DAYS, 6_000_00)


@late_flaw("SVC09", "一个指标分两次拨，每行都写下达总数", MIDDLING, decoy=True, area="care")
def sent_down_once_paid_twice(desk: Desk) -> None:
    day = desk.day(4, 8)
    for number, amount in enumerate((3_500_00, 2_500_00)):
        row = _row(desk, CARE, day, 33, sent_down=6_000_00, sent_down_on=day - timedelta(days=9))
        _paid(desk, row, desk.after(day, 12 * number), amount)


@late_flaw("SVC09", "指标刚下达，期限未满", decoy=True)
def not_yet_due(desk: Desk) -> None:
    day = desk.one.window.as_of - timedelta(days=GRANT_DAYS - 5)
    _row(desk, "一事一议", day, 52, sent_down=30_000_00, sent_down_on=day)


# ── 批复以后一直没有拨付 ──────────────────────────────────────────────


@late_flaw("SVC10", "一事一议批复八万元，一直没有拨付", months=12)
def approved_only(desk: Desk) -> None:
    day = date(desk.one.window.first.year, 5, 20)
    _row(desk, "一事一议", day, 61, approved_amount=80_000_00, approved_on=day)
    desk.say("61号", 80_000_00)


@late_flaw("SVC10", "衔接资金指标下达，一直没有拨付", MIDDLING, months=12, also=("SVC09",))
def sent_down_only(desk: Desk) -> None:
    day = date(desk.one.window.first.year, 6, 12)
    _row(
        desk, "衔接资金", day, 62, approved_amount=50_000_00, approved_on=day - timedelta(days=14), sent_down=50_000_00,
        sent_down_on=day,
    )  # fmt: skip
    desk.say("62号", 50_000_00)


@late_flaw("SVC10", "拨付表没有登记拨付，村账上当年收到了关爱资金", HARD, decoy=True, months=12, area="care")
def arrived_all_the_same(desk: Desk) -> None:
    day = date(desk.one.window.first.year, 3, 18)
    _row(desk, CARE, day, 63, approved_amount=4_000_00, approved_on=day)


@late_flaw("SVC10", "今年批复，年度还没有过完", MIDDLING, decoy=True)
def approved_this_year(desk: Desk) -> None:
    day = desk.one.window.as_of - timedelta(days=12)
    _row(desk, "一事一议", day, 64, approved_amount=80_000_00, approved_on=day)
