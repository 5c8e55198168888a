"""Flaws between what was resolved and what was paid, and in seals and approvals (PRC08–PRC11)."""

from __future__ import annotations

from datetime import date, timedelta

from pipeline.demo import draw
from pipeline.demo.flaws.desk import Desk
from pipeline.demo.flaws.registry import HARD, MIDDLING, late_flaw
from pipeline.demo.village import COLLECTIVE, Movement, Row


def _matter(desk: Desk, amount: int | None, first: date) -> Row:
    """Have something bought resolved in good time before ``first``."""
    subject = desk.rng.choice(("购置村部锅炉", "购置村级广播设备", "购置老年饭桌炊具"))
    desk.one.resolve(subject, 0, first - timedelta(days=60), desk.after(first, 40))
    row = desk.one.tables["resolution"][-1]
    row["amount"] = amount
    return row


def _pay(desk: Desk, row: Row, day: date, amount: int, what: str = "款") -> Movement:
    return desk.buy(
        day, f"支付{row['subject']}{what}", amount, category="公益事业", contra="public", resolution_no=row["resolution_no"]
    )  # fmt: skip


# ── 付款超过决议金额 ──────────────────────────────────────────────────


@late_flaw("PRC08", "决议一万二千元，两次共付一万四千五百元", months=12)
def paid_more_than_resolved(desk: Desk) -> None:
    first = desk.day(4, 7)
    row = _matter(desk, 12_000_00, first)
    _pay(desk, row, first, 8_000_00, "首付款")
    _pay(desk, row, desk.after(first, 33), 6_500_00, "尾款")
    desk.say(row["resolution_no"], 2_500_00)


@late_flaw("PRC08", "比决议多付六十元", HARD)
def paid_a_little_more(desk: Desk) -> None:
    first = desk.day(4, 8)
    row = _matter(desk, 8_600_00, first)
    _pay(desk, row, first, 8_660_00)
    desk.say(row["resolution_no"], 60_00)


@late_flaw("PRC08", "一个编号登记了两个事项，付款不超过两项之和", HARD, decoy=True, months=12)
def two_matters_of_a_number(desk: Desk) -> None:
    first = desk.day(4, 7)
    row = _matter(desk, 8_000_00, first)
    desk.one.tables["resolution"].append(row | {"subject": "购置村部饮水设备", "amount": 4_500_00})
    _pay(desk, row, first, 8_000_00)
    _pay(desk, row, desk.after(first, 33), 4_300_00, "和饮水设备款")


@late_flaw("PRC08", "决议没有写金额", MIDDLING, decoy=True)
def amount_left_open(desk: Desk) -> None:
    first = desk.day(4, 8)
    _pay(desk, _matter(desk, None, first), first, 8_660_00)


@late_flaw("PRC08", "多付的二千五百元，供应商当月退回", HARD, decoy=True)
def overpayment_returned(desk: Desk) -> None:
    first = desk.day(4, 7)
    row = _matter(desk, 6_000_00, first)
    paid = _pay(desk, row, first, 8_500_00)
    desk.one.receive(
        desk.after(first, 12), COLLECTIVE, f"退回{row['subject']}多付款", 2_500_00, "public", method="转账",
        counterparty=paid.facts["counterparty"], counterparty_account=paid.facts["counterparty_account"],
        document_type=desk.one.style["receipt"], receipted=True, resolution_no=row["resolution_no"],
    )  # fmt: skip


# ── 还没有付款就公开了实施结果 ────────────────────────────────────────


@late_flaw("PRC09", "公开结果一个月以后才第一次付款")
def result_a_month_early(desk: Desk) -> None:
    first = desk.day(4, 8)
    row = _matter(desk, 8_600_00, first)
    _pay(desk, row, first, 8_600_00)
    row["result_published_on"] = first - timedelta(days=30)
    desk.say(row["resolution_no"], 8_600_00)


@late_flaw("PRC09", "公开结果第二天付款", HARD)
def result_a_day_early(desk: Desk) -> None:
    first = desk.day(4, 8)
    row = _matter(desk, 7_400_00, first)
    _pay(desk, row, first, 7_400_00)
    row["result_published_on"] = first - timedelta(days=1)
    desk.say(row["resolution_no"], 7_400_00)


@late_flaw("PRC09", "付款当天公开结果", HARD, decoy=True)
def result_on_the_day(desk: Desk) -> None:
    first = desk.day(4, 8)
    row = _matter(desk, 7_400_00, first)
    _pay(desk, row, first, 7_400_00)
    row["result_published_on"] = first


@late_flaw("PRC09", "公开以前付过首付款", MIDDLING, decoy=True)
def advance_paid(desk: Desk) -> None:
    first = desk.day(4, 7)
    row = _matter(desk, 9_000_00, first)
    _pay(desk, row, first, 1_000_00, "首付款")
    _pay(desk, row, desk.after(first, 33), 8_000_00, "余款")
    row["result_published_on"] = first + timedelta(days=20)


@late_flaw("PRC09", "公开以后只付了质保金", HARD, decoy=True)
def only_the_retention(desk: Desk) -> None:
    first = desk.day(4, 8)
    row = _matter(desk, 9_000_00, first)
    _pay(desk, row, first, 450_00, "质保金")
    row["result_published_on"] = first - timedelta(days=10)


# ── 五牙子章 ──────────────────────────────────────────────────────────


@late_flaw("PRC10", "只盖了三枚")
def three_seals(desk: Desk) -> None:
    row = desk.project(45_000_00).resolution
    row["seal_count"] = 3
    desk.say(row["resolution_no"])


@late_flaw("PRC10", "少盖一枚", HARD)
def four_seals(desk: Desk) -> None:
    row = desk.project(45_000_00).resolution
    row["seal_count"] = 4
    desk.say(row["resolution_no"])


@late_flaw("PRC10", "先登记三枚，补盖后重新登记五枚", HARD, decoy=True)
def seals_added(desk: Desk) -> None:
    row = desk.project(45_000_00).resolution
    desk.one.tables["resolution"].append(dict(row))
    row["seal_count"] = 3


@late_flaw("PRC10", "没有登记枚数", MIDDLING, decoy=True)
def seals_not_counted(desk: Desk) -> None:
    desk.project(45_000_00).resolution["seal_count"] = None


# ── 没有审批人 ────────────────────────────────────────────────────────


@late_flaw("PRC11", "六千二百元付款没有审批人")
def not_approved(desk: Desk) -> None:
    desk.buy(desk.day(), "维修村部屋面防水", 6_200_00).facts["approver"] = None
    desk.say("维修村部屋面防水", 6_200_00)


@late_flaw("PRC11", "正好五千元没有审批人", HARD)
def not_approved_at_the_line(desk: Desk) -> None:
    desk.buy(desk.day(), "维修村部屋面防水", 5_000_00).facts["approver"] = None
    desk.say("维修村部屋面防水", 5_000_00)


@late_flaw("PRC11", "四千九百八十元没有审批人", HARD, decoy=True)
def below_the_line(desk: Desk) -> None:
    desk.buy(desk.day(), "维修村部屋面防水", 4_980_00).facts["approver"] = None


@late_flaw("PRC11", "一张凭证两行，审批人写在第一行", HARD, decoy=True)
def approved_on_the_other_line(desk: Desk) -> None:
    day, firm = desk.day(), desk.firm()
    shared = {"together": f"防水{day}", "one_line": f"防水{day}", "document_no": draw.invoice(desk.rng, day)}
    for amount, what in ((5_600_00, "材料费"), (5_200_00, "人工费")):
        paid = desk.buy(day, f"维修村部屋面防水{what}", amount, firm, document_amount=10_800_00, **shared)
        paid.facts["approver"] = paid.facts["approver"] if what == "材料费" else None


@late_flaw("PRC11", "提取现金没有审批人", MIDDLING, decoy=True, area="cashbox")
def cash_fetched(desk: Desk) -> None:
    day = desk.day(2, 4)
    shared = {"method": "现金", "document_type": "自制凭证", "counterparty": "库存现金"}
    desk.one.pay(
        day, COLLECTIVE, "提取备用金", 5_000_00, "cash", cash_leg=-1, category="其他", **shared
    ).facts["approver"] = None  # fmt: skip
    desk.one.receive(desk.after(day, 1), COLLECTIVE, "现金存入银行", 5_000_00, "cash", cash_leg=1, **shared)
