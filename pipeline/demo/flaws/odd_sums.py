"""Odd sums: in and out again, negative, reversed (BK04, WB05)."""

from __future__ import annotations

from pipeline.demo import draw
from pipeline.demo.flaws.desk import Desk
from pipeline.demo.flaws.registry import HARD, MIDDLING, flaw
from pipeline.demo.village import COLLECTIVE


@flaw(
    "BK04", "收到六万元，两天后原数转给别的公司", area="collective income", also=("PAY10", "PRC07", "PRC01")
)
def round_trip(desk: Desk) -> None:
    day = desk.day_before(2, most=3)
    desk.one.receive(
        day, COLLECTIVE, "收到合作款", 60_000_00, "other", counterparty=desk.firm("投资有限公司").name, method="转账",
        document_type="自制凭证",
    )  # fmt: skip
    desk.buy(desk.after(day, 2), "支付往来款", 60_000_00, desk.firm("贸易有限公司"), category="其他")
    desk.say("", 60_000_00)


@flaw("BK04", "收到四万元，两天后转出", HARD, decoy=True, area="collective income", also=("PAY10", "PRC07"))
def smaller_round_trip(desk: Desk) -> None:
    day = desk.day_before(2, most=3)
    desk.one.receive(
        day, COLLECTIVE, "收到合作款", 40_000_00, "other", counterparty=desk.firm("投资有限公司").name, method="转账",
        document_type="自制凭证",
    )  # fmt: skip
    desk.buy(desk.after(day, 2), "支付往来款", 40_000_00, desk.firm("贸易有限公司"), category="其他")


@flaw("WB05", "支出写成负数，又不是冲销", also=("BK02", "BK01"))
def negative_expense(desk: Desk) -> None:
    amount = draw.money(desk.rng, 200, 900)
    desk.one.pay(
        desk.day(), COLLECTIVE, "购买村部地图", -amount, "admin", counterparty=desk.firm().name, method="转账",
        document_type="发票", document_no=draw.digits(desk.rng, 20), document_amount=amount, category="工作经费",
    )  # fmt: skip
    desk.say("", amount)


@flaw("WB05", "红字冲销原凭证", MIDDLING, decoy=True)
def reversal(desk: Desk) -> None:
    firm, day, amount = desk.firm(), desk.day(), draw.money(desk.rng, 300, 900)
    mark = desk.buy(day, "购买村部挂图", amount, firm)
    back = desk.buy(desk.after(day, 12), "冲销：购买村部挂图（原凭证有误）", -amount, firm)
    back.facts |= {"document_type": "自制凭证", "document_no": None, "document_amount": None}
    mark.one_line = back.one_line = f"冲销{desk.rng.randint(1000, 9999)}"
    desk.books.append(lambda: _drop_zero(desk))


def _drop_zero(desk: Desk) -> None:
    """The bank never saw what was booked and reversed."""
    for row in [r for r in desk.one.tables["bank_line"] if not r["amount_in"] and not r["amount_out"]]:
        desk.forget("bank_line", row)
